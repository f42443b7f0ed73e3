"""`remindful night` and `resolve`: the night is run, and a person says what became of a message that may have been sent."""

from typing import Annotated

import typer

from remindful.faces.cli import tables
from remindful.faces.cli.options import AsJson, On, read_day
from remindful.faces.cli.show import ERR, Exit, guarded, print_json, progress
from remindful.flow.messages.acts import record_outcome
from remindful.flow.night import nights
from remindful.flow.night.line import Station
from remindful.flow.office.actors import read_actor
from remindful.flow.office.clock import read_clock
from remindful.flow.office.home import read_home


@guarded
def night(
    on: On = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be done; change nothing and send nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Do the nightly work: import new files, bill, post payments, update balances, check the law, send statements and reminders.

    If it is interrupted, run it again to finish.
    """
    with progress("Night") as bar:
        task = bar.task_ids[0]

        def tell(station: Station) -> None:
            bar.update(task, description=f"Night: {station.name} ({station.description})")

        report = nights.run_night(home=read_home(), clock=read_clock(), on=read_day(on), dry_run=dry_run, tell=tell)
    print_json(report) if as_json else tables.show_night(report)
    raise SystemExit(Exit.DONE)


@guarded
def resolve(
    message: Annotated[int, typer.Argument(help="The message number, as shown by `night` and `doctor`.")],
    sent: Annotated[bool, typer.Option("--sent/--not-sent", help="Whether the message was sent.")],
    as_json: AsJson = False,
) -> None:
    """Record whether a message went out after a send failed partway. If it did not, it can be sent again."""
    record_outcome(message, was_sent=sent, clock=read_clock(), actor=read_actor())
    if as_json:
        print_json({"message": message, "was_sent": sent})
        return
    ERR.print(f"Message {message} is noted as {'sent' if sent else 'not sent; it will be judged again tonight'}.")

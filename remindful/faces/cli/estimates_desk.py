"""`remindful estimates`: good-faith estimates, given and compared with the bills."""

from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape

from remindful.core.words.money import say_cents
from remindful.faces.cli.options import AsJson, read_day
from remindful.faces.cli.show import OUT, guarded, print_json, print_table
from remindful.flow.claims import acts, estimates
from remindful.flow.office.actors import read_actor
from remindful.flow.office.clock import read_clock
from remindful.flow.office.home import read_home

app = typer.Typer(
    help="Good-faith estimates: create them, and compare them with what was billed.", no_args_is_help=True
)


@app.command()
@guarded
def give(
    patient: Annotated[str, typer.Argument(help="The patient number, or organization/number.")],
    services: Annotated[
        list[str],
        typer.Argument(
            help="CODE, CODE*UNITS or CODE-MODIFIER, then =DESCRIPTION: 99213='Office visit'. Primary service first."
        ),
    ],
    on: Annotated[datetime, typer.Option("--for", formats=["%Y-%m-%d"], help="The planned date of service.")],
    scheduled: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The date it was scheduled. Default: today.")
    ] = None,
    on_request: Annotated[bool, typer.Option("--asked", help="The patient requested the estimate.")] = False,
    diagnosis: Annotated[
        list[str] | None, typer.Option(help="An expected diagnosis code. Repeat for each one.")
    ] = None,
    encounter: Annotated[str | None, typer.Option(help="The planned encounter's number.")] = None,
    language: Annotated[str | None, typer.Option(help="en or es. Default: the patient's language.")] = None,
    as_json: AsJson = False,
) -> None:
    """Create a good-faith estimate from your fee schedule and self-pay discount, save it, and write it as a PDF."""
    request = estimates.EstimateRequest(
        patient,
        tuple(services),
        on.date(),
        read_day(scheduled),
        on_request,
        tuple(diagnosis or ()),
        encounter,
        language,
    )
    given = acts.give_estimate(request, home=read_home(), clock=read_clock(), actor=read_actor())
    if as_json:
        print_json(given)
        return
    OUT.print(f"{given.number}: {say_cents(given.expected_cents)}, written to {escape(given.file)}", soft_wrap=True)
    if given.due_on is not None:
        late = " [bold red]It is late.[/]" if given.is_late else ""
        OUT.print(f"It was due by {given.due_on} ({escape(given.cite)}).{late}", soft_wrap=True)


@app.command("list")
@guarded
def list_estimates(as_json: AsJson = False) -> None:
    """List estimates next to billed charges. $400 or more over the estimate lets the patient dispute it (45 CFR 149.620)."""
    rows = estimates.list_estimates(clock=read_clock())
    if as_json:
        print_json(rows.to_dicts())
        return
    print_table(
        f"{rows.height} estimates", ("number", "patient", "date of service", "given", "estimated", "billed", "over", "can dispute?"),
        [
            (
                row["estimate_key"], row["name"], row["service_on"], row["given_on"], say_cents(row["expected_cents"]),
                _cents(row["billed_cents"]), _cents(row["over_cents"]), "yes" if row["is_substantial"] else "",
            )
            for row in rows.iter_rows(named=True)
        ],
        right=("estimated", "billed", "over"),
    )  # fmt: skip


def _cents(cents: int | None) -> str:
    return "-" if cents is None else say_cents(cents)

"""`remindful status-inquiry`: payers are asked what became of claims."""

from typing import Annotated

import typer
from rich.markup import escape

from remindful.core.words.money import say_cents
from remindful.faces.cli.options import AsJson, On, read_day
from remindful.faces.cli.show import OUT, Exit, guarded, print_json, print_table
from remindful.flow.claims import acts
from remindful.flow.claims.status_requests import AskReport
from remindful.flow.office.actors import read_actor
from remindful.flow.office.clock import read_clock
from remindful.flow.office.home import read_home


@guarded
def inquire_status(
    on: On = None,
    claim: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NUMBER",
            help="Ask about this claim (its number, or organization/number), whatever its state; may be given again.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be asked; write nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Ask payers what became of claims that wait (276): one file an organization, each claim once in seven days unless it is named."""
    report = acts.inquire_status(
        home=read_home(),
        clock=read_clock(),
        actor=read_actor(),
        on=read_day(on),
        claims=tuple(claim or ()),
        dry_run=dry_run,
    )
    if as_json:
        print_json(report)
    else:
        _show(report)
    raise SystemExit(Exit.WITH_EXCEPTIONS if report.findings else Exit.DONE)


def _show(report: AskReport) -> None:
    if report.asked:
        message = "Would be asked about" if report.is_dry else "Asked about"
        print_table(
            f"{message}: {len(report.asked):,}", ("claim", "payer", "state", "quiet days", "charges"),
            [
                (one.name, one.payer_key, one.state, f"{one.wait_days:,}", say_cents(one.charge_cents))
                for one in report.asked
            ],
            right=("quiet days", "charges"),
        )  # fmt: skip
    else:
        OUT.print("No claim is to be asked about.")
    for name in report.files:
        OUT.print(f"written  {escape(name)}", soft_wrap=True)
    if report.asked_lately:
        OUT.print(f"Asked about less than seven days ago, and waiting: {report.asked_lately:,}. Name one to ask again.")
    for finding in report.findings:
        OUT.print(f"{escape(finding.message)} [dim]{escape(finding.remedy)}[/]", soft_wrap=True)

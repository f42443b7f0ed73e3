"""`remindful status-inquiry`: payers are asked what became of claims."""

from typing import Annotated

import typer
from rich.markup import escape

from remindful.core.words.money import say_cents
from remindful.faces.cli.options import AsJson, On, read_day
from remindful.faces.cli.show import OUT, Exit, guarded, print_json, print_table
from remindful.flow.claims import acts
from remindful.flow.claims.status_requests import InquiryReport
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
            help="Inquire about this claim (its number, or organization/number), whatever its status. Repeat for more claims.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show which claims would be included; write nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Create claim status inquiries (276) for claims with no response: one file per organization, at most one inquiry per claim in seven days."""
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


def _show(report: InquiryReport) -> None:
    if report.inquiries:
        message = "Claims to inquire about" if report.is_dry else "Claims inquired about"
        print_table(
            f"{message}: {len(report.inquiries):,}", ("claim", "payer", "status", "days without response", "charges"),
            [
                (one.name, one.payer_key, one.state, f"{one.wait_days:,}", say_cents(one.charge_cents))
                for one in report.inquiries
            ],
            right=("days without response", "charges"),
        )  # fmt: skip
    else:
        OUT.print("No claim needs a status inquiry.")
    for name in report.files:
        OUT.print(f"written  {escape(name)}", soft_wrap=True)
    if report.recently_inquired:
        OUT.print(
            f"Inquired about in the last seven days, no response yet: {report.recently_inquired:,}. To inquire again, use --claim NUMBER."
        )
    for finding in report.findings:
        OUT.print(f"{escape(finding.message)} [dim]{escape(finding.remedy)}[/]", soft_wrap=True)

"""`remindful remits` and `remindful denials`: what payers paid, what waits, what they did not pay, and what is done about it."""

from pathlib import Path
from typing import Annotated

import polars as pl
import typer
from rich.markup import escape

from remindful.core import remits as meanings
from remindful.core.words.money import say_cents
from remindful.faces.cli.options import AsJson, On, read_day
from remindful.faces.cli.show import OUT, Exit, fail, guarded, name_keys, print_json, print_table
from remindful.flow.office.actors import read_actor
from remindful.flow.office.clock import read_clock
from remindful.flow.office.home import read_home
from remindful.flow.remits import acts as remit_acts
from remindful.flow.remits import denials, remittances

app = typer.Typer(
    help="Remittances (835): what payers paid, and payments that need to be matched to a claim.", no_args_is_help=True
)
denials_app = typer.Typer(help="Denials: the work list by deadline, and appeals.", no_args_is_help=True)

Most = Annotated[int, typer.Option(min=1, help="How many rows to show.")]
BY = {"cause": "cause", "payer": "payer_name", "provider": "provider_npi", "code": "procedure_code", "carc": "carc"}


def _cents(amount: int | None) -> str:
    return "" if amount is None else say_cents(amount)


# --- remits -----------------------------------------------------------------------------------------------------------


@app.command("list")
@guarded
def list_remits(most: Most = 50, as_json: AsJson = False) -> None:
    """List remittances, newest first: how many claims are posted, and the amount not yet posted."""
    found = remittances.list_remits(clock=read_clock())
    if as_json:
        print_json(found.head(most).to_dicts())
        return
    rows = [
        (row["remit_id"], row["organization"], row["paid_on"], row["payer_name"], row["trace_number"], _cents(row["paid_cents"]),
         row["claims"], row["posted"], _cents(row["waiting_cents"]), row["name"])
        for row in found.head(most).iter_rows(named=True)
    ]  # fmt: skip
    columns = (
        "no.",
        "organization",
        "paid on",
        "payer",
        "trace number",
        "paid",
        "claims",
        "posted",
        "not posted",
        "file",
    )
    print_table(
        f"Remittances ({found.height:,})", columns, rows, right=("no.", "paid", "claims", "posted", "not posted")
    )


@app.command()
@guarded
def show(
    remit: Annotated[str, typer.Argument(help="The remittance number from `remits list`, or its check or EFT trace number.")], as_json: AsJson = False
) -> None:  # fmt: skip
    """Show one remittance: each claim, its adjustments, and adjustments to the payment as a whole (PLB)."""
    shown = remittances.show_remit(remit, home=read_home(), clock=read_clock())
    if as_json:
        print_json(shown)
        return
    OUT.print(f"[bold]{escape(shown.payer_name or '?')}[/] paid {_cents(shown.paid_cents)} on {shown.paid_on}, "
              f"{escape(shown.trace_number or 'no trace number')}, in {escape(shown.file)}", soft_wrap=True)  # fmt: skip
    for claim in shown.claims:
        disposition = f"posted on {claim.visit_key}" if claim.visit_key else claim.waits
        OUT.print(f"\n[bold]{escape(claim.control_number or '(no number)')}[/] status {claim.status_code}: "
                  f"{_cents(claim.charge_cents)} charged, {_cents(claim.paid_cents)} paid; {escape(disposition or '')}", soft_wrap=True)  # fmt: skip
        for one in claim.adjustments:
            where = "claim" if one.line_no is None else f"line {one.line_no}"
            OUT.print(
                f"  {where}: {one.group_code}-{one.carc} {_cents(one.amount_cents)}  {escape(one.message)}",
                soft_wrap=True,
            )
        for remark in claim.remarks:
            OUT.print(f"  remark {escape(remark)}", soft_wrap=True)
    for adjustment in shown.provider:
        OUT.print(f"\nWhole payment: {adjustment.reason_code} {escape(adjustment.reference or '')} {_cents(adjustment.amount_cents)}  "
                  f"{escape(adjustment.message)} {escape(adjustment.remedy)}", soft_wrap=True)  # fmt: skip


@app.command()
@guarded
def waiting(most: Most = 50, as_json: AsJson = False) -> None:
    """List claim payments that are not posted, why, and the possible matching claims, each with a score from 0 to 100."""
    found = remittances.list_waiting(home=read_home(), clock=read_clock())
    if as_json:
        print_json(found[:most])
        return
    OUT.print(f"[bold]Claim payments not matched to a claim ({len(found):,})[/]")
    for one in found[:most]:
        OUT.print(f"\n[bold]{one.remit_claim_id}[/]  {escape(one.control_number or '(no number)')}  {escape(one.patient)}  "
                  f"{one.service_on or ''}  {_cents(one.paid_cents)} paid, {escape(one.file)}", soft_wrap=True)  # fmt: skip
        OUT.print(f"  {escape(one.message)} {escape(one.remedy)}", soft_wrap=True)
        for proposal in one.proposals:
            OUT.print(
                f"  [bold]{escape(proposal.visit_key)}[/] {proposal.score}: {escape(proposal.message)}", soft_wrap=True
            )
    if found:
        OUT.print(
            "\nTo post one: remindful remits match NUMBER --visit VISIT. To reject a suggested match, add --refuse."
        )


@app.command()
@guarded
def match(
    remit_claim: Annotated[int, typer.Argument(help="The claim payment's number, as shown by `remits waiting`.")],
    visit: Annotated[str, typer.Option(help="The patient control number of the claim (CLM01).")],
    refuse: Annotated[bool, typer.Option("--refuse", help="Reject this match: do not suggest it again.")] = False,
    as_json: AsJson = False,
) -> None:
    """Match a claim payment to a claim and post it, or reject a suggested match."""
    if refuse:
        done = remit_acts.refuse_match(remit_claim, visit, clock=read_clock(), actor=read_actor())
    else:
        done = remit_acts.accept_match(remit_claim, visit, home=read_home(), clock=read_clock(), actor=read_actor())
    if as_json:
        print_json(done)
        return
    OUT.print(
        f"Claim payment {remit_claim} {'is posted to' if done.is_posted else 'will not be suggested again for'} {escape(visit)}."
    )


@app.command()
@guarded
def underpaid(
    on: On = None,
    tolerance_cents: Annotated[int, typer.Option(min=0, help="Ignore differences up to this many cents.")] = 100,
    multiple_percent: Annotated[
        int | None, typer.Option(min=1, max=100, help="Percent of the contract rate for additional procedures in one session (CARC 59, modifier 51).")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Also show lines that were paid correctly or have no contract rate.")] = False,
    most: Most = 50,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Underpayments: what primary payers allowed, compared with the contract fee schedule, largest difference first."""
    found = denials.compare_payments(
        on=read_day(on), tolerance_cents=tolerance_cents, reduced_percent=multiple_percent, clock=read_clock()
    )
    short = found.filter(pl.col("verdict") == "underpaid")
    shown = found if every else short
    if as_json:
        print_json(shown.head(most).to_dicts())
        return
    total = -int(short["difference_cents"].sum())
    rows = [
        (row["visit_key"], row["payer_name"], f"{row['procedure_code'] or ''} {row['modifiers'] or ''}".strip(), row["service_on"],
         _cents(row["charge_cents"]), _cents(row["allowed_cents"]), _cents(row["rate_cents"]), _cents(row["difference_cents"]),
         row["verdict"].replace("_", " "), "reduced" if row["is_reduced"] else "")
        for row in name_keys(shown, "visit_key").head(most).iter_rows(named=True)
    ]  # fmt: skip
    columns = ("claim", "payer", "code", "day", "charged", "allowed", "contract", "difference", "", "multiple")
    title = f"{short.height:,} of {found.height:,} lines underpaid, {say_cents(total)}"
    print_table(title, columns, rows, right=("charged", "allowed", "contract", "difference"))


# --- denials ----------------------------------------------------------------------------------------------------------


@denials_app.command("list")
@guarded
def list_denials(
    on: On = None,
    by: Annotated[str | None, typer.Option(help=f"Show totals by: {', '.join(BY)}.")] = None,
    most: Most = 50,
    as_json: AsJson = False,
) -> None:
    """Denial work list: recoverable denials, most urgent first, by likely recovery and deadline."""
    if by is not None and by not in BY:
        fail(f"Denials cannot be totaled by {by}.", f"Use one of {', '.join(BY)}.", code=Exit.WRONG_USE)
    work = denials.list_denials(on=read_day(on), clock=read_clock())
    if by is not None:
        _show_sums(meanings.sum_denials(work, by=BY[by]), by=by, most=most, as_json=as_json)
        return
    if as_json:
        print_json(work.head(most).to_dicts())
        return
    rows = [
        (row["visit_key"], row["payer_name"], f"{row['procedure_code'] or ''} {row['modifiers'] or ''}".strip(),
         f"{row['group_code']}-{row['carc']}", row["cause"].replace("_", " "), _cents(row["recoverable_cents"]),
         row["deadline_on"] or "not known", "" if row["days_left"] is None else row["days_left"], row["way"])
        for row in name_keys(work, "visit_key").head(most).iter_rows(named=True)
    ]  # fmt: skip
    title = f"Recoverable denials: {work.height:,} lines, {say_cents(int(work['recoverable_cents'].sum()))}"
    columns = ("claim", "payer", "code", "reason", "cause", "recoverable", "deadline", "days left", "next action")
    print_table(title, columns, rows, right=("recoverable", "days left"))


def _show_sums(sums: pl.DataFrame, *, by: str, most: int, as_json: bool) -> None:
    if as_json:
        print_json(sums.head(most).to_dicts())
        return
    rows = [
        (str(row[BY[by]] or "-").replace("_", " "), f"{row['lines']:,}", _cents(row["denied_cents"]), _cents(row["recoverable_cents"]),
         _cents(row["expected_cents"]), row["first_deadline_on"] or "not known")
        for row in sums.head(most).iter_rows(named=True)
    ]  # fmt: skip
    columns = (by, "lines", "denied", "recoverable", "expected", "first deadline")
    print_table("Denials", columns, rows, right=("lines", "denied", "recoverable", "expected"))


@denials_app.command("show")
@guarded
def show_denial(
    claim: Annotated[str, typer.Argument(help="The claim number (CLM01), or organization/number.")],
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Show one claim's denials: the reason, the deadline and its source, and the next step."""
    work = denials.show_denials(claim, on=read_day(on), clock=read_clock())
    if as_json:
        print_json(work.to_dicts())
        return
    for row in work.iter_rows(named=True):
        OUT.print(f"[bold]{escape(row['visit_key'])} {escape(row['procedure_code'] or '')}[/] of {row['service_on']}: "
                  f"{_cents(row['denied_cents'])} by {escape(row['payer_name'] or '?')} on {row['adjudicated_on']}, "
                  f"{row['group_code']}-{row['carc']} {escape(row['remark_codes'])}", soft_wrap=True)  # fmt: skip
        OUT.print(f"  {escape(row['message'])}", soft_wrap=True)
        until = (
            f"until {row['deadline_on']} ({row['days_left']} days left): " if row["deadline_on"] else "until when is "
        )
        OUT.print(f"  {row['way']} {until}{escape(row['deadline_text'])}", soft_wrap=True)
        OUT.print(f"  [bold]{escape(row['next_step'])}[/]", soft_wrap=True)


@denials_app.command()
@guarded
def letter(
    claim: Annotated[str, typer.Argument(help="The claim number (CLM01), or organization/number.")],
    to: Annotated[list[str] | None, typer.Option(help="A line of the payer's address. Repeat for each line.")] = None,
    out: Annotated[Path | None, typer.Option(help="The PDF to write. Default: the claim number, in this folder.")] = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Draft an appeal letter as a PDF, filled in from the claim. Review and sign it yourself; it is not sent."""
    drafted = denials.write_appeal(claim, to=tuple(to or ()), out=out, on=read_day(on), clock=read_clock())
    if as_json:
        print_json(drafted)
        return
    OUT.print(f"{escape(drafted.file)}: {drafted.pages} page(s), {_cents(drafted.denied_cents)}", soft_wrap=True)
    OUT.print(f"Deadline: {drafted.deadline_on or 'not known'} ({escape(drafted.deadline_text)})", soft_wrap=True)
    if drafted.days_left is not None and drafted.days_left < 0:
        OUT.print("[bold red]The deadline has passed.[/] If you still appeal, explain why it is late.")
    OUT.print(f"Before you sign: {escape(drafted.check)}", soft_wrap=True)


@denials_app.command()
@guarded
def limit(
    payer: Annotated[str, typer.Argument(help="The payer ID, or a type of payer: commercial, medicaid ...")],
    way: Annotated[meanings.Way, typer.Option(help="corrected, reconsideration or appeal.")],
    days: Annotated[int, typer.Option(min=1, max=3650, help="How many days the payer allows.")],
    from_service: Annotated[bool, typer.Option("--from-service", help="Count the days from the date of service instead of the remittance date.")] = False,
    org: Annotated[str | None, typer.Option(help="The organization, if the office has more than one.")] = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Set a payer's deadline for corrected claims, reconsiderations or appeals, from its manual or contract."""
    limits = remit_acts.keep_limit(
        payer,
        way=way,
        days=days,
        is_from_service=from_service,
        organization=org,
        clock=read_clock(),
        actor=read_actor(),
    )
    if as_json:
        print_json({named: {str(one): limit for one, limit in ways.items()} for named, ways in limits.items()})
        return
    rows = [
        (named, str(one), limit.days, limit.message) for named, ways in limits.items() for one, limit in ways.items()
    ]
    print_table("Payer deadlines", ("payer", "action", "days", ""), rows, right=("days",))

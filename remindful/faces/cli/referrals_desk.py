"""`remindful referrals`: where each referral stands, what is overdue, what is left of authorizations, and notes and letters."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer
from rich.markup import escape
from rich.text import Text

from remindful.faces.cli.options import AsJson, On, read_day
from remindful.faces.cli.show import OUT, guarded, name_keys, print_json, print_table
from remindful.flow.claims import acts as claim_acts
from remindful.flow.office.actors import read_actor
from remindful.flow.office.clock import read_clock
from remindful.flow.office.home import read_home
from remindful.flow.referrals import acts as referral_acts
from remindful.flow.referrals import letters as referral_letters
from remindful.flow.referrals import loops as referrals
from remindful.flow.referrals.letters import Recipient

app = typer.Typer(
    help="Referrals, from the order to the report that comes back, and prior authorizations.", no_args_is_help=True
)

Key = Annotated[str, typer.Argument(help="The referral number, or organization/number.")]
Org = Annotated[str | None, typer.Option(help="The organization, if the office has more than one.")]
STEPS = (
    ("ordered", "ordered_on"), ("sent", "sent_on"), ("authorization requested", "requested_on"), ("payer decided", "decided_on"),
    ("scheduled", "booked_on"), ("visit", "visit_on"), ("seen", "seen_on"), ("report", "reported_on"),
)  # fmt: skip


@app.command("list")
@guarded
def list_referrals(
    overdue: Annotated[bool, typer.Option("--overdue", help="Only overdue referrals.")] = False,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """List open referrals: the status and due date of each, the next step, and who has to take it."""
    rows = referrals.list_loops(on=read_day(on), clock=read_clock())
    shown = rows.filter("is_overdue") if overdue else rows.filter(~rows["stage"].is_in(["closed", "revoked"]))
    if as_json:
        print_json(shown.to_dicts())
        return
    if shown.is_empty():
        OUT.print("No referral is overdue." if overdue else "No referral is open.")
        return
    shown = name_keys(shown, "referral_key")
    print_table(
        f"{shown.height:,} referrals", ("referral", "patient", "referred to", "status", "due", "late", "next step, and who takes it"),
        [
            (
                row["referral_key"], row["party_key"], row["referred_name"] or row["referred_npi"] or "-", _stage(row), row["due_on"] or "-",
                Text(f"{row['overdue_days']} days", style="bold red") if row["is_overdue"] else "",
                f"{row['next_step']} ({_words(row['waits_for'])})",
            )
            for row in shown.iter_rows(named=True)
        ],
        right=("due", "late"),
    )  # fmt: skip


def _stage(row: Mapping[str, Any]) -> str:
    stage = _words(row["stage"])
    return stage if row["priority"] == "routine" else f"{stage}, {row['priority']}"


@app.command()
@guarded
def show(key: Key, on: On = None, as_json: AsJson = False) -> None:
    """Show one referral: what happened so far, when, and the next step."""
    referral, stage = referrals.show_referral(key, on=read_day(on), clock=read_clock())
    if as_json:
        print_json({"referral": referral, "stage": stage})
        return
    who = referral.referred_name or referral.referred_npi or "no provider named"
    OUT.print(f"[bold]{escape(referral.referral_key)}[/]  {escape(referral.party_key)} to {escape(who)}, {stage.priority}"
              f"  [bold]{_words(stage.stage)}[/]", soft_wrap=True)  # fmt: skip
    steps = [f"{name} {getattr(stage, column)}" for name, column in STEPS if getattr(stage, column) is not None]
    OUT.print("  " + " > ".join(steps), soft_wrap=True)
    if stage.is_overdue:
        OUT.print(f"  [bold red]Overdue by {stage.overdue_days} days[/] (due {stage.due_on}).")
    if stage.authorization_number:
        OUT.print(f"  Authorization {escape(stage.authorization_number)}.")
    OUT.print(f"  Next, by {_words(stage.waits_for)}: {escape(stage.next_step)}", soft_wrap=True)


@app.command()
@guarded
def note(
    key: Key,
    sent: Annotated[bool, typer.Option("--sent", help="The referral was sent to the other office.")] = False,
    requested: Annotated[bool, typer.Option("--asked", help="Authorization was requested from the payer.")] = False,
    denied: Annotated[bool, typer.Option("--denied", help="The payer denied the authorization.")] = False,
    authorized: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="The payer approved it, with this authorization number.")
    ] = None,
    from_: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day of the authorization.")
    ] = None,
    to: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day of the authorization.")
    ] = None,
    visits: Annotated[int | None, typer.Option(min=1, help="The number of visits approved.")] = None,
    units: Annotated[float | None, typer.Option(min=0, help="The number of units approved.")] = None,
    booked: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The visit is scheduled for this date."),
    ] = None,
    attended: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The patient was seen on this date.")
    ] = None,
    missed: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The patient missed the visit on this date."),
    ] = None,
    report: Annotated[bool, typer.Option("--report", help="The report came back from the other office.")] = False,
    revoked: Annotated[bool, typer.Option("--revoked", help="The referral is canceled.")] = False,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Record what happened with a referral. Recording the same thing twice changes nothing."""
    if authorized is None and any(one is not None for one in (from_, to, visits, units)):
        raise typer.BadParameter("--from, --to, --visits and --units need --authorized NUMBER.")
    granted = (
        None
        if authorized is None
        else referral_acts.Granted(authorized, read_day(from_), read_day(to), visits, units)
    )  # fmt: skip
    noted = referral_acts.Noted(
        is_sent=sent, is_requested=requested, is_denied=denied, granted=granted, booked_on=read_day(booked), appointment_kept_on=read_day(attended),
        missed_on=read_day(missed), is_reported=report, is_revoked=revoked,
    )  # fmt: skip
    noted_words = referral_acts.note_referral(key, noted=noted, on=read_day(on), clock=read_clock(), actor=read_actor())
    if as_json:
        print_json({"referral": key, "noted": noted_words})
        return
    OUT.print(f"{escape(key)}: {escape(', '.join(noted_words))}.", soft_wrap=True)


@app.command()
@guarded
def request(
    key: Key,
    on: On = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check whether the request can be made; write nothing.")
    ] = False,
    anyway: Annotated[
        bool,
        typer.Option("--anyway", help="Request it even if it was requested before, was decided, or is not required."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Request a prior authorization (278): write the file for your clearinghouse. Import the payer's response like any other file."""
    report = claim_acts.request_authorization(
        key, home=read_home(), clock=read_clock(), actor=read_actor(), on=read_day(on), dry_run=dry_run, anyway=anyway
    )
    if as_json:
        print_json(report)
        return
    message = "can be requested from" if report.is_dry else "is requested from"
    OUT.print(f"{escape(report.referral_key)}: authorization {escape(report.authorization_key)} {message} {escape(report.payer_key)}.",
              soft_wrap=True)  # fmt: skip
    if report.file is not None:
        OUT.print(f"written  {escape(report.file)}", soft_wrap=True)


@app.command()
@guarded
def letter(
    key: Key,
    to: Annotated[Recipient, typer.Option(help="Who the letter is for.")] = Recipient.PATIENT,
    out: Annotated[
        Path | None, typer.Option(help="The PDF to write. Default: REFERRAL-patient.pdf or REFERRAL-office.pdf.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="en or es. Default: the patient's language.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write a letter about a referral, to the patient or to the office the patient is referred to."""
    written = referral_letters.write_letter(
        key, reader=to, language=language, out=out, home=read_home(), clock=read_clock()
    )
    if as_json:
        print_json(written)
        return
    OUT.print(f"Written: {escape(written.file)}", soft_wrap=True)


@app.command()
@guarded
def authorizations(on: On = None, as_json: AsJson = False) -> None:
    """List authorizations with the visits, units and days left; those that run out first are at the top."""
    rows = referrals.list_authorizations(on=read_day(on), clock=read_clock())
    if as_json:
        print_json(rows.to_dicts())
        return
    rows = rows.with_columns(number=pl.coalesce(pl.when(pl.col("number") != "").then("number"), "authorization_key"))
    rows = name_keys(rows, "number")
    print_table(
        f"{rows.height:,} authorizations", ("number", "patient", "payer", "status", "visits left", "units left", "ends", "days left", "next step"),
        [
            (
                row["number"], row["party_key"], row["payer_key"] or "-", _words(row["state"]),
                _left(row["visits_left"], row["visits_allowed"]), _left(row["units_left"], row["units_allowed"]), row["to_on"] or "-",
                "-" if row["days_left"] is None else row["days_left"], row["next_step"] or "",
            )
            for row in rows.iter_rows(named=True)
        ],
        right=("visits left", "units left", "days left"),
    )  # fmt: skip


@app.command("needs")
@guarded
def requirements(
    payer: Annotated[str, typer.Argument(help="The payer ID.")],
    referral: Annotated[
        bool | None, typer.Option("--referral/--no-referral", help="Whether the payer requires a referral.")
    ] = None,
    codes: Annotated[
        list[str] | None,
        typer.Option(help="A code that needs prior authorization; 97* or * for a group. Repeat for more."),
    ] = None,
    source: Annotated[str | None, typer.Option(help="The source: the contract or policy, with its date.")] = None,
    org: Org = None,
    as_json: AsJson = False,
) -> None:
    """Set what a payer requires (referral, prior authorization), so that claims without it are held."""
    joined = ":".join(codes) if codes else None
    requirement = referrals.PayerRequirement(payer, referral, joined, source)
    referral_acts.keep_requirement(requirement, organization=org, clock=read_clock(), actor=read_actor())
    if as_json:
        print_json(requirement)
        return
    OUT.print(f"Saved: {escape(payer)} requires {'a referral' if referral else 'no referral'}, and prior authorization for "
              f"{escape((joined or 'no codes').replace(':', ', '))}.", soft_wrap=True)  # fmt: skip


def _left(left: float | None, allowed: float | None) -> str:
    return "-" if left is None or allowed is None else f"{left:g} of {allowed:g}"


def _words(name: str) -> str:
    return name.replace("_", " ")

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
from remindful.flow.referrals.letters import Reader

app = typer.Typer(help="Referrals: the loop from the order to the report, and authorizations.", no_args_is_help=True)

Key = Annotated[str, typer.Argument(help="The referral's key, or organization/key.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE")]
Org = Annotated[str | None, typer.Option(help="The organization's key, where there are several.")]
STEPS = (
    ("ordered", "ordered_on"), ("sent", "sent_on"), ("payer asked", "requested_on"), ("payer decided", "decided_on"),
    ("booked", "booked_on"), ("visit", "visit_on"), ("seen", "seen_on"), ("report", "reported_on"),
)  # fmt: skip


@app.command("list")
@guarded
def list_referrals(
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")] = False,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Every referral that is open: its stage, since when, when it is due, and whose move it is."""
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
        f"{shown.height:,} referrals", ("referral", "patient", "to", "stage", "due", "late", "next, and by whom"),
        [
            (
                row["referral_key"], row["party_key"], row["referred_name"] or row["referred_npi"] or "-", _stage(row), row["due_on"] or "-",
                Text(f"{row['overdue_days']} d", style="bold red") if row["is_overdue"] else "",
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
    """One referral: what has happened, how long it took, and what is next."""
    referral, stage = referrals.show_referral(key, on=read_day(on), clock=read_clock())
    if as_json:
        print_json({"referral": referral, "stage": stage})
        return
    who = referral.referred_name or referral.referred_npi or "nobody named"
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
    sent: Annotated[bool, typer.Option("--sent", help="It was sent to the other office.")] = False,
    asked: Annotated[bool, typer.Option("--asked", help="The payer was asked to authorize it.")] = False,
    denied: Annotated[bool, typer.Option("--denied", help="The payer refused.")] = False,
    authorized: Annotated[str | None, typer.Option(metavar="NUMBER", help="The payer authorized it.")] = None,
    from_: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Its first day.")] = None,
    to: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Its last day.")] = None,
    visits: Annotated[int | None, typer.Option(min=1, help="Visits that it allows.")] = None,
    units: Annotated[float | None, typer.Option(min=0, help="Units that it allows.")] = None,
    booked: Day = None,
    kept: Day = None,
    missed: Day = None,
    report: Annotated[bool, typer.Option("--report", help="The report came back.")] = False,
    revoked: Annotated[bool, typer.Option("--revoked", help="It is not wanted any more.")] = False,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Note what happened. The same note again changes nothing."""
    if authorized is None and any(one is not None for one in (from_, to, visits, units)):
        raise typer.BadParameter("--from, --to, --visits and --units say what --authorized NUMBER allows.")
    granted = (
        None
        if authorized is None
        else referral_acts.Granted(authorized, read_day(from_), read_day(to), visits, units)
    )  # fmt: skip
    noted = referral_acts.Noted(
        is_sent=sent, is_asked=asked, is_denied=denied, granted=granted, booked_on=read_day(booked), appointment_kept_on=read_day(kept),
        missed_on=read_day(missed), is_reported=report, is_revoked=revoked,
    )  # fmt: skip
    told = referral_acts.note_referral(key, noted=noted, on=read_day(on), clock=read_clock(), actor=read_actor())
    if as_json:
        print_json({"referral": key, "noted": told})
        return
    OUT.print(f"{escape(key)}: {escape(', '.join(told))}.", soft_wrap=True)


@app.command()
@guarded
def request(
    key: Key,
    on: On = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Look whether it can be asked; write nothing.")] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Although the payer was asked, has decided, or none is said to be needed.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Ask the payer to authorize it (278): a file for the clearinghouse, noted as asked. Its answer is imported like any file."""
    report = claim_acts.request_authorization(
        key, home=read_home(), clock=read_clock(), actor=read_actor(), on=read_day(on), dry_run=dry_run, anyway=anyway
    )
    if as_json:
        print_json(report)
        return
    message = "can be asked" if report.is_dry else "is asked"
    OUT.print(f"{escape(report.referral_key)}: {escape(report.payer_key)} {message} for {escape(report.authorization_key)}.",
              soft_wrap=True)  # fmt: skip
    if report.file is not None:
        OUT.print(f"written  {escape(report.file)}", soft_wrap=True)


@app.command()
@guarded
def letter(
    key: Key,
    to: Annotated[Reader, typer.Option(help="Whom to write to.")] = Reader.PATIENT,
    out: Annotated[Path | None, typer.Option(help="The PDF; default REFERRAL-patient.pdf or -office.pdf.")] = None,
    language: Annotated[str | None, typer.Option(help="en or es; default the patient's.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write the letter about a referral to the patient, or to the office that the patient is sent to."""
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
    """What is left of each authorization: visits, units, days; those about to run out first."""
    rows = referrals.list_authorizations(on=read_day(on), clock=read_clock())
    if as_json:
        print_json(rows.to_dicts())
        return
    rows = rows.with_columns(number=pl.coalesce(pl.when(pl.col("number") != "").then("number"), "authorization_key"))
    rows = name_keys(rows, "number")
    print_table(
        f"{rows.height:,} authorizations", ("number", "patient", "payer", "state", "visits left", "units left", "until", "days left", "next"),
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


@app.command()
@guarded
def needs(
    payer: Annotated[str, typer.Argument(help="The payer's key.")],
    referral: Annotated[bool | None, typer.Option("--referral/--no-referral", help="It asks for a referral.")] = None,
    codes: Annotated[list[str] | None, typer.Option(help="A code that it authorizes first; 97* or * for many.")] = None,
    source: Annotated[str | None, typer.Option(help="Where it says so: the contract or rule, with its date.")] = None,
    org: Org = None,
    as_json: AsJson = False,
) -> None:
    """Keep what a payer asks for before it pays, so that claims without it are held back."""
    joined = ":".join(codes) if codes else None
    need = referrals.Need(payer, referral, joined, source)
    referral_acts.keep_need(need, organization=org, clock=read_clock(), actor=read_actor())
    if as_json:
        print_json(need)
        return
    OUT.print(f"Kept: {escape(payer)} asks for {'a referral' if referral else 'no referral'}, and authorizes "
              f"{escape((joined or 'nothing').replace(':', ', '))} first.", soft_wrap=True)  # fmt: skip


def _left(left: float | None, allowed: float | None) -> str:
    return "-" if left is None or allowed is None else f"{left:g} of {allowed:g}"


def _words(name: str) -> str:
    return name.replace("_", " ")

"""`remindful bill`, `claims`, `trace`, `estimate`: from care to claims, and back from a balance to its cause."""

from collections.abc import Mapping
from typing import Annotated, Any

import polars as pl
import typer
from rich.markup import escape
from rich.text import Text

from remindful.core.submissions.timely import FilingState
from remindful.core.words.money import say_cents
from remindful.faces.cli.options import AsJson, On, read_day
from remindful.faces.cli.show import OUT, Exit, guarded, print_json, print_table, say_words
from remindful.flow.ask import tracing
from remindful.flow.claims import acts as billing_acts
from remindful.flow.claims import charge_lag
from remindful.flow.claims import sent_claims as claim_desk
from remindful.flow.claims.billing_report import BillingReport
from remindful.flow.claims.sent_claims import ClaimsView
from remindful.flow.office.actors import read_actor
from remindful.flow.office.clock import read_clock
from remindful.flow.office.home import read_home

STAGES = (
    "ordered_on",
    "authorized_on",
    "service_on",
    "captured_on",
    "billed_on",
    "accepted_on",
    "adjudicated_on",
    "became_patients_on",
)


@guarded
def bill(
    on: On = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be billed or held; write nothing.")
    ] = False,
    not_billed: Annotated[
        str | None,
        typer.Option(
            "--not-billed",
            metavar="ENCOUNTER",
            help="Mark this encounter do-not-bill (its number, or organization/number); bill nothing else.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Bill finished encounters: check codes, create claim files (837) and post charges. Held encounters are listed with the reason."""
    home, clock = read_home(), read_clock()
    if not_billed is not None:
        billing_acts.leave_unbilled(not_billed, clock=clock, actor=read_actor())
        OUT.print(f"{escape(not_billed)} is marked do-not-bill.")
        return
    report = billing_acts.bill_now(home=home, clock=clock, actor=read_actor(), on=read_day(on), dry_run=dry_run)
    if as_json:
        print_json(report)
    else:
        _show_billing(report)
    raise SystemExit(Exit.WITH_EXCEPTIONS if report.held else Exit.DONE)


def _show_billing(report: BillingReport) -> None:
    done = "would be billed" if report.is_dry else "billed"
    print_table(
        f"{report.came_in:,} finished encounters", ("what", "how many", "charges"),
        [
            (done, f"{report.billed:,}", say_cents(report.charge_cents)),
            ("held", f"{report.held:,}", ""),
            *(
                [("lines that are part of another service (crosswalk)", f"{report.part_of_others:,}", say_cents(report.part_of_others_cents))]
                if report.part_of_others
                else []
            ),
            ("first-pass clean claim rate", "-" if report.clean_rate is None else f"{report.clean_rate:.1%}", ""),
            ("claims sent to the next payer", f"{report.next_payer_claims:,}", ""),
        ],
        right=("how many", "charges"),
    )  # fmt: skip
    for name in report.files:
        OUT.print(f"written  {escape(name)}", soft_wrap=True)
    for title, counts in (
        ("Why encounters are held", report.edits),
        ("Warnings (billed anyway)", report.warnings),
    ):
        if counts:
            print_table(
                title, ("edit", "how many", "for example", "how to fix"),
                [(one.edit, f"{one.count:,}", one.message, one.remedy) for one in counts],
                right=("how many",),
            )  # fmt: skip


@guarded
def claims(
    on: On = None,
    every: Annotated[
        bool, typer.Option("--all", help="Show every submitted claim, not only those that need work.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Submitted claims: the status of each, which need work and why, and days left to file."""
    view = claim_desk.view_claims(on=read_day(on), clock=read_clock())
    if as_json:
        print_json({"claims": view.claims.to_dicts(), "work": view.work.to_dicts(), "clocks": view.clocks.to_dicts()})
        return
    states = (
        view.claims.filter("is_current")
        .group_by("state")
        .agg(count=pl.len(), cents=pl.col("charge_cents").sum())
        .sort("state")
    )
    print_table(
        "Submitted claims", ("status", "how many", "charges"), [(row[0], f"{row[1]:,}", say_cents(row[2])) for row in states.rows()],
        right=("how many", "charges"),
    )  # fmt: skip
    (_show_claims if every else _show_work)(view)
    for finding in view.findings:
        OUT.print(f"{escape(finding.message)} [dim]{escape(finding.remedy)}[/]", soft_wrap=True)


def _show_work(view: ClaimsView) -> None:
    print_table(
        "Claims that need work", ("claim", "patient, payer", "charge", "status, since", "time to file", "why, and what to do"),
        [
            (
                *_say_claim(row), f"{say_words(row['kind'])}\n{row['since_on']}", _say_left(row),
                Text.assemble(row["reason"] or "", " ", (row["remedy"] or "", "dim")),
            )
            for row in view.work.iter_rows(named=True)
        ],
        right=("charge",),
    )  # fmt: skip


def _show_claims(view: ClaimsView) -> None:
    print_table(
        "All submitted claims", ("claim", "patient, payer", "charge", "sent", "status, since", "time to file", "last response"),
        [
            (
                *_say_claim(row), row["sent_on"], f"{say_words(row['state'])}\n{row['since_on']}", _say_left(row),
                row["reason"] if row["is_current"] else "It was resubmitted.",
            )
            for row in view.claims.iter_rows(named=True)
        ],
        right=("charge",),
    )  # fmt: skip


def _say_claim(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """Claim as `status-inquiry --claim` takes it, patient with payer, and charge."""
    who = (row["patient"] or row["patient_key"], row["payer_name"])
    return str(row["name"]), "\n".join(one for one in who if one), say_cents(row["charge_cents"])


def _say_left(row: Mapping[str, Any]) -> str | Text:
    """The days left to file; nothing where it is filed."""
    match row["filing"]:
        case FilingState.PAST:
            return Text(f"{_days(-row['left_days'])} late", "bold red")
        case FilingState.NEAR:
            return Text(_days(row["left_days"]) if row["left_days"] else "today", "bold red")
        case FilingState.OPEN:
            return _days(row["left_days"])
        case FilingState.UNKNOWN:
            return "not known"
        case None | FilingState.FILED:
            return ""
        case other:
            raise AssertionError(other)


def _days(number: int) -> str:
    return f"{number:,} day" if number == 1 else f"{number:,} days"


@guarded
def trace(
    account: Annotated[
        str | None, typer.Argument(help="The account number. Without it: totals for the whole office.")
    ] = None,
    by: Annotated[str | None, typer.Option(help="Group the office totals by site, provider, payer or code.")] = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Root cause of open balances: where each one is stuck, how long each step took, and the dollars involved."""
    clock = read_clock()
    if account is None:
        sums = tracing.trace_office(on=read_day(on), clock=clock, by=by)
        if as_json:
            print_json(sums.to_dicts())
            return
        split = [name for name in sums.columns if name not in _SUM_COLUMNS]
        print_table(
            "Why balances are open", (*split, "cause", "lines", "open", "days to charge entry", "to bill", "to accept", "to pay or deny", "days open"),
            [
                (
                    *[row[name] or "-" for name in split], say_words(row["cause"]), f"{row['rows']:,}", say_cents(row["open_cents"]),
                    *[_number(row[name]) for name in ("lag_days", "bill_days", "accept_days", "adjudication_days", "open_days")],
                )
                for row in sums.iter_rows(named=True)
            ],
            right=("lines", "open", "days to charge entry", "to bill", "to accept", "to pay or deny", "days open"),
        )  # fmt: skip
        return
    traces, _items = tracing.trace_account(account, on=read_day(on), clock=clock)
    if as_json:
        print_json(traces.to_dicts())
        return
    if traces.is_empty():
        OUT.print(f"{escape(account)} has no open balance.")
        return
    for row in traces.iter_rows(named=True):
        where = f"{row['chart_key']} {row['procedure_code'] or ''}".strip()
        OUT.print(f"[bold]{escape(where)}[/]  {say_cents(row['open_cents'])}  [bold]{say_words(row['cause'])}[/]"
                  f" [dim]{escape(row['detail'] or '')}[/]", soft_wrap=True)  # fmt: skip
        known = [(name, row[name]) for name in STAGES if row[name] is not None]
        steps, before = [], None
        for name, day in known:
            took = "" if before is None else f" (+{(day - before).days} d)"
            steps.append(f"{say_words(name.removesuffix('_on'))} {day}{took}")
            before = day
        OUT.print("  " + " > ".join(steps) + f"; open for {row['open_days']} days", soft_wrap=True)


@guarded
def list_charge_lag(on: On = None, as_json: AsJson = False) -> None:
    """Charge lag by provider: days from service to charge entry, late charges, and visits with no charges."""
    rows = charge_lag.watch_charge_lag(clock=read_clock(), on=read_day(on))
    if as_json:
        print_json(rows.to_dicts())
        return
    several = rows["organization"].n_unique() > 1
    print_table(
        "Charges by provider",
        ("provider", "lines", "lag, median days", "95th percentile", "over 3 days", "charges", "after billing", "charges ", "no charges entered"),
        [
            (
                _provider(row, several=several), f"{row['lines']:,}",
                _number(row["lag_days"]), _number(row["lag_days_95"]), f"{row['slow_lines']:,}", say_cents(row["slow_cents"]),
                f"{row['late_lines']:,}", say_cents(row["late_cents"]), f"{row['missing']:,}",
            )
            for row in rows.iter_rows(named=True)
        ],
        right=("lines", "lag, median days", "95th percentile", "over 3 days", "charges", "after billing", "charges ", "no charges entered"),
    )  # fmt: skip


def _provider(row: Mapping[str, Any], *, several: bool) -> str:
    """A provider's name, else their NPI; of several organizations with the key of theirs before it."""
    name = " ".join(filter(None, (row["first_name"], row["last_name"]))) or row["provider_npi"] or "-"
    return f"{row['organization']}: {name}" if several else name


_SUM_COLUMNS = ("cause", "rows", "open_cents", "lag_days", "bill_days", "accept_days", "adjudication_days", "open_days")


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:g}"

"""Running a night: once a day, finished after a kill, shown without doing by a dry run."""

from collections.abc import Callable
from datetime import date

import polars as pl

from remindful.core.words.findings import Refusal
from remindful.core.words.kinds import BalanceOwner, MessageState
from remindful.edges.store import reads
from remindful.flow.night.dry_run import try_night
from remindful.flow.night.line import Station, run_line
from remindful.flow.night.night import NIGHT
from remindful.flow.night.night_report import add_held, count_held, count_no_step, owed_by
from remindful.flow.night.stations import send_queued
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import Desk, open_desk
from remindful.flow.office.exceptions import count_exceptions
from remindful.flow.office.home import Home
from remindful.flow.office.report import NightReport, StationCount
from remindful.flow.office.runs import Run, begin_run, end_run, only_one
from remindful.flow.office.tonight import Tonight, read_ladder, read_rulebook, read_send_settings

_FORMER_OWNERS = {
    "nobody": str(BalanceOwner.SETTLED),
    "review": str(BalanceOwner.NEEDS_REVIEW),
    "protected": str(BalanceOwner.NOT_BILLABLE),
}


def run_night(
    *, home: Home, clock: Clock, on: date | None, dry_run: bool, tell: Callable[[Station], None] = lambda _: None
) -> NightReport:
    """The night of a day for every organization of the office. Default: today, once it has begun at each of them.

    A night that has run is reported again, and sends what has been waiting since. Raises Refusal when there is no office yet, the day
    has not begun everywhere, a later night has run, or the practice clock is used on real organizations; WorldFault when the
    rulebook or the ladder is wrong.
    """
    tonight = begin_tonight(home=home, clock=clock, on=on, dry_run=dry_run)
    if dry_run:
        return try_night(tonight)
    with only_one(home, "night"):
        _split_frames_of_office(tonight)
        _rename_owners(tonight)
        run = begin_run(kind="night", day=tonight.day, rulebook_version=tonight.rulebook.version, clock=clock)
        if run.state == "done":
            send_queued(tonight, run)  # what waited for its hour, or for a person to resolve it, goes out now
            return report_night(tonight, run, list(run.done_stations.values()), state="seen_before")
        counts = run_line(NIGHT, tonight=tonight, run=run, tell=tell)
        end_run(run, clock=clock, counts={count.station: count.into for count in counts})
    return report_night(tonight, run, counts, state="done")


def _split_frames_of_office(tonight: Tonight) -> None:
    """Frames that an earlier version kept for the office as a whole, in one file each, are kept for each organization."""
    joint = sorted(tonight.home.night(tonight.day.isoformat()).glob("*.*-*.parquet"))
    if not joint:
        return
    with open_desk(tonight.clock) as desk:
        accounts = {one.organization_id: reads.account_ids(one.store).select("account_id") for one in desk}
    for path in joint:
        frame = pl.read_parquet(path)
        if "account_id" in frame.columns:
            for organization_id, ids in accounts.items():
                rows = frame.join(ids, on="account_id", how="semi", maintain_order="left")
                tonight.keep(path.name.partition(".")[0], rows, organization_id=organization_id)
        path.unlink()


def _rename_owners(tonight: Tonight) -> None:
    """Items that an earlier version kept name the balance owner in its own words."""
    for path in tonight.home.night(tonight.day.isoformat()).glob("items.*.parquet"):
        if "whose" in pl.read_parquet_schema(path):
            items = pl.read_parquet(path).rename({"whose": "balance_owner"})
            renamed = items.with_columns(pl.col("balance_owner").cast(pl.String).replace(_FORMER_OWNERS))
            tonight.keep("items", renamed, organization_id=int(path.name.split(".")[1]))


def begin_tonight(*, home: Home, clock: Clock, on: date | None, dry_run: bool = False) -> Tonight:
    """A night's surroundings: its day, its law, its ladder, its mail."""
    with open_desk(clock) as desk:
        if clock.is_practice and not all(one.organization.is_practice for one in desk):
            raise Refusal(
                "REMINDFUL_NOW sets a practice clock, but this home has real organizations: their dates would be false.",
                "Unset REMINDFUL_NOW, or use another REMINDFUL_HOME for practice.",
            )
        day = _choose_day(desk, on, looks_ahead=dry_run)
    return Tonight(
        home=home,
        clock=clock,
        day=day,
        rulebook=read_rulebook(home),
        ladder=read_ladder(home),
        send=read_send_settings(home, day),
    )


def _choose_day(desk: Desk, on: date | None, *, looks_ahead: bool) -> date:
    """The day asked for, else the latest that has begun at every organization: law and clocks count in whole days of each."""
    if on is None:
        return min(one.today for one in desk)
    for one in desk:
        if on > one.today and not looks_ahead:
            raise Refusal(
                f"The night of {on} has not come yet at {one.key}: today is {one.today} there.",
                "Correct --on, or look ahead with --dry-run.",
            )
    return on


def report_night(tonight: Tonight, run: Run, counts: list[StationCount], *, state: str) -> NightReport:
    """The report of a night from what it kept, summed over its organizations."""
    items, no_step, verdicts = (
        [tonight.read(name, one) for one in run.organizations] for name in ("items", "no_step", "verdicts")
    )
    with open_desk(tonight.clock, on=tonight.day) as desk:
        messages = reads.messages(desk.store, day=[tonight.day])
        reasons = reads.message_reasons(desk.store, day=tonight.day)
        exceptions = count_exceptions(reads.open_findings(desk.store))
        accounts = reads.account_ids(desk.store).select("account_id", "account_key")
    sent = messages.filter(pl.col("state") == str(MessageState.SENT))
    held = [
        count_held(judged, waiting, accounts=accounts, tonight=tonight)
        for judged, waiting in zip(verdicts, no_step, strict=True)
    ]
    return NightReport(
        day=tonight.day,
        state=state,
        stations=tuple(counts),
        owed_cents=owed_by(items),
        sent=dict(sent.group_by("act").len().sort("act").rows()),
        not_sent={f"{row[0]}: {row[1]}": row[2] for row in reasons.rows()},
        no_step=count_no_step(no_step),
        held=add_held(held),
        exceptions=exceptions,
        letters_folder=str(tonight.home.path / "print" / tonight.day.isoformat()),
    )

"""Running a night: once a day, finished after a kill, shown without doing by a dry run."""

from collections.abc import Callable
from datetime import date

import polars as pl

from remindful.core.words.findings import WorldFault
from remindful.core.words.kinds import MessageState
from remindful.edges.store import prepare, reads
from remindful.edges.store.books import open_books
from remindful.flow.night.dry import try_night
from remindful.flow.night.line import Station, run_line
from remindful.flow.night.night import NIGHT
from remindful.flow.night.stations import send_queued
from remindful.flow.night.telling import count_held, owed_by
from remindful.flow.office.clock import Clock
from remindful.flow.office.exceptions import count_asides
from remindful.flow.office.home import Home
from remindful.flow.office.report import NightReport, StationCount
from remindful.flow.office.runs import begin_run, end_run, only_one
from remindful.flow.office.tonight import Tonight, read_ladder, read_rulebook, read_send_settings


def run_night(
    *, home: Home, clock: Clock, on: date | None, dry_run: bool, tell: Callable[[Station], None] = lambda _: None
) -> NightReport:
    """The night of a day (default: today, where the office is) for every organization of the office.

    A night that has run is told again, and sends what has been waiting since. Raises WorldFault when there is no office yet, the rulebook or the ladder is
    wrong, a later night has run, or the practice clock is used on real organizations.
    """
    prepare()
    tonight = begin_tonight(home=home, clock=clock, on=on, dry_run=dry_run)
    if dry_run:
        return try_night(tonight)
    with only_one(home, "night"):
        run = begin_run(
            kind="night",
            day=tonight.day,
            organizations=tonight.organizations,
            rulebook_version=tonight.rulebook.version,
            now=tonight.now,
        )
        if run.state == "done":
            send_queued(tonight, run)  # what waited for its hour, or for a person's word, goes out now
            return tell_night(tonight, list(run.done_stations.values()), state="seen_before")
        counts = run_line(NIGHT, tonight=tonight, run=run, tell=tell)
        end_run(run, now=tonight.now, counts={count.station: count.into for count in counts})
    return tell_night(tonight, counts, state="done")


def begin_tonight(*, home: Home, clock: Clock, on: date | None, dry_run: bool = False) -> Tonight:
    """A night's surroundings: the office's organizations, its law, its ladder, its mail."""
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        offices = reads.organizations(books)
    if offices.is_empty():
        raise WorldFault(
            "permanent",
            "There is no office yet, so there is nobody to work for.",
            "Describe your organizations in office.yaml and run: remindful import office.yaml (docs/how-to/your-own-files.md).",
        )
    if clock.is_practice and not offices["is_practice"].all():
        raise WorldFault(
            "permanent",
            "REMINDFUL_NOW sets a practice clock, but this home has real organizations: their dates would be false.",
            "Unset REMINDFUL_NOW, or use another REMINDFUL_HOME for practice.",
        )
    today = clock.today(offices["zone"][0])
    day = on or today
    if day > today and not dry_run:
        raise WorldFault(
            "permanent",
            f"The night of {day} has not come yet: today is {today}.",
            "Correct --on, or look ahead with --dry-run.",
        )
    return Tonight(
        home=home,
        clock=clock,
        day=day,
        organizations=tuple(offices["organization_id"].sort().to_list()),
        rulebook=read_rulebook(home),
        ladder=read_ladder(home),
        send=read_send_settings(home, day),
    )


def tell_night(tonight: Tonight, counts: list[StationCount], *, state: str) -> NightReport:
    """The report of a night from what it kept."""
    items, no_step = tonight.read("items"), tonight.read("no_step")
    with open_books(organizations=tonight.organizations, now=tonight.now, read_only=True) as books:
        messages = reads.messages(books).filter(pl.col("day") == tonight.day)
        reasons = reads.message_reasons(books, day=tonight.day)
        asides = count_asides(reads.open_findings(books))
    sent = messages.filter(pl.col("state") == str(MessageState.SENT))
    return NightReport(
        day=tonight.day,
        state=state,
        stations=tuple(counts),
        owed_cents=owed_by(items),
        sent=dict(sent.group_by("act").len().sort("act").rows()),
        not_sent={f"{row[0]}: {row[1]}": row[2] for row in reasons.rows()},
        no_step=dict(no_step.group_by("why").len().sort("len", descending=True).rows()),
        held=count_held(tonight.read("verdicts"), no_step, rulebook=tonight.rulebook),
        asides=asides,
        letters_folder=str(tonight.home.path / "print" / tonight.day.isoformat()),
    )

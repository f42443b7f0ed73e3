"""A night of many accounts, from settle to choose, against a plain SELECT and COPY of the same rows. Letters are benched apart."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from remindful.edges.example import write_example
from remindful.edges.store import close_connections, reads
from remindful.edges.store.books import Books, open_books
from remindful.edges.store.embedded import stop_embedded
from remindful.flow import intake, nights
from remindful.flow.clock import Clock
from remindful.flow.home import read_home
from remindful.flow.line import run_line
from remindful.flow.night import NIGHT
from remindful.flow.runs import begin_run
from remindful.flow.tonight import Tonight

ACCOUNTS, QUICK_ACCOUNTS = 100_000, 1_000
NOON = datetime(2026, 11, 1, 16, 30, tzinfo=UTC)
DAY = date(2026, 11, 1)
READ = (
    "accounts",
    "parties",
    "visits",
    "visit_payers",
    "items",
    "ledger_lines",
    "responsibilities",
    "remit_claims",
    "events",
)
AIM = 3.0


def run(folder: Path, *, quick: bool) -> Iterator[tuple[object, ...]]:
    """Rows of (what, seconds, ratio). Makes its office in `folder`, imports it, and times one night after another."""
    folder.chmod(0o755)
    os.environ["REMINDFUL_HOME"] = str(folder / "home")
    accounts = QUICK_ACCOUNTS if quick else ACCOUNTS
    try:
        write_example(folder / "files", accounts=accounts, seed=7)
        started = time.perf_counter()
        intake.import_office_paths(
            [folder / "files"], home=read_home(), clock=Clock(NOON), organization=None, mapping=None
        )
        yield ("import", f"{accounts:,} accounts", f"{time.perf_counter() - started:.1f} s")
        yield from _compare()
    finally:
        close_connections()
        stop_embedded(folder / "home")


def _compare() -> Iterator[tuple[object, ...]]:
    tonight = nights.begin_tonight(home=read_home(), clock=Clock(NOON), on=DAY)
    seconds: list[float] = []
    floors: list[float] = []
    for number in range(3):
        day = date(2026, 11, 1 + number)
        seconds.append(_time(lambda day=day: _night(replace(tonight, day=day))))
        floors.append(_time(lambda day=day: _floor(replace(tonight, day=day))))
    night, floor = sorted(seconds)[1], sorted(floors)[1]
    yield ("night, settle to choose", f"{night:.2f} s", "median of 3")
    yield ("SELECT and COPY of the same rows (floor)", f"{floor:.2f} s", "median of 3")
    yield ("night / floor", f"{night / floor:.2f}", f"aim: at most {AIM}")


def _time(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _night(tonight: Tonight) -> None:
    line = tuple(station for station in NIGHT if station.name in {"settle", "owe", "judge", "choose"})
    run_record = begin_run(
        kind="night",
        day=tonight.day,
        organizations=tonight.organizations,
        rulebook_version=tonight.rulebook.version,
        now=tonight.now,
    )
    run_line(line, tonight=tonight, run=run_record, tell=lambda _: None)


def _floor(tonight: Tonight) -> None:
    """Read what the night reads, with no contract and no thought; write what it wrote, by COPY into a plain table."""
    with open_books(organizations=tonight.organizations, now=tonight.now) as books:
        for name in READ:
            books.read(name)
        reads.messages(books)
        for name in ("items", "balances", "verdicts", "steps", "no_step"):
            _copy(books, tonight.read(name))


def _copy(books: Books, frame: pl.DataFrame) -> None:
    plain = frame.with_columns(pl.col(pl.Enum, pl.Categorical).cast(pl.String))
    with books._staging(plain):
        pass

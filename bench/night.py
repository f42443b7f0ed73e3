"""A night of many accounts, from settle to choose, against a plain SELECT and COPY of the same rows. Letters are benched apart."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
from psycopg import sql

from remindful.edges.example import write_example
from remindful.edges.store import close_connections
from remindful.edges.store.embedded import stop_embedded
from remindful.edges.store.store import Store
from remindful.flow.intake import intake
from remindful.flow.night import nights
from remindful.flow.night.line import run_line
from remindful.flow.night.night import NIGHT
from remindful.flow.office.actors import NIGHT as NIGHT_ACTOR
from remindful.flow.office.actors import read_actor
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import open_desk
from remindful.flow.office.home import read_home
from remindful.flow.office.runs import begin_run
from remindful.flow.office.tonight import Tonight

#: The example office's accounts, and how often they are written again beside themselves: 100,000 in all.
ACCOUNTS, COPIES = 500, 200
QUICK_ACCOUNTS, QUICK_COPIES = 60, 5
NOON = datetime(2026, 11, 1, 16, 30, tzinfo=UTC)
DAY = date(2026, 11, 1)
READ = [
    "accounts",
    "parties",
    "visits",
    "visit_payers",
    "items",
    "ledger_lines",
    "responsibilities",
    "remit_claims",
    "events",
    "messages",
]
AIM = 3.0
#: What makes up an account, in the order of their references, and the columns that hold somebody else's id.
TABLES = {
    "party": {},
    "party_version": {"party_id": "party"},
    "account": {"guarantor_id": "party"},
    "visit": {"account_id": "account", "patient_id": "party"},
    "visit_payer": {"visit_id": "visit"},
    "item": {"visit_id": "visit"},
    "remit_claim": {"visit_id": "visit", "takes_back_id": "remit_claim"},
    "responsibility": {"item_id": "item", "visit_id": "visit", "remit_claim_id": "remit_claim"},
    "entry": {"visit_id": "visit", "account_id": "account", "remit_claim_id": "remit_claim"},
    "posting": {"entry_id": "entry", "item_id": "item", "account_id": "account"},
    "event": {"account_id": "account", "party_id": "party", "visit_id": "visit"},
}
KEYS = ("party_key", "guarantor_key", "account_key", "visit_key", "entry_key", "reverses_key", "control_number")


def run(folder: Path, *, quick: bool) -> Iterator[tuple[object, ...]]:
    """Rows of (what, seconds, ratio). Makes its office in `folder`, imports it, and times one night after another."""
    folder.chmod(0o755)
    os.environ["REMINDFUL_HOME"] = str(folder / "home")
    accounts, copies = (QUICK_ACCOUNTS, QUICK_COPIES) if quick else (ACCOUNTS, COPIES)
    try:
        write_example(folder / "files", accounts=accounts, seed=7)
        started = time.perf_counter()
        report = intake.import_office_paths(
            [folder / "files"], home=read_home(), actor=read_actor(), clock=Clock(NOON), organization=None, mapping=None
        )
        seconds = time.perf_counter() - started
        yield ("import", f"{accounts:,} accounts in {len(report.files):,} files", f"{seconds:.1f} s")
        started = time.perf_counter()
        rows = _multiply(copies)
        yield (
            "append to the books",
            f"{rows:,} rows, {accounts * copies:,} accounts",
            f"{time.perf_counter() - started:.1f} s",
        )
        yield from _compare()
    finally:
        close_connections()
        stop_embedded(folder / "home")


def _multiply(copies: int) -> int:
    """Write each account again beside itself, under keys of its own, until there are so many times as many; the rows written."""
    written = 0
    with open_desk(Clock(NOON), actor=NIGHT_ACTOR) as desk:
        store = desk.store
        every = sql.SQL("SELECT * FROM {} ORDER BY 1")
        frames = {table: store.fetch(every.format(sql.Identifier(table)).as_string()) for table in TABLES}
        spans = {table: frame.height and frame[:, 0].max() - frame[:, 0].min() + 1 for table, frame in frames.items()}
        firsts = {table: store.reserve_ids(table, span * copies) for table, span in spans.items()}
        for table, others in TABLES.items():
            frame, id_column = frames[table], frames[table].columns[0]
            ids = {id_column: table, **others}
            copied = (
                frame.join(pl.DataFrame({"copy": range(copies - 1)}), how="cross")
                .with_columns(
                    (pl.col(name) - frames[of][:, 0].min() + firsts[of] + pl.col("copy") * spans[of]).alias(name)
                    for name, of in ids.items()
                )
                .with_columns(
                    pl.concat_str(name, pl.lit("+"), "copy").alias(name) for name in KEYS if name in frame.columns
                )
            )
            if table == "remit_claim":
                copied = copied.with_columns(claim_no=pl.col("claim_no") + (pl.col("copy") + 1) * 1_000_000)
            written += store.append(table, copied.drop("copy", "transaction_no", strict=False))
    return written


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
        rulebook_version=tonight.rulebook.version,
        clock=tonight.clock,
    )
    run_line(line, tonight=tonight, run=run_record, tell=lambda _: None)


def _floor(tonight: Tonight) -> None:
    """Read what the night reads, with no contract and no thought; write what it wrote, by COPY into a plain table."""
    with open_desk(tonight.clock, on=tonight.day, actor=NIGHT_ACTOR) as desk:
        for name in READ:
            desk.store.read(name, **({"only_unmatched": False} if name == "remit_claims" else {}))
        for name in ("items", "balances", "verdicts", "steps", "no_step"):
            for one in desk:
                _copy(desk.store, tonight.read(name, one.organization_id))


def _copy(store: Store, frame: pl.DataFrame) -> None:
    plain = frame.with_columns(pl.col(pl.Enum, pl.Categorical).cast(pl.String))
    with store._staging(plain):
        pass

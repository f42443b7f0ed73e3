"""Judging accounts by the whole rulebook, all acts, against reading the same frame once with a trivial filter."""

import resource
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

from remindful.core import guard
from remindful.core.facts.facts import FACTS, STATES
from remindful.core.guard.judge import fit_facts
from remindful.core.law import Rulebook
from remindful.core.words.facts import DTYPES, FactType
from remindful.core.words.kinds import Act
from remindful.flow.office.rule_files import RULEBOOK

ROWS, QUICK_ROWS = 1_000_000, 50_000
DAY = date(2026, 11, 1)


def run(folder: Path, *, quick: bool) -> Iterator[tuple[object, ...]]:
    """Rows of (what, seconds, ratio). Facts are made up in columns: half known, spread over both answers."""
    rulebook = guard.load_rulebook(RULEBOOK)
    rows = QUICK_ROWS if quick else ROWS
    facts = _facts(rows, rulebook)
    judged, floor = [], []
    for _ in range(3):
        started = time.perf_counter()
        verdicts = guard.judge(facts, rulebook=rulebook, day=DAY)
        judged.append(time.perf_counter() - started)
        started = time.perf_counter()
        facts.filter(pl.col("account_id") % 2 == 0)
        floor.append(time.perf_counter() - started)
    started = time.perf_counter()
    one = facts.lazy().filter(pl.col("account_id") == rows // 2).collect()
    single = guard.judge(one, rulebook=rulebook, day=DAY)
    guard.explain(single, one, int(one["account_id"][0]), Act.LETTER, rulebook)
    why = time.perf_counter() - started
    yield ("accounts", f"{rows:,}", f"{len(rulebook.rules)} rules, {len(verdicts.acts)} acts, patients of 51 states")
    yield ("judge", f"{sorted(judged)[1]:.2f} s", f"{rows / sorted(judged)[1]:,.0f} accounts/s")
    yield ("the same frame read once with a filter (floor)", f"{sorted(floor)[1]:.3f} s", "")
    yield ("judge / floor", f"{sorted(judged)[1] / max(sorted(floor)[1], 1e-9):.1f}", "")
    yield (
        "peak memory, the frame of facts and all",
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10:,} MiB",
    )
    yield (f"why, one account of {rows:,}", f"{why * 1000:.0f} ms", "")


def _states(states: tuple[str, ...]) -> pl.Expr:
    return (pl.col("account_id") * 7 % len(states)).replace_strict(dict(enumerate(states)), return_dtype=pl.String)


def _facts(rows: int, rulebook: Rulebook) -> pl.DataFrame:
    number = pl.int_range(rows, dtype=pl.Int64)
    base = pl.select(account_id=number, organization_kind=pl.lit("provider"))
    needed = fit_facts(base, rulebook, tuple(Act)).collect_schema()
    columns = []
    for place, name in enumerate(needed.names()):
        kind = FACTS[name.partition("@")[0]].type if name.partition("@")[0] in FACTS else None
        spread = (pl.col("account_id") * (place * 2 + 3)) % 11
        value = {
            FactType.BOOL: spread > 8,
            FactType.INT: spread * 100,
            FactType.DATE: pl.lit(DAY) - pl.duration(days=spread * 20),
            FactType.TEXT: _states(STATES[:51] if name == "patient_state" else ("FL", "GA", "NY")),
            FactType.DATES: pl.lit([], dtype=DTYPES[FactType.DATES]),
        }.get(kind)
        if value is not None:
            columns.append(pl.when(spread != 4).then(value).alias(name))
    return base.with_columns(columns)

"""The events behind a fact: which rows of which file, or whose entry at the desk, made it what it is."""

from collections.abc import Collection
from datetime import date
from fnmatch import fnmatch

import polars as pl

from remindful.core.facts.facts import FACTS
from remindful.core.facts.of_events import events_of_accounts
from remindful.core.words.frames import FactFrames
from remindful.core.words.kinds import EventKind


def kinds_behind(name: str) -> list[EventKind]:
    """The kinds of events that a fact is derived from, as the table of facts says; none for a fact of other frames."""
    sources = [part for part in FACTS[name].source.split("; ") if part.startswith("events: ")]
    words = [word.strip() for part in sources for word in part.removeprefix("events: ").split(",")]
    return [kind for kind in EventKind if any(fnmatch(kind, word) for word in words)]


def find_evidence(frames: FactFrames, *, account_id: int, names: Collection[str], day: date) -> pl.DataFrame:
    """One row an event behind each fact, newest first: fact, kind, happened_on, medium, value, source."""
    events = events_of_accounts(frames, day=day).filter(pl.col("account_id") == account_id).collect()
    found = [
        events.filter(pl.col("kind").is_in([str(kind) for kind in kinds_behind(name)])).with_columns(fact=pl.lit(name))
        for name in names
    ]
    columns = ("fact", "kind", "happened_on", "medium", "value", "source")
    return (
        pl.concat([events.clear().with_columns(fact=pl.lit("")), *found])
        .sort("moment", descending=True)
        .select(columns)
    )

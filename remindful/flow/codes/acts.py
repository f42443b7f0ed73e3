"""What people do to code sets: an edition is loaded."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from remindful.core.words.findings import Finding, Refusal
from remindful.edges.codes.load import KINDS, keep_edition, list_editions, load_files
from remindful.flow.office.actors import Actor
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import open_desk
from remindful.flow.office.home import Home


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load kept."""

    kind: str
    message: str
    from_on: date
    rows: int
    replaced_rows: int  # of an edition of that kind and day, which was loaded before
    findings: tuple[Finding, ...]


def load_code_set(paths: list[Path], *, kind: str, from_on: date, home: Home, clock: Clock, actor: Actor) -> LoadReport:
    """Load an edition, which may come in several files. It is kept in the home, so it counts for every organization of the office.

    Raises Refusal where a file is no such table, or none has a row that can be used.
    """
    try:
        loaded = load_files(paths, kind, from_on=from_on)
    except ValueError as error:
        raise Refusal(
            f"{error}.", "`remindful codes kinds` lists what can be loaded; see docs/how-to/code-sets.md."
        ) from None
    if loaded.frame.is_empty():
        raise Refusal(f"{paths[0].name} has no row that can be used.", "Check that it is the file that --kind names.")
    same = (pl.col("kind") == kind) & (pl.col("from_on") == from_on)
    replaced = int(list_editions(home.codes).filter(same)["rows"].sum())
    with open_desk(clock, actor=actor, requires_office=False) as desk:
        for one in desk:
            one.audit("load code set", f"code set {kind}", from_on=from_on, rows=loaded.frame.height, replaced=replaced)
        keep_edition(
            loaded, kind, from_on=from_on, stored_in=home.codes
        )  # last: where it fails, no event says that it was kept
    return LoadReport(kind, KINDS[kind].description, from_on, loaded.frame.height, replaced, loaded.findings)

"""Edits of care before it is billed: its codes, and the referral or authorization that it needs."""

from collections.abc import Callable
from datetime import date
from functools import cache

import polars as pl

from remindful.core.billing import CareFrames
from remindful.core.coding.crosswalk import Crosswalk
from remindful.core.coding.edits import EditTables, edit_encounters
from remindful.core.words.findings import WorldFault
from remindful.edges.codes.crosswalk import read_crosswalk
from remindful.edges.codes.edit_tables import read_edit_tables
from remindful.flow.office.home import Home


def read_house_crosswalk(home: Home) -> Crosswalk:
    """The office's crosswalk (crosswalk.yaml among its house rules), before Remindful's own."""
    house = home.house / "crosswalk.yaml"
    try:
        return read_crosswalk(house) if house.exists() else read_crosswalk()
    except (ValueError, OSError) as error:
        raise WorldFault(
            "permanent", f"The crosswalk cannot be used: {error}", "Fix the line, then try again."
        ) from None


def make_check(home: Home, *, day: date) -> Callable[[CareFrames], pl.DataFrame]:
    """The check of care frames by the office's code sets and rules on a day, as EditFindings."""

    @cache  # read at the first check: it takes seconds, and is in vain where nothing waits
    def tables() -> EditTables:
        return read_edit_tables(home.codes)

    return lambda frames: edit_encounters(
        frames.encounters, frames.diagnoses, frames.charges, frames.people, frames.coverages, tables=tables(), day=day
    )

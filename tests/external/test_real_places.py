"""The zones of ZIPs and area codes against public tables.

The tables were made from the same public sources as the packages, so this shows that nothing is lost or shifted on the
way, not that the sources are right; what they have wrong is said in tests/places.
"""

import os
import zoneinfo
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from remindful.edges import places

SHARED = Path(os.environ.get("REMINDFUL_SHARED_DATA", Path(__file__).parents[3] / "shared/data"))
ZIPS, AREA_CODES = SHARED / "codes/zip_tz_state.csv", SHARED / "codes/us_areacode_tz_phonenumbers.csv"
pytestmark = pytest.mark.skipif(not ZIPS.is_file(), reason=f"no tables at {ZIPS.parent}; set REMINDFUL_SHARED_DATA")


@cache
def _offsets(zone: str | None) -> tuple[object, ...] | None:
    """A zone's clock in winter and in summer: what decides whether an hour is permitted."""
    if zone is None or zone not in zoneinfo.available_timezones():
        return None
    return tuple(
        datetime(2025, month, 15, tzinfo=UTC).astimezone(zoneinfo.ZoneInfo(zone)).utcoffset() for month in (1, 7)
    )


def test_zips_keep_the_clock_and_the_state_that_the_table_gives():
    table = pl.read_csv(ZIPS, infer_schema=False).filter(pl.col("active") == "1")
    zones, states = places.zone_of_zip(table["zip"]), places.state_of_zip(table["zip"])
    clocks = {zone: _offsets(zone) for zone in {*zones, *table["timezone"]}}
    known = [(clocks[ours], clocks[theirs]) for ours, theirs in zip(zones, table["timezone"], strict=True) if ours]
    same = sum(ours == theirs for ours, theirs in known)
    print(
        f"\n{len(known)} of {table.height} ZIPs have a zone; {same} of them ({same / len(known):.4%}) the table's clock"
    )

    assert len(known) / table.height > 0.97
    assert same / len(known) > 0.999
    assert (states == table["state"]).mean() > 0.999


def test_phones_allow_every_clock_that_the_metadata_gives_their_prefix():
    table = pl.read_csv(AREA_CODES, infer_schema=False).filter(pl.col("prefix").str.contains(r"^1\d{3,6}$"))
    phones = "+" + table["prefix"].str.pad_end(11, "2")
    zones = places.zones_of_phone(phones)
    wanted = table["timezones"].str.split("|")
    judged = [(set(ours), set(theirs)) for ours, theirs in zip(zones, wanted, strict=True) if ours is not None]
    covered = sum(
        {_offsets(zone) for zone in theirs if zone.startswith(("America/", "Pacific/"))}
        <= {_offsets(zone) for zone in ours}
        for ours, theirs in judged
    )
    print(f"\n{len(judged)} of {table.height} prefixes have zones; {covered} of them cover all the metadata's clocks")

    assert len(judged) > 500
    assert covered / len(judged) > 0.99

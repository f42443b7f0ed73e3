"""What a ZIP says of its place: IANA zone, state, county. From the `zipcodes` package, loaded once."""

import zoneinfo
from functools import cache

import polars as pl
import zipcodes

# Their people live by two clocks, so that the ZIP alone does not say the hour: null, and null never permits.
# 86045: Tuba City keeps Navajo daylight time, Moenkopi beside it keeps Arizona's.
TWO_CLOCK_ZIPS = frozenset({"86045"})


@cache
def zip_table() -> pl.DataFrame:
    """One row a ZIP: zip, zone, state, county, area_codes. zone is null for military ZIPs and bad names."""
    zones = zoneinfo.available_timezones()
    rows = [
        (place["zip_code"], place["timezone"], place["state"], place["county"], place["area_codes"])
        for place in zipcodes.list_all()
    ]
    assert rows, "the zipcodes package has no rows"
    text, codes = pl.String(), pl.List(pl.String())
    schema = {"zip": text, "zone": text, "state": text, "county": text, "area_codes": codes}
    is_sure = pl.col("zone").is_in(sorted(zones)) & ~pl.col("zip").is_in(sorted(TWO_CLOCK_ZIPS))
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        zone=pl.when(is_sure).then("zone"),
        state=pl.when(pl.col("state") != "").then("state"),
        county=pl.when(pl.col("county") != "").then("county"),
    )


def zone_of_zip(zips: pl.Series) -> pl.Series:
    """IANA zone of each ZIP (12345, 12345-6789 or 123456789). Null where not known: no such ZIP, military, two clocks.

    A ZIP that touches two zones has the zone of its post office; people at its far side may live by the other clock.
    """
    return _look_up(zips, "zone")


def state_of_zip(zips: pl.Series) -> pl.Series:
    """Two-letter state of each ZIP; AA, AE, AP for military mail. Null where not known."""
    return _look_up(zips, "state")


def county_of_zip(zips: pl.Series) -> pl.Series:
    """County of each ZIP's post office, as the Postal Service writes it ("Gulf County"). Null where not known."""
    return _look_up(zips, "county")


def _look_up(zips: pl.Series, column: str) -> pl.Series:
    five = zips.cast(pl.String).str.strip_chars().str.extract(r"^(\d{5})(?:-?\d{4})?$", 1)
    known = zip_table()
    return five.replace_strict(known["zip"], known[column], default=None, return_dtype=pl.String).alias(zips.name)

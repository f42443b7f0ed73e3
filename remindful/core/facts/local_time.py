"""The hour where the person may be: earliest and latest local minute over every plausible zone, right over DST.

A person may be where the address is or where the number is from; a message is timely only if it is in all of them
(12 CFR 1006.6(b)(1)(i), comment 2).
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from remindful.core.words.kinds import Medium

#: Media that reach a person wherever the person is.
ANYWHERE = (Medium.EMAIL, Medium.TEXT, Medium.CALL, Medium.PORTAL)


def add_local_minutes(persons: pl.LazyFrame, *, day: date, at: datetime | time) -> pl.LazyFrame:
    """Add local_minute_earliest@<medium> and local_minute_latest@<medium>. persons: zone, phone_zones.

    at: an instant, or a time of day on `day` where the address is (else where the number is from). No zone known: null.
    """
    keyed = persons.with_columns(
        _zones=pl.concat_str(
            pl.col("zone").fill_null(""), pl.lit("|"), pl.col("phone_zones").list.join(",").fill_null("")
        )
    )
    keys = keyed.select("_zones").unique().collect()["_zones"].to_list()
    rows = [(key, *_minutes(key, day, at)) for key in keys]
    names = ["_zones", "_mail", "_earliest", "_latest"]
    minutes = pl.LazyFrame(rows, schema=dict.fromkeys(names, pl.Int64) | {"_zones": pl.String()}, orient="row")
    ends = {
        f"local_minute_{end}@{medium}": pl.col(f"_{end}" if medium in ANYWHERE else "_mail")
        for end in ("earliest", "latest")
        for medium in (*ANYWHERE, Medium.MAIL)
    }
    return keyed.join(minutes, on="_zones", how="left").with_columns(**ends).drop(names)


def _minutes(key: str, day: date, at: datetime | time) -> tuple[int | None, int | None, int | None]:
    """Of the address, the earliest and the latest."""
    address, _, numbers = key.partition("|")
    home = _zone(address)
    others = [zone for name in numbers.split(",") if (zone := _zone(name)) is not None]
    places = [home, *others] if home is not None else others
    if not places:
        return None, None, None
    instant = at if isinstance(at, datetime) else datetime.combine(day, at, places[0])
    assert instant.tzinfo is not None, "an instant needs its zone"
    minutes = [_minute(instant, zone) for zone in places]
    return (None if home is None else minutes[0]), min(minutes), max(minutes)


def _minute(instant: datetime, zone: ZoneInfo) -> int:
    local = instant.astimezone(zone)
    return local.hour * 60 + local.minute


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None

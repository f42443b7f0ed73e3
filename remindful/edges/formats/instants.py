"""Instants as the day and hour where an organization is: an office's evening is the next day in UTC.

A time that names its zone (Z, -05:00) is an instant and becomes local; a time without one is the sender's own clock and stays.
"""

import re
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

import polars as pl

_JSON = re.compile(rb'"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)"')
_HL7 = re.compile(r"(?<!\d)(\d{12}(?:\d{2})?)((?:\.\d{1,4})?)([+-]\d{4})(?!\d)")
_CSV = r"^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:\.\d+)?\s*(Z|z|[+-]\d\d:?\d\d)$"


def localize_json(raw: bytes, zone: str) -> bytes:
    """JSON whose texts that are instants are written as local time, with its offset."""

    def local(found: re.Match[bytes]) -> bytes:
        return b'"' + _local_iso(found[1].decode() + found[2].decode(), zone).encode() + b'"'

    return _JSON.sub(local, raw)


@lru_cache(maxsize=65_536)
def _local_iso(text: str, zone: str) -> str:
    try:
        return datetime.fromisoformat(text).astimezone(ZoneInfo(zone)).isoformat()
    except (ValueError, OverflowError):
        return text  # no instant after all: the reader of the value says so


def localize_hl7(text: str, zone: str) -> str:
    """A segment whose timestamps with an offset are written as local time, without it (HL7 v2.5.1, TS)."""
    return _HL7.sub(lambda found: _local_stamp(found[1], found[2], found[3], zone), text)


@lru_cache(maxsize=4_096)
def _local_stamp(stamp: str, fraction: str, offset: str, zone: str) -> str:
    form = "%Y%m%d%H%M%S" if len(stamp) == 14 else "%Y%m%d%H%M"
    sign = -1 if offset[0] == "-" else 1
    try:
        away = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:]))
        read = datetime.strptime(stamp, form).replace(tzinfo=timezone(sign * away))
        return read.astimezone(ZoneInfo(zone)).strftime(form) + fraction
    except (ValueError, OverflowError):
        return stamp + fraction + offset


def local_days(texts: pl.Series, zone: str) -> pl.Series:
    """Texts of which those that are instants are the local day (YYYY-MM-DD); all others as they are."""
    parts = pl.col("text").str.extract_groups(_CSV).struct
    offset = parts.field("4").str.to_uppercase().replace("Z", "+0000").str.replace(":", "", literal=True)
    written = pl.concat_str(parts.field("1"), pl.lit(" "), parts.field("2"), offset)
    instant = written.str.strptime(pl.Datetime("us", "UTC"), "%Y-%m-%d %H:%M%z", strict=False)
    day = instant.dt.convert_time_zone(zone).dt.strftime("%Y-%m-%d")
    return texts.alias("text").to_frame().select(value=pl.coalesce(day, "text"))["value"].alias(texts.name)

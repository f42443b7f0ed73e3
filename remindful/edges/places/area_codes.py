"""Which zones a telephone number's area code allows.

Two sources are joined, and where they differ both count: the timezone metadata of `phonenumbers`, all prefixes of
the area code together, and the area codes that `zipcodes` lists for each ZIP. The metadata alone calls 448, the overlay
of 850, Eastern, though most of its ZIPs are Central, and 689 in Florida Central. More zones mean
fewer hours in which a call is permitted, never more.

Whether a number is a mobile cannot be known from it: in the North American plan mobiles and landlines share area codes,
and numbers are ported between them. Ask the person, or buy a line-type look-up; until then `phone_kind` stays null.
Nor does a mobile's area code say where its owner is: callers judge by the ZIP's zone too.
"""

from functools import cache

import phonenumbers
import polars as pl
from phonenumbers.tzdata import TIMEZONE_DATA

from remindful.edges.places.zips import zip_table

# The states, the District of Columbia and the territories, as libphonenumber names regions.
US_REGIONS = frozenset({"US", "PR", "GU", "VI", "AS", "MP"})


def zones_of_phone(phones: pl.Series) -> pl.Series:
    """Every IANA zone of the United States that each E.164 number's area code allows, sorted; a list column.

    Null where not known: empty, not a number of the North American plan, foreign, toll-free, premium, an area code
    without data. Never an empty list and never a list of all zones.
    """
    area_codes = phones.cast(pl.String).str.extract(r"^\+1([2-9]\d{2})[2-9]\d{6}$", 1)
    codes = area_codes.drop_nulls().unique().sort()
    zones = pl.Series("zones", [_zones_of_area_code(code) for code in codes], dtype=pl.List(pl.String))
    found = (
        area_codes.alias("code")
        .to_frame()
        .join(pl.DataFrame({"code": codes, "zones": zones}), on="code", how="left", maintain_order="left")
    )
    return found["zones"].alias(phones.name)


@cache
def _zones_of_area_code(code: str) -> list[str] | None:
    # Toll-free, premium and personal codes are in neither source, so they come out as not known.
    specimen = phonenumbers.parse(f"+1{code}2345678")
    if phonenumbers.region_code_for_number(specimen) not in US_REGIONS:
        return None
    by_zip = zip_table().filter(pl.col("area_codes").list.contains(code) & pl.col("zone").is_not_null())["zone"]
    by_prefix = {zone for zones in _zones_of_prefixes(code) for zone in zones if zone in _zones_of_the_us()}
    return sorted({*by_zip.to_list(), *by_prefix}) or None


def _zones_of_prefixes(code: str) -> list[tuple[str, ...]]:
    return [zones for prefix, zones in TIMEZONE_DATA.items() if prefix.startswith(f"1{code}")]


@cache
def _zones_of_the_us() -> frozenset[str]:
    return frozenset(zip_table()["zone"].drop_nulls().unique().to_list())

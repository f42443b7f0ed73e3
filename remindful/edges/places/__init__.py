"""Places: the zone, state and county of a ZIP, and every zone that a telephone number's area code allows."""

import polars as pl

from remindful.edges.places.area_codes import zones_of_phone
from remindful.edges.places.zips import county_of_zip, state_of_zip, zone_of_zip

__all__ = ["county_of_zip", "state_of_zip", "zone_of_one_zip", "zone_of_zip", "zones_of_one_phone", "zones_of_phone"]


def zone_of_one_zip(zip_code: str) -> str | None:
    """The zone of one ZIP."""
    return zone_of_zip(pl.Series([zip_code]))[0]


def zones_of_one_phone(phone: str) -> tuple[str, ...]:
    """Every zone that one number's area code allows."""
    return tuple(zones_of_phone(pl.Series([phone])).to_list()[0] or ())

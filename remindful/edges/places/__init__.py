"""Places: the zone, state and county of a ZIP, and every zone that a telephone number's area code allows."""

from remindful.edges.places.area_codes import zones_of_phone
from remindful.edges.places.zips import county_of_zip, state_of_zip, zone_of_zip

__all__ = ["county_of_zip", "state_of_zip", "zone_of_zip", "zones_of_phone"]

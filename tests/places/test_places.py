"""Zones of ZIPs where a state is split, and of telephone numbers whose area code is."""

import zoneinfo

import polars as pl
import pytest

from remindful.edges import places
from remindful.edges.places.area_codes import _zones_of_area_code
from remindful.edges.places.zips import zip_table


@pytest.mark.parametrize(
    ("zip_code", "zone", "state", "county"),
    [
        ("32301", "America/New_York", "FL", "Leon County"),  # Tallahassee
        ("32446", "America/Chicago", "FL", "Jackson County"),  # Marianna
        ("32456", "America/New_York", "FL", "Gulf County"),  # Port St. Joe: Gulf County keeps two clocks
        ("32465", "America/Chicago", "FL", "Gulf County"),  # Wewahitchka
        ("46307", "America/Chicago", "IN", "Lake County"),  # Crown Point
        ("46204", "America/Indiana/Indianapolis", "IN", "Marion County"),
        ("47710", "America/Chicago", "IN", "Vanderburgh County"),  # Evansville
        ("42101", "America/Chicago", "KY", "Warren County"),  # Bowling Green
        ("40202", "America/Kentucky/Louisville", "KY", "Jefferson County"),
        ("85001", "America/Phoenix", "AZ", "Maricopa County"),
        ("86515", "America/Denver", "AZ", "Apache County"),  # Window Rock: the Navajo Nation keeps daylight time
        ("86039", "America/Phoenix", "AZ", "Navajo County"),  # Kykotsmovi: the Hopi do not
        ("86045", None, "AZ", "Coconino County"),  # Tuba City and Moenkopi: two clocks
        ("99634", None, "AK", "Bethel Census Area"),  # the source has a town where the zone belongs
        ("09012", None, "AE", None),  # military mail
        ("99999", None, None, None),
    ],
)
def test_a_zip_says_its_zone_state_and_county_or_nothing(zip_code, zone, state, county):
    zips = pl.Series("zip", [zip_code])

    assert [zone] == places.zone_of_zip(zips).to_list()
    assert [state] == places.state_of_zip(zips).to_list()
    assert [county] == places.county_of_zip(zips).to_list()


def test_long_zips_are_cut_and_anything_else_is_not_known():
    zips = pl.Series("zip", ["32456-1234", "324561234", " 32456 ", "3245", "32456-", "K1A0B1", "", None])

    assert places.zone_of_zip(zips).to_list() == ["America/New_York"] * 3 + [None] * 5


def test_columns_keep_their_name_and_length_also_when_empty():
    none = pl.Series("home_zip", [], dtype=pl.String)

    assert ("home_zip", 0, pl.String) == (
        places.zone_of_zip(none).name,
        len(places.zone_of_zip(none)),
        places.zone_of_zip(none).dtype,
    )
    assert pl.List(pl.String) == places.zones_of_phone(none).dtype
    assert places.zones_of_phone(pl.Series("p", [None], dtype=pl.String)).to_list() == [None]


@pytest.mark.parametrize(
    ("phone", "zones"),
    [
        ("+12125550100", ["America/New_York"]),
        ("+18505550100", ["America/Chicago", "America/New_York"]),  # Pensacola and Tallahassee
        ("+14485550100", ["America/Chicago", "America/New_York"]),  # the overlay of 850
        ("+17875550100", ["America/Puerto_Rico"]),
        ("+16715550100", ["Pacific/Guam"]),
        ("+18005550100", None),  # toll-free
        ("+18885550100", None),
        ("+19005550100", None),  # premium
        ("+15005550100", None),  # personal
        ("+14165550100", None),  # Toronto
        ("+12505550100", None),  # British Columbia, which ZIPs of the border list too
        ("+18765550100", None),  # Jamaica
        ("+442071838750", None),
        ("8505550100", None),
        ("+1850555010", None),
        ("", None),
    ],
)
def test_a_phone_says_every_zone_of_its_area_code_or_nothing(phone, zones):
    assert [zones] == places.zones_of_phone(pl.Series("phone", [phone])).to_list()


def test_a_split_area_code_has_both_clocks():
    zones = places.zones_of_phone(pl.Series("phone", ["+18125550100", "+19285550100", "+16055550100"])).to_list()

    assert {"America/Chicago", "America/New_York"} <= set(zones[0])  # Evansville, New Albany
    assert {"America/Denver", "America/Phoenix"} <= set(zones[1])  # Navajo Nation, Flagstaff
    assert {"America/Denver", "America/Chicago"} <= set(zones[2])  # Rapid City, Sioux Falls


def test_every_zone_is_one_that_the_clock_knows_and_no_area_code_has_them_all():
    known = zoneinfo.available_timezones()
    zones = [_zones_of_area_code(str(code)) for code in range(200, 1000)]
    sizes = [len(each) for each in zones if each]

    assert set(zip_table()["zone"].drop_nulls()) <= known
    assert {zone for each in zones if each for zone in each} <= known
    assert len(sizes) > 300
    assert max(sizes) < 12


def test_every_zip_with_an_area_code_lies_in_one_of_its_zones():
    pairs = zip_table().explode("area_codes").filter(pl.col("zone").is_not_null() & pl.col("area_codes").is_not_null())
    phones = ("+1" + pairs["area_codes"] + "5550100").alias("phone")
    judged = pairs.with_columns(zones=places.zones_of_phone(phones)).filter(pl.col("zones").is_not_null())

    assert judged.height > 40_000
    assert judged.filter(~pl.col("zones").list.contains(pl.col("zone"))).height == 0

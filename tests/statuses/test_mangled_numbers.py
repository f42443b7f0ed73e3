"""A receiver mangles our control numbers: the claim is found by member, day, charge and name, and by nothing less."""

from datetime import date
from pathlib import Path

import pytest

from tests.statuses import written
from tests.statuses.conftest import open_house
from tests.statuses.test_status_inquiry import open_findings, state_of
from tests.stories.care_practice import CarePractice
from tests.stories.offices import copy_office

ANA = ("EXAMPLE", "ANA", "M1ANA")
DAY = date(2026, 3, 5)


def told(house: CarePractice, *claims: tuple[str, ...]) -> None:
    """A 277CA on these claims: number, status, last name, first name, member. Of $150, on March 2."""
    house.x12(written.whole(written.receives(*claims, day=DAY, batch="THEIRS-1", payer="AETNA")), ".277", day=str(DAY))


def states(*numbers: str) -> list[str]:
    return [state_of(number, "2026-03-06")[0] for number in numbers]


@pytest.fixture
def family(tmp_path, monkeypatch) -> CarePractice:
    """Ana's newborn twins Kim and Kit, covered under her number; all three were seen on one day, for the same charge."""
    return copy_office(open_family, folder=tmp_path, monkeypatch=monkeypatch)


def open_family(folder: Path) -> CarePractice:
    house = open_house(folder)
    born = {"birth_on": "2026-02-01", "guarantor_key": "ana", "last_name": "Example"}
    for key, claim in (("kim", "V2"), ("kit", "V3")):
        house.person(key, day="2026-03-02", **born)
        house.covered(key, "AETNA", relationship_code="19", subscriber_key="ana", member_id="M1ANA")
        house.seen(claim, key, ("99213", 150), on="2026-03-02")
    house.bills("2026-03-04")
    return house


@pytest.mark.parametrize("number", ["V-0001", "CH99213", "V1X", "V"])
def test_a_claim_whose_number_was_mangled_is_found_by_member_day_charge_and_name(house: CarePractice, number):
    told(house, (number, "A2:20", *ANA))

    assert ["accepted"] == states("V1")
    assert [] == open_findings("status.no_claim")


@pytest.mark.parametrize("who", [("EXAMPLE", "", "M1ANA"), ("MARRIED", "ANA", "m1ana")])
def test_without_a_first_name_or_under_another_last_name_it_is_still_that_claim(house: CarePractice, who):
    told(house, ("MANGLED", "A2:20", *who))

    assert ["accepted"] == states("V1")


@pytest.mark.parametrize(
    ("who", "code"),
    [(("EXAMPLE", "EVE", "M1ANA"), "status.doubtful"), (("EXAMPLE", "ANA", "M2ANA"), "status.no_claim")],
)
def test_under_another_first_name_or_member_number_nothing_is_guessed(house: CarePractice, who, code):
    told(house, ("MANGLED", "A7:33", *who))

    assert ["written"] == states("V1")
    assert 1 == len(open_findings(code))


def test_a_refusal_is_work_though_its_number_was_mangled_with_what_it_says_of_a_line(house: CarePractice):
    segments = written.receives(("MANGLED", "A7:21", *ANA), day=DAY, batch="THEIRS-1", payer="AETNA")
    line = ["SVC*HC:99213*150*****1", "STC*A7:453**U", "DTP*472*D8*20260302"]
    end = next(at for at, one in enumerate(segments) if one.startswith("SE*"))
    segments[end:] = [*line, f"SE*{end + len(line) - 1}*0001", *segments[end + 1 :]]
    house.x12(written.whole(segments), ".277", day=str(DAY))

    assert ["rejected"] == states("V1")
    assert [] == open_findings("status.no_claim") + open_findings("status.doubtful")


@pytest.mark.parametrize("member", ["M1ANA", "W777"])
def test_the_member_number_it_was_sent_with_and_a_corrected_one_both_find_it(house: CarePractice, member):
    house.covered("ana", "AETNA", member_id="W777")
    told(house, ("MANGLED", "A2:20", "EXAMPLE", "ANA", member))

    assert ["accepted"] == states("V1")


def test_twins_and_their_mother_on_one_number_are_told_apart_by_the_first_name(family: CarePractice):
    told(family, ("A1", "A7:33", "EXAMPLE", "KIT", "M1ANA"), ("A2", "A2:20", "EXAMPLE", "KIM", "M1ANA"))

    assert ["written", "accepted", "rejected"] == states("V1", "V2", "V3")


@pytest.mark.parametrize("first_name", ["", "BABY"])
def test_without_their_own_first_name_none_of_them_is_meant(family: CarePractice, first_name):
    told(family, ("A1", "A7:33", "EXAMPLE", first_name, "M1ANA"))

    assert ["written"] * 3 == states("V1", "V2", "V3")
    [message] = open_findings("status.two_claims")
    assert " The likeliest is claim V" in message


def test_a_number_that_came_back_whole_outweighs_the_name(family: CarePractice):
    told(family, ("V3", "A7:679", *ANA))

    assert ["written", "written", "rejected"] == states("V1", "V2", "V3")

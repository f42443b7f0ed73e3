"""Hours that a person asked for or refused: each end of the window, every place where the person may be, and none known."""

from datetime import time

import pytest

from tests.facts.stories import facts_of

PERSON = "organization: {kind: provider}\nguarantor: {name: X, zone: America/New_York}\n"
TWO_PLACES = PERSON.replace("New_York}", 'New_York, phone: "+12135550100", phone_zones: [America/Los_Angeles]}')
NOWHERE = "organization: {kind: provider}\nguarantor: {name: X}\n"


def hour(kind, at, *, value="10:00-11:00", medium="call", story=PERSON):
    """(asked for, refused) by telephone at a time of day."""
    wish = f"  - {{on: 2026-03-01, kind: {kind}, medium: {medium}, value: '{value}'}}\n"
    found = facts_of(f"{story}events:\n{wish}", at=time.fromisoformat(at))
    return found["hour_is_requested@call"], found["hour_is_refused@call"]


@pytest.mark.parametrize(
    ("at", "is_in"), [("09:59", False), ("10:00", True), ("10:59", True), ("11:00", False), ("11:01", False)]
)
def test_a_window_begins_at_its_first_minute_and_ends_before_its_last(at, is_in):
    assert (is_in, False) == hour("hours_requested", at)
    assert (False, is_in) == hour("hours_refused", at)


@pytest.mark.parametrize(
    ("value", "asked", "refused"),
    [
        ("07:00-08:00", False, True),
        ("10:00-11:00", False, True),
        ("07:00-11:00", True, True),
        ("12:00-13:00", False, False),
    ],
)
def test_an_hour_is_asked_for_where_it_suits_in_every_place_and_refused_where_it_does_not_in_one(value, asked, refused):
    where = {"value": value, "story": TWO_PLACES}

    assert (asked, False) == hour("hours_requested", "10:30", **where)  # half past seven where the number is from
    assert (False, refused) == hour("hours_refused", "10:30", **where)


def test_where_the_place_is_not_known_an_hour_is_refused_and_never_asked_for():
    assert (False, False) == hour("hours_requested", "10:30", story=NOWHERE)
    assert (False, True) == hour("hours_refused", "10:30", story=NOWHERE)


def test_a_window_that_cannot_be_read_refuses_and_does_not_ask():
    assert (False, False) == hour("hours_requested", "10:30", value="mornings")
    assert (False, True) == hour("hours_refused", "10:30", value="mornings")


def test_a_window_of_another_medium_says_nothing():
    assert (False, False) == hour("hours_requested", "10:30", medium="email")
    assert (False, False) == hour("hours_refused", "10:30", medium="email")

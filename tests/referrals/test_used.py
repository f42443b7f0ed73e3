"""What is left of an authorization: visits and units in the order of their days, and when little is left."""

from datetime import timedelta

import pytest

from tests.referrals.rows import VISIT, authorization, cover, therapy, told
from tests.referrals.test_cover import use, visit

DAY = timedelta(days=1)


def visits(count):
    """Visits on the days up to VISIT, of two units each."""
    return [visit(f"V{number}", started_on=VISIT - number * DAY) for number in range(count)]


def test_the_visit_of_the_later_day_is_the_one_too_many_whatever_its_key():
    found = cover(
        visit("V1", started_on=VISIT + DAY), visit("V2", started_on=VISIT), authorizations=[authorization(visits_allowed=1)]
    )  # fmt: skip

    assert [("V1", "authorization.visits_used", "stop")] == told(found)


def test_the_units_of_the_later_day_are_those_too_many_whatever_the_key():
    lines = [therapy("V1", units=2.0, service_on=VISIT + DAY), therapy("V2", units=2.0, service_on=VISIT)]
    found = cover(
        visit("V1", started_on=VISIT + DAY), visit("V2", started_on=VISIT), charges=lines,
        authorizations=[authorization(units_allowed=2.0)],
    )  # fmt: skip

    assert [("V1", "authorization.units_used", "stop")] == told(found)


@pytest.mark.parametrize(("count", "left", "is_near"), [(2, 4.0, False), (3, 2.0, True)])
def test_a_quarter_of_the_units_is_little(count, left, is_near):
    row = use({"units_allowed": 8.0}, *visits(count))

    assert (left, is_near) == (row["units_left"], row["is_running_out"])


@pytest.mark.parametrize(
    ("allowed", "step"),
    [
        ({"visits_allowed": 3}, "Little is left"),
        ({"visits_allowed": 2}, "used up"),
        ({"visits_allowed": 1}, "used up"),
        ({"units_allowed": 5.0}, "Little is left"),
        ({"units_allowed": 4.0}, "used up"),
    ],
)
def test_what_is_used_up_says_so_from_the_last_visit_or_unit_on(allowed, step):
    assert step in str(use(allowed, *visits(2))["next_step"])


@pytest.mark.parametrize("state", ["denied", "requested", "cancelled"])
def test_what_does_not_hold_does_not_run_out(state):
    row = use({"state": state, "to_on": VISIT, "visits_allowed": 1}, *visits(1))

    assert (False, None) == (row["is_running_out"], row["next_step"])

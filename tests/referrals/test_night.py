"""Stories: the night counts the referrals that are overdue, and those alone."""

import pytest

from tests.stories.care_practice import CarePractice


@pytest.mark.parametrize(("day", "overdue"), [("2026-03-05", 0), ("2026-03-06", 1)])
def test_a_referral_is_counted_as_overdue_from_the_day_after_it_was_due(house: CarePractice, day: str, overdue: int):
    [count] = [one for one in house.night(day).report.stations if one.station == "refer"]

    assert (1, 1 - overdue, overdue) == (count.came_in, count.into, count.exceptions)

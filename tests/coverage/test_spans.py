"""A span holds on its first day and on its last, and on no day beside them."""

from datetime import date, timedelta

import polars as pl
import pytest

from remindful.core.words.spans import in_force

DAY = date(2026, 3, 2)
ONE = timedelta(days=1)


def holds(from_on: date | None, to_on: date | None, day: date | None = DAY) -> bool | None:
    span = pl.DataFrame({"from_on": [from_on], "to_on": [to_on]}, schema={"from_on": pl.Date, "to_on": pl.Date})
    return span.select(in_force(pl.lit(day, dtype=pl.Date))).item()


@pytest.mark.parametrize(
    ("from_on", "to_on", "expected"),
    [
        (DAY, DAY, True),
        (DAY, None, True),
        (DAY - ONE, None, True),
        (DAY + ONE, None, False),
        (None, DAY, True),
        (None, DAY + ONE, True),
        (None, DAY - ONE, False),
        (DAY - ONE, DAY + ONE, True),
        (DAY - 2 * ONE, DAY - ONE, False),
        (DAY + ONE, DAY + 2 * ONE, False),
        (DAY + ONE, DAY - ONE, False),  # ends before it begins: never
        (None, None, True),
    ],
)
def test_both_ends_of_a_span_are_within_it(from_on, to_on, expected):
    assert expected is holds(from_on, to_on)


@pytest.mark.parametrize(("from_on", "to_on"), [(DAY, None), (None, DAY), (DAY, DAY)])
def test_a_day_that_is_not_known_is_within_no_span_that_has_an_end(from_on, to_on):
    assert holds(from_on, to_on, None) is None

"""Good-faith estimates: each side of every boundary of 45 CFR 149.610 and 149.620."""

from datetime import date

import polars as pl
import pytest

from remindful.core.billing.estimate import compare_bills, count_business_days, estimate_due, expect_charges


@pytest.mark.parametrize(
    ("scheduled_on", "service_on", "due_on"),
    [
        (date(2026, 3, 2), date(2026, 3, 16), date(2026, 3, 5)),  # ten business days ahead
        (date(2026, 3, 2), date(2026, 3, 13), date(2026, 3, 3)),  # nine
        (date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 3)),  # three
        (date(2026, 3, 2), date(2026, 3, 4), None),  # two
        (date(2026, 3, 6), date(2026, 3, 11), date(2026, 3, 9)),  # over a weekend: three, due on Monday
        (date(2026, 12, 24), date(2026, 12, 30), date(2026, 12, 28)),  # Christmas and the weekend do not count
        (date(2026, 12, 24), date(2026, 12, 29), None),
    ],
)
def test_an_estimate_is_due_by_how_far_ahead_the_care_is(scheduled_on, service_on, due_on):
    assert due_on == estimate_due(scheduled_on=scheduled_on, service_on=service_on, is_on_request=False).due_on


def test_who_asks_gets_it_in_three_business_days_however_near_the_care():
    assert (
        date(2026, 3, 5)
        == estimate_due(scheduled_on=date(2026, 3, 2), service_on=date(2026, 3, 3), is_on_request=True).due_on
    )


def test_the_day_of_scheduling_does_not_count():
    assert 1 == count_business_days(date(2026, 3, 2), date(2026, 3, 3))


def test_a_discount_is_in_what_is_expected():
    lines = pl.DataFrame({"charge_cents": [15_000, 101]})

    assert [10_500, 71] == expect_charges(lines, discount_percent=30)["expected_cents"].to_list()


def test_a_line_without_a_price_is_never_estimated():
    with pytest.raises(AssertionError, match="no price"):
        expect_charges(pl.DataFrame({"charge_cents": [None]}, schema={"charge_cents": pl.Int64}), discount_percent=0)


@pytest.mark.parametrize(
    ("charged", "off", "over", "is_substantial"),
    [
        (157_142, 47_142, 40_000, True),
        (157_141, 47_142, 39_999, False),
        (70_000, 0, 0, False),
        (60_000, 0, -10_000, False),
    ],
)
def test_exactly_400_dollars_over_is_substantially_in_excess(charged, off, over, is_substantial):
    estimates = pl.DataFrame({"estimate_key": ["E1"], "visit_id": [1], "expected_cents": [70_000]})
    billed = pl.DataFrame({"visit_id": [1], "charge_cents": [charged], "other_off_cents": [off]})

    assert [(over, is_substantial)] == compare_bills(estimates, billed).select("over_cents", "is_substantial").rows()


def test_what_is_not_billed_yet_is_not_known():
    estimates = pl.DataFrame(
        {"estimate_key": ["E1"], "visit_id": [None], "expected_cents": [70_000]},
        schema_overrides={"visit_id": pl.Int64},
    )
    billed = pl.DataFrame({"visit_id": [1], "charge_cents": [1], "other_off_cents": [0]})

    assert [None] == compare_bills(estimates, billed)["is_substantial"].to_list()

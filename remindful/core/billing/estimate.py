"""Good-faith estimates for the uninsured and for those who pay themselves: when they are due, what is expected, how the bill compares.

45 CFR 149.610 and 149.620. See docs/algorithms/estimates.md.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import holidays
import polars as pl

from remindful.core.words.money import percent_expr

#: A bill that is at least so much above the estimate opens the patient-provider dispute resolution: 45 CFR 149.620(a)(2)(vi), (b)(1).
EXCESS_CENTS = 40_000
DISPUTE_DAYS = 120  # from the first bill, 45 CFR 149.620(c)(1)(i)


@dataclass(frozen=True, slots=True)
class EstimateDue:
    """When an estimate must have been given; due_on null: only when somebody asks for one."""

    due_on: date | None
    cite: str


def estimate_due(*, scheduled_on: date, service_on: date, is_on_request: bool) -> EstimateDue:
    """The last day for the estimate. Business days are not weekends nor federal holidays.

    is_on_request: the patient asked for it, without or before scheduling.
    """
    if is_on_request:
        return EstimateDue(_add_business_days(scheduled_on, 3), "45 CFR 149.610(b)(1)(vi)(C)")
    ahead = count_business_days(scheduled_on, service_on)
    if ahead >= 10:
        return EstimateDue(_add_business_days(scheduled_on, 3), "45 CFR 149.610(b)(1)(vi)(B)")
    if ahead >= 3:
        return EstimateDue(_add_business_days(scheduled_on, 1), "45 CFR 149.610(b)(1)(vi)(A)")
    return EstimateDue(None, "45 CFR 149.610(b)(1)(vi): scheduled fewer than 3 business days ahead")


def count_business_days(first: date, last: date) -> int:
    """Business days after `first`, up to and with `last`."""
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(1 for day in days if _is_business_day(day))


def _add_business_days(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= _is_business_day(day)
    return day


def _is_business_day(day: date) -> bool:
    return day.weekday() < 5 and day not in holidays.country_holidays("US", years=day.year)


def expect_charges(lines: pl.DataFrame, *, discount_percent: int) -> pl.DataFrame:
    """Lines (procedure_code, units, charge_cents: priced) with expected_cents: what the patient would be asked, discounts taken off.

    AssertionError where a line has no price: what cannot be priced is never estimated at nothing.
    """
    assert lines["charge_cents"].null_count() == 0, "a line has no price"
    return lines.with_columns(
        expected_cents=pl.col("charge_cents") - percent_expr(pl.col("charge_cents"), discount_percent)
    )


def compare_bills(estimates: pl.DataFrame, item_balances: pl.DataFrame) -> pl.DataFrame:
    """Each estimate with what was billed: visit_id, estimate_key, expected_cents, billed_cents, over_cents, is_substantial.

    estimates: estimate_key, visit_id (null: not billed yet), expected_cents. item_balances: ItemBalances. Billed is what is asked:
    charges less the discounts given. Null where nothing is billed yet. Exactly 400.00 dollars over is substantially in excess.
    """
    billed = item_balances.group_by("visit_id").agg(
        billed_cents=(pl.col("charge_cents") - pl.col("other_off_cents")).sum()
    )
    over = pl.col("billed_cents") - pl.col("expected_cents")
    return (
        estimates.join(billed, on="visit_id", how="left", maintain_order="left")
        .with_columns(over_cents=over)
        .with_columns(is_substantial=pl.col("over_cents") >= EXCESS_CENTS)
    )

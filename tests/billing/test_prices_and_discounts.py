"""What a charge costs, and what the house takes off for those whom nobody covers."""

from datetime import date

import polars as pl
import pytest

from remindful.core.billing import discount_items, price_charges, take_back_discounts
from remindful.core.words import frames
from tests.billing.rows import charge, frame


def fee(
    code: str,
    cents: int,
    modifiers: str = "",
    *,
    from_on: date = date(2026, 1, 1),
    to_on: date | None = None,
    schedule: str = "charges",
):
    return {
        "schedule": schedule,
        "procedure_code": code,
        "modifiers": modifiers,
        "from_on": from_on,
        "to_on": to_on,
        "unit_cents": cents,
    }


def price(charges, fees):
    return price_charges(frame(frames.Charges, *charges), frame(frames.Fees, *fees))["charge_cents"].to_list()


def test_an_amount_that_was_entered_stands():
    assert [15_000] == price([charge()], [fee("99213", 99)])


@pytest.mark.parametrize(
    ("fees", "cents"),
    [
        ([fee("97110", 6_000)], 18_000),
        ([fee("97110", 6_000), fee("97110", 5_000, "GP")], 15_000),
        ([fee("97110", 6_000, "KX")], None),
        ([fee("97110", 6_000, schedule="AETNA")], None),
        ([fee("97110", 6_000, from_on=date(2026, 3, 3))], None),
        ([fee("97110", 6_000, from_on=date(2026, 3, 2))], 18_000),
        ([fee("97110", 6_000, to_on=date(2026, 3, 1))], None),
        ([fee("97110", 6_000, to_on=date(2026, 3, 2))], 18_000),
        ([fee("97110", 6_000), fee("97110", 7_000, from_on=date(2026, 2, 1))], 21_000),
        ([], None),
    ],
    ids=["by_code", "by_modifier", "other_modifier", "a_payers_schedule", "tomorrow", "today", "ended", "last_day", "newer", "none"],
)  # fmt: skip
def test_a_price_is_that_of_code_modifier_and_day(fees, cents):
    assert [cents] == price([charge(code="97110", cents=None, modifiers="GP", units=3.0)], fees)


def test_a_room_is_priced_by_its_revenue_code():
    assert [300_000] == price([charge(code=None, revenue_code="0120", cents=None, units=2.0)], [fee("0120", 150_000)])


def items(*cents: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "visit_id": [1] * len(cents), "visit_key": ["V1"] * len(cents), "item_id": list(range(10, 10 + len(cents))),
            "charge_cents": cents, "billed_on": [date(2026, 3, 5)] * len(cents),
        }
    )  # fmt: skip


def test_a_discount_is_one_balanced_entry_a_visit_rounded_down():
    entries, postings = discount_items(items(101, 10_000), percent=30, key="k")

    assert 1 == entries.height
    assert {"receivable": -3_030, "discount": 3_030} == dict(
        postings.group_by("ledger_account").agg(pl.col("amount_cents").sum()).rows()
    )


def test_no_discount_is_no_entry():
    entries, postings = discount_items(items(10_000), percent=0, key="k")

    assert (0, 0) == (entries.height, postings.height)


def test_a_discount_taken_back_leaves_nothing_off():
    given = discount_items(items(101, 10_000), percent=30, key="k")[1]
    off = given.filter(pl.col("ledger_account") == "receivable").select("item_id", off_cents=-pl.col("amount_cents"))
    back = take_back_discounts(items(101, 10_000).join(off, on="item_id"), key="k2")[1]

    assert 0 == pl.concat([given, back]).filter(pl.col("ledger_account") == "receivable")["amount_cents"].sum()

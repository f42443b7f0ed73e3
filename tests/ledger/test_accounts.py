"""Items summed by account: what is asked for, what waits elsewhere, whose money we hold."""

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from remindful.core.ledger import last_patient_payments, sum_accounts
from remindful.core.words.frames import LedgerLines
from tests.ledger.conftest import NOON, balance, balances, frame_of, unhurried

JAN_5, FEB_2, FEB_9 = date(2026, 1, 5), date(2026, 2, 2), date(2026, 2, 9)
NO_PAYMENTS = pl.DataFrame(schema={"account_id": pl.Int64, "last_payment_on": pl.Date})


def summed(*items: dict, unapplied: int = 0, payments=NO_PAYMENTS) -> dict:
    held = pl.DataFrame({"account_id": [1], "unapplied_cents": [unapplied]})
    accounts = pl.DataFrame({"account_id": [1]})
    return sum_accounts(balances(*items), unapplied=held, last_payments=payments, accounts=accounts).row(0, named=True)


def ledger_lines(*legs: tuple[str, str, date, int]) -> pl.DataFrame:
    """Legs of account 1: (ledger account, kind, day, cents)."""
    rows = [
        {"entry_id": number, "kind": kind, "effective_on": on, "recorded_at": NOON, "organization_id": 1,
         "ledger_account": name, "account_id": 1, "amount_cents": cents}
        for number, (name, kind, on, cents) in enumerate(legs)
    ]  # fmt: skip
    return frame_of(LedgerLines, rows)


def test_what_waits_elsewhere_is_summed_under_its_own_name_and_never_asked_for():
    waiting = [
        balance(n, balance_owner=balance_owner, opened=n * 100)
        for n, balance_owner in enumerate(["payer", "denied", "needs_review", "not_billable"], start=1)
    ]

    row = summed(*waiting, balance(5, due=77))
    names = ["pending_payer_cents", "denied_cents", "review_cents", "protected_cents", "patient_cents", "due_cents"]
    assert [100, 200, 300, 400, 77, 77] == [row[name] for name in names]


def test_money_that_we_hold_counts_against_what_is_due_but_never_below_nothing():
    assert 300 == summed(balance(due=1_000), unapplied=700)["due_cents"]
    assert 0 == summed(balance(due=1_000), unapplied=1_000)["due_cents"]
    assert 0 == summed(balance(due=1_000), unapplied=1_700)["due_cents"]


def test_a_credit_is_a_credit_and_nothing_is_due_of_it():
    row = summed(balance(balance_owner="credit", opened=-500))

    assert (500, 0, 0) == (row["credit_cents"], row["due_cents"], row["patient_cents"])


def test_what_the_patient_overpaid_on_one_item_counts_against_another():
    row = summed(balance(1, balance_owner="credit", opened=-500, paid=2_000), balance(2, due=1_200))

    assert (700, 500, 500) == (row["due_cents"], row["unapplied_cents"], row["credit_cents"])


def test_what_a_payer_overpaid_is_the_payers_and_lowers_nothing():
    row = summed(balance(1, balance_owner="credit", opened=-500, paid=200), balance(2, due=1_200))

    assert (1_000, 200, 500) == (row["due_cents"], row["unapplied_cents"], row["credit_cents"])


def test_visits_and_days_are_those_of_items_due_only():
    settled = balance(3, balance_owner="settled", on=date(2025, 1, 1), visit=8)
    row = summed(
        balance(1, due=1, on=JAN_5, visit=7), balance(2, due=1, on=FEB_2, visit=7), balance(4, due=1, on=FEB_9), settled
    )

    assert (2, JAN_5, FEB_9) == (row["visits_due"], row["oldest_service_on"], row["newest_service_on"])
    assert (JAN_5, FEB_9) == (row["first_became_patients_on"], row["last_became_patients_on"])


def test_an_account_without_items_owes_nothing():
    row = summed()

    assert (0, 0, 0, None) == (row["due_cents"], row["visits_due"], row["credit_cents"], row["oldest_service_on"])


def test_the_last_payment_is_the_last_day_on_which_money_came_in():
    lines = ledger_lines(
        ("unapplied", "patient_payment", JAN_5, -100),
        ("unapplied", "patient_payment", FEB_2, -100),
        ("unapplied", "patient_payment", FEB_9, 100),  # a returned check
        ("unapplied", "allocation", FEB_9, -100),  # money taken back from an item
    )

    assert [(1, FEB_2)] == last_patient_payments(lines).rows()
    assert FEB_2 == summed(balance(due=1), payments=last_patient_payments(lines))["last_payment_on"]


@unhurried
@given(
    st.lists(st.tuples(st.sampled_from(["patient", "payer", "credit"]), st.integers(1, 9_999), st.integers(0, 5_000)), max_size=6),
    st.integers(-5_000, 20_000),
)  # fmt: skip
def test_what_is_due_is_the_patients_items_less_the_patients_money(drawn, unapplied):
    rows = [
        balance(n, balance_owner=owner, due=cents if owner == "patient" else 0, opened=-cents if owner == "credit" else cents, paid=paid)
        for n, (owner, cents, paid) in enumerate(drawn, start=1)
    ]  # fmt: skip
    row = summed(*rows, unapplied=unapplied)
    mine = sum(cents for balance_owner, cents, _ in drawn if balance_owner == "patient")
    overpaid = sum(min(cents, paid) for balance_owner, cents, paid in drawn if balance_owner == "credit")

    assert mine == row["patient_cents"]
    assert max(mine - unapplied - overpaid, 0) == row["due_cents"]
    assert mine + sum(cents for balance_owner, cents, _ in drawn if balance_owner == "payer") - row[
        "credit_cents"
    ] == sum(one["open_cents"] for one in rows)

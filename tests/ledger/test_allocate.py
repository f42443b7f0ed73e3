"""Patients' money put on items: as directed, else oldest first; never to a disputed visit; never a cent made or lost."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remindful.core.ledger import allocate
from remindful.core.words.frames import Entries, Postings
from tests.ledger.conftest import DAY, balance, balances, pools, unhurried

JAN_5, FEB_2 = date(2026, 1, 5), date(2026, 2, 2)


def allocated(items: pl.DataFrame, money: pl.DataFrame, *, disputed=()):
    visits = pl.DataFrame({"visit_id": list(disputed)}, schema={"visit_id": pl.Int64})
    return allocate(items.with_columns(organization_id=pl.lit(1)), unapplied=money, disputed=visits, day=DAY)


def moves(*items: dict, money, disputed=()) -> dict[int, int]:
    """Cents put on each item that got any (negative: taken back)."""
    found = allocated(balances(*items), pools(*money), disputed=disputed)
    legs = found.postings.filter(pl.col("ledger_account") == "receivable")
    return {item: -cents for item, cents in legs.select("item_id", "amount_cents").iter_rows()}


def test_the_worked_table_fills_the_oldest_first_and_leaves_the_rest_open():
    a, b = balance(1, due=5_000, on=JAN_5), balance(2, due=3_000, on=FEB_2)

    assert {1: 5_000, 2: 1_000} == moves(a, b, money=[(1, None, 6_000)])


def test_the_worked_table_takes_a_returned_check_off_the_items_that_it_paid():
    a, b = balance(1, paid=5_000, balance_owner="settled", on=JAN_5), balance(2, due=2_000, paid=1_000, on=FEB_2)

    assert {1: -5_000, 2: -1_000} == moves(a, b, money=[(1, None, -6_000)])


def test_a_returned_check_is_taken_off_the_newest_service_first():
    a, b = balance(1, paid=5_000, balance_owner="settled", on=JAN_5), balance(2, due=2_000, paid=1_000, on=FEB_2)

    assert {1: -500, 2: -1_000} == moves(a, b, money=[(1, None, -1_500)])


def test_no_more_is_taken_off_than_the_patient_paid():
    assert {1: -5_000} == moves(balance(1, paid=5_000, balance_owner="settled"), money=[(1, None, -9_000)])


def test_directed_money_goes_to_its_visit_though_another_is_older():
    a, b = balance(1, due=5_000, on=JAN_5), balance(2, due=3_000, on=FEB_2)

    assert {2: 2_500} == moves(a, b, money=[(1, 2, 2_500)])


def test_within_its_visit_directed_money_goes_to_the_oldest_service():
    later, earlier = balance(1, due=3_000, visit=9, on=FEB_2), balance(2, due=3_000, visit=9, on=JAN_5)

    assert {1: 1_000, 2: 3_000} == moves(later, earlier, money=[(1, 9, 4_000)])


def test_what_a_visit_does_not_need_of_its_directed_money_goes_to_the_oldest_service():
    a, b, c = (balance(n, due=3_000, on=day) for n, day in ((1, JAN_5), (2, FEB_2), (3, JAN_5 - timedelta(days=9))))

    assert {2: 3_000, 3: 1_000} == moves(a, b, c, money=[(1, 2, 4_000)])


def test_what_the_items_of_a_visit_already_got_counts_as_the_money_directed_to_it():
    a = balance(1, due=5_000, on=JAN_5)
    b = balance(2, due=1_000, paid=4_000, on=FEB_2)

    # 40.00 of the 40.00 directed to visit 2 are on it; 10.00 more came undirected: the oldest gets them.
    assert {1: 1_000} == moves(a, b, money=[(1, 2, 4_000), (1, None, -3_000)])


@pytest.mark.parametrize("balance_owner", ["payer", "needs_review", "denied"])
def test_money_directed_to_a_visit_that_waits_is_kept_for_it(balance_owner):
    waiting = balance(2, balance_owner=balance_owner, opened=3_000, on=FEB_2)

    assert {} == moves(balance(1, due=5_000), waiting, money=[(1, 2, 2_500)])


def test_only_what_is_directed_to_the_waiting_visit_is_kept():
    waiting = balance(2, balance_owner="payer", opened=3_000, on=FEB_2)

    assert {1: 700} == moves(balance(1, due=5_000), waiting, money=[(1, 2, 2_500), (1, None, 700)])


@pytest.mark.parametrize("balance_owner", ["payer", "needs_review", "denied", "not_billable", "credit"])
def test_nothing_goes_to_what_is_not_the_patients(balance_owner):
    assert {} == moves(balance(1, balance_owner=balance_owner, due=3_000), money=[(1, None, 9_000)])


def test_an_item_that_got_directed_money_gets_only_its_rest_of_the_other():
    assert {1: 5_000} == moves(balance(1, due=5_000), money=[(1, 1, 2_500), (1, None, 9_000)])


def test_of_a_visit_that_waits_in_part_only_what_its_due_part_does_not_need_is_kept():
    due, waiting = (
        balance(2, due=1_000, visit=9, on=FEB_2),
        balance(3, balance_owner="payer", opened=3_000, visit=9, on=FEB_2),
    )

    assert {1: 700, 2: 1_000} == moves(balance(1, due=5_000), due, waiting, money=[(1, 9, 2_500), (1, None, 700)])


def test_a_disputed_visit_gets_nothing_though_it_is_the_oldest():
    a, b = balance(1, due=5_000, on=JAN_5), balance(2, due=3_000, on=FEB_2)

    assert {2: 3_000} == moves(a, b, money=[(1, None, 9_000)], disputed=[1])


def test_a_disputed_visit_gets_nothing_even_of_money_directed_to_it():
    assert {} == moves(balance(1, due=5_000), money=[(1, 1, 5_000)], disputed=[1])


def test_money_directed_to_a_disputed_visit_is_kept_for_it():
    a, b = balance(1, due=5_000, on=JAN_5), balance(2, due=3_000, on=FEB_2)
    money = [(1, 2, 2_500), (1, None, 700)]

    assert {1: 700} == moves(a, b, money=money, disputed=[2])
    assert {1: 700, 2: 2_500} == moves(a, b, money=money)


def test_of_a_disputed_visit_that_waits_in_part_all_is_kept():
    due, waiting = (
        balance(2, due=1_000, visit=9, on=FEB_2),
        balance(3, balance_owner="payer", opened=3_000, visit=9, on=FEB_2),
    )

    assert {1: 700} == moves(balance(1, due=5_000), due, waiting, money=[(1, 9, 2_500), (1, None, 700)], disputed=[9])


def test_what_a_disputed_visit_got_before_is_not_kept_twice():
    a, b = balance(1, due=5_000, on=JAN_5), balance(2, due=3_000, paid=2_000, on=FEB_2)

    assert {1: 700} == moves(a, b, money=[(1, 2, 2_500), (1, None, -1_300)], disputed=[2])


def test_another_accounts_money_is_never_used():
    mine, other = balance(1, due=5_000, account=1), balance(2, due=3_000, account=2)

    assert {2: 800} == moves(mine, other, money=[(2, None, 800)])


def test_only_what_the_patient_owes_now_of_an_open_item_is_filled():
    assert {1: 2_000} == moves(balance(1, due=2_000, opened=5_000), money=[(1, None, 9_000)])


def test_directed_money_that_was_taken_back_meanwhile_moves_nothing():
    assert {} == moves(balance(1, due=5_000), money=[(1, 1, 4_000), (1, None, -4_000)])


def test_the_days_allocation_has_one_key_so_that_writing_it_twice_changes_nothing():
    items, money = balances(balance(1, due=5_000)), pools((1, None, 4_000))
    first, again = allocated(items, money), allocated(items, money)

    assert ["allocate:1:2026-03-31"] == first.entries["entry_key"].to_list()
    assert first.entries.equals(again.entries)
    assert first.postings.equals(again.postings)


def test_the_next_night_moves_nothing_once_the_moves_are_on_the_books():
    a, b = balance(1, paid=5_000, balance_owner="settled", on=JAN_5), balance(2, due=2_000, paid=1_000, on=FEB_2)

    assert {} == moves(a, b, money=[(1, None, 0)])


def test_what_it_writes_keeps_the_contracts():
    found = allocated(balances(balance(1, due=5_000)), pools((1, None, 4_000)))

    assert [1, 1, 2] == [found.accounts, Entries.validate(found.entries, cast=True).height,
                         Postings.validate(found.postings, cast=True).height]  # fmt: skip


ITEMS = st.lists(
    st.tuples(
        st.integers(1, 2),  # account
        st.integers(1, 3),  # visit of the account
        st.sampled_from(["patient", "patient", "patient", "payer", "denied", "needs_review", "not_billable"]),
        st.integers(0, 9_999),  # due
        st.integers(0, 5_000),  # paid before
        st.integers(0, 60),  # days after January 5
    ),
    min_size=1,
    max_size=8,
)
MONEY = st.lists(st.tuples(st.integers(1, 2), st.none() | st.integers(1, 3), st.integers(-6_000, 20_000)), max_size=6)


@unhurried
@given(ITEMS, MONEY, st.sets(st.sampled_from([11, 12, 13, 21, 22, 23])))
def test_no_cent_is_made_or_lost_and_no_item_gets_more_than_is_due(drawn, money, disputed):
    items = balances(
        *(
            balance(number, account=account, visit=account * 10 + visit, balance_owner=balance_owner, due=due if balance_owner == "patient" else 0,
                    opened=due, paid=paid, on=JAN_5 + timedelta(days=days))
            for number, (account, visit, balance_owner, due, paid, days) in enumerate(drawn, start=1)
        )
    )  # fmt: skip
    directed = pools(*((account, visit and account * 10 + visit, cents) for account, visit, cents in money))
    found = allocated(items, directed, disputed=disputed)
    got = found.postings.filter(pl.col("ledger_account") == "receivable").select(
        "item_id", moved=-pl.col("amount_cents")
    )
    after = items.join(got, on="item_id", how="left").with_columns(pl.col("moved").fill_null(0))
    held = dict(directed.group_by("account_id").agg(pl.col("unapplied_cents").sum()).iter_rows())
    moved = dict(after.group_by("account_id").agg(pl.col("moved").sum()).iter_rows())

    assert 0 == found.postings["amount_cents"].sum()
    assert got["item_id"].is_unique().all()
    for account, cents in moved.items():
        left = held.get(account, 0) - cents
        assert min(held.get(account, 0), 0) <= left <= max(held.get(account, 0), 0)
    assert after.filter(
        (pl.col("moved") > pl.col("patient_due_cents")) | (pl.col("moved") < -pl.col("patient_paid_cents"))
    ).is_empty()
    assert after.filter(pl.col("visit_id").is_in(list(disputed)) & (pl.col("moved") > 0)).is_empty()


@unhurried
@given(st.lists(st.tuples(st.integers(1, 9_999), st.integers(0, 60)), min_size=1, max_size=8), st.integers(0, 60_000))
def test_undirected_money_leaves_a_later_service_only_what_the_earlier_ones_did_not_need(drawn, cents):
    rows = [balance(n, due=due, on=JAN_5 + timedelta(days=days)) for n, (due, days) in enumerate(drawn, start=1)]
    expected, left = {}, cents
    for row in sorted(rows, key=lambda row: (row["service_on"], row["item_id"])):
        share = min(left, row["patient_due_cents"])
        left -= share
        expected |= {row["item_id"]: share} if share else {}

    assert expected == moves(*rows, money=[(1, None, cents)])

"""Payments that come back: off the visit that they name, never out of money kept for another, never more than was paid."""

from datetime import date

import polars as pl

from remindful.core.ledger import returnable_money, spendable_money, split_returned
from tests.ledger.conftest import balance, balances, pools
from tests.ledger.test_allocate import moves

JAN_5, FEB_2 = date(2026, 1, 5), date(2026, 2, 2)


def paid(item, cents, *, on=JAN_5):
    return balance(item, paid=cents, balance_owner="settled", on=on)


def test_a_returned_payment_comes_off_the_visit_that_it_names_though_another_is_newer():
    a, b = paid(1, 5_000), paid(2, 5_000, on=FEB_2)

    # 50.00 directed to each; the first came back.
    assert {1: -5_000} == moves(a, b, money=[(1, 1, 0, 5_000), (1, 2, 5_000), (1, None, -10_000)])


def test_of_undirected_payments_too_the_visit_that_the_return_names_gives_first():
    a, b = paid(1, 5_000), paid(2, 5_000, on=FEB_2)

    assert {1: -3_000} == moves(a, b, money=[(1, 1, -3_000, 3_000), (1, None, 0)])


def test_what_the_named_visit_does_not_hold_comes_off_the_others_newest_first():
    a, b, c = paid(1, 5_000), paid(2, 4_000, on=FEB_2), paid(3, 4_000)

    assert {1: -5_000, 2: -3_000} == moves(a, b, c, money=[(1, 1, -8_000, 8_000), (1, None, 0)])


def test_a_returned_payment_is_never_covered_by_money_kept_for_a_visit_that_waits():
    waiting, b = balance(1, balance_owner="payer", opened=10_000), paid(2, 3_000, on=FEB_2)

    # 50.00 kept for visit 1; the 30.00 for visit 2 came back.
    assert {2: -3_000} == moves(waiting, b, money=[(1, 1, 5_000), (1, 2, 0, 3_000), (1, None, -3_000)])


def test_an_undirected_return_does_not_eat_kept_money_either():
    waiting, b = balance(1, balance_owner="denied", opened=10_000), paid(2, 3_000, on=FEB_2)

    assert {2: -3_000} == moves(waiting, b, money=[(1, 1, 5_000), (1, None, -6_000, 3_000)])


def test_money_that_moves_from_one_visit_to_another_really_moves():
    a, b = paid(1, 5_000), balance(2, due=5_000, on=FEB_2)

    assert {1: -5_000, 2: 5_000} == moves(a, b, money=[(1, 1, 0, 5_000), (1, 2, 5_000), (1, None, -5_000)])


def test_money_that_only_overflowed_to_another_visit_stays_there():
    a, b = balance(1, balance_owner="payer", opened=3_000, paid=2_000), paid(2, 3_000, on=FEB_2)

    # 50.00 directed to visit 1, which needed 20.00 and then waits again: nothing came back, so visit 2 keeps what it got.
    assert {} == moves(a, b, money=[(1, 1, 5_000), (1, None, -5_000)])


def test_the_next_night_takes_nothing_back_a_second_time():
    a, b = balance(1, due=5_000), paid(2, 5_000, on=FEB_2)

    assert {} == moves(a, b, money=[(1, 1, 0, 5_000), (1, 2, 5_000), (1, None, -5_000)])


def spendable(*items, money):
    return dict(spendable_money(pools(*money), balances(*items)).rows())


def test_money_kept_for_a_waiting_visit_does_not_count_against_what_is_due():
    waiting, due = balance(1, balance_owner="payer", opened=10_000), balance(2, due=3_000)

    assert {1: 0} == spendable(waiting, due, money=[(1, 1, 5_000)])
    assert {1: 700} == spendable(waiting, due, money=[(1, 1, 5_000), (1, None, 700)])


def test_before_the_night_a_returned_payment_is_asked_for_again_but_never_more_than_was_paid():
    assert {1: -5_000} == spendable(paid(1, 5_000), money=[(1, None, -5_000, 5_000)])
    assert {1: 0} == spendable(balance(1, due=6_000), money=[(1, 1, -6_000, 6_000)])


def test_before_the_night_a_returned_payment_is_not_covered_by_kept_money():
    waiting, b = balance(1, balance_owner="payer", opened=10_000), paid(2, 3_000)

    assert {1: -3_000} == spendable(waiting, b, money=[(1, 1, 5_000), (1, 2, 0, 3_000), (1, None, -3_000)])


def covered(*rows: tuple[int, int | None, int], items, money) -> list[tuple[bool, int]]:
    back = pl.DataFrame(rows, schema=dict.fromkeys(("account_id", "visit_id", "amount_cents"), pl.Int64), orient="row")
    returnable, reserved = returnable_money(pools(*money), balances(*items))
    decided = split_returned(back, returnable=returnable, reserved=reserved)
    return decided.select("is_covered", "left_cents").rows()


def test_no_more_is_taken_back_than_was_paid():
    one = [paid(1, 6_000)]

    assert [(True, 6_000)] == covered((1, 1, -6_000), items=one, money=[(1, 1, 6_000), (1, None, -6_000)])
    assert [(False, 6_000)] == covered((1, 1, -6_001), items=one, money=[(1, 1, 6_000), (1, None, -6_000)])
    assert [(False, 0)] == covered((2, None, -1), items=one, money=[(1, 1, 6_000), (1, None, -6_000)])


def test_a_payment_that_came_back_is_not_there_to_come_back_again():
    one, money = [paid(1, 6_000)], [(1, 1, 6_000), (1, None, -6_000)]

    assert [(True, 6_000), (False, 0)] == covered((1, 1, -6_000), (1, 1, -6_000), items=one, money=money)


def test_a_return_that_is_not_covered_takes_nothing_from_the_next():
    one, money = [paid(1, 6_000)], [(1, 1, 6_000), (1, None, -6_000)]

    assert [(False, 6_000), (True, 6_000)] == covered((1, 1, -9_000), (1, 1, -6_000), items=one, money=money)


def test_kept_money_comes_back_only_where_its_visit_is_named():
    waiting, money = [balance(1, balance_owner="payer", opened=10_000)], [(1, 1, 5_000)]

    assert [(True, 5_000)] == covered((1, 1, -5_000), items=waiting, money=money)
    assert [(False, 0)] == covered((1, None, -5_000), items=waiting, money=money)

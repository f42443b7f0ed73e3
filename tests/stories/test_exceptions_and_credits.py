"""Stories: the one list of exceptions, and the list of patients' credits."""

from datetime import UTC, date, datetime

import pytest

from remindful.core.words.findings import Refusal
from remindful.flow.ask.patient_credits import list_credits
from remindful.flow.office.clock import Clock
from remindful.flow.work.acts import close_exception
from remindful.flow.work.exception_list import list_exceptions
from tests.actors import CLERK
from tests.stories.practice import Practice
from tests.stories.test_open_balances_that_come_again import bring
from tests.stories.test_payments_that_come_again import open_by_visit, pay

LATER = Clock(datetime(2026, 3, 9, 15, tzinfo=UTC))


@pytest.fixture
def told_again(practice: Practice) -> Practice:
    practice.person("ana")
    bring(practice, {})
    bring(practice, {"open_cents": 4_500}, day="2026-03-05")
    return practice


def may_write(practice: Practice) -> str:
    return practice.why("ana", "letter", at="2026-03-10T15:30+00:00").verdict


def test_an_exception_tells_its_place_account_amount_age_and_owner(told_again: Practice):
    [row] = list_exceptions(clock=LATER)

    assert ("opening.changed", "lakeshore", 2, "V1", "ana", 4_500) == (
        row.code,
        row.organization,
        row.line,
        row.key,
        row.account,
        row.amount_cents,
    )
    assert (date(2026, 3, 5), 4, "billing", "open") == (row.found_on, row.age_days, row.owner, row.state)


def test_accepting_a_balance_that_came_again_books_it_and_releases_the_account(told_again: Practice):
    [row] = list_exceptions(clock=LATER)
    assert "forbid" == may_write(told_again)

    close_exception(row.number, accept=True, clock=LATER, actor=CLERK)

    assert {"V1": 4_500} == open_by_visit(told_again)
    assert "free" == may_write(told_again)
    assert () == list_exceptions(clock=LATER)
    [closed] = list_exceptions(clock=LATER, closed=True)
    assert ("accepted", CLERK.name) == (closed.state, closed.closed_by)


def test_refusing_it_leaves_the_balance_and_releases_the_account(told_again: Practice):
    [row] = list_exceptions(clock=LATER)
    close_exception(row.number, accept=False, clock=LATER, actor=CLERK)

    assert {"V1": 6_000} == open_by_visit(told_again)
    assert "free" == may_write(told_again)


def test_what_was_accepted_agrees_when_it_comes_once_more(told_again: Practice):
    [row] = list_exceptions(clock=LATER)
    close_exception(row.number, accept=True, clock=LATER, actor=CLERK)
    bring(told_again, {"open_cents": 4_500}, {"visit_key": "V9", "open_cents": 100}, day="2026-03-12")

    assert () == list_exceptions(clock=LATER)


def test_while_another_exception_of_the_visit_is_open_the_account_stays_on_hold(told_again: Practice):
    bring(told_again, {"open_cents": 4_000}, day="2026-03-06")
    newest, first = list_exceptions(clock=LATER)
    close_exception(first.number, accept=False, clock=LATER, actor=CLERK)

    assert "forbid" == may_write(told_again)
    close_exception(newest.number, accept=True, clock=LATER, actor=CLERK)
    assert ("free", {"V1": 4_000}) == (may_write(told_again), open_by_visit(told_again))


def test_a_row_of_another_patient_cannot_be_accepted(practice: Practice):
    practice.person("ana").person("ben")
    bring(practice, {})
    bring(practice, {"party_key": "ben"}, day="2026-03-05")
    [row] = list_exceptions(clock=LATER)

    with pytest.raises(Refusal, match="not only another balance"):
        close_exception(row.number, accept=True, clock=LATER, actor=CLERK)


@pytest.mark.parametrize("accept", [None, "twice"])
def test_an_exception_that_holds_an_account_is_closed_once_and_decided(told_again: Practice, accept):
    [row] = list_exceptions(clock=LATER)
    if accept == "twice":
        close_exception(row.number, accept=False, clock=LATER, actor=CLERK)

    with pytest.raises(Refusal, match="closed already" if accept else "holds an account"):
        close_exception(row.number, accept=False if accept else None, clock=LATER, actor=CLERK)


def test_other_exceptions_are_closed_when_they_are_dealt_with(practice: Practice):
    practice.person("ana")
    pay(practice, "r1", "ana", -60, on="2026-03-02")
    [row] = list_exceptions(clock=LATER, code="payment")
    close_exception(row.number, accept=None, clock=LATER, actor=CLERK)

    assert ("ana", -6_000, "payment posting") == (row.account, row.amount_cents, row.owner)
    assert () == list_exceptions(clock=LATER)


def test_every_cent_of_patients_money_that_is_on_no_balance_is_listed(practice: Practice):
    practice.person("ana").person("ben").person("cleo").opens_with(
        "ana", visit="V1", charge=50, open=50, on="2026-01-05"
    )
    practice.visit("V3", "cleo", ("99213", 100), on="2026-01-05")
    pay(practice, "r1", "ana", 50, on="2026-03-02", visit="V1")
    pay(practice, "r2", "ana", 50, on="2026-03-02", visit="V1")
    pay(practice, "r3", "ben", 50, on="2026-03-03")
    pay(practice, "r4", "cleo", 20, on="2026-03-04", visit="V3")
    practice.night("2026-03-04")

    rows = [
        (one.account, one.amount_cents, one.since, one.visit, one.payments, one.note)
        for one in list_credits(clock=LATER)
    ]
    twice = "perhaps the same payment twice"
    assert [
        ("ana", 5_000, date(2026, 3, 2), None, ("r2",), twice),
        ("ben", 5_000, date(2026, 3, 3), None, ("r3",), ""),
        ("cleo", 2_000, date(2026, 3, 4), "V3", ("r4",), ""),
    ] == rows

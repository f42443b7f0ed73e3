"""Stories: payments that come again, come back, or come back more than once."""

from datetime import UTC, date, datetime

import pytest

from remindful.edges.store.store import open_store
from remindful.flow.books.position import take_position
from remindful.flow.office.report import ImportReport
from tests.stories.practice import Practice, cents, claim_answer


def pay(practice: Practice, number: str, key: str, amount, *, on: str, visit: str = "") -> ImportReport:
    """One payment by its receipt number."""
    row: dict[str, object] = {
        "payment_key": number, "party_key": key, "visit_key": visit, "paid_on": on, "amount_cents": cents(amount), "method": "check",
    }  # fmt: skip
    return practice.brings("payments", row, day=on)


def codes(report: ImportReport) -> list[str]:
    return [each.code for each in report.exceptions]


@pytest.fixture
def two_visits(practice: Practice) -> Practice:
    practice.person("ana").opens_with("ana", visit="V1", charge=50, open=50, on="2026-01-05")
    practice.opens_with("ana", visit="V2", charge=50, open=50, on="2026-02-02")
    return practice


@pytest.mark.parametrize(
    ("key", "amount", "on", "visit"),
    [
        ("ben", 60, "2026-03-02", ""),
        ("ana", 61, "2026-03-02", ""),
        ("ana", 60, "2026-03-05", ""),
        ("ana", 60, "2026-03-02", "V1"),
    ],
)
def test_a_receipt_number_that_comes_again_for_another_payment_is_an_exception(practice, key, amount, on, visit):
    practice.person("ana").person("ben").opens_with("ana", visit="V1", charge=70, open=70, on="2026-01-05")
    pay(practice, "001", "ana", 60, on="2026-03-02")

    again = pay(practice, "001", key, amount, on=on, visit=visit)

    assert ["payment.number_reused"] == codes(again)
    assert "$60.00 on 2026-03-02 for account ana" in again.exceptions[0].example
    assert "partly" == again.files[0].state


def test_the_same_payment_in_a_longer_export_changes_nothing_and_says_nothing(practice: Practice):
    practice.person("ana").opens_with("ana", visit="V1", charge=70, open=70, on="2026-01-05")
    row = {
        "payment_key": "001",
        "party_key": "ana",
        "visit_key": "",
        "paid_on": "2026-03-02",
        "amount_cents": 6_000,
        "method": "check",
    }
    practice.brings("payments", row, day="2026-03-02")

    again = practice.brings("payments", row, row | {"payment_key": "002", "amount_cents": 500}, day="2026-03-03")

    assert [] == codes(again)
    assert "1 payments" == again.files[0].message


def test_a_returned_check_opens_the_visit_that_it_paid(two_visits: Practice):
    pay(two_visits, "r1", "ana", 50, on="2026-03-02", visit="V1")
    pay(two_visits, "r2", "ana", 50, on="2026-03-02", visit="V2")
    two_visits.night("2026-03-02")
    pay(two_visits, "r1-back", "ana", -50, on="2026-03-05", visit="V1")

    told = two_visits.night("2026-03-05")

    assert [("ana", "statement", "first_statement")] == told.sent
    assert {"patient": 5_000, "due": 5_000} == two_visits.owed("ana", day="2026-03-05")
    assert {"V1": 5_000} == open_by_visit(two_visits)


def test_a_returned_check_leaves_the_deposit_for_a_waiting_visit_whole(practice: Practice):
    practice.person("ana").visit("V1", "ana", ("99213", 100), on="2026-01-05")
    practice.opens_with("ana", visit="V2", charge=30, open=30, on="2026-02-02")
    pay(practice, "r1", "ana", 50, on="2026-02-05", visit="V1")
    pay(practice, "r2", "ana", 30, on="2026-03-01", visit="V2")
    practice.night("2026-03-02")
    pay(practice, "r2-back", "ana", -30, on="2026-03-05", visit="V2")
    before = practice.owed("ana", day="2026-03-05")
    practice.night("2026-03-05")
    practice.answer(claim_answer_of("V1"), day="2026-03-10")
    practice.night("2026-03-10")

    assert 3_000 == before["due"]
    assert {"patient": 3_000, "due": 3_000} == practice.owed("ana", day="2026-03-10")


def claim_answer_of(key: str) -> str:
    return claim_answer(key, ("99213", 100, 30, "CO45:20 PR2:50"))


def test_more_taken_back_than_was_paid_is_an_exception_and_nothing_more_is_asked(practice: Practice):
    practice.person("ana").opens_with("ana", visit="V1", charge=60, open=60, on="2026-01-05")

    report = pay(practice, "r8", "ana", -60, on="2026-03-02", visit="V1")

    assert ["payment.more_back_than_paid"] == codes(report)
    assert {"patient": 6_000, "due": 6_000} == practice.owed("ana", day="2026-03-02")


def test_a_payment_comes_back_once(practice: Practice):
    practice.person("ana").opens_with("ana", visit="V1", charge=60, open=60, on="2026-01-05")
    pay(practice, "r1", "ana", 60, on="2026-03-02", visit="V1")
    practice.night("2026-03-02")
    first = pay(practice, "r1-back", "ana", -60, on="2026-03-03", visit="V1")

    assert [] == codes(first)
    assert ["payment.more_back_than_paid"] == codes(pay(practice, "r1-again", "ana", -60, on="2026-03-04"))


def test_a_payment_and_its_return_in_one_file_are_both_posted_in_any_order(practice: Practice):
    practice.person("ana").opens_with("ana", visit="V1", charge=60, open=60, on="2026-01-05")
    row = {
        "payment_key": "b",
        "party_key": "ana",
        "visit_key": "V1",
        "paid_on": "2026-03-02",
        "amount_cents": -6_000,
        "method": "check",
    }

    report = practice.brings("payments", row, row | {"payment_key": "a", "amount_cents": 6_000}, day="2026-03-02")

    assert [] == codes(report)
    assert {"patient": 6_000, "due": 6_000} == practice.owed("ana", day="2026-03-02")


def test_money_moved_between_visits_of_an_account_moves(two_visits: Practice):
    pay(two_visits, "r1", "ana", 50, on="2026-03-02", visit="V1")
    two_visits.night("2026-03-02")
    row = {
        "payment_key": "m1",
        "party_key": "ana",
        "visit_key": "V1",
        "paid_on": "2026-03-03",
        "amount_cents": -5_000,
        "method": "check",
    }
    back = row | {"payment_key": "m2", "visit_key": "V2", "amount_cents": 5_000}
    two_visits.brings("payments", row, back, day="2026-03-03")
    two_visits.night("2026-03-03")

    assert {"V1": 5_000} == open_by_visit(two_visits)


def open_by_visit(practice: Practice) -> dict[str, int]:
    """Open cents by visit, at the end of all days."""
    with open_store(organizations=[1], now=datetime(2030, 1, 1, tzinfo=UTC), read_only=True) as store:
        position = take_position(store, account_ids=None, day=date(2030, 1, 1))
    joined = position.item_balances.join(position.visits.select("visit_id", "visit_key"), on="visit_id")
    return {key: cents for key, cents in joined.select("visit_key", "open_cents").iter_rows() if cents}

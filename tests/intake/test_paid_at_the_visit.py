"""What a claim says that the patient paid at the visit (AMT*F5) is asked for once, whenever the payment itself comes."""

import pytest

from tests.intake.office import RealGroup, codes
from tests.intake.test_numbers_used_again import claim, owed
from tests.stories.practice import claim_answer

ANSWER = claim_answer("V1", ("99213", 100, 70, "CO45:2 PR3:28"))
TWO = (("99213", 100), ("81002", 20))


def told(group: RealGroup, paid: str = "16.00", *, answer: str = ANSWER) -> RealGroup:
    """A claim that says what was paid at the visit, and the payer's decision that leaves 28.00 to the patient."""
    group.brings(claim(group, "V1", paid=paid), "a.837", day="2026-01-06")
    report = group.answer(answer, day="2026-02-15")
    assert [] == codes(report)
    return group


def test_only_what_was_not_paid_at_the_visit_is_asked(rehearsal):
    assert 1_200 == owed(told(rehearsal))["due"]


def test_all_of_it_paid_at_the_visit_is_for_a_person_and_nothing_is_asked(rehearsal):
    assert {"needs_review": 2_800, "due": 0} == owed(told(rehearsal, "28.00"))


def test_more_than_the_share_paid_at_the_visit_asks_nothing(rehearsal):
    assert 0 == owed(told(rehearsal, "40.00"))["due"]


@pytest.mark.parametrize(
    ("visit", "on"), [("V1", "2026-01-05"), (None, "2026-01-05"), ("V1", "2026-01-09"), ("V1", "2026-02-20")]
)
def test_the_payment_of_that_visit_counts_once(rehearsal, visit, on):
    told(rehearsal).pays("ana", 16, on=on, visit=visit)
    rehearsal.night("2026-03-03")

    assert {"patient": 1_200, "due": 1_200} == owed(rehearsal)


def test_a_payment_that_came_before_the_claim_counts_once(rehearsal):
    rehearsal.brings(claim(rehearsal, "V0", on="2025-12-01"), "z.837", day="2025-12-02")
    rehearsal.pays("ana", 16, on="2026-01-05", visit=None)
    told(rehearsal)
    rehearsal.night("2026-03-03")

    assert {"patient": 1_200, "payer": 10_000, "due": 1_200} == owed(rehearsal)


def test_a_later_payment_of_the_bill_is_not_taken_for_the_payment_of_the_visit(rehearsal):
    told(rehearsal).pays("ana", 12, on="2026-03-10", visit="V1")
    rehearsal.night("2026-03-11")

    assert {"needs_review": 1_600, "due": 0} == owed(rehearsal)


def test_a_correction_without_the_amount_asks_for_all_of_it(rehearsal):
    told(rehearsal).brings(claim(rehearsal, "V1", ("99213", 101), frequency="7", paid=None), "b.837", day="2026-03-01")
    back = claim_answer("V1", ("99213", -100, -70, "CO45:-2 PR3:-28"), status="22")
    rehearsal.answer(back, claim_answer("V1", ("99213", 101, 70, "CO45:3 PR3:28"), number="ICN2"), day="2026-03-15")

    assert {"patient": 2_800, "due": 2_800} == owed(rehearsal)


def test_a_self_pay_bill_asks_for_what_was_not_paid_at_the_visit(rehearsal):
    rehearsal.brings(claim(rehearsal, "V1", payers=(), paid="30.00"), "a.837", day="2026-01-06")

    assert 7_000 == owed(rehearsal)["due"]


def test_lines_share_what_was_paid_in_their_order(rehearsal):
    rehearsal.brings(claim(rehearsal, "V1", *TWO, paid="16.00"), "a.837", day="2026-01-06")
    rehearsal.answer(claim_answer("V1", ("99213", 100, 90, "PR3:10"), ("81002", 20, 8, "PR3:12")), day="2026-02-15")

    assert {"needs_review": 1_000, "patient": 1_200, "due": 600} == owed(rehearsal)


def test_one_payment_does_not_count_for_two_visits_of_a_day(rehearsal):
    rehearsal.brings(
        claim(rehearsal, "V1", paid="16.00") + claim(rehearsal, "V2", paid="16.00"), "a.837", day="2026-01-06"
    )
    rehearsal.answer(ANSWER, ANSWER.replace("V1", "V2"), day="2026-02-15")
    rehearsal.pays("ana", 16, on="2026-01-05", visit="V1")
    rehearsal.night("2026-03-03")

    assert 2_400 == owed(rehearsal)["due"]


def test_medicaids_copay_paid_at_the_visit_is_not_asked_again(rehearsal):
    rehearsal.brings(claim(rehearsal, "V1", payers=("MEDICAID",), paid="3.00"), "a.837", day="2026-01-06")
    rehearsal.answer(claim_answer("V1", ("99213", 100, 70, "CO45:27 PR3:3")), day="2026-02-15", payer="MEDICAID")
    held = owed(rehearsal)
    rehearsal.pays("ana", 3, on="2026-01-05", visit="V1")
    rehearsal.night("2026-03-03")

    assert ({"needs_review": 300, "due": 0}, {"due": 0}) == (held, owed(rehearsal))

"""Quality codes of 0.00 and 0.01 on a claim: answers to them match, and nothing of them is anybody's to pay."""

import pytest

from tests.intake.office import books_of, codes
from tests.stories.practice import claim_answer

VISIT = ("99213", 100)
PAID = ("99213", 100, 70, "CO45:10 PR3:20")


def test_an_answer_to_a_line_without_charge_posts(group):
    group.visit("V1", "ana", VISIT, ("G8427", 0), on="2026-01-05")
    report = group.answer(claim_answer("V1", PAID, ("G8427", 0, 0, "")), day="2026-02-15")

    assert ([], 7_000) == (codes(report), books_of("payer_cash"))
    assert {"patient": 2_000, "due": 2_000} == group.owed("ana", day="2026-03-01")


def test_an_answer_that_leaves_the_line_without_charge_out_posts(group):
    group.visit("V1", "ana", VISIT, ("G8427", 0), ("1036F", 0), on="2026-01-05")
    report = group.answer(claim_answer("V1", PAID), day="2026-02-15")

    assert ([], 7_000) == (codes(report), books_of("payer_cash"))


def test_an_answer_with_a_quality_code_that_the_claim_never_had_posts(group):
    group.visit("V1", "ana", VISIT, on="2026-01-05")
    report = group.answer(claim_answer("V1", PAID, ("G8427", 0, 0, "")), day="2026-02-15")

    assert ([], 7_000) == (codes(report), books_of("payer_cash"))


def test_an_unknown_line_that_moves_money_waits(group):
    group.visit("V1", "ana", VISIT, on="2026-01-05")
    report = group.answer(claim_answer("V1", PAID, ("G8427", 0, 5, "CO45:-5")), day="2026-02-15")

    assert (["remit.no_line"], 7_500) == (codes(report), -books_of("payer_suspense"))


def test_a_takeback_with_lines_without_charge_posts(group):
    group.visit("V1", "ana", VISIT, ("G8427", 0), on="2026-01-05")
    group.answer(claim_answer("V1", PAID, ("G8427", 0, 0, "")), day="2026-02-15")
    back = claim_answer("V1", ("99213", -100, -70, "CO45:-10 PR3:-20"), ("G8427", 0, 0, ""), status="22")
    again = claim_answer("V1", ("99213", 100, 60, "CO45:10 PR3:30"), ("G8427", 0, 0, ""), number="ICN2")
    report = group.answer(back, again, day="2026-03-15")

    assert [] == [one for one in codes(report) if one != "remit.unbalanced"]
    assert {"patient": 3_000, "due": 3_000} == group.owed("ana", day="2026-04-01")


@pytest.mark.parametrize("line", [("G8427", "0.01", 0, "CO246:0.01"), ("G8427", "0.01", 0, "CO45:0.01")])
def test_a_quality_code_of_a_cent_is_written_off(group, line):
    group.visit("V1", "ana", VISIT, ("G8427", "0.01"), on="2026-01-05")
    report = group.answer(claim_answer("V1", PAID, line), day="2026-02-15")

    assert ([], 7_000) == (codes(report), books_of("payer_cash"))
    assert {"patient": 2_000, "due": 2_000} == group.owed("ana", day="2026-03-01")


def test_a_quality_code_of_a_cent_that_the_payer_calls_the_patients_needs_a_person(group):
    group.visit("V1", "ana", VISIT, ("G8427", "0.01"), on="2026-01-05")
    group.answer(claim_answer("V1", PAID, ("G8427", "0.01", 0, "PR246:0.01")), day="2026-02-15")

    assert 1 == group.owed("ana", day="2026-03-01")["needs_review"]

"""Stories: whose a balance is, before anybody is written to."""

from tests.stories.practice import Practice, claim_answer


def test_an_opening_balance_with_a_reason_is_the_patients(practice: Practice):
    practice.person("ana").opens_with("ana", visit="V1", charge=120, open=80, on="2025-12-01")

    assert {"patient": 8_000, "due": 8_000} == practice.owed("ana", day="2026-01-10")


def test_an_opening_balance_that_nobody_can_explain_waits_for_a_person(practice: Practice):
    practice.person("ana").opens_with("ana", visit="V1", charge=120, open=80, on="2025-12-01", reason="")

    assert {"needs_review": 8_000, "due": 0} == practice.owed("ana", day="2026-01-10")


def test_while_the_insurer_has_not_answered_nobody_owes(practice: Practice):
    practice.person("ana").visit("V1", "ana", ("99213", 150), on="2026-01-05")

    assert {"payer": 15_000, "due": 0} == practice.owed("ana", day="2026-02-10")


def test_what_the_plan_leaves_to_the_patient_is_the_patients(practice: Practice):
    practice.person("ana").visit("V1", "ana", ("99213", 150), on="2026-01-05")
    practice.answer(claim_answer("V1", ("99213", 150, 60, "CO45:40 PR1:30 PR2:20")), day="2026-01-20")

    assert {"patient": 5_000, "due": 5_000} == practice.owed("ana", day="2026-02-10")

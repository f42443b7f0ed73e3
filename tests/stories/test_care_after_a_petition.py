"""Stories: what a discharge in bankruptcy reaches, and what it does not."""

import pytest

from tests.stories.practice import Practice, claim_answer


@pytest.fixture
def filed(practice: Practice) -> Practice:
    practice.person("ana").opens_with("ana", visit="V1", charge=60, open=60, on="2025-12-05")
    practice.opens_with("ana", visit="V2", charge=33, open=33, on="2026-02-05", day="2026-02-06")
    practice.happens("bankruptcy_filed", "ana", on="2026-01-10", value="7")
    return practice


def test_while_the_case_is_open_nothing_is_sent(filed: Practice):
    assert "forbid" == filed.why("ana", "statement", at="2026-03-06T15:30+00:00").verdict


def test_care_after_the_petition_may_be_billed_once_the_older_debt_is_discharged(filed: Practice):
    filed.happens("bankruptcy_discharged", "ana", on="2026-05-04", value="7")

    assert {"not_billable": 6_000, "patient": 3_300, "due": 3_300} == filed.owed("ana", day="2026-05-04")
    assert "free" == filed.why("ana", "statement", at="2026-05-05T15:30+00:00").verdict
    assert [("ana", "statement", "first_statement")] == filed.night("2026-05-05").sent


@pytest.mark.parametrize("chapter", ["13", ""])
def test_of_another_chapter_all_care_up_to_the_discharge_is_protected(practice: Practice, chapter):
    practice.person("ana").opens_with("ana", visit="V1", charge=33, open=33, on="2026-02-05", day="2026-02-06")
    practice.happens("bankruptcy_filed", "ana", on="2026-01-10", value=chapter)
    practice.happens("bankruptcy_discharged", "ana", on="2026-05-04")

    assert {"not_billable": 3_300, "due": 0} == practice.owed("ana", day="2026-05-04")


def test_a_share_that_a_payer_left_before_the_petition_is_discharged_too(practice: Practice):
    practice.person("ana").visit("V1", "ana", ("99213", 150), on="2026-01-05")
    practice.answer(claim_answer("V1", ("99213", 150, 60, "CO45:40 PR1:50")), day="2026-01-20")
    practice.happens("bankruptcy_filed", "ana", on="2026-01-10", value="chapter 7")
    practice.happens("bankruptcy_discharged", "ana", on="2026-05-04")

    assert {"not_billable": 5_000, "due": 0} == practice.owed("ana", day="2026-05-04")


def test_another_persons_bankruptcy_discharges_nothing(practice: Practice):
    practice.person("ana").person("kid", guarantor_key="ana")
    practice.opens_with("kid", visit="V1", charge=60, open=60, on="2025-12-05")
    practice.happens("bankruptcy_filed", "kid", on="2026-01-10", value="7")
    practice.happens("bankruptcy_discharged", "kid", on="2026-05-04")

    assert {"patient": 6_000, "due": 6_000} == practice.owed("ana", day="2026-05-04")

"""Which visit and payer level an answer belongs to; what is not certain waits with its reason."""

import polars as pl
import pytest

from remindful.core.remits import match_claims, say_unmatched

LEVELS = {"visit_id": pl.Int64, "level_no": pl.Int64, "payer_key": pl.String, "payer_name": pl.String}


def matched(*claims: dict, visits=("V1",), payers=((1, 1, "AETNA"), (1, 2, "CIGNA")), answered=()):
    """claims: columns that differ from a first payer's answer to V1. answered: (visit, level, payer's number), oldest first."""
    rows = [
        {"claim_no": number, "segment_no": number, "control_number": "V1", "status_code": "1", "payer_key": "AETNA",
         "payer_name": None, "payer_control_number": None, "paid_cents": 100} | said
        for number, said in enumerate(claims, start=1)
    ]  # fmt: skip
    texts = {
        "control_number": pl.String,
        "status_code": pl.String,
        "payer_key": pl.String,
        "payer_name": pl.String,
        "payer_control_number": pl.String,
    }
    earlier = {"visit_id": pl.Int64, "level_no": pl.Int64, "payer_control_number": pl.String}
    return match_claims(
        pl.DataFrame(rows, schema_overrides=texts),
        visits=pl.DataFrame({"visit_id": range(1, len(visits) + 1), "visit_key": visits}, schema={"visit_id": pl.Int64, "visit_key": pl.String}),
        visit_payers=pl.DataFrame([(*one, f"{one[2]} HEALTH") for one in payers], schema=LEVELS, orient="row"),
        answered=pl.DataFrame(list(answered), schema=earlier, orient="row"),
    )  # fmt: skip


def visit_of(number: str | None, *visits: str) -> list[int]:
    return matched({"control_number": number}, visits=visits)[0]["visit_id"].to_list()


def level_of(*, answered=(), **said) -> list[int]:
    return matched(said, answered=answered)[0]["level_no"].to_list()


def why_not(**said) -> list[str]:
    found, waiting = matched(said, payers=said.pop("payers", ((1, 1, "AETNA"),)))
    assert found.is_empty()
    return waiting["why"].to_list()


def test_the_control_number_as_billed_names_the_visit():
    assert [2] == visit_of("V2", "V1", "V2")


@pytest.mark.parametrize("given_back", ["0ab 1", "AB1", "ab1", "000Ab1"])
def test_case_blanks_and_leading_zeros_may_be_lost_on_the_way(given_back):
    assert [1] == visit_of(given_back, "0aB1", "V2")


def test_the_exact_number_goes_before_one_that_is_nearly_alike():
    assert [2] == visit_of("ab1", "AB1", "ab1")


def test_a_number_that_is_nearly_alike_to_two_visits_is_not_guessed():
    assert [] == visit_of("ab1", "AB1", "0ab1")


@pytest.mark.parametrize("number", ["V9", None])
def test_a_number_that_nobody_billed_waits(number):
    assert ["no_claim"] == why_not(control_number=number)


def test_a_predetermination_is_not_an_answer():
    assert ["predetermination"] == why_not(status_code="25")


def test_a_denial_of_a_visit_without_payers_is_nobodys_answer():
    assert ["no_level"] == why_not(status_code="4", payers=())


@pytest.mark.parametrize(("status", "level"), [("1", 1), ("19", 1), ("2", 2), ("20", 2), ("3", 3), ("21", 3)])
def test_the_status_names_the_level(status, level):
    assert [level] == level_of(status_code=status, payer_key="OTHER NUMBER")


def test_a_denial_is_at_the_payers_own_level():
    assert [2] == level_of(status_code="4", payer_key="CIGNA")


def test_a_denial_by_a_payer_that_nobody_billed_is_at_the_next_level_that_waits():
    assert [2] == level_of(status_code="4", payer_key="OTHER", answered=[(1, 1, "ICN1")])


def test_a_reversal_is_at_the_level_of_the_answer_that_it_takes_back():
    answered = [(1, 1, "ICN1"), (1, 2, "ICN2")]

    assert [1] == level_of(status_code="22", payer_key="CIGNA", payer_control_number="ICN1", answered=answered)
    assert [2] == level_of(status_code="22", payer_key="CIGNA", payer_control_number="NEW", answered=answered)
    assert [2] == level_of(status_code="22", payer_key="OTHER", payer_control_number="NEW", answered=answered)


def test_each_claim_is_matched_or_waits_and_never_both():
    claims = [{"control_number": "V1"}, {"control_number": "V9"}, {"control_number": "v1", "status_code": "25"}]
    found, waiting = matched(*claims)

    assert [[1], [2, 3]] == [found["claim_no"].to_list(), waiting["claim_no"].to_list()]


def test_what_waits_says_its_amount_and_what_to_do():
    _, waiting = matched({"control_number": "V9", "paid_cents": 2_500})
    [finding] = say_unmatched(waiting, file="june.835")

    assert ("remit.no_claim", "june.835:1 (V9)") == (finding.code, str(finding.at))
    assert "payment for claim V9 ($25.00 paid) is not posted: no claim with this control number" in finding.message
    assert "Import the 837" in finding.remedy

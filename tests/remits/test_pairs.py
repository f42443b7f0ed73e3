"""Takebacks: which answer a reversal undoes, and the items on which that one stands."""

from datetime import date

import polars as pl

from remindful.core.coverage import adjudications_in_force
from remindful.core.remits import find_patient_mismatches, mark_denials, offer_taken_back, screen_adjudications
from remindful.core.words.frames import RemitAdjustments, Responsibilities
from tests.remits.conftest import items_of

ANSWERS = {"remit_claim_id": pl.Int64, "visit_id": pl.Int64, "level_no": pl.Int64, "status_code": pl.String, "charge_cents": pl.Int64,
           "paid_cents": pl.Int64, "payer_control_number": pl.String, "takes_back_id": pl.Int64, "adjudicated_on": pl.Date}  # fmt: skip
REVERSAL = {"claim_no": pl.Int64, "visit_id": pl.Int64, "level_no": pl.Int64, "status_code": pl.String, "charge_cents": pl.Int64,
            "paid_cents": pl.Int64, "payer_control_number": pl.String}  # fmt: skip


def taken(*answers: tuple[str, int, int, str], charge=-100, paid=-60, number="ICN1", by_hand=False) -> list[int]:
    """The decision that a reversal takes back. answers: (status, charge, paid, payer's number), on days one after the other."""
    rows = [(n, 1, 1, *one, None, date(2026, 1, n)) for n, one in enumerate(answers, start=1)]
    known = pl.DataFrame(rows, schema=ANSWERS, orient="row")
    posted, _ = screen_adjudications(
        pl.DataFrame([(1, 1, 1, "22", charge, paid, number)], schema=REVERSAL, orient="row"),
        in_force=mark_denials(adjudications_in_force(known, day=date.max), Responsibilities.create_empty()),
        adjustments=RemitAdjustments.create_empty(),
        visit_charges=pl.DataFrame({"visit_id": [1], "visit_cents": [100]}),
        by_hand=by_hand,
    )
    return posted["takes_back_id"].to_list()


def test_the_answer_of_opposite_amounts_is_undone_though_a_correction_came_before():
    assert [1] == taken(("1", 100, 60, "ICN1"), ("1", 100, 80, "ICN2"), number="ICN2")


def test_of_other_amounts_nothing_is_taken_back_unless_a_person_says_so():
    assert [] == taken(("1", 100, 50, "ICN1"), ("1", 100, 80, "ICN2"))
    assert [1] == taken(("1", 100, 50, "ICN1"), ("1", 100, 80, "ICN2"), by_hand=True)
    assert [2] == taken(("1", 100, 50, "ICN1"), ("1", 100, 80, "ICN2"), number="NEW", by_hand=True)


def test_an_answer_that_was_undone_is_not_undone_again():
    assert [3] == taken(("1", 100, 60, "ICN1"), ("22", -100, -60, "ICN1"), ("1", 100, 60, "ICN1"))
    assert [] == taken(("1", 100, 60, "ICN1"), ("22", -100, -60, "ICN1"))


def offered(said: list[int], moved: list[int]) -> list[int]:
    """Items of a reversal of 100. Items 1 and 2 were replaced by 3. said: of the answer; moved: with payers' money on them."""
    items = items_of(60, 40, 100)
    claims = pl.DataFrame({"claim_no": [1], "visit_id": [1], "level_no": [1], "charge_cents": [-100]})
    back = offer_taken_back(
        claims,
        pl.DataFrame({"claim_no": [1], "taken_id": [7]}),
        responsibilities=pl.DataFrame({"remit_claim_id": [7] * len(said), "item_id": said}, schema={"remit_claim_id": pl.Int64, "item_id": pl.Int64}),
        moved=pl.DataFrame({"item_id": moved}, schema={"item_id": pl.Int64}).with_columns(
            visit_id=pl.lit(1, dtype=pl.Int64), level_no=pl.lit(1, dtype=pl.Int64)
        ),
        charged=items.filter(pl.col("item_id") == 3),
        items=items,
    )  # fmt: skip
    return sorted(back["item_id"].to_list())


def test_a_reversal_goes_to_the_lines_of_its_answer_and_not_to_their_replacement():
    assert [1, 2] == offered([1, 2], [1, 2, 3])


def test_lines_without_a_reason_code_are_known_by_the_money_on_them():
    assert [1, 2] == offered([1], [1, 2])


def test_a_reversal_of_nothing_known_goes_to_what_is_charged_now():
    assert [3] == offered([], [])


def strangers(**said) -> list[int]:
    claim = {
        "claim_no": 1,
        "visit_id": 1,
        "patient_last_name": "DOE",
        "patient_first_name": "ANA",
        "member_id": "M1",
    } | said
    people = pl.DataFrame({"visit_id": [1], "last_name": ["Doe"], "first_name": ["Ana"], "member_ids": [["M1", "S1"]]})
    texts = dict.fromkeys(("patient_last_name", "patient_first_name", "member_id"), pl.String)
    return find_patient_mismatches(pl.DataFrame([claim], schema_overrides=texts), people)["claim_no"].to_list()


def test_another_name_and_another_member_number_are_another_patient():
    assert [1] == strangers(patient_first_name="BOB", member_id="M2")
    assert [1] == strangers(patient_last_name="ROE", member_id="M2")
    assert [1] == strangers(patient_last_name="ROE", member_id=None)


def test_one_of_the_two_alike_or_not_told_is_no_doubt():
    assert [] == strangers(member_id="M2")
    assert [] == strangers(patient_last_name="ROE", member_id="s-1")
    assert [] == strangers(patient_first_name="A", member_id="M2")
    assert [] == strangers(patient_first_name="BOB", member_id=None)
    assert [] == strangers(patient_last_name=None, patient_first_name=None, member_id="M2")

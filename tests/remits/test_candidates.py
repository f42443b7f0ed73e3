"""Visits that a doubtful answer may mean: the score and its parts."""

from datetime import date

import polars as pl
import pytest

from remindful.core.remits import score_candidates
from remindful.core.words.frames import Items, RemitClaims, RemitLines
from tests.remits.conftest import SERVED, frame_of

VISIT = {"visit_id": 1, "visit_key": "ABC-123456789", "service_from_on": SERVED, "service_to_on": None, "last_name": "O'Hara",
         "first_name": "Ana", "member_ids": ["W-100 200"]}  # fmt: skip
ANSWER = {"remit_no": 1, "claim_no": 1, "segment_no": 1, "control_number": "ABC-123456789", "charge_cents": 15_000, "paid_cents": 100,
          "patient_last_name": "OHARA", "patient_first_name": "ANA", "member_id": "W100200", "service_from_on": SERVED, "remark_codes": []}  # fmt: skip


def scored(*visits: dict, codes=("99213",), **answer) -> pl.DataFrame:
    told = [VISIT | visit | {"visit_id": number} for number, visit in enumerate(visits or ({},), start=1)]
    items = [
        {"item_id": one["visit_id"], "organization_id": 1, "visit_id": one["visit_id"], "line_no": 1, "procedure_code": "99213",
         "service_on": SERVED, "charge_cents": 15_000}
        for one in told
    ]  # fmt: skip
    lines = [
        {"claim_no": 1, "line_no": number, "segment_no": number, "procedure_code": code, "remark_codes": []}
        for number, code in enumerate(codes, start=1)
    ]
    schema = {"service_from_on": pl.Date, "service_to_on": pl.Date, "member_ids": pl.List(pl.String)}
    visits_frame = pl.DataFrame(told, schema_overrides=schema)
    claims = frame_of(RemitClaims, [ANSWER | answer])
    return score_candidates(claims, frame_of(RemitLines, lines), visits=visits_frame, items=frame_of(Items, items))


def test_all_that_agrees_is_a_hundred():
    row = scored().row(0, named=True)

    assert (100, "ABC-123456789") == (row["score"], row["visit_key"])
    assert (
        "control number 25 of 25, name 20 of 20, member number 20 of 20, day 15 of 15, codes 10 of 10, charge 10 of 10"
        == row["message"]
    )


@pytest.mark.parametrize(
    ("answer", "score"),
    [
        ({"control_number": "abc123456789"}, 100),
        ({"control_number": "ABC-1234"}, 95),
        ({"control_number": "ABC-1"}, 75),
        ({"control_number": "ABC-123456789-7"}, 95),
        ({"control_number": None}, 75),
        ({"patient_first_name": "A"}, 97),
        ({"patient_first_name": "ZOE"}, 94),
        ({"patient_last_name": "SMITH"}, 80),
        ({"member_id": None}, 80),
        ({"member_id": "W100201"}, 80),
        ({"service_from_on": date(2026, 1, 6)}, 85),
        ({"service_from_on": None}, 85),
        ({"charge_cents": 14_999}, 90),
        ({"charge_cents": -15_000}, 100),
    ],
)
def test_each_part_takes_its_points_away(answer, score):
    assert [score] == scored(**answer)["score"].to_list()


def test_codes_count_by_how_many_agree():
    assert 5 == scored(codes=("99213", "80053"))["code_points"][0]


def test_a_surname_and_a_day_alone_are_no_proposal():
    assert scored(
        control_number=None, member_id=None, codes=("80053",), charge_cents=1, patient_first_name="ZOE"
    ).is_empty()


def test_the_best_is_first_and_twins_are_both_shown():
    frame = scored({"visit_key": "X1", "first_name": "Zoe"}, {"visit_key": "X2"}, control_number="LOST")

    assert [("X2", 75), ("X1", 69)] == frame.select("visit_key", "score").rows()

"""Adjustments of a payment as a whole: in our words, tied to their claim, forward balances in pairs."""

import polars as pl
import pytest

from remindful.core.remits import (
    PLBS,
    find_carried,
    pair_forwards,
    pair_within,
    read_forwards,
    say_provider,
    tie_provider,
)

CODES = [
    "50", "51", "72", "90", "AM", "AP", "B2", "BD", "BN", "C5", "CR", "CS", "CT", "CV", "CW", "DM", "E3", "FB", "FC", "GO",
    "HM", "IP", "IR", "IS", "J1", "L3", "L6", "LE", "LS", "OA", "OB", "PI", "PL", "RA", "RE", "SL", "TL", "WO", "WU",
]  # fmt: skip
ROW = {
    "row_no": pl.Int64,
    "segment_no": pl.Int64,
    "payer_key": pl.String,
    "reason_code": pl.String,
    "reference": pl.String,
    "amount_cents": pl.Int64,
}
VISITS = pl.DataFrame({"visit_id": [1, 2], "visit_key": ["V-1", "V2"]})
ANSWERED = pl.DataFrame({"visit_id": [1, 2, 2], "payer_control_number": ["ICN1", "ICN2", "ICN2"]})


def rows(*told: tuple[str, str | None, int]) -> pl.DataFrame:
    return pl.DataFrame([(n, n, "P1", *one) for n, one in enumerate(told)], schema=ROW, orient="row")


def tied(*told) -> list[str | None]:
    return tie_provider(rows(*told), visits=VISITS, answered=ANSWERED)["visit_key"].to_list()


def said(*told) -> list[tuple[str, str]]:
    found = say_provider(tie_provider(rows(*told), visits=VISITS, answered=ANSWERED), file="june.835")
    return [(finding.code, finding.message) for finding in found]


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_words_and_a_cure_of_our_own(code):
    assert PLBS[code].message.endswith(".")
    assert len(PLBS[code].remedy) > 20


def test_a_recoupment_names_its_claim_by_our_number_or_the_payers():
    assert ["V-1", "V2", "V2", None, None] == tied(
        ("WO", "v1", 1), ("WO", "V2", 1), ("WO", "ICN2", 1), ("WO", "ICN9", 1), ("WO", None, 1)
    )


def test_what_is_no_recoupment_is_tied_to_no_claim():
    assert [None, None] == tied(("L6", "V2", 1), ("FB", "V2", 1))


def test_a_person_is_asked_only_where_something_is_to_be_done():
    assert [] == said(("L6", "V2", -150), ("CV", "CP", -127), ("WO", "V2", 0))
    assert [
        (
            "remit.provider_recoupment",
            "Taken back for an overpayment of an earlier claim. WO for claim V2 lowers this payment by $40.00.",
        )
    ] == said(("WO", "V2", 4_000))


def test_a_code_of_no_table_is_asked_about():
    assert [
        (
            "remit.provider_adjustment_unknown",
            "The adjustment ZZ of the whole payment raises this payment by $1.00; its code is in no table.",
        )
    ] == said(("ZZ", None, -100))


def waiting(*told: tuple[str | None, int]) -> pl.DataFrame:
    frame = pl.DataFrame(
        {"finding_id": range(len(told)), "raw": [f"P1|{about or ''}|{cents}" for about, cents in told]},
        schema={"finding_id": pl.Int64, "raw": pl.String},
    )
    return read_forwards(frame)


def carried(*told: tuple[str, str | None, int], is_reversed=False) -> pl.DataFrame:
    return find_carried(rows(*told).with_columns(is_reversed=pl.lit(value=is_reversed)))


@pytest.mark.parametrize(
    ("earlier", "now", "left", "settled"),
    [
        ((("A", -60),), ("FB", "A", 60), 0, [0]),
        ((("A", -60),), ("FB", "B", 60), 0, [0]),
        ((("A", -60), ("B", -60)), ("FB", "B", 60), 0, [1]),
        (((None, -60), (None, -60)), ("FB", None, 60), 0, [0]),
        ((("A", -60),), ("FB", "A", 59), 1, []),
        ((("A", 60),), ("FB", "A", 60), 1, []),
        ((("A", -60),), ("WO", "A", 60), 0, []),
    ],
)  # fmt: skip
def test_a_forward_balance_is_answered_by_its_opposite(earlier, now, left, settled):
    still, gone = pair_forwards(carried(now), waiting(*earlier))

    assert (left, settled) == (still.height, gone["finding_id"].to_list())


def test_two_halves_in_one_file_answer_each_other():
    forwards = carried(("FB", "A", -60), ("FB", "B", 60), ("FB", "C", 60))

    assert [2] == pair_within(forwards)["row_no"].to_list()


def test_a_recoupment_of_a_claim_that_was_reversed_answers_the_balance_that_was_carried_forward():
    recouped = ("WO", "V1", 60)

    assert [0] == pair_forwards(carried(recouped, is_reversed=True), waiting(("A", -60)))[1]["finding_id"].to_list()
    assert [] == pair_forwards(carried(recouped), waiting(("A", -60)))[1]["finding_id"].to_list()
    assert 0 == carried(("WO", "V1", -60), ("L6", "V1", 60), is_reversed=True).height


def test_a_balance_comes_back_under_another_number_of_the_payer_by_its_reference():
    other = waiting(("A", -60), ("B", -60)).with_columns(payer_key=pl.lit("P2"))

    assert [1] == pair_forwards(carried(("FB", "B", 60)), other)[1]["finding_id"].to_list()
    assert [] == pair_forwards(carried(("FB", None, 60)), other)[1]["finding_id"].to_list()

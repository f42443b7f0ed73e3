"""What payers allowed beside their contracts."""

from datetime import date

import polars as pl
import pytest

from remindful.core.remits import ContractTerms, compare_contract, meaning_expr
from remindful.core.words.frames import Fees
from tests.remits.conftest import ANSWERED, SERVED, frame_of

SAID = {
    "item_id": pl.Int64,
    "remit_claim_id": pl.Int64,
    "group_code": pl.String,
    "carc": pl.String,
    "amount_cents": pl.Int64,
}


def fee(cents: int, **said):
    return {
        "schedule": "P1",
        "procedure_code": "99213",
        "modifiers": "",
        "from_on": date(2026, 1, 1),
        "unit_cents": cents,
    } | said


def checked(said: str, *fees: dict, terms: ContractTerms | None = None, **line):
    """The check of one line of $150. said: "CO45:5000 PR1:2000"."""
    words = [(1, 1, word[:2], word.split(":")[0][2:], int(word.split(":")[1])) for word in said.split()]
    row = {"item_id": 1, "visit_id": 1, "remit_claim_id": 1, "organization_id": 1, "visit_key": "V1", "payer_key": "P1", "payer_name": "PLAN",
           "procedure_code": "99213", "revenue_code": None, "modifiers": None, "units": 1.0, "service_on": SERVED, "adjudicated_on": ANSWERED,
           "charge_cents": 15_000} | line  # fmt: skip
    lines = pl.DataFrame(
        [row], schema_overrides={"modifiers": pl.String, "revenue_code": pl.String, "procedure_code": pl.String}
    )
    frame = pl.DataFrame(words, schema=SAID, orient="row").with_columns(meaning=meaning_expr())
    table = frame_of(Fees, list(fees)).with_columns(organization_id=pl.lit(1, dtype=pl.Int64))
    return compare_contract(lines, frame, table, terms=terms or ContractTerms())


def told(*args, **kwargs) -> tuple[int, int | None, str]:
    return checked(*args, **kwargs).select("allowed_cents", "difference_cents", "verdict").row(0)


def test_what_was_allowed_is_payment_and_share_and_less_than_agreed_is_underpaid():
    assert (9_000, -1_000, "underpaid") == told("CO45:6000 PR2:1800", fee(10_000))


@pytest.mark.parametrize(
    ("cents", "verdict"), [(10_100, "as_agreed"), (10_101, "underpaid"), (9_900, "as_agreed"), (9_899, "overpaid")]
)
def test_a_difference_within_the_tolerance_is_left_alone(cents, verdict):
    assert verdict == told("CO45:5000", fee(cents))[2]


def test_sequestration_and_withholding_are_no_part_of_the_rate():
    assert (10_000, 0, "as_agreed") == told("CO45:5000 CO253:200 CO104:300", fee(10_000))


def test_a_code_without_a_rate_is_said_to_have_none():
    assert (10_000, None, "no_rate") == told("CO45:5000", fee(10_000, procedure_code="99214"))
    assert "no_rate" == told("CO45:5000", fee(10_000, schedule="P2"))[2]


@pytest.mark.parametrize(
    ("served", "verdict"),
    [
        (date(2025, 12, 31), "no_rate"),
        (date(2026, 1, 1), "as_agreed"),
        (date(2026, 6, 30), "as_agreed"),
        (date(2026, 7, 1), "no_rate"),
    ],
)
def test_the_rate_is_that_of_the_day_of_service(served, verdict):
    assert verdict == told("CO45:5000", fee(10_000, to_on=date(2026, 6, 30)), service_on=served)[2]


def test_the_modifiers_own_rate_goes_before_the_codes_and_units_multiply():
    fees = (fee(10_000), fee(4_000, modifiers="26"))

    assert 0 == told("CO45:7000", *fees, modifiers="26", units=2.0)[1]
    assert 0 == told("CO45:5000", *fees, modifiers="59")[1]


def test_the_charge_is_the_most_that_a_contract_pays():
    assert (15_000, 0, "as_agreed") == told("", fee(20_000))
    assert "underpaid" == told("", fee(20_000), terms=ContractTerms(is_lesser_of=False))[2]


def test_a_further_procedure_is_flagged_and_reduced_where_that_was_agreed():
    flagged = checked("CO45:5000 CO59:5000", fee(10_000))
    agreed = checked("CO45:5000 CO59:5000", fee(10_000), terms=ContractTerms(reduced_percent=50))

    assert [(True, "underpaid"), (True, "as_agreed")] == [
        frame.select("is_reduced", "verdict").row(0) for frame in (flagged, agreed)
    ]
    assert checked("CO45:5000", fee(10_000), modifiers="51")["is_reduced"][0]


@pytest.mark.parametrize("said", ["CO197:15000", "CO45:5000 CO16:1000", "CO22:15000", "CO999:100"])
def test_a_line_that_was_denied_or_waits_is_not_compared(said):
    assert checked(said, fee(10_000)).is_empty()


def test_a_revenue_line_has_its_rate_by_its_revenue_code():
    assert 0 == told("CO45:5000", fee(10_000, procedure_code="0450"), procedure_code=None, revenue_code="0450")[1]

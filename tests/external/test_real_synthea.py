"""A real Synthea folder: everything that it charges is paid, taken off or open, to the cent."""

import os
from pathlib import Path

import polars as pl
import pytest

from remindful.edges.formats import find_formats, sniff_format, synthea

SHARED = Path(os.environ.get("REMINDFUL_SHARED_DATA", Path(__file__).parents[3] / "shared/data"))
FOLDER = SHARED / "synthea/csv"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no Synthea folder at {FOLDER}; set REMINDFUL_SHARED_DATA")


@pytest.fixture(scope="module")
def pieces():
    return list(synthea.read_folder(FOLDER))


def _frame(pieces, name: str) -> pl.DataFrame:
    return pl.concat(piece.frames[name] for piece in pieces if name in piece.frames)


def _cents(table: str, column: str, where: pl.Expr) -> int:
    rows = pl.read_csv(FOLDER / f"{table}.csv", infer_schema=False).filter(where)
    return int((rows[column].cast(pl.Decimal(20, 2)).sum() or 0) * 100)


def test_every_row_is_read_or_set_aside_with_a_finding(pieces):
    findings = [finding for piece in pieces for finding in piece.findings]
    read, aside = sum(piece.rows_read for piece in pieces), sum(piece.exception_count for piece in pieces)
    print(f"\n{read} rows read, {aside} aside: {[str(finding) for finding in findings]}")

    assert aside < read / 100
    assert (aside > 0) == bool(findings)


def test_charges_are_payer_paid_and_taken_off_and_patient_paid_and_open(pieces):
    good = pl.col("CLAIMID").is_in(_frame(pieces, "claims")["control_number"].implode())
    charged = _cents("claims_transactions", "AMOUNT", good & (pl.col("TYPE") == "CHARGE"))
    paid = _cents("claims_transactions", "PAYMENTS", good & (pl.col("TYPE") == "PAYMENT"))
    by_payers, by_patients = (
        _frame(pieces, "remit_claims")["paid_cents"].sum(),
        _frame(pieces, "payments")["amount_cents"].sum(),
    )
    said = _frame(pieces, "remit_adjustments")
    taken_off = said.filter(pl.col("group_code") == "CO")["amount_cents"].sum()
    print(f"\n{charged} cents charged = {by_payers} by payers + {taken_off} off + {by_patients} by patients + open")

    assert (
        charged == _frame(pieces, "claims")["charge_cents"].sum() == _frame(pieces, "claim_lines")["charge_cents"].sum()
    )
    assert paid == by_payers + by_patients
    assert charged - paid - taken_off >= 0
    assert charged > 100_000_000


def test_each_answered_claim_ties_by_itself(pieces):
    answers = _frame(pieces, "remit_claims").sort("status_code").group_by("control_number", maintain_order=True)
    answered = answers.agg(by_payers=pl.col("paid_cents").sum(), share=pl.col("patient_cents").last())
    patients = _frame(pieces, "payments").group_by("visit_key").agg(by_patient=pl.col("amount_cents").sum())
    claims = answered.join(_frame(pieces, "claims"), on="control_number").join(
        patients, left_on="control_number", right_on="visit_key", how="left"
    )

    # No payer of this folder takes anything off, so the last one's share of the patient is the rest of the charge.
    assert claims.height > 500
    assert claims.filter(pl.col("charge_cents") != pl.col("by_payers") + pl.col("share")).height == 0
    assert claims.filter(pl.col("by_patient").fill_null(0) > pl.col("share")).height == 0


def test_each_line_of_each_remit_balances_and_each_remit_sums_its_claims(pieces):
    lines, said = _frame(pieces, "remit_lines"), _frame(pieces, "remit_adjustments")
    off = said.group_by("claim_no", "line_no").agg(off=pl.col("amount_cents").sum())
    both = lines.join(off, on=["claim_no", "line_no"], how="left").with_columns(pl.col("off").fill_null(0))
    sums = _frame(pieces, "remit_claims").group_by("remit_no").agg(claims=pl.col("paid_cents").sum())

    assert both.filter(pl.col("charge_cents") != pl.col("paid_cents") + pl.col("off")).height == 0
    assert (
        _frame(pieces, "remits")
        .join(sums, on="remit_no", how="full")
        .filter(pl.col("paid_cents").ne_missing(pl.col("claims")))
        .height
        == 0
    )


def test_every_table_is_known_by_its_header_and_by_no_other_format():
    tables = sorted(FOLDER.glob("*.csv"))
    claimants = {
        path.name: [fmt.name for fmt in find_formats() if fmt.sniff(path.read_bytes()[:65_536], path.name)]
        for path in tables
    }

    assert len(tables) >= 18
    assert {name: ["synthea"] for name in claimants} == claimants
    assert all(sniff_format(path) is synthea.FORMAT for path in tables)

"""Every published X12 file: read, written, read again, it is the same. What cannot be is named here, with its reason."""

import os
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from remindful.edges.formats import claim837, era835
from remindful.edges.formats.claim837.write import render_claims
from remindful.edges.formats.era835.write import RemitHeader, write_remits
from remindful.edges.x12.envelope import ENVELOPE_IDS
from remindful.edges.x12.pieces import read_pieces
from remindful.edges.x12.write import write_pieces
from tests.formats.x12.made837 import HEADER
from tests.formats.x12.reading import join_readings

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("REMINDFUL_SHARED_DATA", ROOT.parent / "shared" / "data")) / "x12"
FILES = sorted(path for path in DATA.glob("*/*") if path.is_file())
CLAIMS = [path for path in FILES if path.parent.name == "837"]
REMITS = [path for path in FILES if path.parent.name == "835"]

#: What a file says that is not written, and why: part of the file's name, then the columns that come back otherwise.
#: CLM06 and the day of discharge have no place in an institutional claim (X223); SBR02 is empty where the patient has a loop of
#: their own, as PAT01 says it; a pay-to name has no place (2010AB); providers are written in the order of the guide.
OTHERWISE = {
    "837i-canonical": {"claims.signature_code", "claims.discharged_on"},
    "837i-pay-to-plan": {"claims.signature_code"},
    "x223-test": {"claims.signature_code"},
    "837p-comprehensive": {"claim_providers.role", "claim_providers.last_name", "claim_providers.first_name", "claim_providers.npi"},
    "837p-edge-cases": {"claim_payers.relationship_code"},
    "837p-with-patient-hl": {"claim_payers.relationship_code"},
    "bad_valid_code": {"claim_providers"},  # a loop without its NM1*85: the claim's own columns name who bills, and are written
    "loop_errors3_missing_loops": {"claim_providers"},  # the same
}  # fmt: skip
#: 835 whose SE counts wrong or that break off: written, they are whole (is_complete).
MENDED = {
    "badx12__tests_files_errors_error_validation.edi", "cosyte__test_fixtures_remit_835-availity-quirk.edi",
    "cosyte__test_fixtures_remit_835-carc-rarc-mix.edi", "cosyte__test_fixtures_remit_835-imbalance.edi",
    "cosyte__test_fixtures_remit_835-multi-claim.edi", "cosyte__test_fixtures_remit_835-with-plb.edi", "stupidedi__notes_split.edi",
    "stupidedi__spec_fixtures_005010_X221_HP835_Health_Care_Claim_Payment_Advice_case_3a.edi",
}  # fmt: skip
#: Files of which no claim passes the reader, each by a finding or because it holds none: nothing to write.
NOTHING_TO_WRITE = {
    "predeterminations and reports, which are no bills": 17,
    "a claim without a readable charge or line": 3,
    "an envelope without claims": 5,
}

pytestmark = pytest.mark.skipif(not FILES, reason=f"no published X12 files under {DATA} (set REMINDFUL_SHARED_DATA)")


def renumbered(frames):
    """Frames whose claims count from 1 without the gaps that set-aside claims leave."""
    order = frames["claims"].select("claim_no", new_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))
    return {
        name: frame.join(order, on="claim_no", maintain_order="left")
        .with_columns(claim_no="new_no")
        .drop("new_no", "segment_no", strict=False)
        for name, frame in frames.items()
    }


def differing(once, again):
    """Columns that differ, or frames whose rows do in number."""
    for name, frame in once.items():
        if frame.height != again[name].height:
            yield name
            continue
        for column in frame.columns:
            if frame[column].ne_missing(again[name][column]).any():
                yield f"{name}.{column}"


@pytest.mark.parametrize("path", CLAIMS, ids=lambda path: path.name[-60:])
def test_claims_come_back_as_they_were(path, tmp_path):
    once, _ = join_readings(claim837.FORMAT.read(path, None))
    written = tmp_path / "written.837"
    written.write_text(render_claims(once, header=HEADER)[0])
    again, findings = join_readings(claim837.FORMAT.read(written, None))
    expected = next((columns for part, columns in OTHERWISE.items() if part in path.name), set())

    assert once["claims"].is_empty() or [] == findings
    assert expected == set(differing(renumbered(once), renumbered(again)))


def test_the_files_without_a_claim_to_write_are_those_that_we_know():
    kinds = dict.fromkeys(NOTHING_TO_WRITE, 0)
    for path in CLAIMS:
        once, findings = join_readings(claim837.FORMAT.read(path, None))
        codes = {finding.code for finding in findings}
        if once["claims"].is_empty():
            no_bill, unread = "claim.no_bill" in codes, codes & {"claim.amount_unreadable", "claim.line_empty"}
            kinds[list(kinds)[0 if no_bill else 1 if unread else 2]] += 1

    assert NOTHING_TO_WRITE == kinds


@pytest.mark.parametrize("path", REMITS, ids=lambda path: path.name[-60:])
def test_remittances_come_back_as_they_were(path, tmp_path):
    once, _ = join_readings(era835.FORMAT.read(path, None))
    assert not once["remits"].is_empty()
    is_production = bool(once["remits"]["is_production"][0])
    header = RemitHeader(replace(HEADER.interchange, is_production=is_production))
    written = tmp_path / "written.835"
    written.write_text(write_remits(once, header=header))
    again, findings = join_readings(era835.FORMAT.read(written, None))
    mended = {"is_complete"} if path.name in MENDED else set()

    assert [] == findings
    assert bool(mended) == (False in once["remits"]["is_complete"])
    for name, frame in once.items():
        dropped = ["segment_no", *(mended if name == "remits" else [])]
        assert_frame_equal(frame.drop(dropped), again[name].drop(dropped))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name[-60:]}")
def test_the_segments_of_any_file_come_back(path, tmp_path):
    pieces = list(read_pieces(path, starts=("HL", "ST"), landmarks=ENVELOPE_IDS))
    written = tmp_path / "written.x12"
    written.write_text(write_pieces(pieces), newline="")
    again = list(read_pieces(written, starts=("HL", "ST"), landmarks=ENVELOPE_IDS))

    assert sum(piece.rows.height for piece in pieces) > 0
    assert_frame_equal(pl.concat([piece.rows for piece in pieces]), pl.concat([piece.rows for piece in again]))

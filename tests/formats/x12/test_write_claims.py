"""Claims are written whole or not at all; two validators find nothing wrong, and our own reader reads what was meant."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from remindful.edges.formats import claim837
from remindful.edges.formats.claim837.write import render_files, write_claims
from tests.formats.x12.faults837 import FAULTS, written
from tests.formats.x12.made837 import CLINIC, HEADER, KINDS, NOW, OTHER_DOCTOR, as_frames, professional, together
from tests.formats.x12.reading import join_readings
from tests.formats.x12.validators import by_pyx12, by_x12sdk


def read_again(text, folder):
    path = folder / "written.837"
    path.write_text(text)
    frames, findings = join_readings(claim837.FORMAT.read(path, None))
    return {name: frame.drop("segment_no", strict=False) for name, frame in frames.items()}, findings


def without_places(frames):
    return {name: frame.drop("segment_no", strict=False) for name, frame in frames.items()}


def test_pyx12_finds_nothing_in_claims_of_every_kind(tmp_path):
    parts = [KINDS[kind](number) for number, kind in enumerate(KINDS, start=1)]
    file = write_claims(as_frames(together(*parts)), header=HEADER)

    assert ((), len(KINDS)) == (file.findings, file.sent.height)
    assert [] == by_pyx12(file.text, tmp_path)


@pytest.mark.parametrize("kind", KINDS)
def test_x12sdk_finds_nothing_in_a_claim_of_any_kind(kind):
    file = write_claims(as_frames(KINDS[kind]()), header=HEADER)

    assert ((), 1) == (file.findings, file.sent.height)
    assert [] == by_x12sdk(file.text)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_is_what_is_read(kind, tmp_path):
    frames = as_frames(KINDS[kind]())
    read, findings = read_again(write_claims(frames, header=HEADER).text, tmp_path)

    assert [] == findings
    for name, frame in without_places(frames).items():
        keys = [key for key in ("claim_no", "level_no", "line_no", "role", "group_code") if key in frame.columns]
        assert_frame_equal(frame.sort(keys), read[name].sort(keys))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found_by_whom_the_decision_says(fault, tmp_path):
    kind, plant, pyx12_finds, x12sdk_finds = FAULTS[fault]
    whole = written(kind)
    broken = plant(whole)
    assert whole != broken

    assert (pyx12_finds, x12sdk_finds) == (bool(by_pyx12(broken, tmp_path)), bool(by_x12sdk(broken)))


def test_many_files_of_one_pass_are_those_written_one_by_one():
    parts = [KINDS[kind](number) for number, kind in enumerate(KINDS, start=1)]
    frames = as_frames(together(*parts))
    headers = [
        replace(HEADER, interchange=replace(HEADER.interchange, number=90 + place)) for place in range(len(parts))
    ]
    in_files = frames["claims"].with_columns(file_no=pl.int_range(pl.len()))
    files = list(render_files({**frames, "claims": in_files}, headers=headers))

    assert files == [
        write_claims(
            {name: frame.filter(pl.col("claim_no") == number) for name, frame in frames.items()}, header=header
        ).text
        for number, header in enumerate(headers, start=1)
    ]


def test_claims_of_both_forms_and_two_clinics_stand_in_one_file(tmp_path):
    parts = [KINDS[kind](number) for number, kind in enumerate(KINDS, start=1)]
    other = professional(len(parts) + 1)
    other["claim_providers"][0] |= {"npi": OTHER_DOCTOR, "last_name": "ELSEWHERE CLINIC"}
    other["claims"][0] |= {"billing_npi": OTHER_DOCTOR, "billing_name": "ELSEWHERE CLINIC"}
    file = write_claims(as_frames(together(*parts, other)), header=HEADER)
    read, findings = read_again(file.text, tmp_path)

    assert [] == [*file.findings, *findings]
    assert len(parts) + 1 == read["claims"].height
    assert ["7", "8", "9"] == file.sent["group_number"].unique(maintain_order=True).to_list()[:3]
    closed = [line.split("*")[2].rstrip("~") for line in file.text.splitlines() if line.startswith("SE*")]
    assert closed == file.sent["set_number"].unique(maintain_order=True).to_list()


def test_a_set_holds_5000_claims_at_most(tmp_path):
    one = as_frames(professional())
    count = 5_001
    numbers = pl.DataFrame({"claim_no": range(1, count + 1)}, schema={"claim_no": pl.Int64})
    frames = {
        name: frame.drop("claim_no").join(numbers, how="cross").select(frame.columns) for name, frame in one.items()
    }
    file = write_claims(frames, header=HEADER)
    read, findings = read_again(file.text, tmp_path)

    assert [] == [*file.findings, *findings]
    assert [5_000, 1] == file.sent.group_by("set_number", maintain_order=True).len()["len"].to_list()
    assert count == read["claims"].height


#: Of which kind of claim, where, which row, what is changed, and what is told.
LACKS = [
    ("professional", "claims", 0, {"control_number": None}, "claim.control_number"),
    ("professional", "claims", 0, {"control_number": "A" * 21}, "claim.control_number"),
    ("professional", "claims", 0, {"form": "D"}, "claim.form_unwritten"),
    ("professional", "claims", 0, {"charge_cents": 24999}, "claim.charge_sum"),
    ("professional", "claims", 0, {"facility_code": None}, "claim.place_or_frequency"),
    ("professional", "claims", 0, {"frequency_code": "7"}, "claim.no_payer_claim_number"),
    ("professional", "claims", 0, {"relationship_code": None}, "claim.relationship"),
    ("professional", "claims", 0, {"signature_code": None}, "claim.consent"),
    ("professional", "claims", 0, {"accident_kinds": "AA", "accident_on": date(2026, 3, 1)}, "claim.accident_state"),
    ("professional", "claims", 0, {"accident_kinds": "OA"}, "claim.accident_day"),
    ("professional", "claims", 0, {"service_to_on": date(2026, 5, 5)}, "claim.service_later"),
    ("professional", "claims", 0, {"patient_birth_on": date(2026, 4, 2)}, "claim.unborn"),
    ("professional", "claims", 0, {"referral_number": "A*B"}, "claim.key_unwritable"),
    ("professional", "claims", 0, {"note": "\u4e2d\u6587"}, "claim.text_unwritable"),
    ("professional", "claims", 0, {"note": "A" * 81}, "claim.text_unwritable"),
    ("professional", "claim_payers", 0, {"is_destination": False}, "claim.no_payer"),
    ("professional", "claim_payers", 0, {"payer_key": None}, "claim.payer"),
    ("professional", "claim_payers", 0, {"filing_code": None}, "claim.payer"),
    ("professional", "claim_payers", 0, {"member_id": None}, "claim.subscriber"),
    ("professional", "claim_payers", 0, {"subscriber_zip": "3231X"}, "claim.patient_zip"),
    ("professional", "claim_payers", 0, {"subscriber_sex": "X"}, "claim.patient_sex"),
    ("professional", "claim_payers", 0, {"subscriber_state": "Florida"}, "claim.patient_state"),
    ("professional", "claim_payers", 0, {"level_no": 2}, "claim.no_prior_payer"),
    ("professional", "claim_providers", 0, {"npi": "9999900018"}, "claim.billing_npi"),
    ("professional", "claim_providers", 0, {"zip": "32308-00"}, "claim.billing_zip"),
    ("professional", "claim_providers", 0, {"tax_id": "99-00001"}, "claim.billing_tax_id"),
    ("professional", "claim_providers", 0, {"line1": "P.O. Box 7"}, "claim.billing_po_box"),
    ("professional", "claim_providers", 0, {"city": None}, "claim.billing_provider"),
    ("professional", "claim_providers", 1, {"npi": "1234567890"}, "claim.provider_npi"),
    ("professional", "claim_providers", 1, {"taxonomy": "DOCTOR"}, "claim.provider_taxonomy"),
    ("professional", "claim_lines", 0, {"diagnosis_pointers": "3"}, "claim.line_pointer"),
    ("professional", "claim_lines", 0, {"diagnosis_pointers": None}, "claim.line_pointer"),
    ("professional", "claim_lines", 0, {"units": 0.0}, "claim.line_units"),
    ("professional", "claim_lines", 0, {"units": 0.0001}, "claim.line_units"),
    ("professional", "claim_lines", 0, {"procedure_code": None}, "claim.line"),
    ("professional", "claim_lines", 0, {"procedure_code": "99213~"}, "claim.line_code"),
    ("professional", "claim_lines", 0, {"modifiers": "25:59:GT:95:AI"}, "claim.line_modifiers"),
    ("professional", "claim_lines", 0, {"service_on": None}, "claim.line"),
    ("professional", "claim_lines", 0, {"service_to_on": date(2026, 3, 31)}, "claim.line_day"),
    ("professional", "claim_lines", 0, {"ndc": "0003-0293-05", "ndc_units": 1.0, "ndc_basis": "ML"}, "claim.line_drug"),
    ("professional", "claim_lines", 0, {"ndc": "00003029305"}, "claim.line_drug"),
    ("professional", "claim_codes", 0, {"qualifier": "ABF"}, "claim.no_diagnosis"),
    ("professional", "claim_codes", 0, {"code": "J20.9"}, "claim.code"),
    ("inpatient", "claims", 0, {"discharged_time": None}, "claim.no_discharge_hour"),
    ("inpatient", "claims", 0, {"discharged_time": "2460"}, "claim.hour"),
    ("inpatient", "claims", 0, {"admitted_on": None}, "claim.stay"),
    ("inpatient", "claims", 0, {"discharge_status": None}, "claim.institutional"),
    ("inpatient", "claim_providers", 1, {"role": "82"}, "claim.no_attending"),
    ("inpatient", "claim_codes", 1, {"qualifier": "ABF"}, "claim.no_admitting"),
    ("inpatient", "claim_codes", 4, {"code_on": None}, "claim.code_day"),
    ("inpatient", "claim_codes", 7, {"amount_text": None}, "claim.code_amount"),
    ("inpatient", "claim_lines", 0, {"revenue_code": "120"}, "claim.line_code"),
    ("inpatient", "claim_lines", 0, {"revenue_code": None}, "claim.line"),
    ("secondary", "claim_adjudications", 0, {"paid_cents": None}, "claim.no_prior_answer"),
    ("secondary", "claim_adjudications", 0, {"paid_cents": 14_999}, "claim.answer_sum"),
    ("secondary", "claim_adjudications", 1, {"paid_cents": 8_999}, "claim.answer_unbalanced"),
    ("secondary", "claim_adjudications", 1, {"paid_on": None}, "claim.answer_undated"),
    ("secondary", "claim_adjudications", 1, {"line_no": 3}, "claim.answer_of_no_line"),
    ("secondary", "claim_payer_adjustments", 0, {"amount_cents": 1}, "claim.answer_unbalanced"),
    ("secondary", "claim_payer_adjustments", 0, {"group_code": "XX"}, "claim.answer_group"),
    ("secondary", "claim_payer_adjustments", 0, {"carc": None}, "claim.answer_adjustment"),
    ("secondary", "claim_payers", 0, {"filing_code": "QQ"}, "claim.filing_code"),
    ("secondary", "claim_payers", 1, {"filing_code": "QQ"}, "claim.filing_code"),
    ("secondary", "claim_payers", 0, {"relationship_code": None}, "claim.other_payer"),
    ("medicare second", "claim_payers", 1, {"insurance_type": None}, "claim.no_insurance_type"),
]  # fmt: skip


@pytest.fixture(scope="module")
def all_broken():
    """Each broken claim beside all others, and a whole one at the end, written at once."""
    parts = []
    for number, (kind, name, row, message, _) in enumerate(LACKS, start=1):
        rows = KINDS[kind](number)
        rows[name][row] |= message
        parts.append(rows)
    return write_claims(as_frames(together(*parts, professional(len(LACKS) + 1))), header=HEADER)


@pytest.mark.parametrize("number", range(1, len(LACKS) + 1), ids=lambda number: f"{LACKS[number - 1][4]}-{number}")
def test_a_claim_that_lacks_something_is_told_and_left_out(number, all_broken):
    code = LACKS[number - 1][4]

    assert code in {finding.code for finding in all_broken.findings if finding.at.line == number}
    assert number not in all_broken.sent["claim_no"]


def test_the_whole_claim_among_them_is_written(all_broken, tmp_path):
    read, findings = read_again(all_broken.text, tmp_path)

    assert [] == [*findings, *by_pyx12(all_broken.text, tmp_path), *by_x12sdk(all_broken.text)]
    assert [f"ACCT-{len(LACKS) + 1}"] == read["claims"]["control_number"].to_list()
    assert [len(LACKS) + 1] == all_broken.sent["claim_no"].to_list()


def test_a_broken_claim_alone_gives_a_file_without_claims():
    file = write_claims(as_frames(professional(1, charge_cents=1)), header=HEADER)

    assert ["claim.charge_sum"] == [finding.code for finding in file.findings]
    assert "CLM*" not in file.text


def test_every_finding_names_the_claim_and_its_cure():
    broken = professional(1)
    broken["claim_lines"][1] |= {"units": None, "diagnosis_pointers": "9"}
    file = write_claims(as_frames(broken), header=HEADER)

    assert {"ACCT-1"} == {finding.at.key for finding in file.findings}
    assert all("(line 2)" in finding.message and finding.remedy.endswith(".") for finding in file.findings)
    assert 2 == len(file.findings)


def test_no_separator_of_a_name_or_note_becomes_one_of_the_file(tmp_path):
    rows = professional(1, note="KNEE*LEFT~RIGHT:BOTH^2")
    rows["claims"][0] |= {"patient_last_name": "O'NEIL~NM1*85"}
    rows["claim_payers"][0] |= {"subscriber_last_name": "O'NEIL~NM1*85", "payer_name": "BLUE: FLORIDA"}
    file = write_claims(as_frames(rows), header=HEADER)
    read, findings = read_again(file.text, tmp_path)

    assert [] == [*file.findings, *findings, *by_pyx12(file.text, tmp_path)]
    assert "KNEE LEFT RIGHT BOTH 2" == read["claims"]["note"][0]
    assert "O'NEIL NM1 85" == read["claims"]["patient_last_name"][0]
    assert "BLUE FLORIDA" == read["claim_payers"]["payer_name"][0]


def test_accents_are_taken_off_and_typographers_marks_made_plain():
    rows = professional(1, note="Ca\u00f1\u00f3n \u2013 \u201cleft\u201d stra\u00dfe")
    text = write_claims(as_frames(rows), header=HEADER).text

    assert 'NTE*ADD*Canon - "left" strasse~' in text
    assert text.isascii()


def test_a_production_file_says_so_and_bears_its_numbers():
    interchange = replace(HEADER.interchange, number=123, group_number=45, is_production=True)
    file = write_claims(as_frames(professional()), header=replace(HEADER, interchange=interchange))

    assert file.text.startswith(
        "ISA*00*          *00*          *ZZ*SAMPLECLINIC   *ZZ*CLEARING       *260504*0930*^*00501*000000123*0*P*:~"
    )
    assert ["GE*1*45~", "IEA*1*000000123~"] == file.text.splitlines()[-2:]
    assert [("45", "0001")] == file.sent.select("group_number", "set_number").rows()


def test_no_claims_give_an_empty_file_and_no_crash():
    file = write_claims(as_frames({}), header=HEADER)

    assert (True, ()) == (file.sent.is_empty(), file.findings)
    assert file.text.splitlines()[-1] == "IEA*0*000000042~"


def test_the_npi_of_the_tests_is_whole():
    assert (CLINIC, NOW.year) == ("9999900019", 2026)

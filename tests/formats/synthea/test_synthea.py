"""Synthea folders: people, claims tied to the cent, what payers answered and what patients paid."""

from datetime import date

import polars as pl
import pytest

from remindful.edges.formats import synthea
from remindful.edges.formats.synthea.tables import COLUMNS

SIMPLE = (
    ("charge", "100.00", "1"),
    ("echeck", "80.00", "20.00"),
    ("out", "20.00"),
    ("to", "p", "20.00"),
    ("cash", "20.00", "0.00"),
)


def _said(frames: dict[str, pl.DataFrame], status: str) -> list[tuple[str | None, str | None, int | None]]:
    claims = frames["remit_claims"].filter(pl.col("status_code") == status)["claim_no"]
    said = frames["remit_adjustments"].filter(pl.col("claim_no").is_in(claims.implode()))
    return said.select("group_code", "carc", "amount_cents").rows()


def test_a_payer_pays_its_part_and_the_patient_the_rest(folder):
    folder.claim("c1", "pay-hum")
    folder.line("c1", *SIMPLE)
    frames, findings = folder.read()

    assert findings == []
    assert frames["claims"].select("control_number", "charge_cents", "form").rows() == [("c1", 10_000, "P")]
    assert frames["claim_lines"].select(
        "claim_no", "line_no", "line_control_number", "charge_cents", "procedure_code"
    ).rows() == [(1, 1, "t0", 10_000, "185345009")]
    assert frames["claim_payers"].select("level_no", "payer_name", "payer_kind", "is_destination").rows() == [
        (1, "Humana", "commercial", True)
    ]
    assert frames["remit_claims"].select(
        "control_number", "status_code", "charge_cents", "paid_cents", "patient_cents"
    ).rows() == [("c1", "1", 10_000, 8_000, 2_000)]
    assert _said(frames, "1") == [("PR", "2", 2_000)]
    assert frames["remit_lines"]["line_control_number"].to_list() == ["t0"]
    assert [("t4", "ana", "c1", date(2024, 3, 5), 2_000, "cash")] == frames["payments"].drop("line_no").rows()


def test_a_copay_is_paid_on_the_day_and_an_unpaid_line_is_deductible(folder):
    folder.claim("c1", "pay-hum")
    folder.line(
        "c1",
        ("charge", "100.00", "1"),
        ("copay", "30.00", "70.00"),
        ("out", "70.00"),
        ("to", "p", "70.00"),
        ("cc", "70.00", "0.00"),
    )
    frames, findings = folder.read()

    assert findings == []
    assert _said(frames, "1") == [("PR", "1", 7_000), ("PR", "3", 3_000)]
    assert [(date(2024, 3, 1), 3_000, None), (date(2024, 3, 5), 7_000, "card")] == frames["payments"].select(
        "paid_on", "amount_cents", "method"
    ).rows()
    assert frames["remits"]["method"].to_list() == ["NON"]


def test_a_secondary_payer_answers_for_what_the_primary_left(folder):
    folder.claim("c1", "pay-care", "pay-hum")
    folder.line(
        "c1", ("charge", "100.00", "1"), ("adjust", "10.00", "90.00"), ("echeck", "70.00", "20.00"), ("out", "20.00"),
        ("to", "2", "20.00"), ("echeck", "15.00", "5.00"), ("out", "5.00"),
        ("to", "p", "5.00"), ("check", "5.00", "0.00"),
    )  # fmt: skip
    folder.line("c1", ("charge", "50.00", "1"), ("echeck", "50.00", "0.00"))
    frames, findings = folder.read()

    assert findings == []
    assert frames["claim_payers"]["payer_kind"].to_list() == ["medicare", "commercial"]
    assert _said(frames, "1") == [("CO", "45", 1_000), ("PR", "2", 2_000)]
    assert _said(frames, "2") == [("OA", "23", 8_000), ("PR", "2", 500), ("OA", "23", 5_000)]
    assert {("1", 15_000, 12_000, 2_000), ("2", 15_000, 1_500, 500)} == set(
        frames["remit_claims"].select("status_code", "charge_cents", "paid_cents", "patient_cents").rows()
    )


def test_medicare_and_medicaid_of_one_person_are_two_levels_and_both_answer(folder):
    folder.claim("c1", "pay-dual")
    folder.line("c1", *SIMPLE)
    frames, findings = folder.read()

    assert findings == []
    assert frames["claim_payers"].select("level_no", "payer_kind").rows() == [(1, "medicare"), (2, "medicaid")]
    assert _said(frames, "2") == [("OA", "23", 8_000), ("PR", "2", 2_000)]


@pytest.mark.parametrize("payer", ["pay-none", None, "0"])
def test_no_insurance_is_no_payer_level_and_no_remit(folder, payer):
    folder.claim("c1", payer)
    folder.line("c1", ("charge", "100.00", "p"), ("cash", "60.00", "40.00"))
    frames, findings = folder.read()

    assert findings == []
    assert frames["claims"].height == 1
    assert frames["claim_payers"].height + frames["remit_claims"].height == 0
    assert frames["payments"]["amount_cents"].to_list() == [6_000]


def test_a_claim_that_waits_for_its_payer_has_no_remit(folder):
    folder.claim("c1", "pay-hum", STATUS1="BILLED", OUTSTANDING1="100.00")
    folder.line("c1", ("charge", "100.00", "1"))
    frames, findings = folder.read()

    assert findings == []
    assert (frames["claims"].height, frames["remit_claims"].height) == (1, 0)


def test_a_claim_that_waits_for_its_second_payer_has_the_first_ones_remit(folder):
    folder.claim("c1", "pay-care", "pay-hum")
    folder.line("c1", ("charge", "100.00", "1"), ("echeck", "80.00", "20.00"), ("out", "20.00"), ("to", "2", "20.00"))
    frames, findings = folder.read()

    assert findings == []
    assert frames["remit_claims"]["status_code"].to_list() == ["1"]


def test_claims_interleaved_in_the_file_are_put_in_order(folder):
    folder.claim("c1", "pay-hum")
    folder.claim("c2", "pay-hum")
    folder.line("c1", *SIMPLE)
    folder.line("c2", *SIMPLE)
    folder.rows["claims_transactions"].sort(key=lambda row: (int(row["CHARGEID"]) * 7) % 10)
    frames, findings = folder.read()

    assert findings == []
    assert frames["payments"]["amount_cents"].to_list() == [2_000, 2_000]
    assert frames["remits"].height == 1
    assert frames["remits"]["paid_cents"].to_list() == [16_000]


CHARGE, ECHECK, OUT = SIMPLE[:3]
ASIDE = {
    "synthea.untied": [*SIMPLE[:4], ("cash", "20.01", "0.00")],
    "synthea.untied (left)": [CHARGE, ("echeck", "80.00", "19.99")],
    "synthea.untied (moved)": [CHARGE, ECHECK, OUT, ("to", "p", "19.00"), ("cash", "20.00", "0.00")],
    "synthea.untied (moved to second)": [CHARGE, ECHECK, OUT, ("to", "2", "19.00"), ("echeck", "20.00", "0.00")],
    "synthea.untied (too much)": [CHARGE, ("echeck", "180.00", "-80.00")],
    "synthea.untied (below nothing)": [
        CHARGE,
        ("echeck", "120.00", "-20.00"),
        OUT,
        ("to", "p", "-20.00"),
        ("cash", "-20.00", "0.00"),
    ],
    "synthea.transaction": [CHARGE, ("cash", "100.00", "0.00")],
    "synthea.transaction (no number)": [CHARGE, ("echeck", "eighty", "20.00")],
    "synthea.transaction (no charge)": [ECHECK],
    "synthea.transaction (cents)": [("charge", "100.001", "1"), ("echeck", "100.00", "0.00")],
    "synthea.partial": [CHARGE, ECHECK],
    "synthea.partial (lines)": [CHARGE, ("charge", "10.00", "1"), ("echeck", "10.00", "0.00")],
    "synthea.no_charge": [],
}


@pytest.mark.parametrize("case", ASIDE)
def test_a_claim_that_does_not_tie_is_set_aside_whole_and_its_neighbour_goes_on(folder, case):
    folder.claim("bad", "pay-care", "pay-hum")
    folder.claim("good", "pay-hum")
    folder.line("bad", *ASIDE[case])
    folder.line("good", *SIMPLE)
    frames, findings = folder.read()

    assert [(case.split()[0], "bad", 2)] == [(finding.code, finding.at.key, finding.at.line) for finding in findings]
    assert "whole claim was not imported" in findings[0].message
    for name in ("claims", "remit_claims"):
        assert frames[name]["control_number"].to_list() == ["good"]
    assert frames["payments"]["visit_key"].to_list() == ["good"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"PRIMARYPATIENTINSURANCEID": "stranger"}, "synthea.payer"),
        ({"PRIMARYPATIENTINSURANCEID": None}, "synthea.payer"),
        ({"PATIENTID": None}, "synthea.claim"),
        ({"SERVICEDATE": "soon"}, "synthea.claim"),
        ({"STATUS1": "BILLED", "OUTSTANDING1": "7.00"}, "synthea.outstanding"),
    ],
)
def test_a_claim_that_contradicts_its_tables_is_set_aside(folder, more, code):
    folder.claim("bad", "pay-hum", **more)
    folder.line("bad", *SIMPLE)
    frames, findings = folder.read()

    assert [code] == [finding.code for finding in findings]
    assert frames["claims"].height == 0


def test_a_claim_moved_to_a_second_payer_that_it_does_not_name_is_set_aside(folder):
    folder.claim("bad", "pay-hum")
    folder.line("bad", CHARGE, ECHECK, OUT, ("to", "2", "20.00"), ("echeck", "20.00", "0.00"))
    _, findings = folder.read()

    assert [finding.code for finding in findings] == ["synthea.payer"]


def test_transactions_of_no_claim_are_set_aside_and_said_once(folder):
    folder.line("ghost", *SIMPLE)
    frames, findings = folder.read()

    assert [(finding.code, finding.at.key, finding.at.line) for finding in findings] == [
        ("synthea.no_claim", "ghost", 2)
    ]
    assert "5 transactions" in findings[0].message
    assert frames["payments"].height == 0


def test_two_claims_of_one_id_are_both_set_aside(folder):
    folder.claim("c1", "pay-hum")
    folder.claim("c1", "pay-hum")
    folder.line("c1", *SIMPLE)
    frames, findings = folder.read()

    assert len(findings) == 2
    assert frames["claims"].height + frames["payments"].height == 0


def test_people_keep_their_digits_minors_have_no_known_guarantor_and_the_dead_are_said(folder):
    folder.patient("bo", "2006-03-01")
    folder.patient("cy", "2006-03-02", ZIP="00000")
    folder.patient("di", DEATHDATE="2023-05-06")
    folder.patient("ed", BIRTHDATE="long ago")
    folder.patient("ana")
    folder.claim("c1", "pay-hum")
    folder.line("c1", *SIMPLE)
    frames, findings = folder.read()
    people = frames["demographics"]

    assert people["party_key"].to_list() == ["ana", "bo", "cy", "di"]
    assert people["guarantor_key"].to_list() == ["ana", "bo", None, "di"]
    assert people["state"].to_list() == ["MA", "MA", "MA", "MA"]
    assert people["zip"].to_list() == ["02108", "02108", None, "02108"]
    assert people["first_name"][0] == "Ana481"
    assert [("di", "died", date(2023, 5, 6))] == frames["contacts"].select("party_key", "kind", "happened_on").rows()
    assert sorted((f.at.line, f.code) for f in findings) == [(6, "synthea.birth"), (7, "synthea.patient_key")]


def test_numbers_that_identify_a_person_are_never_read(folder):
    frames, _ = folder.read()

    assert not {"SSN", "DRIVERS", "PASSPORT"} & set(COLUMNS["patients"])
    assert "999-12-3456" not in str([frame.rows() for frame in frames.values()])


def test_plan_stay_and_place_come_from_the_side_tables(folder):
    folder.claim("c1", "pay-hum", APPOINTMENTID="e1", HEALTHCARECLAIMTYPEID1="2")
    folder.line("c1", *SIMPLE)
    folder.rows["claims_transactions"][0]["PLACEOFSERVICE"] = "o1"
    folder.rows["organizations"] = [{"Id": "o1", "NAME": "Norwood Hospital", "STATE": "MA"}]
    folder.rows["encounters"] = [{"Id": "e1", "STOP": "2024-03-04T10:00:00Z", "ENCOUNTERCLASS": "inpatient"}]
    folder.rows["payer_transitions"] = [
        {"PATIENT": "ana", "MEMBERID": member, "START_DATE": start, "PAYER": "pay-hum", "PLAN_OWNERSHIP": "Self"}
        for member, start in (
            ("old", "2022-01-01T00:00:00Z"),
            ("now", "2024-01-01T00:00:00Z"),
            ("next", "2025-01-01T00:00:00Z"),
        )
    ]
    frames, _ = folder.read()
    claim, payer = frames["claims"].row(0, named=True), frames["claim_payers"].row(0, named=True)

    assert (claim["form"], claim["billing_name"], claim["billing_state"]) == ("I", "Norwood Hospital", "MA")
    assert (date(2024, 3, 4), "18") == (claim["discharged_on"], claim["relationship_code"])
    assert (payer["member_id"], payer["subscriber_last_name"]) == ("now", "Lakin515")


def test_a_folder_read_in_parts_says_the_same(folder, monkeypatch):
    for number in range(30):
        folder.claim(f"c{number}", "pay-care", "pay-hum")
        folder.line(f"c{number}", *SIMPLE)
    whole, _ = folder.read()
    monkeypatch.setattr("remindful.edges.formats.synthea.read.PART_BYTES", 2_000)
    parts, _ = folder.read()

    for name in ("claims", "remit_claims"):
        assert parts[name]["claim_no"].to_list() == list(range(1, whole[name].height + 1))
    assert whole["claim_lines"].height == parts["claim_lines"]["claim_no"].n_unique()
    assert set(whole["payments"].rows()) == set(parts["payments"].rows())
    assert parts["remits"].height > whole["remits"].height
    assert (
        parts["remits"]["remit_no"].n_unique() == parts["remits"]["trace_number"].n_unique() == parts["remits"].height
    )
    assert whole["remits"]["paid_cents"].sum() == parts["remits"]["paid_cents"].sum()


def test_a_folder_without_a_needed_table_or_column_says_so(folder):
    path = folder.write()
    (path / "payers.csv").write_text("Id,NAME\n")
    (piece,) = synthea.read_folder(path)
    assert [finding.code for finding in piece.findings] == ["synthea.header"]
    assert "no column OWNERSHIP" in piece.findings[0].message

    (path / "payers.csv").unlink()
    (piece,) = synthea.read_folder(path)
    assert [finding.code for finding in piece.findings] == ["synthea.table"]

    (path / "patients.csv").unlink()
    (piece,) = synthea.read_folder(path)
    assert not synthea.is_synthea_folder(path)
    assert "no patients.csv" in piece.findings[0].message


def test_tables_imported_one_by_one_are_read_once_with_the_patients(folder):
    folder.claim("c1", "pay-hum")
    folder.line("c1", *SIMPLE)
    path = folder.write()

    assert synthea.is_synthea_folder(path)
    assert len(list(synthea.FORMAT.read(path / "patients.csv", None))) == 2
    (other,) = synthea.FORMAT.read(path / "claims.csv", None)
    assert (other.frames, len(other.findings)) == ({}, 0)
    (path / "patients.csv").unlink()
    (alone,) = synthea.FORMAT.read(path / "claims.csv", None)
    assert [finding.code for finding in alone.findings] == ["synthea.table"]

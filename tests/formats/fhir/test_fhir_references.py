"""References of every kind lead where they mean, and those that lead nowhere are told."""

import pytest

from tests.formats.fhir.strangers import CHARGE, CLAIM, COVERAGE, DOCTOR, ENCOUNTER, NPI, PATIENT, PAYER, coded, ref

HL7 = "http://terminology.hl7.org/CodeSystem"
MR = {"type": coded(f"{HL7}/v2-0203", "MR"), "system": "http://clinic.example/mrn", "value": "MRN-1"}


@pytest.mark.parametrize(
    ("reference", "url"),
    [
        (ref("Patient/p1"), None),
        (ref("Patient/p1/_history/3"), None),
        (ref("urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"), "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"),
        (ref("https://server.example/fhir/Patient/p1"), "https://server.example/fhir/Patient/p1"),
        (ref("https://server.example/fhir/Patient/p1"), None),
        (ref("Patient?identifier=http://clinic.example/mrn|MRN-1"), None),
        (ref("Patient?identifier=http://clinic.example/mrn%7CMRN-1"), None),
        ({"type": "Patient", "identifier": {"system": "http://clinic.example/mrn", "value": "MRN-1"}}, None),
        ({"identifier": MR}, None),
    ],
)
def test_a_subject_is_found(read, reference, url):
    frames, findings = read(
        PATIENT, DOCTOR, ENCOUNTER | {"subject": reference, "participant": []}, urls={"p1": url or ""}
    )

    assert ["MRN-1"] == frames["encounters"]["party_key"].to_list()
    assert [] == findings


def test_a_record_number_needs_no_patient_beside_it(read):
    frames, _ = read(ENCOUNTER | {"subject": {"identifier": MR}, "participant": []})

    assert ["MRN-1"] == frames["encounters"]["party_key"].to_list()


@pytest.mark.parametrize(
    "reference",
    [ref("Patient/p9"), ref("urn:uuid:9"), ref("https://other.example/fhir/Patient/p1"), ref("#p1"), {"display": "Ana Lopez"},
     {"identifier": {"system": "http://other.example", "value": "7"}}, {}],
)  # fmt: skip
def test_a_subject_that_is_nobody_here_sets_the_row_aside(read, reference):
    url = {"p1": "https://server.example/fhir/Patient/p1"}
    frames, findings = read(PATIENT, ENCOUNTER | {"subject": reference, "participant": []}, urls=url)

    assert "encounters" not in frames
    assert findings[0] in ("fhir.dangling", "fhir.no_reference")


def test_a_contained_coverage_and_payer_are_read(read):
    inside = [COVERAGE | {"id": "plan", "payor": [{"display": "Acme"}]}]
    claim = CLAIM | {"contained": inside, "insurance": [{"sequence": 1, "focal": True, "coverage": ref("#plan")}]}
    frames, _ = read(PATIENT, DOCTOR, ENCOUNTER, claim)

    assert [("Acme", "W123")] == list(frames["claim_payers"].select("payer_name", "member_id").iter_rows())


def test_a_provider_by_npi_needs_no_practitioner_and_a_missing_one_leaves_the_row(read):
    by_npi = {"actor": {"identifier": {"system": NPI, "value": "1234567893"}}}
    frames, _ = read(PATIENT, ENCOUNTER, CHARGE | {"performer": [by_npi]})
    missing, told = read(
        PATIENT, ENCOUNTER | {"participant": []}, CHARGE | {"performer": [{"actor": ref("Practitioner/d9")}]}
    )

    assert ["1234567893"] == frames["charges"]["rendering_npi"].to_list()
    assert [None] == missing["charges"]["rendering_npi"].to_list()
    assert ["fhir.dangling_agent"] == told


def test_an_npi_with_a_wrong_check_digit_is_told_and_not_used(read):
    wrong = {"actor": {"identifier": {"system": NPI, "value": "1234567890"}}}
    frames, findings = read(PATIENT, ENCOUNTER | {"participant": []}, CHARGE | {"performer": [wrong]})

    assert [None] == frames["charges"]["rendering_npi"].to_list()
    assert ["fhir.npi"] == findings


def test_a_payer_that_only_claims_name_becomes_a_coverage_until_the_next(read):
    def claim(no: int, on: str, payer: str) -> dict:
        item = CLAIM["item"][0] | {"servicedDate": on}
        more = {"id": f"c{no}", "identifier": [{"value": f"C{no}"}], "billablePeriod": {"start": on}, "item": [item]}
        return CLAIM | more | {"insurance": [{"sequence": 1, "focal": True, "coverage": {"display": payer}}]}

    frames, _ = read(
        PATIENT,
        DOCTOR,
        claim(1, "2025-01-05", "Acme"),
        claim(2, "2025-02-05", "Acme"),
        claim(3, "2025-03-05", "Medicare"),
    )
    spans = (
        frames["coverages"].select("payer_name", "payer_kind", "from_on", "to_on").cast({"from_on": str, "to_on": str})
    )

    assert [("Acme", "unknown", "2025-01-05", "2025-03-04"), ("Medicare", "medicare", "2025-03-05", None)] == list(
        spans.iter_rows()
    )


def test_the_same_resource_twice_counts_once(read):
    frames, findings = read(PATIENT, PAYER, COVERAGE, COVERAGE)

    assert 1 == frames["coverages"].height
    assert ["fhir.duplicate"] == findings

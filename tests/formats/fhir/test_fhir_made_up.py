"""Synthea's FHIR as care: what it leaves unsaid is told by Synthea's rules, for its people alone, and what is said stays."""

from datetime import date

import polars as pl
import pytest

from remindful.edges.example.population import write_population
from remindful.edges.formats import fhir, synthea
from remindful.edges.formats.fhir.prices import Prices
from tests.formats.fhir.strangers import HL7, Made, coded, dollars, ref
from tests.formats.fhir.synthea_made import (
    ADA,
    CVX,
    EMERGENCY,
    LOINC,
    PROBLEM,
    STRANGER,
    WELLNESS,
    claim,
    condition,
    done,
    encounter,
    other,
)

ON = "2024-03-01"
PLACE = "https://www.cms.gov/Medicare/Coding/place-of-service-codes"
REVENUE = "https://www.nubc.org/CodeSystem/RevenueCodes"


def cell(frames: dict[str, pl.DataFrame], column: str) -> object:
    return frames["encounters"][column].item()


def charged(frames: dict[str, pl.DataFrame], visit: str) -> list[tuple[str, int | None]]:
    rows = frames.get("charges", pl.DataFrame(schema={"encounter_key": pl.String}))
    return (
        rows.filter(pl.col("encounter_key") == visit).sort("line_no").select("procedure_code", "charge_cents").rows()
        if rows.height
        else []
    )


# --- where, and as what ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "code", "setting", "place"),
    [
        ("AMB", PROBLEM, "ambulatory", "11"),
        ("AMB", WELLNESS, "wellness", "11"),
        ("AMB", "702927004", "urgentcare", "20"),
        ("EMER", EMERGENCY, "emergency", "23"),
        ("IMP", "183452005", "inpatient", "21"),
        ("IMP", "449411000124106", "snf", "31"),
        ("HH", "185347001", "home", "12"),
        ("HH", "305336008", "hospice", "34"),
        ("VR", PROBLEM, "virtual", "10"),
    ],
)
def test_the_class_and_the_code_of_a_made_up_visit_tell_its_place(read, kind, code, setting, place):
    frames, _ = read(ADA, encounter("e1", ON, kind=kind, code=code))

    assert (setting, place, "P") == (cell(frames, "setting"), cell(frames, "place_of_service"), cell(frames, "form"))


def test_of_a_stranger_no_place_is_guessed(read):
    frames, _ = read(STRANGER, encounter("e1", ON))

    assert ("ambulatory", None) == (cell(frames, "setting"), cell(frames, "place_of_service"))


def test_a_place_that_is_said_stays(read):
    there: Made = {"resourceType": "Location", "id": "l1", "type": [coded(PLACE, "22")]}
    frames, _ = read(ADA, there, encounter("e1", ON, location=[{"location": ref("Location/l1")}]))

    assert "22" == cell(frames, "place_of_service")


@pytest.mark.parametrize("patient", [ADA, STRANGER])
def test_a_claims_own_place_is_the_encounters(read, patient):
    bill = claim("e1", ON, 100.0)
    bill["item"][0]["locationCodeableConcept"] = coded(PLACE, "19")
    frames, _ = read(patient, encounter("e1", ON), bill)

    assert "19" == cell(frames, "place_of_service")


@pytest.mark.parametrize(
    ("patient", "kind", "form", "expected"),
    [
        (ADA, "EMER", "institutional", "P"),
        (STRANGER, "EMER", "institutional", "I"),
        (STRANGER, "AMB", "institutional", "I"),
        (STRANGER, "IMP", "professional", "P"),
        (STRANGER, "AMB", "professional", "P"),
    ],
)
def test_the_form_is_that_of_the_claim_but_for_synthea(read, patient, kind, form, expected):
    frames, _ = read(patient, encounter("e1", ON, kind=kind), claim("e1", ON, 100.0, form=form))

    assert expected == cell(frames, "form")


def test_a_strangers_stay_that_no_claim_bills_is_a_hospitals(read):
    frames, _ = read(STRANGER, encounter("e1", ON, kind="IMP"))

    assert "I" == cell(frames, "form")


def test_a_made_up_claim_with_revenue_codes_is_institutional(read):
    bill = claim("e1", ON, 100.0, form="institutional")
    bill["item"][0]["revenue"] = coded(REVENUE, "0450")
    frames, _ = read(ADA, encounter("e1", ON, kind="EMER"), bill)

    assert "I" == cell(frames, "form")


# --- what is charged ------------------------------------------------------------------------------------------------------


def test_a_visit_costs_what_its_total_leaves(read):
    frames, findings = read(
        ADA, encounter("e1", ON), claim("e1", ON, 150.0, other(CVX, "140", 20.0), done("43396009", 50.0))
    )

    assert [(PROBLEM, 8_000), ("43396009", 5_000), ("140", 2_000)] == charged(frames, "e1")
    assert ["snomed", "snomed", "cvx"] == frames["charges"].sort("line_no")["system"].to_list()
    assert [] == findings


def test_items_added_after_the_claim_was_closed_are_charged_too(read):
    sound = [encounter("e1", ON), claim("e1", ON, 130.0, done("43396009", 50.0))]
    late = [
        encounter("e2", ON),
        claim("e2", ON, 130.0, done("43396009", 50.0), done("9564003", 70.0), done("117015009", 90.0)),
    ]
    frames, findings = read(ADA, *sound, *late)

    assert [(PROBLEM, 8_000), ("43396009", 5_000), ("9564003", 7_000), ("117015009", 9_000)] == charged(frames, "e2")
    assert ["fhir.untied"] == findings
    assert ["c-e1"] == frames["claims"]["control_number"].to_list()


def test_what_an_export_left_out_is_not_charged_to_the_visit(read):
    sound = [one for no in (1, 2) for one in (encounter(f"e{no}", ON), claim(f"e{no}", ON, 80.0))]
    frames, _ = read(ADA, *sound, encounter("e3", ON), claim("e3", ON, 500.0))

    assert [(PROBLEM, 8_000)] == charged(frames, "e3")
    assert 50_000 == frames["claims"].filter(pl.col("control_number") == "c-e3")["charge_cents"].item()


def test_a_price_that_is_said_stays(read):
    bill = claim("e2", ON, 90.0)
    bill["item"][0]["net"] = dollars(90.0)
    frames, _ = read(ADA, encounter("e1", ON), claim("e1", ON, 80.0), encounter("e2", ON), bill)

    assert [(PROBLEM, 9_000)] == charged(frames, "e2")


def test_of_several_prices_the_commonest_holds_then_the_lowest():
    kind = ("professional", PROBLEM)
    prices = Prices()
    prices.hear(kind, {100, 300})
    prices.hear(kind, {200, 300})

    assert 300 == prices.of(kind)
    prices.hear(kind, {200})
    assert 200 == prices.of(kind)
    assert prices.of(("institutional", PROBLEM)) is None


def test_reports_devices_and_pharmacies_charge_no_visit(read):
    drug = claim("e1", ON, 12.0, form="pharmacy") | {"id": "c2"}
    frames, findings = read(ADA, encounter("e1", ON), claim("e1", ON, 90.0, other(LOINC, "4548-4", 10.0)), drug)

    assert [(PROBLEM, 8_000)] == charged(frames, "e1")
    assert ["fhir.not_charged"] == findings


def test_an_item_in_a_claims_own_codes_is_charged_whoever_made_the_person_up(read):
    item = {"productOrService": coded("http://www.ama-assn.org/go/cpt", "85025"), "net": dollars(10.0)}
    frames, findings = read(ADA, encounter("e1", ON), claim("e1", ON, 90.0, item))

    assert [(PROBLEM, 8_000), ("85025", 1_000)] == charged(frames, "e1")
    assert [] == findings


def test_a_claim_that_corrects_another_charges_a_made_up_visit_no_second_time(read):
    again = claim("e1", ON, 80.0, related=[{"claim": ref("Claim/c-e1")}]) | {"id": "c2"}
    frames, _ = read(ADA, encounter("e1", ON), claim("e1", ON, 80.0), again)

    assert [(PROBLEM, 8_000)] == charged(frames, "e1")


def test_of_a_stranger_every_item_is_charged_and_what_does_not_tie_is_not(read):
    told = claim("e1", ON, 90.0, other(LOINC, "4548-4", 10.0))
    frames, findings = read(STRANGER, encounter("e1", ON), told)
    assert [(PROBLEM, 8_000), ("4548-4", 1_000)] == charged(frames, "e1")
    assert [] == findings

    frames, findings = read(STRANGER, encounter("e1", ON), claim("e1", ON, 90.0, done("43396009", 100.0)))

    assert [] == charged(frames, "e1")
    assert ["fhir.untied"] == findings


def test_a_strangers_pharmacy_charges_no_encounter_and_its_procedures_are(read):
    drug = claim("e1", ON, 12.0, form="pharmacy")
    act: Made = {
        "resourceType": "Procedure", "id": "pr1", "status": "completed", "code": coded("http://snomed.info/sct", "43396009"),
        "subject": ref("Patient/ada"), "encounter": ref("Encounter/e1"), "performedDateTime": ON,
    }  # fmt: skip
    frames, findings = read(STRANGER, encounter("e1", ON), drug, act)

    assert [("43396009", None)] == charged(frames, "e1")
    assert ["fhir.dispensed"] == findings


def test_a_procedure_is_charged_on_its_own_day(read):
    act: Made = {
        "resourceType": "Procedure", "id": "pr1", "status": "completed", "code": coded("http://snomed.info/sct", "43396009"),
        "subject": ref("Patient/ada"), "encounter": ref("Encounter/e1"), "performedPeriod": {"start": "2024-03-03T08:00:00-05:00"},
    }  # fmt: skip
    bill = claim(
        "e1", ON, 130.0, done("43396009", 50.0), procedure=[{"sequence": 1, "procedureReference": ref("Procedure/pr1")}]
    )
    frames, _ = read(ADA, encounter("e1", ON, kind="IMP"), bill, act)

    assert [date(2024, 3, 1), date(2024, 3, 3)] == frames["charges"].sort("line_no")["service_on"].to_list()


def test_charge_items_go_before_the_claim(read):
    item: Made = {
        "resourceType": "ChargeItem", "id": "ci", "status": "billable", "code": coded("http://snomed.info/sct", PROBLEM),
        "context": ref("Encounter/e1"), "subject": ref("Patient/ada"), "occurrenceDateTime": ON, "priceOverride": dollars(70.0),
    }  # fmt: skip
    frames, _ = read(ADA, encounter("e1", ON), claim("e1", ON, 80.0), item)

    assert [(PROBLEM, 7_000)] == charged(frames, "e1")


# --- what it was for ------------------------------------------------------------------------------------------------------


def test_a_visit_is_for_what_was_found_then_what_she_had_then_its_purpose(read):
    frames, _ = read(
        ADA, encounter("e1", "2024-01-05"), condition("x1", "e1", "59621000", "2024-01-05"),
        condition("x2", "e1", "10509002", "2024-01-05", "2024-01-20"), encounter("e2", ON), condition("x3", "e2", "25064002", ON, ON),
        encounter("e3", "2024-04-01", code=WELLNESS),
    )  # fmt: skip
    by_visit = frames["diagnoses"].sort("encounter_key", "rank").group_by("encounter_key", maintain_order=True)
    codes = dict(by_visit.agg("code").rows())

    assert {
        "e1": ["59621000", "10509002", PROBLEM],
        "e2": ["25064002", "59621000", PROBLEM],
        "e3": [WELLNESS, "59621000"],
    } == codes


def test_of_a_stranger_only_the_visits_own_conditions_are_diagnoses(read):
    frames, _ = read(
        STRANGER, encounter("e1", "2024-01-05"), condition("x1", "e1", "59621000", "2024-01-05"), encounter("e2", ON)
    )

    assert [("e1", 1, "59621000")] == frames["diagnoses"].select("encounter_key", "rank", "code").rows()


def test_an_encounter_that_names_its_diagnoses_has_those_alone(read):
    frames, _ = read(
        ADA, encounter("e1", "2024-01-05"), condition("x1", "e1", "59621000", "2024-01-05"),
        encounter("e2", ON, diagnosis=[{"condition": ref("Condition/x2"), "rank": 1}]), condition("x2", "e2", "25064002", ON),
    )  # fmt: skip

    assert [("e2", 1, "25064002")] == frames["diagnoses"].filter(pl.col("encounter_key") == "e2").select(
        "encounter_key", "rank", "code"
    ).rows()


# --- who pays -------------------------------------------------------------------------------------------------------------


def _visits(*payers: tuple[str, str]) -> list[Made]:
    return [
        one
        for no, (on, payer) in enumerate(payers)
        for one in (encounter(f"e{no}", on), claim(f"e{no}", on, 80.0, payer=payer))
    ]


def test_claims_tell_who_covers_a_made_up_person_and_when_nobody_does(read):
    told = (("2024-01-01", "Blue Cross Blue Shield"), ("2024-02-01", "NO_INSURANCE"), ("2024-03-01", "Dual Eligible"))
    frames, _ = read(ADA, *_visits(*told))
    columns = ("level_no", "from_on", "to_on", "payer_key", "payer_kind", "member_id", "relationship_code")

    assert [
        (1, date(2024, 1, 1), date(2024, 1, 31), "BLUECROSSBLUESH", "commercial", "ADA", "18"),
        (1, date(2024, 3, 1), None, "MEDICARE", "medicare", "ADA", "18"),
        (2, date(2024, 3, 1), None, "MEDICAID", "medicaid", "ADA", "18"),
    ] == frames["coverages"].sort("level_no", "from_on").select(columns).rows()


def test_of_a_stranger_no_member_number_and_no_kind_of_payer_is_made(read):
    frames, _ = read(STRANGER, *_visits(("2024-01-01", "Blue Cross Blue Shield")))

    assert [("Blue Cross Blue Shield", "unknown", None)] == frames["coverages"].select(
        "payer_key", "payer_kind", "member_id"
    ).rows()


def test_a_coverage_that_is_there_goes_before_what_claims_tell(read):
    cover: Made = {
        "resourceType": "Coverage", "id": "cv", "status": "active", "beneficiary": ref("Patient/ada"), "subscriberId": "W1",
        "payor": [{"display": "Acme"}], "type": coded(f"{HL7}/v3-ActCode", "HMO"),
    }  # fmt: skip
    frames, _ = read(ADA, cover, *_visits(("2024-01-01", "Humana")))

    assert [("Acme", "W1")] == frames["coverages"].select("payer_key", "member_id").rows()


# --- the same population in both shapes -------------------------------------------------------------------------------------


def test_a_made_up_population_is_the_same_care_in_both_shapes(tmp_path):
    """But for second payers, which Synthea's FHIR never names, and providers, whose numbers its CSV does not tell."""
    write_population(tmp_path, patients=40, seed=3, shape="both")
    by_fhir = _frames(fhir.read_folder(tmp_path / "fhir"))
    by_csv = _frames(synthea.read_folder(tmp_path / "csv", care=True))
    keys = {
        "charges": (
            "encounter_key",
            "line_no",
            "system",
            "procedure_code",
            "units",
            "charge_cents",
            "service_on",
            "captured_on",
        ),
        "diagnoses": ("encounter_key", "rank", "system", "code"),
        "encounters": ("encounter_key", "party_key", "form", "place_of_service", "started_on", "ended_on"),
        "demographics": ("party_key", "guarantor_key", "birth_on", "sex", "state", "zip"),
    }

    assert 100 < by_csv["encounters"].height
    for name, columns in keys.items():
        assert by_csv[name].select(columns).sort(columns[:2]).equals(by_fhir[name].select(columns).sort(columns[:2])), (
            name
        )


def _frames(readings) -> dict[str, pl.DataFrame]:
    pieces: dict[str, list[pl.DataFrame]] = {}
    for reading in readings:
        for name, frame in reading.frames.items():
            pieces.setdefault(name, []).append(frame)
    return {name: pl.concat(frames) for name, frames in pieces.items()}

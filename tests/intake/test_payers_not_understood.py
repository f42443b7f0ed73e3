"""A payer that is named but not understood stands before the patient, in every format."""

import json

import pytest

from tests.formats.hl7v2.messages import charge, message, visit
from tests.intake.office import RealGroup, codes, read_books
from tests.intake.test_numbers_used_again import claim, owed

PATIENT = {"resourceType": "Patient", "id": "p1", "identifier": [{"type": {"coding": [{"code": "MR"}]}, "value": "ana"}],
           "name": [{"family": "Example", "given": ["Ana"]}], "birthDate": "1980-05-05"}  # fmt: skip
CLAIM = {
    "resourceType": "Claim", "id": "c1", "identifier": [{"value": "A1"}], "status": "active", "use": "claim", "created": "2026-01-06",
    "type": {"coding": [{"code": "professional"}]}, "patient": {"reference": "Patient/p1"}, "provider": {"display": "Lakeshore"},
    "insurance": [{"sequence": 1, "focal": True, "coverage": {"reference": "Coverage/cv1"}}],
    "item": [{"sequence": 1, "servicedDate": "2026-01-05", "quantity": {"value": 1}, "net": {"value": 150.0, "currency": "USD"},
              "productOrService": {"coding": [{"system": "http://www.ama-assn.org/go/cpt", "code": "99213"}]}}],
    "total": {"value": 150.0, "currency": "USD"},
}  # fmt: skip


def coverage(**told: object) -> dict[str, object]:
    return {
        "resourceType": "Coverage", "id": "cv1", "status": "active", "order": 1, "subscriberId": "W1",
        "beneficiary": {"reference": "Patient/p1"},
    } | told  # fmt: skip


def bundle(*resources: dict[str, object]) -> str:
    return json.dumps(
        {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}
    )


@pytest.mark.parametrize(
    "given",
    [
        [coverage(payor=[{"reference": "Organization/zz"}])],
        [coverage(payor=[{"type": "Organization"}])],
        [coverage(payor=[])],
        [coverage()],
    ],
)
def test_a_claim_waits_for_a_payer_whom_fhir_names_by_a_reference_alone(group, given):
    group.brings(bundle(PATIENT, *given, CLAIM), "a.json")

    assert {"payer": 15_000, "due": 0} == owed(group)


def test_a_coverage_of_nobody_known_is_told(group):
    report = group.brings(bundle(PATIENT, coverage(payor=[{"reference": "Organization/zz"}])), "a.json")

    assert "fhir.no_payer" in codes(report)
    assert ["Organization/zz"] == read_books("coverages")["payer_key"].to_list()


def test_self_pay_stays_self_pay(group):
    pay = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/coverage-selfpay", "code": "pay"}]}
    group.brings(bundle(PATIENT, coverage(type=pay), CLAIM), "a.json")

    assert {"patient": 15_000, "due": 15_000} == owed(group)


@pytest.mark.parametrize(
    ("filing", "owner"), [("MB", "payer"), ("MC", "payer"), ("WC", "payer"), ("", "patient"), ("09", "patient")]
)
def test_a_claim_that_tells_the_kind_of_its_payer_waits_for_it(group, filing, owner):
    text = claim(group, "V1", payers=()).replace("SBR*P*18*******", f"SBR*P*18*******{filing}")
    group.brings(text, "a.837")

    assert 10_000 == owed(group)[owner]


def in1(**fields: str) -> str:
    told = {int(name[1:]): value for name, value in fields.items()}
    return "IN1|1|" + "|".join(told.get(number, "") for number in range(2, 50)).rstrip("|")


@pytest.mark.parametrize(
    ("segment", "payer"),
    [
        (in1(f36="W123"), "UNKNOWN"),
        (in1(f15="MB"), "UNKNOWN"),
        (in1(f3="AETNA", f12="20260601", f13="20260101"), "AETNA"),
        (in1(f3="AETNA", f12="20261399"), "AETNA"),
    ],
)
def test_a_policy_of_a_message_whose_payer_or_days_cannot_be_read_stands(group, segment, payer):
    told = message("DFT^P03", visit(), charge("1"), segment, pid="PID|1||ana||Example^Ana||19800505|F", gt1=None)
    report = group.brings(told, "a.hl7")
    rows = read_books("coverages")

    assert [(payer, 1900, None)] == [
        (row["payer_key"], row["from_on"].year, row["to_on"]) for row in rows.iter_rows(named=True)
    ]
    assert [one for one in codes(report) if one in ("hl7v2.no_payer", "hl7v2.coverage_days", "hl7v2.day")]


def test_an_empty_in1_names_nobody(group: RealGroup):
    group.brings(message("ADT^A31", in1(), pid="PID|1||ana||Example^Ana||19800505|F", gt1=None), "a.hl7")

    assert 0 == read_books("coverages").height

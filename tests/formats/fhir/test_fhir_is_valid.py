"""Every resource that is written is R4, by a validator that is not ours."""

import importlib

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from remindful.edges.formats import fhir
from tests.examples import examples
from tests.formats.fhir.making import FAMILIES, families

KINDS = {
    "Patient", "RelatedPerson", "Coverage", "Practitioner", "PractitionerRole", "Organization", "Encounter", "Condition",
    "ChargeItem", "ServiceRequest", "Task", "Appointment", "Claim", "ClaimResponse", "ExplanationOfBenefit", "Account",
    "Invoice", "PaymentReconciliation",
}  # fmt: skip


def faults_of(resource: dict) -> str:
    """What the validator says; none where it is content. R4B: of these kinds R4B 4.3.0 is R4 4.0.1."""
    kind = resource["resourceType"]
    model = getattr(importlib.import_module(f"fhir.resources.R4B.{kind.lower()}"), kind)
    try:
        model.model_validate(resource)
    except ValidationError as fault:
        return f"{kind}: {fault}"
    return ""


def test_every_kind_that_is_written_is_valid():
    seen: set[str] = set()

    @settings(max_examples=examples(10), deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def validate(data):
        for family in FAMILIES:
            for entry in orjson.loads(fhir.write_bundle(data.draw(families(family))))["entry"]:
                seen.add(entry["resource"]["resourceType"])

                assert "" == faults_of(entry["resource"])

    validate()

    assert KINDS == seen


@pytest.mark.parametrize(
    "spoil",
    [
        {"status": None},
        {"bogus": 1},
        {"created": "yesterday"},
        {"item": [{"sequence": "one"}]},
    ],
    ids=["no status", "an element that R4 has not", "no date", "no number"],
)
def test_the_validator_sees_what_is_wrong(spoil):
    good = {
        "resourceType": "Claim",
        "status": "active",
        "type": {"text": "x"},
        "use": "claim",
        "patient": {"display": "x"},
        "created": "2025-01-01",
        "provider": {"display": "x"},
        "priority": {"text": "x"},
        "insurance": [{"sequence": 1, "focal": True, "coverage": {"display": "x"}}],
    }

    assert "" == faults_of(good)
    assert faults_of(good | spoil)

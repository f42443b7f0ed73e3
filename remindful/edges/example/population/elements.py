"""FHIR elements as Synthea writes them: references, codes, instants, bundles."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from remindful.edges.example.population.rows import HOUSE, World, money

type Resource = dict[str, Any]
SYSTEM = "https://github.com/synthetichealth/synthea"
NPI = "http://hl7.org/fhir/sid/us-npi"
SNOMED, CVX = "http://snomed.info/sct", "http://hl7.org/fhir/sid/cvx"
HL7 = "http://terminology.hl7.org/CodeSystem"


def coding(system: str, code: str, message: str | None = None) -> Resource:
    """A concept that has a code alone, or its words too."""
    return {"coding": [{"system": system, "code": code} | ({"display": message} if message else {})]}


def coded(system: str, code: str, message: str) -> Resource:
    """A concept with its words beside it."""
    return coding(system, code, message) | {"text": message}


def ref(key: str, display: str | None = None) -> Resource:
    """A reference within the bundle."""
    return {"reference": f"urn:uuid:{key}"} | ({"display": display} if display else {})


def dollars(cents: int) -> Resource:
    """An amount."""
    return {"value": float(money(cents)), "currency": "USD"}


def start_at(day: date) -> str:
    """The instant at which a visit begins: Synthea's FHIR tells the place's own time, its CSV UTC."""
    return f"{day}T09:30:00-05:00"


def stop_at(day: date) -> str:
    """The instant at which it ends."""
    return f"{day}T09:45:00-05:00"


def organization_ref(world: World) -> Resource:
    """The house, as resources of patients name it: it stands in a file of its own."""
    return {"reference": f"Organization?identifier={SYSTEM}|{world.organization}", "display": HOUSE[0]}


def location_ref(world: World) -> Resource:
    """Where the house is."""
    return {"reference": f"Location?identifier={SYSTEM}|{world.location}", "display": HOUSE[0]}


def practitioner_ref(world: World, number: int, *, named: bool = True) -> Resource:
    """One of its providers, by NPI."""
    _, name, npi = world.providers[number]
    reference = {"reference": f"Practitioner?identifier={NPI}|{npi}"}
    return reference | ({"display": f"Dr. {name}"} if named else {})


def bundle(kind: str, resources: Iterable[Resource]) -> Resource:
    """A bundle of requests to keep these resources."""
    entries = [
        {"fullUrl": f"urn:uuid:{one['id']}", "resource": one, "request": {"method": "POST", "url": one["resourceType"]}}
        for one in resources
    ]
    return {"resourceType": "Bundle", "type": kind, "entry": entries}

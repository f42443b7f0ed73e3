"""The house and its providers as FHIR: the two files that Synthea writes beside its patients'."""

from collections.abc import Iterator
from typing import Any

from remindful.edges.example.population.elements import HL7, NPI, SYSTEM, Resource, bundle, coded
from remindful.edges.example.population.rows import HOUSE, World, turn

WRITTEN_AT = 1735689600000  # milliseconds, as in Synthea's file names
TAXONOMY = "http://nucc.org/provider-taxonomy"


def make_directory(world: World) -> Iterator[tuple[str, Resource]]:
    """(file name, bundle) of where care is given, and by whom."""
    yield f"hospitalInformation{WRITTEN_AT}", bundle("batch", [_organization(world), _location(world)])
    roles = [
        one for number in range(len(world.providers)) for one in (_practitioner(world, number), _role(world, number))
    ]
    yield f"practitionerInformation{WRITTEN_AT}", bundle("batch", roles)


def _address() -> dict[str, Any]:
    _, line1, city, state, zip_code = HOUSE
    return {"line": [line1], "city": city, "state": state, "postalCode": zip_code, "country": "US"}


def _named(key: str) -> Resource:
    return {"identifier": {"system": SYSTEM, "value": key}, "display": HOUSE[0]}


def _organization(world: World) -> Resource:
    return {
        "resourceType": "Organization", "id": world.organization, "identifier": [{"system": SYSTEM, "value": world.organization}],
        "active": True, "type": [coded(f"{HL7}/organization-type", "prov", "Healthcare Provider")], "name": HOUSE[0], "address": [_address()],
    }  # fmt: skip


def _location(world: World) -> Resource:
    return {
        "resourceType": "Location", "id": world.location, "identifier": [{"system": SYSTEM, "value": world.location}], "status": "active",
        "name": HOUSE[0], "address": _address(), "managingOrganization": _named(world.organization),
    }  # fmt: skip


def _practitioner(world: World, number: int) -> Resource:
    key, name, npi = world.providers[number]
    first, last = name.split(" ")
    return {
        "resourceType": "Practitioner", "id": key, "identifier": [{"system": NPI, "value": npi}], "active": True,
        "name": [{"family": last, "given": [first], "prefix": ["Dr."]}], "address": [_address()], "gender": "female",
    }  # fmt: skip


def _role(world: World, number: int) -> Resource:
    key, name, npi = world.providers[number]
    specialty = coded(TAXONOMY, "208D00000X", "General Practice Physician")
    return {
        "resourceType": "PractitionerRole", "id": f"{key[:-1]}{turn(key[-1])}",
        "practitioner": {"identifier": {"system": NPI, "value": npi}, "display": f"Dr. {name}"}, "organization": _named(world.organization),
        "code": [specialty], "specialty": [specialty], "location": [_named(world.location)],
    }  # fmt: skip

"""FHIR R4 bundles of a population, one a patient, as Synthea writes them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from remindful.edges.example.population.people import Person
from remindful.edges.example.population.rows import World, claim_of, lines_of, money, payer_of, start_of, stop_of
from remindful.edges.example.population.visits import Seen

SNOMED, CVX = "http://snomed.info/sct", "http://hl7.org/fhir/sid/cvx"
#: ENCOUNTERCLASS -> HL7 v3 ActCode.
CLASSES = {"emergency": "EMER", "inpatient": "IMP", "virtual": "VR", "home": "HH"}
Resource = dict[str, Any]


def make_bundles(world: World, people: list[Person], seen: list[Seen]) -> Iterator[tuple[str, Resource]]:
    """(file name, bundle) of every patient."""
    by_person: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        by_person[one.person.id].append(one)
    for person in people:
        resources = [_patient(person)]
        for one in by_person[person.id]:
            resources += _resources(world, one)
        entries = [
            {
                "fullUrl": f"urn:uuid:{one['id']}",
                "resource": one,
                "request": {"method": "POST", "url": one["resourceType"]},
            }
            for one in resources
        ]
        yield (
            f"{person.first}_{person.last}_{person.id}",
            {"resourceType": "Bundle", "type": "transaction", "entry": entries},
        )


def _coded(system: str, code: str, says: str) -> Resource:
    return {"coding": [{"system": system, "code": code, "display": says}], "text": says}


def _ref(key: str) -> Resource:
    return {"reference": f"urn:uuid:{key}"}


def _patient(one: Person) -> Resource:
    died = {"deceasedDateTime": f"{one.death_on}T12:00:00Z"} if one.death_on else {}
    return {
        "resourceType": "Patient", "id": one.id, "identifier": [{"system": "https://github.com/synthetichealth/synthea", "value": one.id}],
        "name": [{"use": "official", "family": one.last, "given": [one.first]}], "gender": "female" if one.sex == "F" else "male",
        "birthDate": str(one.birth_on), **died,
        "address": [{"line": [one.line1], "city": one.town[0], "state": "FL", "postalCode": one.town[2], "country": "US"}],
        "communication": [{"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": "en-US", "display": "English"}]}}],
    }  # fmt: skip


def _resources(world: World, one: Seen) -> list[Resource]:
    patient, encounter = _ref(one.person.id), _ref(one.id)
    period = {"start": start_of(one.day), "end": stop_of(one.last_day)}
    name = world.providers[one.provider_no][1]
    found: list[Resource] = [
        {
            "resourceType": "Encounter", "id": one.id, "status": "finished",
            "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": CLASSES.get(one.kind, "AMB")},
            "type": [_coded(SNOMED, one.code, one.says)], "subject": patient, "period": period,
            "participant": [{"individual": {"display": name}}], "serviceProvider": {"display": "Lakeshore Physicians"},
        }
    ]  # fmt: skip
    diagnoses: list[Resource] = []
    for place, (code, says) in enumerate(one.conditions):
        key = _part(one, 1 + place)
        found.append(
            {
                "resourceType": "Condition", "id": key, "code": _coded(SNOMED, code, says), "subject": patient, "encounter": encounter,
                "clinicalStatus": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "resolved"}]},
                "onsetDateTime": start_of(one.day), "recordedDate": start_of(one.day),
            }
        )  # fmt: skip
        diagnoses.append({"sequence": place + 1, "diagnosisReference": _ref(key)})
    for place, (code, says, _) in enumerate(one.procedures):
        found.append(
            {
                "resourceType": "Procedure", "id": _part(one, 40 + place), "status": "completed", "code": _coded(SNOMED, code, says),
                "subject": patient, "encounter": encounter, "performedPeriod": {"start": start_of(one.day), "end": stop_of(one.day)},
            }
        )  # fmt: skip
    for place, (code, says, _) in enumerate(one.vaccines):
        found.append(
            {
                "resourceType": "Immunization", "id": _part(one, 80 + place), "status": "completed", "vaccineCode": _coded(CVX, code, says),
                "patient": patient, "encounter": encounter, "occurrenceDateTime": start_of(one.day), "primarySource": True,
            }
        )  # fmt: skip
    found.append(_claim(one, patient, encounter, period, diagnoses))
    return found


def _claim(one: Seen, patient: Resource, encounter: Resource, period: Resource, diagnoses: list[Resource]) -> Resource:
    payer = payer_of(one)
    vaccines = {code for code, _, _ in one.vaccines}
    items = [
        {
            "sequence": place, "productOrService": _coded(CVX if code in vaccines else SNOMED, code, says), "encounter": [encounter],
            "net": {"value": float(money(cents)), "currency": "USD"},
        }
        for place, (code, says, cents) in enumerate(lines_of(one), start=1)
    ]  # fmt: skip
    return {
        "resourceType": "Claim", "id": claim_of(one), "status": "active", "use": "claim",
        "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/claim-type", "code": "professional"}]}, "patient": patient,
        "billablePeriod": period, "created": stop_of(one.last_day), "provider": {"display": "Lakeshore Physicians"},
        "priority": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/processpriority", "code": "normal"}]}, "diagnosis": diagnoses,
        "insurance": [{"sequence": 1, "focal": True, "coverage": {"display": payer}}], "item": items,
        "total": {"value": float(money(one.total_cents)), "currency": "USD"},
    }  # fmt: skip


def _part(one: Seen, place: int) -> str:
    """The id of something within an encounter: the encounter's, with its last eight digits moved on."""
    return f"{one.id[:-8]}{(int(one.id[-8:], 16) + place) % 16**8:08x}"

"""FHIR R4 bundles of a population, one a patient, as Synthea writes them: what it leaves out, these leave out."""

from collections import defaultdict
from collections.abc import Iterator

from remindful.edges.example.population.elements import (
    CVX,
    HL7,
    SNOMED,
    SYSTEM,
    Resource,
    bundle,
    coded,
    coding,
    location_ref,
    organization_ref,
    practitioner_ref,
    ref,
    start_at,
    stop_at,
)  # fmt: skip
from remindful.edges.example.population.people import Person
from remindful.edges.example.population.rows import World
from remindful.edges.example.population.visit_claims import Parts, make_benefit, make_claim
from remindful.edges.example.population.visits import Seen

#: ENCOUNTERCLASS -> HL7 v3 ActCode.
CLASSES = {"emergency": "EMER", "inpatient": "IMP", "snf": "IMP", "virtual": "VR", "home": "HH", "hospice": "HH"}
CONDITIONS, PROCEDURES, VACCINES = 1, 40, 80  # where the ids of an encounter's parts begin


def make_bundles(world: World, people: list[Person], seen: list[Seen]) -> Iterator[tuple[str, Resource]]:
    """(file name, bundle) of every patient."""
    by_person: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        by_person[one.person.id].append(one)
    for person in people:
        resources = [_patient(person)]
        for one in by_person[person.id]:
            resources += _resources(world, one)
        yield f"{person.first}_{person.last}_{person.id}", bundle("transaction", resources)


def _patient(one: Person) -> Resource:
    died = {"deceasedDateTime": stop_at(one.death_on)} if one.death_on else {}
    number = coded(f"{HL7}/v2-0203", "MR", "Medical Record Number")
    return {
        "resourceType": "Patient", "id": one.id,
        "identifier": [
            {"system": SYSTEM, "value": one.id}, {"type": number, "system": "http://hospital.smarthealthit.org", "value": one.id},
        ],
        "name": [{"use": "official", "family": one.last, "given": [one.first]}], "gender": "female" if one.sex == "F" else "male",
        "birthDate": str(one.birth_on), **died,
        "address": [{"line": [one.line1], "city": one.town[0], "state": "FL", "postalCode": one.town[2], "country": "US"}],
        "communication": [{"language": coded("urn:ietf:bcp:47", "en-US", "English (United States)")}],
    }  # fmt: skip


def _resources(world: World, one: Seen) -> Iterator[Resource]:
    found = Parts(
        [_condition(one, place) for place in range(len(one.conditions))],
        [_procedure(world, one, place) for place in range(len(one.procedures))],
        [_vaccine(world, one, place) for place in range(len(one.vaccines))],
    )
    yield _encounter(world, one)
    yield from (*found.conditions, *found.procedures, *found.vaccines)
    yield make_claim(world, one, found)
    yield make_benefit(world, one, found)


def _encounter(world: World, one: Seen) -> Resource:
    period = {"start": start_at(one.day), "end": stop_at(one.last_day)}
    reasons = {"reasonCode": [coding(SNOMED, *one.conditions[0])]} if one.conditions else {}
    performer = {
        "type": [coded(f"{HL7}/v3-ParticipationType", "PPRF", "primary performer")], "period": period,
        "individual": practitioner_ref(world, one.provider_no),
    }  # fmt: skip
    return {
        "resourceType": "Encounter", "id": one.id, "identifier": [{"use": "official", "system": SYSTEM, "value": one.id}], "status": "finished",
        "class": {"system": f"{HL7}/v3-ActCode", "code": CLASSES.get(one.kind, "AMB")}, "type": [coded(SNOMED, one.code, one.description)],
        "subject": ref(one.person.id, f"{one.person.first} {one.person.last}"), "participant": [performer], "period": period, **reasons,
        "location": [{"location": location_ref(world)}], "serviceProvider": organization_ref(world),
    }  # fmt: skip


def _condition(one: Seen, place: int) -> Resource:
    code, message = one.conditions[place]
    return {
        "resourceType": "Condition", "id": _part(one, CONDITIONS + place), "clinicalStatus": coding(f"{HL7}/condition-clinical", "resolved"),
        "verificationStatus": coding(f"{HL7}/condition-ver-status", "confirmed"),
        "category": [coding(f"{HL7}/condition-category", "encounter-diagnosis", "Encounter Diagnosis")], "code": coded(SNOMED, code, message),
        "subject": ref(one.person.id), "encounter": ref(one.id), "onsetDateTime": start_at(one.day), "abatementDateTime": stop_at(one.last_day),
        "recordedDate": start_at(one.day),
    }  # fmt: skip


def _procedure(world: World, one: Seen, place: int) -> Resource:
    code, message, _ = one.procedures[place]
    return {
        "resourceType": "Procedure", "id": _part(one, PROCEDURES + place), "status": "completed", "code": coded(SNOMED, code, message),
        "subject": ref(one.person.id), "encounter": ref(one.id), "performedPeriod": {"start": start_at(one.day), "end": stop_at(one.day)},
        "location": location_ref(world),
    }  # fmt: skip


def _vaccine(world: World, one: Seen, place: int) -> Resource:
    code, message, _ = one.vaccines[place]
    return {
        "resourceType": "Immunization", "id": _part(one, VACCINES + place), "status": "completed", "vaccineCode": coded(CVX, code, message),
        "patient": ref(one.person.id), "encounter": ref(one.id), "occurrenceDateTime": start_at(one.day), "primarySource": True,
        "location": location_ref(world),
    }  # fmt: skip


def _part(one: Seen, place: int) -> str:
    """The id of something within an encounter: the encounter's, with its last eight digits moved on."""
    return f"{one.id[:-8]}{(int(one.id[-8:], 16) + place) % 16**8:08x}"

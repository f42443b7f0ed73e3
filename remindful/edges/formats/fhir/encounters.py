"""Encounter and Condition as encounters and their diagnoses."""

from typing import Any

from remindful.edges.formats.fhir import agents, keys, synthea_people
from remindful.edges.formats.fhir.collected import Collected, Rows
from remindful.edges.formats.fhir.elements import (
    Json,
    Resource,
    Unreadable,
    code_in,
    codings,
    day,
    part,
    parts,
    text,
    words_of,
)  # fmt: skip
from remindful.edges.formats.fhir.known import NEVER_TOOK_PLACE
from remindful.edges.formats.fhir.native_columns import restore
from remindful.edges.formats.fhir.systems import ADMISSION_SOURCE, ADMISSION_TYPE, DISCHARGE, SETTINGS

ENCOUNTER_COLUMNS = (
    "form", "setting", "bill_type", "authorization_number", "accident_kind", "accident_state", "accident_on",
    "patient_paid_cents", "place_of_service", "facility_npi", "admission_type", "admission_source", "discharge_status",
    "billing_npi", "rendering_npi", "referring_npi", "reason",
)  # fmt: skip
DIAGNOSIS_COLUMNS = ("rank", "system", "description", "present_on_admission")
WRONG = {"refuted", "entered-in-error"}
RENDERING = ("ATND", "PPRF", "SPRF", "CON", "ADM")  # of v3-ParticipationType, the first that is there
HOSPITAL = {"inpatient", "emergency"}


def read_encounter(resource: Resource, collected: Collected) -> Rows:
    """Encounters. Cancelled ones never were."""
    body = resource.body
    status = text(body, "status")
    if status in NEVER_TOOK_PLACE:
        message = f"An Encounter that is {status} was not imported, and neither was what belongs to it."
        collected.leave_out(resource, "fhir.encounter_status", message, "Nothing, if it never took place.")
        return {}
    key = keys.business_key(body)
    if key is None:
        raise Unreadable("fhir.no_key", "it has neither an identifier nor an id", "Have the sender give one of them.")
    party_key = collected.known.party_key(part(body, "subject"), resource, what="subject")
    started_on = day(body, "period", "start")
    if started_on is None:
        remedy = "Have the sender fill Encounter.period."
        raise Unreadable("fhir.day", "it has no day on which it began (period.start)", remedy)
    setting = SETTINGS.get(text(body, "class", "code") or "")
    agents_here = _agents(resource, collected)
    row: dict[str, Any] = {
        "encounter_key": key,
        "party_key": party_key,
        "form": _form(resource, setting, collected),
        "setting": setting,
        "started_on": started_on,
        "ended_on": day(body, "period", "end"),
        "is_finished": status == "finished",
        "reason": next((reason for one in parts(body, "reasonCode") if (reason := words_of(one))), None),
        "referral_key": _referral(resource, collected),
        **_hospital(body),
        **agents_here,
        "place_of_service": agents_here["place_of_service"] or collected.known.places.get(resource.name),
    }
    if collected.known.is_synthetic(part(body, "subject")):
        row = synthea_people.fill_encounter(row, resource, collected)
    return {"encounters": [restore(row, body, ENCOUNTER_COLUMNS)]}


def _form(resource: Resource, setting: str | None, collected: Collected) -> str:
    """By the claim that bills it; where none does, a hospital's encounter is institutional."""
    if resource.name in collected.known.institutional:
        return "I"
    return "I" if setting in HOSPITAL and resource.name not in collected.known.professional else "P"


def _hospital(body: Json) -> dict[str, Any]:
    stay = part(body, "hospitalization")
    return {
        "admission_type": code_in(body.get("priority"), ADMISSION_TYPE),
        "admission_source": code_in(stay.get("admitSource"), ADMISSION_SOURCE),
        "discharge_status": code_in(stay.get("dischargeDisposition"), DISCHARGE),
    }


def _agents(resource: Resource, collected: Collected) -> dict[str, Any]:
    body = resource.body
    location = agents.find_agent(part(body, "location", "location"), resource, collected, what="location")
    billing = agents.find_agent(part(body, "serviceProvider"), resource, collected, what="serviceProvider")
    by_role: dict[str, str | None] = {}
    for one in parts(body, "participant"):
        who = agents.find_agent(part(one, "individual"), resource, collected, what="participant")
        for role in {code for _, code, _ in codings(one.get("type"))} or {"PPRF"}:
            by_role.setdefault(role, who.npi)
    return {
        "place_of_service": location.place,
        "facility_npi": location.npi,
        "billing_npi": billing.npi,
        "rendering_npi": next((by_role[role] for role in RENDERING if role in by_role), None),
        "referring_npi": by_role.get("REF"),
    }


def _referral(resource: Resource, collected: Collected) -> str | None:
    reference = part(resource.body, "basedOn")
    if not reference:
        return None
    try:
        return collected.known.key_of(reference, resource, what="basedOn", kind="ServiceRequest")
    except Unreadable as fault:
        message = f"The order of this Encounter is not there ({fault.message}); it was imported without it."
        collected.note(resource, "fhir.dangling_order", message, fault.remedy)
        return None


def read_condition(resource: Resource, collected: Collected) -> Rows:
    """Diagnoses. A Condition of no encounter is a problem that the patient has, not what a visit was for."""
    body = resource.body
    if {code for _, code, _ in codings(body.get("verificationStatus"))} & WRONG:
        message = "A Condition that is refuted or entered in error is no diagnosis."
        collected.leave_out(resource, "fhir.condition_status", message, "Nothing.")
        return {}
    reference = part(body, "encounter")
    if not reference:
        message = "A Condition that names no Encounter is on the problem list and is not billed."
        collected.leave_out(
            resource, "fhir.problem_list", message, "If a visit was for it, have the sender fill Condition.encounter."
        )
        return {}
    encounter_key = collected.known.key_of(reference, resource, what="encounter", kind="Encounter")
    coded = keys.coded(body.get("code"))
    if coded is None:
        raise Unreadable("fhir.no_code", "it has no code", "Code it manually at the encounter.")
    row = {"encounter_key": encounter_key, "system": coded[0], "code": coded[1], "description": coded[2]}
    ref = collected.known.find(reference, resource).ref or ""
    if collected.known.is_synthetic(part(body, "subject")):
        synthea_people.remember_condition(row, resource, collected)
        if ref not in collected.known.ranked:
            return {}  # ranked with the others of its visit, once all are known
    rank = collected.known.ranks.get(resource.name)
    if rank is None:
        rank = collected.known.ranked.get(ref, 0) + collected.count("diagnosis", encounter_key)
    return {"diagnoses": [restore(row | {"rank": rank}, body, DIAGNOSIS_COLUMNS)]}

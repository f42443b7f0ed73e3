"""Encounters, diagnoses, charges, referrals, authorizations and appointments as the resources of care."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from remindful.core.words.care import AppointmentState, AuthorizationState, CodeSystem, ReferralState
from remindful.edges.formats.fhir import charges, encounters, referrals
from remindful.edges.formats.fhir.build import (
    NEVER,
    Links,
    Made,
    by_npi,
    concept,
    head,
    hl7,
    id_of,
    money,
    say_day,
    span,
)  # fmt: skip
from remindful.edges.formats.fhir.native_columns import Row
from remindful.edges.formats.fhir.systems import (
    ACT,
    ADMISSION_SOURCE,
    ADMISSION_TYPE,
    CLASSES,
    DISCHARGE,
    HL7,
    ICD10CM,
    MODIFIER,
    NDC,
    PLACE,
    REFERRAL_ORDER,
    REVENUE,
    SNOMED,
    TAXONOMY,
    URI_OF,
)  # fmt: skip

REFERRAL_STATUS = {
    ReferralState.DRAFT: "draft",
    ReferralState.ACTIVE: "active",
    ReferralState.ON_HOLD: "on-hold",
    ReferralState.COMPLETED: "completed",
    ReferralState.REVOKED: "revoked",
}
APPOINTMENT_STATUS = {
    AppointmentState.BOOKED: "booked",
    AppointmentState.KEPT: "fulfilled",
    AppointmentState.CANCELLED: "cancelled",
    AppointmentState.MISSED: "noshow",
}
OUTCOMES = {
    AuthorizationState.REQUESTED: "queued",
    AuthorizationState.APPROVED: "complete",
    AuthorizationState.PARTLY: "partial",
    AuthorizationState.PENDED: "queued",
    AuthorizationState.DENIED: "complete",
    AuthorizationState.CANCELLED: "complete",
    AuthorizationState.NOT_REQUIRED: "complete",
}
PRIORITIES = {"routine", "urgent", "asap", "stat"}
COLUMN_SYSTEM = "urn:remindful:code"  # of a code whose code system nobody told


def uri_of(system: str) -> str:
    """The URI of a code system."""
    return URI_OF.get(CodeSystem(system), COLUMN_SYSTEM)


def _rows(frames: dict[str, pl.DataFrame], name: str) -> Iterator[dict[str, Any]]:
    return frames[name].iter_rows(named=True) if name in frames else iter(())


def write_encounters(frames: dict[str, pl.DataFrame], links: Links) -> Iterator[Made]:
    """Encounters, each with the order of its diagnoses."""
    ranked: dict[str, list[Made]] = {}
    for row in _rows(frames, "diagnoses"):
        condition = {"reference": f"Condition/{id_of('Condition', _diagnosis_key(row))}"}
        ranked.setdefault(row["encounter_key"], []).append({"condition": condition, "rank": row["rank"]})
    for row in _rows(frames, "encounters"):
        yield _encounter(row, ranked.get(row["encounter_key"], []), links)


def _encounter(row: Row, ranked: list[Made], links: Links) -> Made:
    code = CLASSES.get(row["setting"] or "", "AMB")
    place = row["place_of_service"]
    roles = (("ATND", row["rendering_npi"]), ("REF", row["referring_npi"]))
    location = {"resourceType": "Location", "id": "place", "type": [concept(PLACE, place)]} if place else None
    stay = {
        "admitSource": concept(ADMISSION_SOURCE, row["admission_source"]),
        "dischargeDisposition": concept(DISCHARGE, row["discharge_status"]),
    }
    return head("Encounter", row["encounter_key"], row, encounters.ENCOUNTER_COLUMNS) | {
        "contained": [location],
        "status": "finished" if row["is_finished"] else "in-progress",
        "class": {"system": ACT, "code": code},
        "priority": concept(ADMISSION_TYPE, row["admission_type"]),
        "subject": links.to("Patient", row["party_key"]),
        "basedOn": [links.to("ServiceRequest", row["referral_key"])],
        "participant": [
            {"type": [hl7("v3-ParticipationType", role)], "individual": by_npi(npi, links=links)} for role, npi in roles if npi
        ],
        "period": span(row["started_on"], row["ended_on"]),
        "reasonCode": [concept(None, None, row["reason"])],
        "diagnosis": ranked,
        "hospitalization": stay,
        "location": [{"location": {"reference": "#place"}}] if place else None,
        "serviceProvider": by_npi(row["billing_npi"], kind="Organization", links=links),
    }  # fmt: skip


def _diagnosis_key(row: Row) -> str:
    return f"{row['encounter_key']} {row['rank']}"


def write_diagnoses(frames: dict[str, pl.DataFrame], links: Links) -> Iterator[Made]:
    """Diagnoses as Conditions of their encounter."""
    patients = {row["encounter_key"]: row["party_key"] for row in _rows(frames, "encounters")}
    for row in _rows(frames, "diagnoses"):
        subject = links.to("Patient", patients.get(row["encounter_key"])) or {"display": "as its encounter"}
        coding = concept(uri_of(row["system"]), row["code"], row["description"])
        yield head("Condition", _diagnosis_key(row), row, encounters.DIAGNOSIS_COLUMNS) | {
            "verificationStatus": hl7("condition-ver-status", "confirmed"),
            "category": [hl7("condition-category", "encounter-diagnosis")],
            "code": coding,
            "subject": subject,
            "encounter": links.to("Encounter", row["encounter_key"]),
        }


def write_charges(frames: dict[str, pl.DataFrame], links: Links) -> Iterator[Made]:
    """Charges as ChargeItems of their encounter."""
    patients = {row["encounter_key"]: row["party_key"] for row in _rows(frames, "encounters")}
    for row in _rows(frames, "charges"):
        others = [{"system": MODIFIER, "code": code} for code in (row["modifiers"] or "").split(":") if code]
        others += [{"system": REVENUE, "code": row["revenue_code"]}] if row["revenue_code"] else []
        code = concept(uri_of(row["system"]), row["procedure_code"], row["description"], others=others)
        yield head("ChargeItem", f"{row['encounter_key']} {row['line_no']}", row, charges.EXTRA_COLUMNS) | {
            "status": "billable",
            "code": code or {"text": "charge"},
            "subject": links.to("Patient", patients.get(row["encounter_key"])) or {"display": "as its encounter"},
            "context": links.to("Encounter", row["encounter_key"]),
            "occurrenceDateTime": say_day(row["service_on"]),
            "performer": [{"actor": by_npi(row["rendering_npi"], links=links)}] if row["rendering_npi"] else None,
            "quantity": {"value": row["units"]},
            "priceOverride": money(row["charge_cents"]),
            "productCodeableConcept": concept(NDC, row["ndc"]),
            "enteredDate": say_day(row["captured_on"]),
        }  # fmt: skip


def write_referrals(frames: dict[str, pl.DataFrame], links: Links) -> Iterator[Made]:
    """Referrals as ServiceRequests, and a Task each for what became of it."""
    for row in _rows(frames, "referrals"):
        key = row["referral_key"]
        performer = by_npi(row["referred_npi"], links=links) or {}
        named = performer | ({"display": row["referred_name"]} if row["referred_name"] else {})
        codes = [concept(COLUMN_SYSTEM, code) for code in (row["service_codes"] or "").split(":") if code]
        visits = row["visits_allowed"]
        yield head("ServiceRequest", key, row, referrals.REFERRAL_COLUMNS) | {
            "status": REFERRAL_STATUS[ReferralState(row["state"])],
            "intent": "order",
            "category": [concept(SNOMED, REFERRAL_ORDER)],
            "priority": row["priority"] if row["priority"] in PRIORITIES else None,
            "code": codes[0] if codes else None,
            "orderDetail": codes[1:],
            "quantityQuantity": {"value": visits} if visits is not None else None,
            "subject": links.to("Patient", row["party_key"]),
            "occurrencePeriod": span(None, row["expires_on"]),
            "authoredOn": say_day(row["ordered_on"]),
            "requester": by_npi(row["referring_npi"], links=links),
            "performerType": concept(TAXONOMY, row["referred_taxonomy"]),
            "performer": [named],
            "reasonCode": [concept(ICD10CM, row["reason_code"], row["reason"])],
        }
        if row["sent_on"] or row["reported_on"]:
            yield _task(row)


def _task(row: Row) -> Made:
    return head("Task", row["referral_key"], row, ("sent_on", "reported_on")) | {
        "status": "completed" if row["reported_on"] else "requested",
        "intent": "order",
        "focus": {"reference": f"ServiceRequest/{id_of('ServiceRequest', row['referral_key'])}"},
        "executionPeriod": span(row["sent_on"], row["reported_on"]),
    }


def write_appointments(frames: dict[str, pl.DataFrame], links: Links) -> Iterator[Made]:
    """Appointments. Their hour is not known, so the day stands as an extension."""
    for row in _rows(frames, "appointments"):
        actors = [links.to("Patient", row["party_key"]), by_npi(row["provider_npi"], links=links)]
        yield head("Appointment", row["appointment_key"], row, referrals.APPOINTMENT_COLUMNS) | {
            "status": APPOINTMENT_STATUS[AppointmentState(row["state"])],
            "basedOn": [links.to("ServiceRequest", row["referral_key"])],
            "start": f"{row['happens_on']}T00:00:00Z",
            "end": f"{row['happens_on']}T00:00:00Z",
            "created": say_day(row["booked_on"]),
            "participant": [{"actor": one, "status": "accepted"} for one in actors if one],
        }


def write_authorizations(frames: dict[str, pl.DataFrame], links: Links) -> Iterator[Made]:
    """Authorizations as ClaimResponses of a preauthorization."""
    for row in _rows(frames, "authorizations"):
        payer = (
            {"identifier": {"system": "urn:remindful:payer", "value": row["payer_key"]}} if row["payer_key"] else None
        )
        yield head("ClaimResponse", row["authorization_key"], row, referrals.AUTHORIZATION_COLUMNS) | {
            "status": "cancelled" if row["state"] == AuthorizationState.CANCELLED else "active",
            "type": {"coding": [{"system": f"{HL7}/claim-type", "code": "professional"}]},
            "use": "preauthorization",
            "patient": links.to("Patient", row["party_key"]),
            "created": say_day(row["decided_on"] or row["requested_on"]) or NEVER,
            "insurer": payer or {"display": "not known"},
            "requestor": by_npi(row["provider_npi"], links=links),
            "outcome": OUTCOMES[AuthorizationState(row["state"])],
            "preAuthRef": row["number"],
            "preAuthPeriod": span(row["from_on"], row["to_on"]),
        }

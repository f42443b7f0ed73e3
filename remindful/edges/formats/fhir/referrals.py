"""ServiceRequest with its Task as referrals, Appointment, and what a payer said of a request to authorize."""

from typing import Any

from remindful.core.words.care import AuthorizationState, CodeSystem
from remindful.edges.formats.fhir import agents, keys, plans
from remindful.edges.formats.fhir.collected import Collected, Rows
from remindful.edges.formats.fhir.elements import (
    Json,
    Resource,
    Unreadable,
    code_in,
    codings,
    day,
    number,
    part,
    parts,
    text,
    texts,
    whole,
    words_of,
)  # fmt: skip
from remindful.edges.formats.fhir.native_columns import restore, stored_columns
from remindful.edges.formats.fhir.systems import (
    APPOINTMENT_STATES,
    AUTHORIZATION_OUTCOMES,
    CODE_SYSTEMS,
    REFERRAL_ORDER,
    REFERRAL_STATES,
    REVIEW_ACTIONS,
    TAXONOMY,
)  # fmt: skip

REFERRAL_COLUMNS = (
    "priority", "needs_authorization", "payer_key", "payer_number", "service_codes", "referred_npi", "referred_name",
    "referred_taxonomy", "visits_allowed", "reason_code",
)  # fmt: skip
APPOINTMENT_COLUMNS = ("happens_on", "booked_on", "referral_key", "provider_npi")
AUTHORIZATION_COLUMNS = (
    "payer_key", "referral_key", "state", "requested_on", "decided_on", "from_on", "to_on", "visits_allowed",
    "units_allowed", "service_codes", "provider_npi", "reason_code",
)  # fmt: skip


def read_service_request(resource: Resource, collected: Collected) -> Rows:
    """Referrals: orders that send the patient to somebody. An order for a test in the house is none."""
    body = resource.body
    if not _sends_away(body):
        message = (
            "A ServiceRequest that names neither a performer nor a specialty, and is no referral, is an internal order."
        )
        collected.leave_out(
            resource, "fhir.order", message, "If it is a referral, have the sender give its category or performer."
        )
        return {}
    state, status = REFERRAL_STATES.get(text(body, "status") or ""), text(body, "status")
    if state is None:
        raise Unreadable("fhir.status", f"its status is {status}", "Enter the referral manually, if it holds.")
    ordered_on = day(body, "authoredOn")
    if ordered_on is None:
        raise Unreadable("fhir.day", "it has no day on which it was ordered", "Have the sender fill authoredOn.")
    performer = agents.find_agent(part(body, "performer"), resource, collected, what="performer")
    requester = agents.find_agent(part(body, "requester"), resource, collected, what="requester")
    row: dict[str, Any] = {
        "referral_key": _key(resource),
        "party_key": collected.known.party_key(part(body, "subject"), resource, what="subject"),
        "ordered_on": ordered_on,
        "state": state.value,
        "priority": text(body, "priority"),
        "reason": next((reason for one in parts(body, "reasonCode") if (reason := words_of(one))), None),
        "reason_code": _diagnosis(body),
        "service_codes": _services(body),
        "referring_npi": requester.npi,
        "referred_npi": performer.npi,
        "referred_name": _full_name(performer),
        "referred_taxonomy": code_in(body.get("performerType"), TAXONOMY) or performer.taxonomy,
        "payer_key": _payer(resource, collected),
        "expires_on": day(body, "occurrencePeriod", "end"),
        "visits_allowed": whole(body, "quantityQuantity", "value"),
        **collected.known.tasks.get(resource.name, {}),
    }
    return {"referrals": [restore(row, body, REFERRAL_COLUMNS)]}


def _sends_away(body: Json) -> bool:
    categories = {code for concept in parts(body, "category") for _, code, _ in codings(concept)}
    return (
        REFERRAL_ORDER in categories
        or bool(part(body, "performer"))
        or code_in(body.get("performerType"), TAXONOMY) is not None
    )


def _key(resource: Resource) -> str:
    key = keys.business_key(resource.body)
    if key is None:
        raise Unreadable("fhir.no_key", "it has neither an identifier nor an id", "Have the sender give one of them.")
    return key


def _full_name(agent: agents.Agent) -> str | None:
    return " ".join(name for name in (agent.first_name, agent.last_name) if name) or None


def _diagnosis(body: Json) -> str | None:
    every = [one for concept in parts(body, "reasonCode") for one in codings(concept)]
    return next((code for system, code, _ in every if CODE_SYSTEMS.get(system) is CodeSystem.ICD10CM), None)


def _services(body: Json) -> str | None:
    services = [keys.coded(one) for one in [*parts(body, "code"), *parts(body, "orderDetail")]]
    billable = (CodeSystem.CPT, CodeSystem.HCPCS)
    return ":".join(one[1] for one in services if one and one[0] in billable) or None


def _payer(resource: Resource, collected: Collected) -> str | None:
    reference = part(resource.body, "insurance")
    if not reference:
        return None
    try:
        return plans.find_plan(reference, resource, collected).payer_key
    except Unreadable as fault:
        collected.note(
            resource,
            "fhir.dangling_plan",
            f"The referral was imported without its payer: {fault.message}.",
            fault.remedy,
        )
        return None


def read_task(resource: Resource, collected: Collected) -> Rows:
    """Nothing of its own: the days of the referral that it is about. One that is about nothing here is told."""
    reference = text(resource.body, "focus", "reference") or text(resource.body, "basedOn", "reference")
    ref = collected.known.ref_of(reference) if reference else None
    if ref is None or not ref.startswith("ServiceRequest/"):
        remedy = "Bring the ServiceRequest along in the same file or folder."
        raise Unreadable("fhir.task", "it is about no ServiceRequest that is here", remedy)
    for path in (("executionPeriod", "start"), ("executionPeriod", "end"), ("authoredOn",), ("lastModified",)):
        day(resource.body, *path)
    return {}


def read_appointment(resource: Resource, collected: Collected) -> Rows:
    """Appointments. Proposals, wishes and waiting lists are none yet."""
    body = resource.body
    state, status = APPOINTMENT_STATES.get(text(body, "status") or ""), text(body, "status")
    if state is None:
        collected.leave_out(
            resource, "fhir.appointment_status", f"An Appointment that is {status} is not booked.", "Nothing."
        )
        return {}
    happens_on = day(body, "start") or stored_columns(body).get("happens_on")
    if happens_on is None:
        raise Unreadable("fhir.day", "it has no start", "Have the sender fill Appointment.start.")
    actors = [part(one, "actor") for one in parts(body, "participant")]
    who = {_kind_of(one, resource, collected): one for one in reversed(actors) if one}
    provider = who.get("Practitioner") or who.get("PractitionerRole") or {}
    row: dict[str, Any] = {
        "appointment_key": _key(resource),
        "party_key": collected.known.party_key(who.get("Patient", {}), resource, what="patient among the participants"),
        "referral_key": _referral(resource, collected),
        "provider_npi": agents.find_agent(provider, resource, collected, what="practitioner").npi,
        "booked_on": day(body, "created"),
        "happens_on": happens_on,
        "state": state.value,
    }
    return {"appointments": [restore(row, body, APPOINTMENT_COLUMNS)]}


def _kind_of(reference: Json, owner: Resource, collected: Collected) -> str:
    """The kind of resource that a reference means, as far as it can be told."""
    found = collected.known.find(reference, owner)
    segments = (found.written or "").split("?", 1)[0].split("/")
    return (
        text(reference, "type")
        or text(found.body, "resourceType")
        or (found.ref or "").split("/", 1)[0]
        or (segments[-2] if len(segments) > 1 else segments[-1])
    )


def _referral(resource: Resource, collected: Collected) -> str | None:
    reference = part(resource.body, "basedOn")
    try:
        return collected.known.key_of(reference, resource, what="basedOn", kind="ServiceRequest") if reference else None
    except Unreadable as fault:
        message = f"The appointment was imported without its order: {fault.message}."
        collected.note(resource, "fhir.dangling_order", message, fault.remedy)
        return None


def read_authorization(resource: Resource, collected: Collected) -> Rows:
    """Authorizations, of a ClaimResponse with use preauthorization: what the payer said, by outcome or by its review action."""
    body = resource.body
    actions = [
        code
        for one in parts(body, "item", "adjudication", "extension", "extension")
        for _, code, _ in codings(one.get("valueCodeableConcept"))
    ]
    states = [REVIEW_ACTIONS[code] for code in actions if code in REVIEW_ACTIONS]
    state = states[0] if states else AUTHORIZATION_OUTCOMES.get(text(body, "outcome") or "")
    if text(body, "status") == "cancelled":
        state = AuthorizationState.CANCELLED
    if state is None:
        raise Unreadable("fhir.status", "it has no outcome", "Have the sender fill ClaimResponse.outcome.")
    authorization_number = next(texts(body, "preAuthRef"), None)
    row: dict[str, Any] = {
        "authorization_key": _key(resource),
        "party_key": collected.known.party_key(part(body, "patient"), resource, what="patient"),
        "payer_key": agents.find_agent(part(body, "insurer"), resource, collected, what="insurer").key,
        "number": authorization_number,
        "state": state.value,
        "decided_on": day(body, "created"),
        "from_on": day(body, "preAuthPeriod", "start"),
        "to_on": day(body, "preAuthPeriod", "end"),
        "units_allowed": number(body, "item", "extension", "valueQuantity", "value"),
        "provider_npi": agents.find_agent(part(body, "requestor"), resource, collected, what="requestor").npi,
    }
    return {"authorizations": [restore(row, body, AUTHORIZATION_COLUMNS)]}


def ask_authorization(resource: Resource, collected: Collected) -> Rows:
    """Authorizations, of a Claim with use preauthorization that nothing here has answered yet."""
    body = resource.body
    if resource.name in collected.known.requested:
        return {}
    row: dict[str, Any] = {
        "authorization_key": _key(resource),
        "party_key": collected.known.party_key(part(body, "patient"), resource, what="patient"),
        "payer_key": agents.find_agent(part(body, "insurer"), resource, collected, what="insurer").key,
        "state": AuthorizationState.REQUESTED.value,
        "requested_on": day(body, "created"),
        "from_on": day(body, "billablePeriod", "start"),
        "to_on": day(body, "billablePeriod", "end"),
        "provider_npi": agents.find_agent(part(body, "provider"), resource, collected, what="provider").npi,
    }
    return {"authorizations": [row]}

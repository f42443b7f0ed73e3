"""Claim as claims, with their payers, lines, codes and providers; and as charges of the encounter that it bills."""

from datetime import date
from typing import Any

from remindful.core.words.care import CodeSystem
from remindful.core.words.kinds import PayerKind
from remindful.edges.formats.fhir import agents, charges, keys, lines, native, people, plans, referrals, synthea_people
from remindful.edges.formats.fhir.collected import Collected, Rows
from remindful.edges.formats.fhir.elements import (
    Json,
    Resource,
    Unreadable,
    cents,
    codings,
    day,
    part,
    parts,
    text,
    texts,
    truth,
    whole,
)  # fmt: skip
from remindful.edges.formats.fhir.native_columns import is_native
from remindful.edges.formats.fhir.systems import CODE_SYSTEMS, DUAL_PAYERS, FORMS

#: HL7's and CARIN's roles of a care team, as NM101. `primary` is whoever attends where it is institutional.
ROLES = {
    "primary": "82", "performing": "82", "rendering": "82", "attending": "71", "operating": "72", "otheroperating": "ZZ",
    "assist": "ZZ", "supervisor": "DQ", "referring": "DN", "prescribing": "DK", "pcp": "P3", "other": "ZZ",
}  # fmt: skip
DIAGNOSIS_QUALIFIERS = {"admitting": "ABJ", "externalcauseofinjury": "ABN", "patientreasonforvisit": "APR"}


def read_claim(resource: Resource, collected: Collected) -> Rows:
    """All frames of a claim. A request to authorize is an authorization; a predetermination and a draft are nobody's bill."""
    use, status = text(resource.body, "use"), text(resource.body, "status")
    if is_native(resource.body):
        return native.read_native_claim(resource, collected)
    if use == "preauthorization" and status == "active":
        return referrals.ask_authorization(resource, collected)
    if use != "claim" or status != "active":
        message = f"A Claim with status {status} and use {use} is not a bill and was left out."
        collected.leave_out(resource, "fhir.claim_status", message, "Nothing, if it was never sent.")
        return {}
    items = lines.read_lines(
        resource.body,
        resource,
        diagnoses=lines.diagnosis_positions(resource.body),
        repeated={
            coded[1] for one in parts(resource.body, "diagnosis") if (coded := _diagnosis(one, resource, collected))
        },
    )
    if not items:
        raise Unreadable("fhir.no_lines", "it has no items", "Have the sender export the claim with its items.")
    lines.date_lines(items, day(resource.body, "billablePeriod", "start") or day(resource.body, "created"))
    return _read_priced(resource, collected, items)


def _read_priced(resource: Resource, collected: Collected, items: list[lines.Line]) -> Rows:
    """The claim, and the charges of its encounter. Of a person whom Synthea made up these stand even where the claim does not tie."""
    is_synthetic = collected.known.is_synthetic(part(resource.body, "patient"))
    on = min((line["service_on"] for line in items if line["service_on"]), default=None)
    charged = synthea_people.charges_of_claim(resource, items, collected) if is_synthetic else {}
    try:
        given = [(one, plans.find_plan(part(one, "coverage"), resource, collected)) for one in _insurances(resource)]
        if is_synthetic:
            _follow(resource, collected, [plan for _, plan in given], on=on)
        rows = _read_tied(resource, collected, items, given)
    except Unreadable as fault:
        fault.spared = charged
        raise
    if not is_synthetic:
        _follow(resource, collected, [plan for _, plan in given], on=on)
        charged = charges.charges_of_claim(resource, items, collected)
    return rows | charged


def _read_tied(
    resource: Resource, collected: Collected, items: list[lines.Line], given: list[tuple[Json, plans.Plan]]
) -> Rows:
    """The claim itself. Unreadable where its items do not come to its total."""
    total = lines.price_lines(items, cents(resource.body, "total"))
    row = _claim_row(resource, collected, items, total)
    collected.claim_no += 1
    numbered = {"claim_no": collected.claim_no}
    rows: Rows = {
        "claims": [row],
        "claim_payers": _payer_rows(given),
        "claim_lines": [lines.columns_of(one) for one in items],
        "claim_codes": _code_rows(resource, collected),
        "claim_providers": _provider_rows(resource, collected),
    }
    return {name: [numbered | one for one in every] for name, every in rows.items()}


def _claim_row(resource: Resource, collected: Collected, items: list[lines.Line], total: int) -> dict[str, Any]:
    body = resource.body
    party_key, patient = patient_of(resource, collected)
    days = [line["service_on"] for line in items if line["service_on"]]
    billing = agents.find_agent(part(body, "provider"), resource, collected, what="provider")
    form = FORMS.get(keys.first_code(body.get("type")) or "")
    if form is None:
        raise Unreadable("fhir.claim_type", "its type is not known", "Have the sender use HL7's claim-type.")
    return {
        "segment_no": resource.no,
        "form": form,
        "control_number": keys.business_key(body),
        "charge_cents": total,
        "frequency_code": "7" if any(parts(body, "related")) else "1",
        "medical_record_number": party_key,
        "prior_authorization": next(texts(body, "insurance", "preAuthRef"), None),
        "billed_on": day(body, "created"),
        "billing_npi": billing.npi,
        "billing_tax_id": billing.tax_id,
        "billing_name": billing.last_name,
        "billing_state": billing.state,
        "patient_last_name": patient.last_name,
        "patient_first_name": patient.first_name,
        "patient_birth_on": patient.birth_on,
        "patient_line1": patient.line1,
        "patient_city": patient.city,
        "patient_state": patient.state,
        "patient_zip": patient.zip,
        "patient_sex": patient.sex,
        "service_from_on": min(days, default=None),
        "service_to_on": max(days, default=None),
        "accident_on": day(body, "accident", "date"),
    }


def patient_of(resource: Resource, collected: Collected) -> tuple[str, people.Person]:
    """The patient's key and record. Unreadable where there is none."""
    reference = part(resource.body, "patient")
    found = collected.known.find(reference, resource)
    party_key = collected.known.party_key(reference, resource, what="patient")
    return party_key, people.person_of(found.body) if found.body else people.Person(key=party_key)


def _insurances(resource: Resource) -> list[Json]:
    return sorted(parts(resource.body, "insurance"), key=lambda one: whole(one, "sequence") or 1)


def _payer_rows(given: list[tuple[Json, plans.Plan]]) -> list[dict[str, Any]]:
    has_focal = any(truth(one, "focal") for one, _ in given)
    rows: list[dict[str, Any]] = []
    for one, plan in given:
        if plan.is_none:
            continue
        level_no = len(rows) + 1
        row = {
            "level_no": level_no,
            "is_destination": bool(truth(one, "focal")) if has_focal else level_no == 1,
            "payer_name": plan.payer_name,
            "payer_key": plan.payer_key,
            "payer_kind": plan.payer_kind,
            "member_id": plan.member_id,
            **plans.subscriber_columns(plan),
            **plans.subscriber_address(plan),
            "relationship_code": plan.relationship_code,
            "group_number": plan.group_number,
        }
        rows.append(row)
        if plan.payer_name in DUAL_PAYERS:
            rows.append(row | {"level_no": 2, "is_destination": False, "payer_kind": PayerKind.MEDICAID.value})
    return rows


def _follow(resource: Resource, collected: Collected, given: list[plans.Plan], *, on: date | None) -> None:
    """Remember whom a claim of a day names as payers, in order, or that it names none."""
    patient = part(resource.body, "patient")
    if on is None or not given:
        return
    party_key = collected.known.party_key(patient, resource, what="patient")
    synthetic_number = party_key if collected.known.is_synthetic(patient) else None
    plans.follow_plans(given, party_key=party_key, on=on, collected=collected, synthetic_number=synthetic_number)


def _diagnosis(one: Json, owner: Resource, collected: Collected) -> tuple[str, str, str | None] | None:
    """System, code and words of Claim.diagnosis, there or in the Condition that it refers to."""
    coded = keys.coded(one.get("diagnosisCodeableConcept"))
    reference = part(one, "diagnosisReference")
    if coded is None and reference:
        found = collected.known.find(reference, owner)
        return keys.coded(found.body.get("code")) if found.body else collected.known.codes.get(found.ref or "")
    return coded


def _code_rows(resource: Resource, collected: Collected) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    has_principal = False
    for one in parts(resource.body, "diagnosis"):
        coded = _diagnosis(one, resource, collected)
        if coded is None or coded[0] != CodeSystem.ICD10CM:
            message = "A diagnosis of a claim is not in ICD-10-CM; the claim was imported without it."
            collected.note(resource, "fhir.diagnosis", message, "Code the encounter in ICD-10-CM; X12 has no other.")
            continue
        type_codes = [code for concept in parts(one, "type") for _, code, _ in codings(concept)]
        qualifier = next((DIAGNOSIS_QUALIFIERS[code] for code in type_codes if code in DIAGNOSIS_QUALIFIERS), None)
        if qualifier is None:
            qualifier, has_principal = ("ABF", True) if has_principal else ("ABK", True)
        rows.append(
            {"qualifier": qualifier, "code": coded[1].replace(".", ""), "present_on_admission": _on_admission(one)}
        )
    rows += _procedure_rows(resource.body)
    return [{"code_no": no, "segment_no": resource.no} | row for no, row in enumerate(rows, 1)]


def _on_admission(one: Json) -> str | None:
    code = keys.first_code(one.get("onAdmission"))
    return code.upper() if code and code.upper() in {"Y", "N", "U", "W", "1"} else None


def _procedure_rows(body: Json) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for one in parts(body, "procedure"):
        for system, code, _ in codings(one.get("procedureCodeableConcept")):
            if CODE_SYSTEMS.get(system) is CodeSystem.ICD10PCS:
                rows.append({"qualifier": "BBQ" if rows else "BBR", "code": code, "code_on": day(one, "date")})
    return rows


def _provider_rows(resource: Resource, collected: Collected) -> list[dict[str, Any]]:
    body = resource.body
    roles = [("85", part(body, "provider"), "provider"), ("77", part(body, "facility"), "facility")]
    is_institutional = keys.first_code(body.get("type")) == "institutional"
    for one in parts(body, "careTeam"):
        role = ROLES.get(keys.first_code(one.get("role")) or "primary", "ZZ")
        roles.append(("71" if role == "82" and is_institutional else role, part(one, "provider"), "careTeam"))
    rows: list[dict[str, Any]] = []
    for role, reference, what in roles:
        agent = agents.find_agent(reference, resource, collected, what=what)
        if agent.npi or agent.last_name:
            rows.append({"segment_no": resource.no, "role": role} | _columns(agent))
    return rows


def _columns(agent: agents.Agent) -> dict[str, Any]:
    names = ("is_person", "last_name", "first_name", "npi", "tax_id", "taxonomy", "line1", "city", "state", "zip")
    return {name: getattr(agent, name) for name in names}

"""A visit's Claim and the payer's ExplanationOfBenefit as Synthea writes them: a price for each item but the visit itself, and a total."""

from dataclasses import dataclass
from typing import Any

from remindful.edges.example.population.elements import (
    CVX,
    HL7,
    SNOMED,
    Resource,
    coded,
    coding,
    dollars,
    location_ref,
    organization_ref,
    practitioner_ref,
    ref,
    start_at,
    stop_at,
)  # fmt: skip
from remindful.edges.example.population.rows import World, claim_of, covered_cents, payer_of
from remindful.edges.example.population.visits import Seen, Service

INSTITUTIONAL = {"emergency", "inpatient", "snf"}
CMS = "https://bluebutton.cms.gov/resources"
#: Synthea's place of service on what payers answer, by class: 21 for most of what is no stay. Nobody should go by it.
EOB_PLACES = {
    "wellness": ("19", "Off Campus-Outpatient Hospital"),
    "emergency": ("20", "Urgent Care Facility"),
    "urgentcare": ("20", "Urgent Care Facility"),
}
EOB_PLACE = ("21", "Inpatient Hospital")


@dataclass(frozen=True, slots=True)
class Parts:
    """The resources of a visit that its claim refers to, in order."""

    conditions: list[Resource]
    procedures: list[Resource]
    vaccines: list[Resource]


def make_claim(world: World, one: Seen, found: Parts) -> Resource:
    """The Claim."""
    details: dict[str, Any] = {}
    if found.vaccines:
        info = coding(f"{HL7}/claiminformationcategory", "info")
        details["supportingInfo"] = [
            {"sequence": no, "category": info, "valueReference": ref(each["id"])}
            for no, each in enumerate(found.vaccines, 1)
        ]
    if found.conditions:
        details["diagnosis"] = [
            {"sequence": no, "diagnosisReference": ref(each["id"])} for no, each in enumerate(found.conditions, 1)
        ]
    if found.procedures:
        details["procedure"] = [
            {"sequence": no, "procedureReference": ref(each["id"])} for no, each in enumerate(found.procedures, 1)
        ]
    return _head(one, "Claim", claim_of(one)) | {
        "billablePeriod": _period(one), "created": stop_at(one.last_day), "provider": organization_ref(world),
        "priority": coding(f"{HL7}/processpriority", "normal"), "facility": location_ref(world), **details,
        "insurance": [{"sequence": 1, "focal": True, "coverage": {"display": payer_of(one)}}], "item": _items(one),
        "total": dollars(one.total_cents),
    }  # fmt: skip


def make_benefit(world: World, one: Seen, found: Parts) -> Resource:
    """The ExplanationOfBenefit: what was decided of each item that has a price."""
    payer, doctor, claim_key = payer_of(one), practitioner_ref(world, one.provider_no, named=False), claim_of(one)
    principal = coding(f"{HL7}/ex-diagnosistype", "principal")
    items = [_decided(one, item) for item in _items(one)]
    diagnoses = [
        {"sequence": no, "diagnosisReference": ref(each["id"]), "type": [principal]}
        for no, each in enumerate(found.conditions, 1)
    ]
    return _head(one, "ExplanationOfBenefit", f"{claim_key[:-2]}{(int(claim_key[-2:], 16) + 128) % 256:02x}") | {
        "contained": [
            {"resourceType": "Coverage", "id": "coverage", "status": "active", "type": {"text": payer}, "beneficiary": ref(one.person.id),
             "payor": [{"display": payer}]},
        ],
        "identifier": [
            {"system": f"{CMS}/variables/clm_id", "value": claim_key}, {"system": f"{CMS}/identifier/claim-group", "value": "99999999999"},
        ],
        "billablePeriod": _period(one), "created": stop_at(one.last_day), "insurer": {"display": payer}, "provider": doctor,
        "facility": location_ref(world), "claim": ref(claim_key), "outcome": "complete",
        "careTeam": [{"sequence": 1, "provider": doctor, "role": coding(f"{HL7}/claimcareteamrole", "primary", "Primary provider")}],
        **({"diagnosis": diagnoses} if diagnoses else {}),
        "insurance": [{"focal": True, "coverage": {"reference": "#coverage", "display": payer}}], "item": items,
        "total": [{"category": coding(f"{HL7}/adjudication", "submitted", "Submitted Amount"), "amount": dollars(one.total_cents)}],
        "payment": {"amount": dollars(sum(covered_cents(one, cents) for _, _, cents in (*one.procedures, *one.vaccines)))},
    }  # fmt: skip


def _head(one: Seen, kind: str, key: str) -> Resource:
    form = "institutional" if one.kind in INSTITUTIONAL else "professional"
    return {
        "resourceType": kind, "id": key, "status": "active", "type": coding(f"{HL7}/claim-type", form), "use": "claim",
        "patient": ref(one.person.id),
    }  # fmt: skip


def _period(one: Seen) -> Resource:
    return {"start": start_at(one.day), "end": stop_at(one.last_day)}


def _items(one: Seen) -> list[Resource]:
    """The visit without a price, then what is no service but a reason, then vaccines and what was done."""
    bare: list[Resource] = [{"productOrService": coded(SNOMED, one.code, one.description), "encounter": [ref(one.id)]}]
    reasons: list[Resource] = [
        {"diagnosisSequence": [no], "productOrService": coded(SNOMED, code, message)}
        for no, (code, message) in enumerate(one.conditions, 1)
    ]
    vaccines = [_priced("informationSequence", no, CVX, each) for no, each in enumerate(one.vaccines, 1)]
    procedures = [_priced("procedureSequence", no, SNOMED, each) for no, each in enumerate(one.procedures, 1)]
    every = [*bare, *reasons, *vaccines, *procedures]
    return [{"sequence": no} | item for no, item in enumerate(every, 1)]


def _priced(sequence_name: str, no: int, system: str, service: Service) -> Resource:
    code, message, cents = service
    return {sequence_name: [no], "productOrService": coded(system, code, message), "net": dollars(cents)}


def _decided(one: Seen, item: Resource) -> Resource:
    place = EOB_PLACES.get(one.kind, EOB_PLACE)
    decision: Resource = {
        "category": coding(f"{CMS}/variables/line_cms_type_srvc_cd", "1", "Medical care"), "servicedPeriod": _period(one),
        "locationCodeableConcept": coding(f"{HL7}/ex-serviceplace", *place),
    }  # fmt: skip
    if "net" not in item:
        return item | decision
    cents = round(item["net"]["value"] * 100)
    paid = covered_cents(one, cents)
    amounts = {
        "line_coinsrnc_amt": cents - paid, "line_prvdr_pmt_amt": paid, "line_sbmtd_chrg_amt": cents, "line_alowd_chrg_amt": cents,
        "line_bene_ptb_ddctbl_amt": 0,
    }  # fmt: skip
    decision["adjudication"] = [
        {"category": coding(f"{CMS}/codesystem/adjudication", f"{CMS}/variables/{name}"), "amount": dollars(amount)}
        for name, amount in amounts.items()
    ]
    return item | decision

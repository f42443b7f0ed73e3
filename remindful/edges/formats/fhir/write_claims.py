"""Claims, with their payers, lines, codes and providers, as Claim."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from remindful.edges.formats.fhir import native
from remindful.edges.formats.fhir.build import NEVER, Links, Made, concept, head, hl7, money, say_day, span
from remindful.edges.formats.fhir.native_columns import Row, keep
from remindful.edges.formats.fhir.systems import (
    CLAIM_TYPES,
    CPT,
    EIN,
    HCPCS,
    ICD10CM,
    ICD10PCS,
    MODIFIER,
    NATIVE_QUALIFIER,
    NATIVE_ROLE,
    NDC,
    NPI,
    PLACE,
    REVENUE,
)  # fmt: skip
from remindful.edges.formats.fhir.write_people import coverage, provider, subscriber

DIAGNOSES = {"ABK", "ABF", "ABJ", "APR", "ABN"}
PROCEDURES = {"BBR", "BBQ"}


def write_claims(frames: dict[str, pl.DataFrame], links: Links) -> Iterator[Made]:
    """Each claim as a Claim whose coverages, practitioners and organizations are contained."""
    sides = {
        name: _by_claim(frames, name) for name in ("claim_payers", "claim_lines", "claim_codes", "claim_providers")
    }
    for row in frames["claims"].iter_rows(named=True) if "claims" in frames else ():
        no = row["claim_no"]
        yield _claim(row, {name: side.get(no, []) for name, side in sides.items()}, links)


def _by_claim(frames: dict[str, pl.DataFrame], name: str) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in frames[name].iter_rows(named=True) if name in frames else ():
        found.setdefault(row["claim_no"], []).append(row)
    return found


def _claim(row: Row, sides: dict[str, list[dict[str, Any]]], links: Links) -> Made:
    patient = links.to("Patient", row["medical_record_number"]) or {"display": "not known"}
    payers, team = sides["claim_payers"], sides["claim_providers"]
    diagnoses = [one for one in sides["claim_codes"] if one["qualifier"] in DIAGNOSES]
    procedures = [one for one in sides["claim_codes"] if one["qualifier"] in PROCEDURES]
    others = [one for one in sides["claim_codes"] if one["qualifier"] not in DIAGNOSES | PROCEDURES]
    contained = [_plan(no, one, patient) for no, one in enumerate(payers)]
    contained += [who for no, one in enumerate(payers) if (who := _subscriber(no, one, patient))]
    contained += [_agent(no, one) for no, one in enumerate(team)]
    made = head("Claim", f"{row['claim_no']} {row['control_number']}", row, native.CLAIM)
    return made | {
        "identifier": [{"system": "urn:remindful:key", "value": row["control_number"]}] if row["control_number"] else None,
        "contained": contained,
        "status": "active",
        "type": hl7("claim-type", CLAIM_TYPES.get(row["form"], "professional")),
        "use": "claim",
        "patient": patient,
        "billablePeriod": span(row["service_from_on"], row["service_to_on"]),
        "created": say_day(row["billed_on"] or row["service_from_on"]) or NEVER,
        "provider": _billing(row),
        "priority": hl7("processpriority", "normal"),
        "careTeam": [_member(no, one) for no, one in enumerate(team)],
        "supportingInfo": [_info(no, one) for no, one in enumerate(others, 1)],
        "diagnosis": [_diagnosis(no, one) for no, one in enumerate(diagnoses, 1)],
        "procedure": [_procedure(no, one) for no, one in enumerate(procedures, 1)],
        "insurance": [_insurance(no, one) for no, one in enumerate(payers)] or [_uninsured()],
        "accident": {"date": say_day(row["accident_on"])} if row["accident_on"] else None,
        "item": [_item(one, len(diagnoses)) for one in sides["claim_lines"]] or [_nothing()],
        "total": money(row["charge_cents"]),
    }  # fmt: skip


def _billing(row: Row) -> Made:
    npi, tax_id = row["billing_npi"], row["billing_tax_id"]
    identifier = {"system": NPI, "value": npi} if npi else {"system": EIN, "value": tax_id} if tax_id else None
    return {"identifier": identifier, "display": row["billing_name"] or "not known"}


def _plan(no: int, row: Row, patient: Made) -> Made:
    made = coverage(row, patient)
    if made.get("subscriber"):
        made["subscriber"] = {"reference": f"#subscriber{no}"}
    payer = made["payor"][0]
    return {"resourceType": "Coverage", "id": f"plan{no}", "status": "active"} | made | {
        "payor": [payer if payer.get("display") else payer | {"display": "not known"}]
    }  # fmt: skip


def _subscriber(no: int, row: Row, patient: Made) -> Made | None:
    made = subscriber(row, patient)
    return None if made is None else made | {"id": f"subscriber{no}"}


def _insurance(no: int, row: Row) -> Made:
    return {
        "extension": keep(row, native.PAYER),
        "sequence": no + 1,
        "focal": row["is_destination"],
        "coverage": {"reference": f"#plan{no}"},
    }


def _uninsured() -> Made:
    # R4 wants an insurance; this is how Synthea says that there is none.
    return {"sequence": 1, "focal": True, "coverage": {"display": "NO_INSURANCE"}}


def _nothing() -> Made:
    # Nor may R4's claim be without an item.
    return {"sequence": 1, "productOrService": {"text": "no line"}}


def _agent(no: int, row: Row) -> Made:
    made = provider(row)
    return {"resourceType": "Practitioner" if row["is_person"] else "Organization", "id": f"agent{no}"} | made


def _member(no: int, row: Row) -> Made:
    return {
        "extension": keep(row, native.PROVIDER),
        "sequence": no + 1,
        "provider": {"reference": f"#agent{no}"},
        "role": concept(NATIVE_ROLE, row["role"]),
    }


def _diagnosis(no: int, row: Row) -> Made:
    code = row["code"] if len(row["code"]) <= 3 or "." in row["code"] else f"{row['code'][:3]}.{row['code'][3:]}"
    return {
        "extension": keep(row, native.CODE),
        "sequence": no,
        "diagnosisCodeableConcept": concept(ICD10CM, code),
    }


def _procedure(no: int, row: Row) -> Made:
    return {
        "extension": keep(row, native.CODE),
        "sequence": no,
        "date": say_day(row["code_on"]),
        "procedureCodeableConcept": concept(ICD10PCS, row["code"]),
    }


def _info(no: int, row: Row) -> Made:
    category = concept(NATIVE_QUALIFIER, row["qualifier"])
    return {"extension": keep(row, native.CODE), "sequence": no, "category": category, "valueString": row["code"]}


def _item(row: Row, diagnosis_count: int) -> Made:
    pointed = [int(one) for one in (row["diagnosis_pointers"] or "").split(":") if one.isdigit()]
    code, revenue = row["procedure_code"], row["revenue_code"]
    system = HCPCS if code and code[:1].isalpha() else CPT
    product = concept(system, code, row["description"]) or concept(None, None, revenue or "service")
    return {
        "extension": keep(row, native.LINE),
        "sequence": row["line_no"],
        "diagnosisSequence": [one for one in pointed if 0 < one <= diagnosis_count],
        "revenue": concept(REVENUE, revenue),
        "productOrService": product,
        "modifier": [concept(MODIFIER, one) for one in (row["modifiers"] or "").split(":") if one],
        "servicedDate": say_day(row["service_on"]),
        "locationCodeableConcept": concept(PLACE, row["place_of_service"]),
        "quantity": {"value": row["units"]} if row["units"] is not None else None,
        "net": money(row["charge_cents"]),
        "detail": [{"sequence": 1, "productOrService": concept(NDC, row["ndc"])}] if row["ndc"] else None,
    }

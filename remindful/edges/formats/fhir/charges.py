"""ChargeItem, and where there is none the lines of a Claim, and where there is no claim Procedure, as charges of an encounter."""

from typing import Any

from remindful.core.words.care import CodeSystem
from remindful.edges.formats.fhir import agents, keys
from remindful.edges.formats.fhir.collected import Collected, Rows
from remindful.edges.formats.fhir.elements import (
    Json,
    Resource,
    Unreadable,
    cents,
    code_in,
    codings,
    day,
    number,
    part,
    parts,
    text,
    truth,
    whole,
)  # fmt: skip
from remindful.edges.formats.fhir.known import PHARMACY
from remindful.edges.formats.fhir.native_columns import restore
from remindful.edges.formats.fhir.systems import MODIFIER, NDC, REVENUE

EXTRA_COLUMNS = ("line_no", "system", "modifiers", "diagnosis_pointers", "description")
NO_CHARGE = {"aborted", "entered-in-error", "not-billable", "planned"}
NOT_DONE = {"not-done", "entered-in-error", "preparation", "in-progress", "stopped", "on-hold"}


def read_charge_item(resource: Resource, collected: Collected) -> Rows:
    """Charges. Those that are aborted, planned or not billable are none."""
    body = resource.body
    status = text(body, "status")
    if status in NO_CHARGE:
        message = f"A ChargeItem that is {status} is no charge."
        collected.leave_out(
            resource, "fhir.charge_status", message, "Set it billable in the system that sent it, if it is."
        )
        return {}
    reference = part(body, "context")
    encounter_key = collected.known.key_of(reference, resource, what="context", kind="Encounter")
    service_on = day(body, "occurrenceDateTime") or day(body, "occurrencePeriod", "start")
    if service_on is None:
        raise Unreadable(
            "fhir.day", "it has no day of service (occurrence)", "Have the sender fill occurrenceDateTime."
        )
    system, code, description = _code_of(body)
    performer = agents.find_agent(part(body, "performer", "actor"), resource, collected, what="performer")
    quantity = number(body, "quantity", "value")
    row: dict[str, Any] = {
        "encounter_key": encounter_key,
        "line_no": collected.count("charge", encounter_key),
        "system": system,
        "procedure_code": code,
        "modifiers": ":".join(code for name, code, _ in codings(body.get("code")) if name == MODIFIER) or None,
        "revenue_code": code_in(body.get("code"), REVENUE),
        "description": description,
        "units": 1.0 if quantity is None else quantity,
        "charge_cents": cents(body, "priceOverride"),
        "service_on": service_on,
        "rendering_npi": performer.npi,
        "ndc": code_in(body.get("productCodeableConcept"), NDC),
        "captured_on": day(body, "enteredDate"),
    }
    return {"charges": [restore(row, body, EXTRA_COLUMNS)]}


def _code_of(body: Json) -> tuple[str, str | None, str | None]:
    """System, procedure code and description of a charge; a revenue code or modifier alone is no procedure."""
    plain = [
        one
        for concept in parts(body, "code")
        for one in parts(concept, "coding")
        if text(one, "system") not in (REVENUE, MODIFIER)
    ]
    coded = keys.coded({"coding": plain})
    text_of_code = text(body, "code", "text")
    return (
        (CodeSystem.UNKNOWN.value, None, text_of_code)
        if coded is None
        else (coded[0], coded[1], text_of_code or coded[2])
    )


def charges_of_claim(resource: Resource, lines: list[dict[str, Any]], collected: Collected) -> Rows:
    """Charges of a claim's lines, for the encounter that the line names, else the one that the claim names first.

    Not where the encounter has ChargeItems. A line that an earlier claim of the encounter bore (a secondary claim, a
    correction) is not charged again. lines: as read for claim_lines, with `encounter` (a Reference) and `coded`.
    """
    rows: list[dict[str, Any]] = []
    if keys.first_code(resource.body.get("type")) == PHARMACY:
        message = (
            "What a pharmacy's claim dispenses is no charge of an encounter: it is billed by NCPDP, not on an 837."
        )
        collected.note(
            resource, "fhir.dispensed", message, "Enter a drug that the office gave itself as a charge of the visit."
        )
        return {"charges": rows}
    named = [line["encounter"] for line in lines if line["encounter"]]
    repeats = may_repeat(resource.body)
    for line in lines:
        reference = line["encounter"] or (named[0] if named else None)
        ref = None if reference is None else collected.known.find(reference, resource).ref
        if (
            reference is None
            or ref is None
            or ref in collected.known.has_items
            or ref not in collected.known.business_keys
        ):
            continue
        key = collected.known.business_keys[ref]
        same = (key, *(str(line.get(name)) for name in ("procedure_code", "revenue_code", "modifiers", "service_on")))
        if repeats and same in collected.billed:
            message = (
                "A correction's or a second payer's claim has lines that were charged before: they are charged once."
            )
            remedy = "Look at the claim; if it was done twice, add the charge manually."
            collected.note(resource, "fhir.charged_before", message, remedy)
            continue
        collected.billed.add(same)
        rows.append(charge_of_line(line, key, collected))
    return {"charges": rows}


def may_repeat(body: Json) -> bool:
    """Whether a claim corrects another, or asks a payer after the first: then its lines have been billed before."""
    firsts = [whole(one, "sequence") or 1 for one in parts(body, "insurance") if truth(one, "focal")]
    return any(True for _ in parts(body, "related")) or any(no > 1 for no in firsts)


def charge_of_line(line: dict[str, Any], key: str, collected: Collected) -> dict[str, Any]:
    """The next charge of an encounter, of a claim's line."""
    coded = line["coded"]
    same = ("procedure_code", "modifiers", "revenue_code", "description", "charge_cents", "diagnosis_pointers", "ndc")
    return {name: line.get(name) for name in same} | {
        "encounter_key": key,
        "line_no": collected.count("charge", key),
        "system": coded[0] if coded else CodeSystem.UNKNOWN.value,
        "units": 1.0 if line["units"] is None else line["units"],
        "service_on": line["service_on"],
        "rendering_npi": None,
    }


def read_procedure(resource: Resource, collected: Collected) -> Rows:
    """Charges without an amount, priced by the office's own fees: only of encounters that nothing else charges for."""
    body = resource.body
    status = text(body, "status")
    if status in NOT_DONE:
        message = f"A Procedure that is {status} is no charge."
        collected.leave_out(resource, "fhir.procedure_status", message, "Nothing, if it was not done.")
        return {}
    reference = part(body, "encounter")
    ref = collected.known.find(reference, resource).ref
    if ref in collected.known.has_items or ref in collected.known.has_claims:
        return {}  # said in full, with its price, by the ChargeItem or Claim
    encounter_key = collected.known.key_of(reference, resource, what="encounter", kind="Encounter")
    coded = keys.coded(body.get("code"))
    done_on = day(body, "performedDateTime") or day(body, "performedPeriod", "start")
    if coded is None or done_on is None:
        raise Unreadable("fhir.no_code", "it has no code or no day", "Enter the charge manually at the encounter.")
    performer = agents.find_agent(part(body, "performer", "actor"), resource, collected, what="performer")
    row: dict[str, Any] = {
        "encounter_key": encounter_key,
        "line_no": collected.count("charge", encounter_key),
        "system": coded[0],
        "procedure_code": coded[1],
        "description": coded[2],
        "units": 1.0,
        "service_on": done_on,
        "rendering_npi": performer.npi,
    }
    return {"charges": [row]}

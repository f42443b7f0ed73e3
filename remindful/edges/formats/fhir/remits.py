"""ExplanationOfBenefit and PaymentReconciliation as remittances: what a payer decided, and the payment that carried it."""

from datetime import date
from typing import Any

from remindful.edges.formats.fhir import agents, keys, lines, native, plans
from remindful.edges.formats.fhir.adjudication import Decision, decide
from remindful.edges.formats.fhir.claims import patient_of
from remindful.edges.formats.fhir.collected import Collected, Rows
from remindful.edges.formats.fhir.elements import (
    Json,
    Resource,
    cents,
    codings,
    day,
    part,
    parts,
    text,
    truth,
)  # fmt: skip
from remindful.edges.formats.fhir.known import dangling
from remindful.edges.formats.fhir.native_columns import is_native, stored_columns

NOT_YET = {"queued", "error"}
ADVANCES = {"advance": "AP", "adjustment": None}  # payment-type -> PLB03-1


def read_benefit(resource: Resource, collected: Collected) -> Rows:
    """One remit claim with its lines and adjustments."""
    body = resource.body
    status, use, outcome = text(body, "status"), text(body, "use"), text(body, "outcome")
    if status != "active" or use != "claim" or outcome in NOT_YET:
        message = (
            f"An ExplanationOfBenefit with status {status}, use {use}, outcome {outcome} pays nothing and is left out."
        )
        collected.leave_out(
            resource,
            "fhir.benefit_status",
            message,
            "If the payer recouped money, ask for the remittance that shows it.",
        )
        return {}
    if is_native(body):
        return native.read_native_benefit(
            resource, collected, remit_no=_remit_no(resource, collected, stored_columns(body).get("paid_cents"))
        )
    return read_decided(resource, collected)


def read_decided(resource: Resource, collected: Collected) -> Rows:
    """The rows of an answer whose items bear both what was billed and what was decided."""
    body = resource.body
    totals, header = (
        decide(list(parts(body, "total")), resource, collected),
        decide(list(parts(body, "adjudication")), resource, collected),
    )
    items = lines.read_lines(body, resource, diagnoses={}, repeated=_repeated(resource, collected))
    decisions = [decide(list(parts(line["item"], "adjudication")), resource, collected) for line in items]
    for line, one in zip(items, decisions, strict=True):
        line["net_cents"] = one.charge_cents if line["net_cents"] is None else line["net_cents"]
    total = totals.charge_cents if totals.charge_cents is not None else header.charge_cents
    charge_cents = lines.price_lines(items, total) if items else total
    lines.date_lines(items, day(body, "billablePeriod", "start"))
    claim = _claim_row(resource, collected, charge_cents, _paid(body, totals, header, decisions))
    every = [one for decision in (header, *decisions) for one in decision.adjustments]
    member_shares = [one["amount_cents"] for one in every if one["group_code"] == "PR"]
    claim["patient_cents"] = sum(member_shares) if totals.member_cents is None else totals.member_cents
    claim["remark_codes"] = header.remark_codes
    adjustments = [{"line_no": None} | one for one in header.adjustments]
    for line, one in zip(items, decisions, strict=True):
        adjustments += [{"line_no": line["line_no"]} | each for each in one.adjustments]
    collected.remit_claim_no += 1
    numbered = {"remit_no": _remit_no(resource, collected, claim["paid_cents"]), "claim_no": collected.remit_claim_no}
    return {
        "remit_claims": [claim | numbered],
        "remit_lines": [_line_row(line, one) | {"claim_no": numbered["claim_no"]} for line, one in zip(items, decisions, strict=True)],
        "remit_adjustments": [one | {"claim_no": numbered["claim_no"], "segment_no": resource.no} for one in adjustments],
    }  # fmt: skip


def _repeated(resource: Resource, collected: Collected) -> set[str]:
    codes: set[str] = set()
    for one in parts(resource.body, "diagnosis"):
        ref = collected.known.find(part(one, "diagnosisReference"), resource).ref
        coded = keys.coded(one.get("diagnosisCodeableConcept")) or collected.known.codes.get(ref or "")
        codes |= {coded[1]} if coded else set()
    return codes


def _paid(body: Json, totals: Decision, header: Decision, decisions: list[Decision]) -> int | None:
    """What was paid: the payment itself, else the totals, else the sum of the lines."""
    by_lines = [one.paid_cents for one in decisions if one.paid_cents is not None]
    stated = (
        cents(body, "payment", "amount"),
        totals.paid_cents,
        header.paid_cents,
        sum(by_lines) if by_lines else None,
    )
    paid_cents = next((one for one in stated if one is not None), None)
    if paid_cents == sum(by_lines):  # so the lines of which nothing is said were paid nothing
        for one in decisions:
            one.paid_cents = one.paid_cents or 0
    return paid_cents


def _claim_row(
    resource: Resource, collected: Collected, charge_cents: int | None, paid_cents: int | None
) -> dict[str, Any]:
    body = resource.body
    _, patient = patient_of(resource, collected)
    focal, level_no = _focal(body)
    plan = plans.find_plan(part(focal, "coverage"), resource, collected) if focal else plans.Plan()
    return {
        "segment_no": resource.no,
        "control_number": _control_number(resource, collected),
        "status_code": str(level_no),  # CLP02: processed as primary, secondary, tertiary
        "charge_cents": charge_cents,
        "paid_cents": paid_cents,
        "payer_control_number": next((text(one, "value") for one in parts(body, "identifier")), None),
        "patient_last_name": patient.last_name,
        "patient_first_name": patient.first_name,
        "member_id": plan.member_id,
        "service_from_on": day(body, "billablePeriod", "start"),
        "service_to_on": day(body, "billablePeriod", "end"),
        "frequency_code": "1",
    }


def _focal(body: Json) -> tuple[Json, int]:
    given = list(parts(body, "insurance"))
    positions = [position for position, one in enumerate(given) if truth(one, "focal")]
    position = positions[0] if positions else 0
    return (given[position], min(position + 1, 3)) if given else ({}, 1)


def _control_number(resource: Resource, collected: Collected) -> str | None:
    """The provider's claim number: the Claim's, else CARIN's patient account number."""
    reference = part(resource.body, "claim")
    found = collected.known.find(reference, resource)
    number = collected.known.business_keys.get(found.ref or "") or (
        text(found.identifier, "value") if found.identifier else None
    )
    for one in parts(resource.body, "supportingInfo"):
        if "patientaccountnumber" in {code for _, code, _ in codings(one.get("category"))}:
            number = number or text(one, "valueString") or text(one, "code", "text")
    if number is None:
        raise dangling(found, what="claim", kind="Claim")
    return number


def _line_row(line: lines.Line, decision: Decision) -> dict[str, Any]:
    same = (
        "line_no",
        "segment_no",
        "code_qualifier",
        "procedure_code",
        "modifiers",
        "revenue_code",
        "charge_cents",
        "units",
        "service_on",
    )
    return {name: line[name] for name in same} | {
        "paid_cents": decision.paid_cents,
        "allowed_cents": decision.allowed_cents,
        "remark_codes": decision.remark_codes,
    }  # fmt: skip


def _remit_no(resource: Resource, collected: Collected, paid_cents: int | None) -> int:
    """The remittance that carries it. Of what no PaymentReconciliation carries, a payer's answers of a day are one remittance."""
    body = resource.body
    remit_no = collected.known.remit_nos.get(resource.name)
    if remit_no is None:
        insurer = agents.find_agent(part(body, "insurer"), resource, collected, what="insurer")
        paid_on = day(body, "payment", "date") or day(body, "created")
        which = (insurer.key or insurer.last_name or "", str(paid_on))
        remit = collected.remits.setdefault(which, _implied(collected, resource, insurer, paid_on))
        remit["paid_cents"] += paid_cents or 0
        remit_no = int(remit["remit_no"])
    return remit_no


# The first answer's id is in the trace: a payer's answers of a day come in many files, and each is a remittance by itself.
def _implied(collected: Collected, resource: Resource, insurer: agents.Agent, paid_on: date | None) -> dict[str, Any]:
    return {
        "remit_no": collected.known.reconciliations + len(collected.remits) + 1,
        "segment_no": resource.no,
        "trace_number": f"{(insurer.key or insurer.last_name or 'payer')[:20]}-{paid_on}-{resource.name[-8:]}",
        "paid_cents": 0,
        "paid_on": paid_on,
        "payer_name": insurer.last_name,
        "payer_key": insurer.key,
        "is_complete": True,
    }


def read_reconciliation(resource: Resource, collected: Collected, *, remit_no: int) -> Rows:
    """Remits, and provider adjustments of what is no claim's: advances and adjustments."""
    body = resource.body
    if is_native(body):
        stated: dict[str, Any] = {"is_complete": True} | stored_columns(body)
    else:
        issuer = agents.find_agent(part(body, "paymentIssuer"), resource, collected, what="paymentIssuer")
        payee_at = part(body, "requestor") or part(body, "detail", "payee")
        payee = agents.find_agent(payee_at, resource, collected, what="requestor")
        paid_on = day(body, "paymentDate")
        stated = {
            "trace_number": text(body, "paymentIdentifier", "value") or keys.business_key(body),
            "paid_cents": cents(body, "paymentAmount"),
            "paid_on": paid_on,
            "payer_name": issuer.last_name,
            "payer_key": issuer.key or issuer.last_name,
            "payee_name": payee.last_name,
            "payee_npi": payee.npi,
            "payee_tax_id": payee.tax_id,
            "is_complete": True,
        }
    adjustments = [row for detail in parts(body, "detail") if (row := _adjustment(detail, resource, collected))]
    at = {"remit_no": remit_no, "segment_no": resource.no}
    return {"remits": [stated | at], "remit_provider_adjustments": [row | at for row in adjustments]}


def _adjustment(detail: Json, resource: Resource, collected: Collected) -> dict[str, Any] | None:
    if is_native(resource.body):
        row = stored_columns(detail)
        return row if native.MARK in row else None
    kind = keys.first_code(detail.get("type"))
    if kind in ADVANCES:
        amount_cents = cents(detail, "amount")
        reference = text(detail, "identifier", "value")
        return {
            "reason_code": ADVANCES[kind],
            "reference": reference,
            "amount_cents": None if amount_cents is None else -amount_cents,
        }
    response = text(detail, "response", "reference")
    if collected.known.ref_of(response or "") is None:
        message = "A payment's detail names no ExplanationOfBenefit that is here; if the payment does not tie, it waits whole."
        collected.note(
            resource,
            "fhir.dangling_benefit",
            message,
            "Bring the ExplanationOfBenefit along in the same file or folder.",
        )
    return None

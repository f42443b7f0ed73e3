"""Account with Invoice as open balances of patients, and their payments."""

from typing import Any

from remindful.edges.formats.fhir import keys
from remindful.edges.formats.fhir.collected import Collected, Rows
from remindful.edges.formats.fhir.elements import (
    Json,
    Resource,
    Unreadable,
    cents,
    code_in,
    codings,
    day,
    part,
    parts,
    text,
)
from remindful.edges.formats.fhir.known import Found
from remindful.edges.formats.fhir.native_columns import is_native, restore, stored_columns
from remindful.edges.formats.fhir.systems import CODE_SYSTEMS

BALANCE_COLUMNS = (
    "guarantor_key",
    "reason",
    "first_statement_on",
    "last_statement_on",
    "procedure_code",
    "description",
)
PAYMENT_COLUMNS = ("party_key", "visit_key", "method")
CHARGES, OFF = ("base", "surcharge", "tax"), ("deduction", "discount")


def read_invoice(resource: Resource, collected: Collected) -> Rows:
    """Open balances, of an invoice that was issued to a patient and is not settled."""
    body = resource.body
    status = text(body, "status")
    if status != "issued":
        message = f"An Invoice that is {status} asks for nothing."
        collected.leave_out(resource, "fhir.invoice_status", message, "Nothing, if it was paid or never sent.")
        return {}
    recipient = collected.known.find(part(body, "recipient"), resource)
    if text(recipient.body, "resourceType") == "Organization":
        message = "An Invoice to an organization is no patient's balance."
        collected.leave_out(resource, "fhir.invoice_recipient", message, "Bring it in as a claim.")
        return {}
    account = collected.known.find(part(body, "account"), resource)
    party_key = collected.known.party_key(part(body, "subject"), resource, what="subject")
    open_cents = cents(body, "totalGross")
    if open_cents is None:
        open_cents = cents(body, "totalNet")
    if open_cents is None:
        raise Unreadable("fhir.amount", "it has no total", "Have the sender fill Invoice.totalGross.")
    service_on = day(account.body, "servicePeriod", "start") or day(body, "date")
    if service_on is None:
        raise Unreadable("fhir.day", "it has no day", "Have the sender fill Invoice.date.")
    charge_cents = _charged(body)
    row: dict[str, Any] = {
        "line_no": resource.no,
        "visit_key": keys.business_key(account.body) or keys.business_key(body),
        "party_key": party_key,
        "guarantor_key": _guarantor(resource, recipient, collected),
        "service_on": service_on,
        "charge_cents": open_cents if charge_cents is None else charge_cents,
        "open_cents": open_cents,
        "description": text(account.body, "description"),
        "procedure_code": _procedure(body),
    }
    return {"open_balances": [restore(row, body, BALANCE_COLUMNS)]}


def _charged(body: Json) -> int | None:
    """What was charged before anything was taken off: the base prices and surcharges of the lines."""
    amounts = [
        cents(one, "amount") for one in parts(body, "lineItem", "priceComponent") if text(one, "type") in CHARGES
    ]
    known = [one for one in amounts if one is not None]
    return sum(known) if known else None


def _guarantor(resource: Resource, recipient: Found, collected: Collected) -> str | None:
    if recipient.body:
        return keys.party_key(recipient.body)
    subject = collected.known.find(part(resource.body, "subject"), resource).ref
    reference = collected.known.guarantors.get(subject or "")
    found = collected.known.find(reference, resource) if reference else Found()
    return keys.party_key(found.body) if found.body else keys.record_number([found.identifier])


def _procedure(body: Json) -> str | None:
    concepts = list(parts(body, "lineItem", "chargeItemCodeableConcept"))
    every = {code for one in concepts for system, code, _ in codings(one) if system in CODE_SYSTEMS}
    return next(iter(every)) if len(every) == 1 else None


def read_account(resource: Resource, collected: Collected) -> Rows:
    """Nothing of its own: R4's Account bears no amount. It serves its Invoice, and names who answers for the patient."""
    for subject in parts(resource.body, "subject"):
        collected.known.party_key(subject, resource, what="subject")
    if resource.name not in collected.known.invoiced:
        message = "An Account without an Invoice has no amount; only its guarantor was imported."
        collected.leave_out(resource, "fhir.account", message, "Bring its Invoice along, if something is owed.")
    return {}


def read_payment(resource: Resource, collected: Collected) -> Rows:
    """Payments, of a PaymentReconciliation that no payer issued and that is for a patient or a patient's account."""
    body = resource.body
    if text(body, "status") != "active":
        message = "A PaymentReconciliation that is not active moves no money."
        collected.leave_out(resource, "fhir.payment_status", message, "Nothing, if it was cancelled.")
        return {}
    paid_on, key = day(body, "paymentDate"), keys.business_key(body)
    if paid_on is None or key is None:
        raise Unreadable("fhir.payment", "it has no paymentDate or no key", "Have the sender fill both.")
    details = list(parts(body, "detail"))
    rows: list[dict[str, Any]] = []
    for detail_no, detail in enumerate(details, 1):
        amount_cents = cents(detail, "amount") if len(details) > 1 else cents(body, "paymentAmount")
        if amount_cents is None:
            raise Unreadable("fhir.amount", "it has no amount", "Have the sender fill paymentAmount.")
        row: dict[str, Any] = {
            "line_no": resource.no,
            "payment_key": key if len(details) == 1 else f"{key}-{detail_no}",
            "paid_on": paid_on,
            "amount_cents": amount_cents,
            "method": code_in(body.get("formCode"), ()),
        }
        rows.append(row | (stored_columns(body) if is_native(body) else _patient_of(detail, resource, collected)))
    if not rows:
        remedy = "Post it manually to the right patient."
        raise Unreadable("fhir.payment", "it names neither a payer nor for whom it is", remedy)
    return {"payments": rows}


def _patient_of(detail: Json, resource: Resource, collected: Collected) -> dict[str, Any]:
    found = collected.known.find(part(detail, "request"), resource)
    kind = text(found.body, "resourceType")
    if kind in ("Patient", "RelatedPerson"):
        return {"party_key": keys.party_key(found.body)}
    if kind == "Account":
        subject = part(found.body, "subject")
        key = collected.known.party_key(subject, resource, what="subject of its account")
        return {"party_key": key, "visit_key": keys.business_key(found.body)}
    remedy = "Post it manually to the right patient, or have the sender name the Patient or Account in detail.request."
    raise Unreadable("fhir.payment", "it is for no Patient or Account that is here", remedy)

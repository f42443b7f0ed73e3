"""Remits, open balances and payments as ExplanationOfBenefit, PaymentReconciliation, Account and Invoice."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from remindful.edges.formats.fhir import balances, native
from remindful.edges.formats.fhir.build import NEVER, Links, Made, concept, head, hl7, id_of, money, say_day, span
from remindful.edges.formats.fhir.native_columns import Row, keep
from remindful.edges.formats.fhir.systems import CARC, CPT, EIN, GROUP, HCPCS, MODIFIER, NPI, RARC, REVENUE


def _rows(frames: dict[str, pl.DataFrame], name: str) -> Iterator[dict[str, Any]]:
    return frames[name].iter_rows(named=True) if name in frames else iter(())


def _by(frames: dict[str, pl.DataFrame], name: str, column: str) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in _rows(frames, name):
        found.setdefault(row[column], []).append(row)
    return found


def write_benefits(frames: dict[str, pl.DataFrame]) -> Iterator[Made]:
    """Each remit claim as an ExplanationOfBenefit, each adjustment with its group and CARC."""
    lines, adjustments_by_claim = _by(frames, "remit_lines", "claim_no"), _by(frames, "remit_adjustments", "claim_no")
    payers = {row["remit_no"]: row for row in _rows(frames, "remits")}
    for row in _rows(frames, "remit_claims"):
        adjustments = adjustments_by_claim.get(row["claim_no"], [])
        yield _benefit(row, payers.get(row["remit_no"], {}), lines.get(row["claim_no"], []), adjustments)


def benefit_key(row: Row) -> str:
    """By which an ExplanationOfBenefit is known."""
    return f"{row['remit_no']} {row['claim_no']} {row['control_number']}"


def _benefit(row: Row, remit: Row, lines: list[dict[str, Any]], adjustments: list[dict[str, Any]]) -> Made:
    paid_on = remit.get("paid_on") or row["received_on"]
    name = " ".join(one for one in (row["patient_first_name"], row["patient_last_name"]) if one) or "not known"
    claim_adjustments = [one for one in adjustments if one["line_no"] is None]
    totals = (("submitted", row["charge_cents"]), ("benefit", row["paid_cents"]))
    made = head("ExplanationOfBenefit", benefit_key(row), row, native.REMIT_CLAIM)
    return made | {
        "identifier": [{"system": "urn:remindful:payer", "value": row["payer_control_number"]}]
        if row["payer_control_number"]
        else None,
        "status": "active",
        "type": hl7("claim-type", "professional"),
        "use": "claim",
        "patient": {"display": name},
        "billablePeriod": span(row["service_from_on"], row["service_to_on"]),
        "created": say_day(paid_on) or NEVER,
        "insurer": _payer(remit),
        "provider": _payee(remit),
        "claim": {"identifier": {"system": "urn:remindful:key", "value": row["control_number"]}}
        if row["control_number"]
        else None,
        "outcome": "complete",
        "insurance": [{"focal": True, "coverage": {"display": remit.get("payer_name") or "not known"}}],
        "item": [_item(line, [one for one in adjustments if one["line_no"] == line["line_no"]]) for line in lines],
        "adjudication": [*_remarks(row), *(_adjustment(one) for one in claim_adjustments)],
        "total": [{"category": _category(code), "amount": money(cents)} for code, cents in totals if cents is not None],
        "payment": {"amount": money(row["paid_cents"]), "date": say_day(remit.get("paid_on"))},
    }


def _category(code: str) -> Made:
    return hl7("adjudication", code)


def _item(line: Row, adjustments: list[dict[str, Any]]) -> Made:
    code, revenue = line["procedure_code"], line["revenue_code"]
    amounts = (
        ("submitted", line["charge_cents"]),
        ("eligible", line["allowed_cents"]),
        ("benefit", line["paid_cents"]),
    )
    stated = [{"category": _category(name), "amount": money(cents)} for name, cents in amounts if cents is not None]
    return {
        "extension": keep(line, native.REMIT_LINE),
        "sequence": line["line_no"],
        "revenue": concept(REVENUE, revenue),
        "productOrService": concept(HCPCS if code and code[:1].isalpha() else CPT, code)
        or concept(None, None, revenue or "service"),
        "modifier": [concept(MODIFIER, one) for one in (line["modifiers"] or "").split(":") if one],
        "servicedDate": say_day(line["service_on"]),
        "quantity": {"value": line["units"]} if line["units"] is not None else None,
        "net": money(line["charge_cents"]),
        "adjudication": [*stated, *_remarks(line), *(_adjustment(one) for one in adjustments)],
    }


def _remarks(row: Row) -> list[Made]:
    """Each remark code as an adjudication without an amount: R4 has no better place that bears a code."""
    return [{"category": {"text": "remark"}, "reason": concept(RARC, code)} for code in row["remark_codes"]]


def _adjustment(row: dict[str, Any]) -> Made:
    group = [{"system": GROUP, "code": row["group_code"]}] if row["group_code"] else []
    reason = concept(CARC, row["carc"], others=group)
    extension = keep(row | {native.MARK: True}, (*native.ADJUSTMENT, native.MARK))
    return {
        "extension": extension,
        "category": {"text": "adjustment"},
        "reason": reason,
        "amount": money(row["amount_cents"]),
    }


def _payee(remit: Row) -> Made:
    npi, tax_id = remit.get("payee_npi"), remit.get("payee_tax_id")
    identifier = {"system": NPI, "value": npi} if npi else {"system": EIN, "value": tax_id} if tax_id else None
    return {"identifier": identifier, "display": remit.get("payee_name") or "not known"}


def _payer(remit: Row) -> Made:
    key = remit.get("payer_key")
    identifier = {"identifier": {"system": "urn:remindful:payer", "value": key}} if key else {}
    return identifier | {"display": remit.get("payer_name") or "not known"}


def write_reconciliations(frames: dict[str, pl.DataFrame]) -> Iterator[Made]:
    """Each remit as a PaymentReconciliation of its claims and provider adjustments."""
    claims, others = _by(frames, "remit_claims", "remit_no"), _by(frames, "remit_provider_adjustments", "remit_no")
    for row in _rows(frames, "remits"):
        no = row["remit_no"]
        details = [_paid_claim(one) for one in claims.get(no, [])] + [_taken(one) for one in others.get(no, [])]
        trace = {"system": "urn:remindful:trace", "value": row["trace_number"]} if row["trace_number"] else None
        yield head("PaymentReconciliation", f"remit {no} {row['trace_number']}", row, native.REMIT) | {
            "status": "active",
            "created": say_day(row["paid_on"]) or NEVER,
            "paymentIssuer": _payer(row),
            "requestor": _payee(row),
            "outcome": "complete",
            "paymentDate": say_day(row["paid_on"]) or NEVER,
            "paymentAmount": money(row["paid_cents"] or 0),
            "paymentIdentifier": trace,
            "detail": details,
        }


def _paid_claim(row: Row) -> Made:
    return {
        "type": hl7("payment-type", "payment"),
        "response": {"reference": f"ExplanationOfBenefit/{id_of('ExplanationOfBenefit', benefit_key(row))}"},
        "amount": money(row["paid_cents"]),
    }


def _taken(row: dict[str, Any]) -> Made:
    cents = row["amount_cents"]
    return {
        "extension": keep(row | {native.MARK: True}, (*native.PROVIDER_ADJUSTMENT, native.MARK)),
        "type": hl7("payment-type", "adjustment"),
        "amount": None if cents is None else money(-cents),
    }


def write_balances(frames: dict[str, pl.DataFrame], links: Links) -> Iterator[Made]:
    """Each open balance as an Account and the Invoice that asks for it."""
    for row in _rows(frames, "open_balances"):
        key, patient = row["visit_key"], links.to("Patient", row["party_key"])
        guarantor = links.to("Patient", row["guarantor_key"])
        yield head("Account", key, row, ()) | {
            "status": "active",
            "type": hl7("v3-ActCode", "PBILLACCT"),
            "subject": [patient],
            "servicePeriod": span(row["service_on"], None),
            "guarantor": [{"party": guarantor}] if guarantor else None,
            "description": row["description"],
        }
        yield head("Invoice", key, row, balances.BALANCE_COLUMNS) | {
            "status": "issued",
            "subject": patient,
            "recipient": guarantor,
            "date": say_day(row["first_statement_on"] or row["service_on"]),
            "account": {"reference": f"Account/{id_of('Account', key)}"},
            "lineItem": [_charged(row)],
            "totalNet": money(row["open_cents"]),
            "totalGross": money(row["open_cents"]),
        }


def _charged(row: Row) -> Made:
    off = row["open_cents"] - row["charge_cents"]
    code = concept(CPT, row["procedure_code"], row["description"]) or {"text": "balance"}
    parts = [{"type": "base", "amount": money(row["charge_cents"])}]
    parts += [{"type": "deduction", "amount": money(off)}] if off else []
    return {"sequence": 1, "chargeItemCodeableConcept": code, "priceComponent": parts}


def write_payments(frames: dict[str, pl.DataFrame], links: Links) -> Iterator[Made]:
    """Each payment of a patient as a PaymentReconciliation that no payer issued."""
    for row in _rows(frames, "payments"):
        request = links.to("Account", row["visit_key"]) or links.to("Patient", row["party_key"])
        yield head("PaymentReconciliation", row["payment_key"], row, balances.PAYMENT_COLUMNS) | {
            "status": "active",
            "created": say_day(row["paid_on"]),
            "paymentDate": say_day(row["paid_on"]),
            "paymentAmount": money(row["amount_cents"]),
            "detail": [
                {"type": hl7("payment-type", "payment"), "request": request, "amount": money(row["amount_cents"])}
            ],
        }

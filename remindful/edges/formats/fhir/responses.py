"""ClaimResponse as a remittance: what a payer decided of a Claim's items, told by their numbers only."""

from dataclasses import replace
from typing import Any

import orjson

from remindful.edges.formats.fhir import remits
from remindful.edges.formats.fhir.collected import Collected, Rows
from remindful.edges.formats.fhir.elements import Json, Resource, part, parts, text, whole
from remindful.edges.formats.fhir.known import dangling

NOT_YET = {"queued", "error"}
FROM_CLAIM = ("patient", "type", "billablePeriod", "insurance", "supportingInfo", "diagnosis", "contained", "provider")
FROM_RESPONSE = ("identifier", "created", "insurer", "adjudication", "total", "payment")


def read_response(resource: Resource, collected: Collected) -> Rows:
    """The remit claim, lines and adjustments of a ClaimResponse. Where an ExplanationOfBenefit answers the same Claim, that one counts."""
    body = resource.body
    status, outcome = text(body, "status"), text(body, "outcome")
    if status != "active" or outcome in NOT_YET or text(body, "use") != "claim":
        message = f"A ClaimResponse with status {status}, use {text(body, 'use')}, outcome {outcome} pays nothing and is left out."
        collected.leave_out(
            resource, "fhir.benefit_status", message, "If the claim was rejected, correct it and send it again."
        )
        return {}
    found = collected.known.find(part(body, "request"), resource)
    if found.ref in collected.known.explained:
        message = "A ClaimResponse whose Claim an ExplanationOfBenefit covers too adds nothing; it is not posted twice."
        collected.leave_out(resource, "fhir.answered_twice", message, "Nothing.")
        return {}
    raw = collected.known.claims.get(found.ref or "")
    if raw is None:
        raise dangling(found, what="request", kind="Claim")
    claim: Json = orjson.loads(raw)
    merged: dict[str, Any] = {name: claim[name] for name in FROM_CLAIM if name in claim}
    merged |= {name: body[name] for name in FROM_RESPONSE if name in body}
    merged |= {"claim": {"reference": found.ref}, "item": _items(claim, body)}
    if not any(True for _ in parts(merged, "total")) and "total" in claim:
        merged["total"] = [{"category": {"coding": [{"code": "submitted"}]}, "amount": claim["total"]}]
    return remits.read_decided(replace(resource, body=merged), collected)


def _items(claim: Json, response: Json) -> list[dict[str, Any]]:
    """The claim's items, each with what the response decided of its sequence."""
    decided = {whole(one, "itemSequence"): list(parts(one, "adjudication")) for one in parts(response, "item")}
    items = [dict(one) for one in parts(claim, "item")]
    return [
        one | {"adjudication": decided.get(whole(one, "sequence") or position, [])}
        for position, one in enumerate(items, 1)
    ]

"""Claims and benefits that we wrote ourselves, read again column by column: nothing is worked out, so nothing can differ."""

from typing import Any

import dataframely as dy

from remindful.core.words import frames
from remindful.edges.formats.fhir.collected import Collected, Rows
from remindful.edges.formats.fhir.elements import Json, Resource, codings, parts
from remindful.edges.formats.fhir.native_columns import stored_columns
from remindful.edges.formats.fhir.systems import RARCS

#: Numbers given anew by whoever reads, and what stands in its place by itself.
NUMBERED = {"claim_no", "remit_no", "segment_no", "remark_codes"}
MARK = "is_adjustment"  # of an adjustment of which nothing else is known


def _columns(contract: type[dy.Schema]) -> tuple[str, ...]:
    return tuple(name for name in contract.column_names() if name not in NUMBERED)


CLAIM = _columns(frames.Claims)
PAYER = _columns(frames.ClaimPayers)
LINE = _columns(frames.ClaimLines)
CODE = _columns(frames.ClaimCodes)
PROVIDER = _columns(frames.ClaimProviders)
REMIT = _columns(frames.Remits)
REMIT_CLAIM = _columns(frames.RemitClaims)
REMIT_LINE = _columns(frames.RemitLines)
ADJUSTMENT = tuple(name for name in _columns(frames.RemitAdjustments) if name != "line_no")
PROVIDER_ADJUSTMENT = _columns(frames.RemitProviderAdjustments)


def read_native_claim(resource: Resource, collected: Collected) -> Rows:
    """Claims, claim_payers, claim_lines, claim_codes and claim_providers."""
    body = resource.body
    collected.claim_no += 1
    at = {"claim_no": collected.claim_no, "segment_no": resource.no}
    inner = {
        "claim_payers": parts(body, "insurance"),
        "claim_lines": parts(body, "item"),
        "claim_codes": [*parts(body, "diagnosis"), *parts(body, "procedure"), *parts(body, "supportingInfo")],
        "claim_providers": parts(body, "careTeam"),
    }
    rows: Rows = {"claims": [stored_columns(body) | at]}
    # R4 wants an insurance and an item even where there is none: those keep nothing, and so are no rows.
    return rows | {name: [row | at for one in every if (row := stored_columns(one))] for name, every in inner.items()}


def read_native_benefit(resource: Resource, collected: Collected, *, remit_no: int) -> Rows:
    """remit_claims, remit_lines and remit_adjustments."""
    body = resource.body
    collected.remit_claim_no += 1
    at = {"claim_no": collected.remit_claim_no, "segment_no": resource.no}
    rows: Rows = {"remit_claims": [stored_columns(body) | at | {"remit_no": remit_no, "remark_codes": _remarks(body)}]}
    rows["remit_adjustments"] = [row | at for row in _adjustments(body, None)]
    rows["remit_lines"] = []
    for item in parts(body, "item"):
        line = stored_columns(item)
        if line:
            rows["remit_lines"].append(line | at | {"remark_codes": _remarks(item)})
        rows["remit_adjustments"] += [row | at for row in _adjustments(item, line.get("line_no"))]
    return rows


def _adjustments(node: Json, line_no: object) -> list[dict[str, Any]]:
    return [row | {"line_no": line_no} for one in parts(node, "adjudication") if MARK in (row := stored_columns(one))]


def _remarks(node: Json) -> list[str]:
    every = [coding for one in parts(node, "adjudication") for coding in codings(one.get("reason"))]
    return [code for system, code, _ in every if system in RARCS]

"""The items of a Claim or ExplanationOfBenefit as lines: code, day, units and the charge, tied to the total."""

from datetime import date
from typing import Any

from remindful.core.words.care import CodeSystem
from remindful.core.words.money import say_cents
from remindful.edges.formats.fhir import keys
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
    whole,
)  # fmt: skip
from remindful.edges.formats.fhir.systems import MODIFIER, NDC, PLACE, REVENUE

type Line = dict[str, Any]

QUALIFIERS = {CodeSystem.CPT: "HC", CodeSystem.HCPCS: "HC"}
UNTIED = "Have the sender correct the claim; until then it is not posted."


def read_lines(body: Json, resource: Resource, *, diagnoses: dict[int, int], repeated: set[str]) -> list[Line]:
    """The items in order, without charges yet. diagnoses: place by sequence. repeated: codes of diagnoses that items may repeat.

    Beside the columns of claim_lines: encounter (a Reference or empty), coded (system, code, words), net_cents, adjudication.
    """
    lines: list[Line] = []
    for item in parts(body, "item"):
        coded = _code_of(item)
        net_cents = cents(item, "net")
        if net_cents is None:
            net_cents = _unit_cents(item)
        if net_cents is None and coded and coded[1] in repeated and part(item, "encounter") == {}:
            continue  # only repeats its diagnosis: no service
        lines.append(_line(item, coded, resource, diagnoses) | {"net_cents": net_cents, "line_no": len(lines) + 1})
    return lines


def _line(item: Json, coded: tuple[str, str, str | None] | None, resource: Resource, diagnoses: dict[int, int]) -> Line:
    pointed = [diagnoses[no] for no in _numbers(item, "diagnosisSequence") if no in diagnoses]
    product = item.get("productOrService")
    return {
        "segment_no": resource.no,
        "item": item,
        "coded": coded,
        "encounter": part(item, "encounter"),
        "code_qualifier": QUALIFIERS.get(CodeSystem(coded[0])) if coded else None,
        "procedure_code": coded[1] if coded else None,
        "modifiers": ":".join(_modifiers(item)) or None,
        "revenue_code": code_in(item.get("revenue"), REVENUE) or keys.first_code(item.get("revenue")),
        "description": text(item, "productOrService", "text") or (coded[2] if coded else None),
        "units": number(item, "quantity", "value"),
        "service_on": day(item, "servicedDate") or day(item, "servicedPeriod", "start"),
        "service_to_on": day(item, "servicedPeriod", "end"),
        "place_of_service": code_in(item.get("locationCodeableConcept"), PLACE),
        "diagnosis_pointers": ":".join(str(position) for position in pointed) or None,
        "ndc": code_in(product, NDC)
        or next((code for one in parts(item, "detail") if (code := code_in(one.get("productOrService"), NDC))), None),
    }


def _code_of(item: Json) -> tuple[str, str, str | None] | None:
    plain = [one for one in parts(item, "productOrService", "coding") if text(one, "system") not in (NDC, REVENUE)]
    return keys.coded({"coding": plain, "text": text(item, "productOrService", "text")})


def _modifiers(item: Json) -> list[str]:
    by_system = [[code for name, code, _ in codings(one) if name == MODIFIER] for one in parts(item, "modifier")]
    plain = [[code for _, code, _ in codings(one)] for one in parts(item, "modifier")]
    return [(billed or other)[0] for billed, other in zip(by_system, plain, strict=True) if billed or other]


def _numbers(item: Json, name: str) -> list[int]:
    value = item.get(name)
    return [one for one in value if isinstance(one, int)] if isinstance(value, list) else []


def _unit_cents(item: Json) -> int | None:
    """The unit price where there is one unit."""
    return cents(item, "unitPrice") if number(item, "quantity", "value") in (None, 1.0) else None


def price_lines(lines: list[Line], total_cents: int | None) -> int:
    """Fill charge_cents of each line, and return the claim's charge.

    Where lines have no amount, the rest of the total is that of the only such line, or of the only one that is the
    encounter itself. Unreadable: lines that come to another sum than the total, and amounts that cannot be known.
    """
    bare = [line for line in lines if line["net_cents"] is None]
    named = sum(line["net_cents"] for line in lines if line["net_cents"] is not None)
    if total_cents is None and bare:
        message = f"{len(bare)} of its items have no amount, and it has no total"
        raise Unreadable("fhir.unpriced", message, "Have the sender give each item its net.")
    total = named if total_cents is None else total_cents
    rest = total - named
    if rest < 0 or (rest and not bare):
        message = f"its total is {say_cents(total)}, its items come to {say_cents(named)}"
        raise Unreadable("fhir.untied", message, UNTIED)
    bearers = bare if len(bare) == 1 else [line for line in bare if line["encounter"]]
    if rest and len(bearers) != 1:
        message = f"{say_cents(rest)} of its total is on {len(bare)} items without an amount"
        raise Unreadable("fhir.unpriced", message, "Have the sender give each item its net.")
    for line in lines:
        line["charge_cents"] = line["net_cents"] if line["net_cents"] is not None else 0
    if rest:
        bearers[0]["charge_cents"] = rest
    return total


def date_lines(lines: list[Line], otherwise: date | None) -> None:
    """Fill service_on of lines that say none."""
    for line in lines:
        line["service_on"] = line["service_on"] or otherwise


def columns_of(line: Line) -> Line:
    """The columns of claim_lines."""
    inner = ("item", "coded", "encounter", "net_cents")
    return {name: value for name, value in line.items() if name not in inner}


def diagnosis_positions(body: Json) -> dict[int, int]:
    """The place of each diagnosis, from 1, by its sequence."""
    sequences = [whole(one, "sequence") or position for position, one in enumerate(parts(body, "diagnosis"), 1)]
    return {sequence: position for position, sequence in enumerate(sequences, 1)}

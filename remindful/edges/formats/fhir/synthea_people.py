"""People whom Synthea made up: what their resources leave unsaid, by the rules that its CSV follows too (synthea_care). What is said stays."""

from datetime import date
from typing import Any

import polars as pl

from remindful.core.words import frames
from remindful.core.words.care import CodeSystem
from remindful.core.words.contracts import complete
from remindful.edges.formats import synthea_care
from remindful.edges.formats.fhir import keys, prices
from remindful.edges.formats.fhir.charges import charge_of_line, may_repeat
from remindful.edges.formats.fhir.collected import Collected, Rows
from remindful.edges.formats.fhir.elements import Resource, day, part, parts, text, whole
from remindful.edges.formats.fhir.known import PHARMACY
from remindful.edges.formats.fhir.lines import Line

VISITS = {
    "encounter_key": pl.String, "party_key": pl.String, "started_on": pl.Date, "setting": pl.String, "code": pl.String,
    "description": pl.String,
}  # fmt: skip
CONDITIONS = {
    "encounter_key": pl.String, "party_key": pl.String, "from_on": pl.Date, "to_on": pl.Date, "system": pl.String, "code": pl.String,
    "description": pl.String, "place_no": pl.Int64,
}  # fmt: skip


BLOCKS = ("visit", "done", "given")  # as the CSV's tables come
BILLABLE = (CodeSystem.CPT, CodeSystem.HCPCS)


def fill_encounter(row: dict[str, Any], resource: Resource, collected: Collected) -> dict[str, Any]:
    """An encounter with its setting, place and form; remembered, so that its diagnoses are ranked when all is read."""
    visit = keys.coded(part(resource.body, "type")) or (None, None, None)
    setting = synthea_care.setting_of(row["setting"], visit[1])
    if resource.name not in collected.known.ranked:
        collected.visits.append(
            {name: row[name] for name in ("encounter_key", "party_key", "started_on")}
            | {"setting": setting, "code": visit[1], "description": visit[2]}
        )
    return row | {
        "setting": setting,
        "place_of_service": row["place_of_service"] or synthea_care.PLACES.get(setting or ""),
        "form": "I" if resource.name in collected.known.institutional else synthea_care.FORM,
    }


def remember_condition(row: dict[str, Any], resource: Resource, collected: Collected) -> None:
    """Keep what a person had, and how long: it is a diagnosis of every visit meanwhile. row: as of its own encounter."""
    body = resource.body
    collected.conditions.append(
        {name: row[name] for name in ("encounter_key", "system", "code", "description")}
        | {
            "party_key": collected.known.party_key(part(body, "subject"), resource, what="subject"),
            "from_on": day(body, "onsetDateTime") or day(body, "recordedDate"),
            "to_on": day(body, "abatementDateTime"),
            "place_no": len(collected.conditions) + 1,
        }
    )


def rank_diagnoses(collected: Collected) -> pl.DataFrame:
    """Diagnoses of the encounters that name none themselves."""
    visits, conditions = (
        pl.DataFrame(collected.visits, schema=VISITS),
        pl.DataFrame(collected.conditions, schema=CONDITIONS),
    )
    return complete(frames.Diagnoses, synthea_care.rank_diagnoses(visits, conditions))


def charges_of_claim(resource: Resource, lines: list[Line], collected: Collected) -> Rows:
    """Charges of a claim's encounter: the visit, then what was done, then vaccines, each at its price, whatever the claim's total is.

    Nothing else that a claim prices (laboratory reports, devices, supplies): it has no code of a claim, and Synthea's CSV tells no price for it.
    """
    known, body = collected.known, resource.body
    visit = next((line for line in lines if line["encounter"]), None)
    ref = None if visit is None else known.find(visit["encounter"], resource).ref
    is_of_visit = keys.first_code(body.get("type")) != PHARMACY and not may_repeat(body)
    if visit is None or ref is None or ref in known.has_items or ref not in known.business_keys or not is_of_visit:
        return {}
    blocks = [_block(line) for line in lines]
    if None in blocks:
        message = (
            "Laboratory reports, devices and supplies on Synthea's claims are no charges: no claim has their codes."
        )
        collected.note(resource, "fhir.not_charged", message, "Nothing to do, for synthetic people.")
    price = known.visit_prices.of(prices.kind_of(body))
    days = _days_done(resource, collected)
    rows: list[dict[str, Any]] = []
    for line in (line for wanted in BLOCKS for block, line in zip(blocks, lines, strict=True) if block == wanted):
        on = next((days[no] for no in _numbers(line, "procedureSequence") if no in days), line["service_on"])
        synthetic = {
            "charge_cents": price if line is visit and line["net_cents"] is None else line["net_cents"],
            "service_on": on,
            "diagnosis_pointers": synthea_care.POINTERS,
        }
        rows.append(charge_of_line(line | synthetic, known.business_keys[ref], collected) | {"captured_on": on})
    return {"charges": rows}


def _block(line: Line) -> str | None:
    if line["encounter"]:
        return "visit"
    system = line["coded"][0] if line["coded"] else None
    if system in BILLABLE or _numbers(line, "procedureSequence"):
        return "done"
    return "given" if system == CodeSystem.CVX else None


def _numbers(line: Line, name: str) -> list[int]:
    numbers = line["item"].get(name)
    return [one for one in numbers if isinstance(one, int)] if isinstance(numbers, list) else []


def _days_done(resource: Resource, collected: Collected) -> dict[int, date]:
    """The day of each of Claim.procedure by its sequence: its own, else the Procedure's."""
    days: dict[int, date] = {}
    for position, one in enumerate(parts(resource.body, "procedure"), 1):
        ref = collected.known.ref_of(text(one, "procedureReference", "reference") or "")
        if on := day(one, "date") or collected.known.done_on.get(ref or ""):
            days[whole(one, "sequence") or position] = on
    return days

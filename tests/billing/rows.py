"""Rows of care for tests: a contract's frame from what a test says, the rest as a plain visit has it."""

from datetime import date

import polars as pl

from remindful.core.billing import Biller, CareFrames
from remindful.core.words import frames

DAY = date(2026, 3, 2)
BILLER = Biller(
    "1999999984", "Lakeshore Physicians", "990000001", "207Q00000X", "100 Example Way", "Tallahassee", "FL", "323010000"
)


def frame(contract: type, *rows: dict[str, object]) -> pl.DataFrame:
    """A frame of a contract; what a row does not say is null."""
    types = {name: column.dtype for name, column in contract.columns().items()}
    return pl.DataFrame([dict.fromkeys(types) | row for row in rows], schema=types)


def encounter(key: str = "V1", **said: object) -> dict[str, object]:
    return {
        "encounter_key": key, "party_key": "ann", "form": "P", "started_on": DAY, "place_of_service": "11",
        "rendering_npi": "1234567893", "is_finished": True,
    } | said  # fmt: skip


def charge(
    key: str = "V1", line_no: int = 1, code: str | None = "99213", cents: int | None = 15_000, **said: object
) -> dict[str, object]:
    return {
        "encounter_key": key, "line_no": line_no, "system": "cpt", "procedure_code": code, "units": 1.0, "charge_cents": cents,
        "diagnosis_pointers": "1", "service_on": DAY,
    } | said  # fmt: skip


def diagnosis(key: str = "V1", rank: int = 1, code: str = "E11.9", **said: object) -> dict[str, object]:
    return {"encounter_key": key, "rank": rank, "system": "icd10cm", "code": code} | said


def coverage(level_no: int = 1, payer: str = "AETNA", **said: object) -> dict[str, object]:
    return {
        "party_key": "ann", "level_no": level_no, "from_on": date(2025, 1, 1), "payer_key": payer, "payer_name": payer.title(),
        "payer_kind": "commercial", "member_id": f"M{level_no}",
    } | said  # fmt: skip


def person(key: str = "ann", **said: object) -> dict[str, object]:
    return {
        "party_key": key, "first_name": key.title(), "last_name": "Example", "birth_on": date(1980, 5, 5), "sex": "F",
        "line1": "1 Sample Street", "city": "Tallahassee", "state": "FL", "zip": "32301",
    } | said  # fmt: skip


def care_frames(
    encounters: list[dict[str, object]],
    *,
    charges: list[dict[str, object]],
    diagnoses: list[dict[str, object]] | None = None,
    coverages: list[dict[str, object]] | None = None,
    people: list[dict[str, object]] | None = None,
) -> CareFrames:
    """Care frames as billing has them: encounters with control_number, level_no, frequency_code and payer_claim_number."""
    numbered = frame(frames.Encounters, *encounters).with_columns(
        control_number="encounter_key",
        level_no=pl.lit(1, dtype=pl.Int64),
        frequency_code=pl.lit("1"),
        payer_claim_number=pl.lit(None, dtype=pl.String),
    )
    return CareFrames(
        encounters=numbered,
        diagnoses=frame(frames.Diagnoses, *(diagnoses if diagnoses is not None else [diagnosis()])),
        charges=frame(frames.Charges, *charges),
        coverages=frame(frames.Coverages, *(coverages if coverages is not None else [coverage()])),
        people=pl.DataFrame(people or [person()]),
        providers=frame(
            frames.Providers, {"npi": "1234567893", "is_person": True, "last_name": "Doe", "first_name": "Jo"}
        ),
    )

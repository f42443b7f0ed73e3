"""Code sets at the desk: the editions listed, single codes checked."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from remindful.core.coding.edits import edit_encounters
from remindful.core.words import frames
from remindful.core.words.care import CodeSystem
from remindful.core.words.contracts import frame_of
from remindful.edges.codes.edit_tables import read_edit_tables
from remindful.edges.codes.load import KINDS, list_editions
from remindful.flow.codes.code_shorthand import is_diagnosis, read_diagnoses, read_line
from remindful.flow.office.home import Home

__all__ = ["KINDS", "VisitCodes", "check_codes", "list_code_sets"]


def list_code_sets(*, home: Home) -> pl.DataFrame:
    """kind, table, from_on, to_on, rows of each edition that is loaded."""
    return list_editions(home.codes)


@dataclass(frozen=True, slots=True)
class VisitCodes:
    """Codes of one visit: diagnoses and procedures, told apart by their shape."""

    codes: tuple[str, ...]
    on: date
    age: int | None
    sex: str | None
    place: str
    payer: str | None


def check_codes(visit: VisitCodes, *, home: Home) -> pl.DataFrame:
    """EditFindings of a visit with these codes. Raises Refusal where one is neither a diagnosis nor a procedure by its shape."""
    diagnoses = read_diagnoses([code for code in visit.codes if is_diagnosis(code)])
    lines = [read_line(code, diagnoses=len(diagnoses)) for code in visit.codes if not is_diagnosis(code)]
    birth = None if visit.age is None else date(visit.on.year - visit.age, 1, 1)
    encounter = {
        "encounter_key": "visit", "party_key": "visit", "form": "P", "started_on": visit.on, "place_of_service": visit.place, "is_finished": True,
    }  # fmt: skip
    charges = [
        {
            "encounter_key": "visit", "line_no": number, "procedure_code": line.procedure_code, "modifiers": line.modifiers, "units": line.units,
            "system": str(line.system), "service_on": visit.on, "diagnosis_pointers": line.pointers,
        }
        for number, line in enumerate(lines, start=1)
    ]  # fmt: skip
    coverage = {
        "party_key": "visit",
        "level_no": 1,
        "from_on": date(1900, 1, 1),
        "payer_key": visit.payer or "?",
        "payer_kind": "unknown",
    }
    dx = [
        {"encounter_key": "visit", "rank": rank, "system": str(CodeSystem.ICD10CM), "code": code}
        for rank, code in enumerate(diagnoses, start=1)
    ]
    return edit_encounters(
        frame_of(frames.Encounters, [encounter]),
        frame_of(frames.Diagnoses, dx),
        frame_of(frames.Charges, charges),
        pl.DataFrame(
            {"party_key": ["visit"], "birth_on": [birth], "sex": [visit.sex]},
            schema_overrides={"birth_on": pl.Date, "sex": pl.String},
        ),
        frame_of(frames.Coverages, [coverage]),
        tables=read_edit_tables(home.codes),
        day=visit.on,
    )

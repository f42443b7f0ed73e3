"""Edits of places of service: missing, unknown, or no place for the code."""

from datetime import date

import polars as pl

from remindful.core.coding.edits.found import STOP, WARN, find
from remindful.core.coding.edits.tables import EditTables
from remindful.core.words.spans import in_force

OFFICE_VISITS = ("99202", "99203", "99204", "99205", "99211", "99212", "99213", "99214", "99215")
HOSPITAL_DAYS = ("99221", "99222", "99223", "99231", "99232", "99233", "99238", "99239")
EMERGENCY_VISITS = ("99281", "99282", "99283", "99284", "99285")
_PLACES = (
    "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 31 32 33 34 41 42 49 50 51 52 53 54 55 56 57 58 60 61 62 65 66",
    "71 72 81 99",
)
PLACES = frozenset(place for row in _PLACES for place in row.split(" "))
_POS = "CMS place of service code set"


def edit_places(rows: pl.DataFrame, tables: EditTables) -> list[pl.DataFrame]:
    """EditFindings of each kind. rows: lines as join_lines gives them."""
    place, code = pl.col("place_of_service"), pl.col("code")
    professional = rows.filter(pl.col("form") == "P")
    of_encounter = professional.select("encounter_key", "place_of_service", "started_on").unique(
        "encounter_key", maintain_order=True
    )
    telehealth = pl.col("mods").list.contains("95") | pl.col("mods").list.contains("GT")
    line_text = pl.format("Line {}: {} at place of service {}", "line_no", "code", "place_of_service")
    return [
        find(
            of_encounter.filter(place.is_null()),
            "place.missing",
            severity=STOP,
            message=pl.lit("The place of service is missing."),
            remedy="Enter the place of service: 11 office, 21 inpatient hospital, 23 emergency room, 10 or 02 telehealth.",
            source=_POS,
            code=None,
        ),
        find(
            _unknown_places(of_encounter, tables),
            "place.unknown",
            severity=STOP,
            message=pl.format("{} is no place of service.", "place_of_service"),
            remedy="Correct it.",
            source=_POS,
            code="place_of_service",
        ),
        find(
            professional.filter(code.is_in(HOSPITAL_DAYS) & place.is_in(["11", "12", "20"])),
            "place.hospital_code_outside",
            severity=STOP,
            message=line_text + " is a hospital day outside a hospital.",
            remedy="Correct the place or the code.",
            source=f"{_POS}; CPT hospital inpatient and observation care",
        ),
        find(
            professional.filter(code.is_in(OFFICE_VISITS) & place.is_in(["21", "23"])),
            "place.office_code_inside",
            severity=WARN,
            message=line_text + " is an office visit in a hospital bed or emergency room.",
            remedy="Check the place and the code.",
            source=f"{_POS}; CPT office visits",
        ),
        find(
            professional.filter(code.is_in(EMERGENCY_VISITS) & (place != "23")),
            "place.emergency_code_outside",
            severity=WARN,
            message=line_text + " is an emergency visit elsewhere.",
            remedy="Check the place and the code.",
            source=f"{_POS}; CPT emergency department visits",
        ),
        find(
            professional.filter(telehealth & ~place.is_in(["02", "10"])),
            "place.telehealth_elsewhere",
            severity=WARN,
            message=line_text + " has a telehealth modifier.",
            remedy="For telehealth use 10 (patient at home) or 02 (elsewhere), unless the payer requires another code.",
            source=f"{_POS}: 02, 10",
        ),
    ]


def _unknown_places(encounters: pl.DataFrame, tables: EditTables) -> pl.DataFrame:
    """Encounters at a place that is none on their day: by the loaded table from its first day on, before it by ours."""
    visits = encounters.select("place_of_service", "started_on").unique().drop_nulls("place_of_service")
    first_on = tables.places["from_on"].fill_null(date.min).min() or date.max
    listed = visits.join(tables.places.rename({"place": "place_of_service"}), on="place_of_service")
    ours = visits.filter((pl.col("started_on") < first_on) & pl.col("place_of_service").is_in(sorted(PLACES)))
    known = pl.concat([listed.filter(in_force(pl.col("started_on"))).select(visits.columns), ours])
    return encounters.drop_nulls("place_of_service").join(known, on=visits.columns, how="anti")

"""A Synthea folder as care: coverages, providers, encounters, diagnoses and charges, for an office that bills them itself.

Codes stay as Synthea has them (SNOMED CT, CVX); a crosswalk of the office codes them. Synthea's providers have no NPI: each gets one made of
its id, with a right check digit, in the range 2... of which none has been given out (45 CFR 162.408 gives them from 1...).
"""

from pathlib import Path

import polars as pl

from remindful.core.words import frames
from remindful.core.words.care import CodeSystem
from remindful.core.words.findings import At, Finding
from remindful.edges.formats import Reading, synthea_care
from remindful.edges.formats.npi import add_check_digit
from remindful.edges.formats.synthea.claims import kind_of_payer
from remindful.edges.formats.synthea.people import STATES, conform
from remindful.edges.formats.synthea.tables import LINE_NO, cents, day, read_header

COLUMNS: dict[str, tuple[str, ...]] = {
    "encounters": ("Id", "START", "STOP", "PATIENT", "ORGANIZATION", "PROVIDER", "PAYER", "ENCOUNTERCLASS", "CODE", "DESCRIPTION", "BASE_ENCOUNTER_COST"),
    "conditions": ("START", "STOP", "PATIENT", "ENCOUNTER", "CODE", "DESCRIPTION"),
    "procedures": ("START", "PATIENT", "ENCOUNTER", "CODE", "DESCRIPTION", "BASE_COST"),
    "immunizations": ("DATE", "PATIENT", "ENCOUNTER", "CODE", "DESCRIPTION", "BASE_COST"),
    "providers": ("Id", "NAME", "SPECIALITY", "ADDRESS", "CITY", "STATE", "ZIP"),
    "organizations": ("Id", "NAME", "ADDRESS", "CITY", "STATE", "ZIP"),
    "payers": ("Id", "NAME", "OWNERSHIP"),
    "payer_transitions": ("PATIENT", "MEMBERID", "START_DATE", "END_DATE", "PAYER", "SECONDARY_PAYER", "PLAN_OWNERSHIP"),
}  # fmt: skip


def read_care(folder: Path) -> Reading:
    """Frames coverages, providers, encounters, diagnoses, charges. Tables that are not there have no rows, and a finding."""
    tables = {name: _read(folder, name) for name in COLUMNS}
    findings = [
        Finding(
            "synthea.table", At(f"{name}.csv"),
            f"The folder has no {name}.csv with the columns of Synthea, so nothing of it is known.",
            "Export the folder again, with every table (exporter.csv.export = true).",
        )
        for name in COLUMNS
        if name != "immunizations" and not set(COLUMNS[name]) <= set(read_header(folder / f"{name}.csv"))
    ]  # fmt: skip
    encounters = tables["encounters"].unique("Id", keep="first", maintain_order=True)
    lost = encounters.filter(day("START").is_null() | pl.col("PATIENT").is_null())
    findings += [
        Finding(
            "synthea.encounter", At("encounters.csv", row[LINE_NO], row["Id"]),
            "This encounter has no day or no patient: it was not imported.", "Correct the row.",
        )
        for row in lost.iter_rows(named=True)
    ]  # fmt: skip
    good = encounters.join(lost.select("Id"), on="Id", how="anti", maintain_order="left")
    frames = {
        "coverages": _coverages(tables["payer_transitions"], tables["payers"], good),
        "providers": _providers(tables["providers"], tables["organizations"]),
        "encounters": _encounters(good),
        "diagnoses": _diagnoses(good, tables["conditions"]),
        "charges": _charges(good, tables["procedures"], tables["immunizations"]),
    }
    return Reading(frames, findings, sum(table.height for table in tables.values()), lost.height)


def _read(folder: Path, name: str) -> pl.DataFrame:
    columns, path = COLUMNS[name], folder / f"{name}.csv"
    if not set(columns) <= set(read_header(path)):
        return pl.DataFrame(schema={LINE_NO: pl.Int64} | dict.fromkeys(columns, pl.String))
    table = pl.read_csv(path, columns=list(columns), infer_schema=False, encoding="utf8-lossy")
    return table.with_row_index(LINE_NO, offset=2).with_columns(pl.col(LINE_NO).cast(pl.Int64))


def npi_of(key: str) -> pl.Expr:
    """A synthetic NPI made of a Synthea id."""
    sixteen = pl.col(key).str.replace_all("[^0-9a-f]", "").str.slice(0, 12).str.to_integer(base=16, strict=False)
    digits = (sixteen % 100_000_000).cast(pl.String).str.zfill(8)
    return pl.when(sixteen.is_not_null()).then(add_check_digit(pl.format("2{}", digits)))


def _providers(people: pl.DataFrame, organizations: pl.DataFrame) -> pl.DataFrame:
    place = {
        "line1": pl.col("ADDRESS"), "city": pl.col("CITY"), "state": pl.coalesce(pl.col("STATE").replace_strict(STATES, default=None), "STATE"),
        "zip": pl.col("ZIP").str.extract(r"^(\d{5})"),
    }  # fmt: skip
    named = people.with_columns(words=pl.col("NAME").str.split(" "))
    persons = named.select(
        npi=npi_of("Id"), is_person=pl.lit(value=True), last_name=pl.col("words").list.last(),
        first_name=pl.col("words").list.first(), **place,
    )  # fmt: skip
    houses = organizations.select(npi=npi_of("Id"), is_person=pl.lit(value=False), last_name="NAME", **place)
    every = pl.concat([persons, houses], how="diagonal").filter(pl.col("npi").is_not_null())
    return conform(every.unique("npi", keep="first", maintain_order=True), frames.Providers)


def _coverages(transitions: pl.DataFrame, payers: pl.DataFrame, encounters: pl.DataFrame) -> pl.DataFrame:
    """Spans with each payer. Of a payer whom no table names the key is all that is known."""
    periods = transitions.select(
        "PAYER",
        "SECONDARY_PAYER",
        party_key="PATIENT",
        number="MEMBERID",
        from_on=day("START_DATE"),
        to_on=day("END_DATE"),
    )
    levels = [
        periods.filter(pl.col(column).is_not_null()).with_columns(
            payer_id=column, level_no=pl.lit(level_no, dtype=pl.Int64)
        )
        for level_no, column in ((1, "PAYER"), (2, "SECONDARY_PAYER"))
    ]
    spans = pl.concat([*levels, _payers_of_days(periods, encounters)], how="diagonal")
    named = spans.join(
        payers.drop(LINE_NO), left_on="payer_id", right_on="Id", how="left", maintain_order="left"
    ).with_columns(payer_kind=kind_of_payer(), payer_name="NAME")  # fmt: skip
    return conform(synthea_care.tell_coverages(named), frames.Coverages)


def _payers_of_days(spans: pl.DataFrame, encounters: pl.DataFrame) -> pl.DataFrame:
    """Days of encounters that no span covers, as the export leaves out old ones: the payer is the encounter's."""
    seen = encounters.select(party_key="PATIENT", on=day("START"), payer_id="PAYER").drop_nulls()
    is_covered = (pl.col("from_on") <= pl.col("on")) & (pl.col("to_on").is_null() | (pl.col("on") <= pl.col("to_on")))
    covered = seen.join(spans, on="party_key").filter(is_covered)
    return (
        seen.join(covered, on=["party_key", "on"], how="anti", maintain_order="left")
        .unique(["party_key", "on"], keep="first", maintain_order=True)
        .select(
            "party_key", "payer_id", from_on="on", to_on="on", number="party_key", level_no=pl.lit(1, dtype=pl.Int64)
        )
    )


def _encounters(rows: pl.DataFrame) -> pl.DataFrame:
    setting = _setting()
    return conform(
        rows.select(
            encounter_key="Id", party_key="PATIENT", form=pl.lit(synthea_care.FORM), setting=setting,
            place_of_service=setting.replace_strict(synthea_care.PLACES, return_dtype=pl.String),
            started_on=day("START"), ended_on=day("STOP"), rendering_npi=npi_of("PROVIDER"), facility_npi=npi_of("ORGANIZATION"),
            reason="DESCRIPTION", is_finished=pl.lit(value=True),
        ),
        frames.Encounters,
    )  # fmt: skip


def _setting() -> pl.Expr:
    encounter_class = pl.col("ENCOUNTERCLASS")
    return (
        pl.when(encounter_class.is_in(list(synthea_care.PLACES))).then(encounter_class).otherwise(pl.lit("ambulatory"))
    )


def _diagnoses(encounters: pl.DataFrame, conditions: pl.DataFrame) -> pl.DataFrame:
    visits = encounters.select(
        encounter_key="Id",
        party_key="PATIENT",
        started_on=day("START"),
        setting=_setting(),
        code="CODE",
        description="DESCRIPTION",
    )
    conditions_of_people = conditions.select(
        encounter_key="ENCOUNTER", party_key="PATIENT", from_on=day("START"), to_on=day("STOP"), system=pl.lit(str(CodeSystem.SNOMED)),
        code="CODE", description="DESCRIPTION", place_no=LINE_NO,
    )  # fmt: skip
    return conform(synthea_care.rank_diagnoses(visits, conditions_of_people), frames.Diagnoses)


def _charges(encounters: pl.DataFrame, procedures: pl.DataFrame, immunizations: pl.DataFrame) -> pl.DataFrame:
    """The visit itself, then what was done, then vaccines; each at its base cost."""
    snomed, cvx = pl.lit(str(CodeSystem.SNOMED)), pl.lit(str(CodeSystem.CVX))
    days = encounters.select(ENCOUNTER="Id", started_on=day("START"))
    visit = encounters.select(
        ENCOUNTER="Id", block=pl.lit(0), line=LINE_NO, system=snomed, CODE="CODE", DESCRIPTION="DESCRIPTION",
        charge_cents=cents("BASE_ENCOUNTER_COST"), service_on=day("START"),
    )  # fmt: skip
    done = procedures.select(
        "ENCOUNTER", "CODE", "DESCRIPTION", block=pl.lit(1), line=LINE_NO, system=snomed, charge_cents=cents("BASE_COST"), service_on=day("START")
    )  # fmt: skip
    given = immunizations.select(
        "ENCOUNTER", "CODE", "DESCRIPTION", block=pl.lit(2), line=LINE_NO, system=cvx, charge_cents=cents("BASE_COST"), service_on=day("DATE")
    )  # fmt: skip
    every = pl.concat([visit, done, given], how="diagonal").join(days, on="ENCOUNTER")
    rows = every.sort("ENCOUNTER", "block", "line").select(
        "system", "charge_cents", encounter_key="ENCOUNTER",
        line_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("ENCOUNTER"), procedure_code="CODE", description="DESCRIPTION",
        units=pl.lit(1.0), diagnosis_pointers=pl.lit(synthea_care.POINTERS), service_on=pl.coalesce("service_on", "started_on"),
        captured_on=pl.coalesce("service_on", "started_on"),
    )  # fmt: skip
    return conform(rows, frames.Charges)

"""Synthea's tables: the columns that are read, and no others. Social Security, licence, passport numbers never are."""

import csv
from pathlib import Path

import polars as pl

from remindful.core.words.findings import At, Finding
from remindful.core.words.money import cents_expr

LINE_NO = "line_no"
COLUMNS: dict[str, tuple[str, ...]] = {
    "patients": ("Id", "BIRTHDATE", "DEATHDATE", "FIRST", "LAST", "GENDER", "ADDRESS", "CITY", "STATE", "ZIP"),
    "claims": (
        "Id", "PATIENTID", "PRIMARYPATIENTINSURANCEID", "SECONDARYPATIENTINSURANCEID", "APPOINTMENTID", "SERVICEDATE",
        "STATUS1", "STATUS2", "STATUSP", "OUTSTANDING1", "OUTSTANDING2", "OUTSTANDINGP",
        "LASTBILLEDDATE1", "LASTBILLEDDATE2", "LASTBILLEDDATEP", "HEALTHCARECLAIMTYPEID1",
    ),
    "claims_transactions": (
        "ID", "CLAIMID", "CHARGEID", "PATIENTID", "TYPE", "AMOUNT", "METHOD", "FROMDATE", "PLACEOFSERVICE",
        "PROCEDURECODE", "MODIFIER1", "MODIFIER2", "UNITS", "NOTES", "TRANSFERTYPE", "PAYMENTS", "ADJUSTMENTS",
        "OUTSTANDING",
    ),
    "payers": ("Id", "NAME", "OWNERSHIP"),
    "payer_transitions": ("PATIENT", "MEMBERID", "START_DATE", "PAYER", "PLAN_OWNERSHIP"),
    "organizations": ("Id", "NAME", "STATE"),
    "encounters": ("Id", "STOP", "ENCOUNTERCLASS"),
}  # fmt: skip
NEEDED = ("patients", "claims", "claims_transactions", "payers")
REMEDY = (
    "Export the folder again with a Synthea of 2022 or later (exporter.csv.export = true), and give the whole folder."
)


def check_tables(folder: Path) -> list[Finding]:
    """What is missing: a needed table, or a column of a table that is there."""
    findings = [
        Finding("synthea.table", At(f"{name}.csv"), f"The folder has no {name}.csv, so no claim can be read.", REMEDY)
        for name in NEEDED
        if not (folder / f"{name}.csv").is_file()
    ]
    for name in NEEDED:
        missing = set(COLUMNS[name]) - set(read_header(folder / f"{name}.csv"))
        if missing and not findings:
            columns = ", ".join(sorted(missing))
            is_old = name == "payers" and missing == {"OWNERSHIP"}
            reason = "a Synthea before 2022 wrote it" if is_old else "it is not of a Synthea that we know"
            message = f"{name}.csv has no column {columns}: {reason}. Nothing of the folder was posted."
            findings.append(Finding("synthea.header", At(f"{name}.csv", 1), message, REMEDY))
    return findings


def read_header(path: Path) -> list[str]:
    """The names in a table's first line; none where there is no such file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file), [])


def scan_table(folder: Path, name: str) -> pl.LazyFrame:
    """The read columns of a table as text, and line_no; empty texts are null. An absent side table has no rows."""
    path, columns = folder / f"{name}.csv", COLUMNS[name]
    if not set(columns) <= set(read_header(path)):
        assert name not in NEEDED, name
        return pl.LazyFrame(schema=dict.fromkeys((LINE_NO, *columns), pl.String)).cast({LINE_NO: pl.Int64})
    table = pl.scan_csv(path, infer_schema=False, row_index_name=LINE_NO, row_index_offset=2, encoding="utf8-lossy")
    return table.select(pl.col(LINE_NO).cast(pl.Int64), *columns)


def day(name: str) -> pl.Expr:
    """The day of an ISO date or instant, as Synthea writes it (UTC)."""
    return pl.col(name).str.slice(0, 10).str.strptime(pl.Date, "%Y-%m-%d", strict=False)


def cents(name: str) -> pl.Expr:
    """Cents of a text; null where empty or unreadable."""
    return cents_expr(pl.col(name))

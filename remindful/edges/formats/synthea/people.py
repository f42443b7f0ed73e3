"""patients.csv as people, and deaths as events."""

from datetime import date
from pathlib import Path

import dataframely as dy
import polars as pl

from remindful.core.words import contracts, frames
from remindful.core.words.findings import At, Finding
from remindful.core.words.kinds import EventKind
from remindful.edges.formats import Reading
from remindful.edges.formats.synthea.tables import COLUMNS, LINE_NO, day, scan_table
from remindful.edges.formats.synthea_care import NO_ZIP

FULL_AGE_YEARS = "18y"
STATES = {
    "Alabama": "AL", "Alaska": "AK", "Arizona": "AZ", "Arkansas": "AR", "California": "CA", "Colorado": "CO",
    "Connecticut": "CT", "Delaware": "DE", "District of Columbia": "DC", "Florida": "FL", "Georgia": "GA",
    "Hawaii": "HI",
    "Idaho": "ID", "Illinois": "IL", "Indiana": "IN", "Iowa": "IA", "Kansas": "KS", "Kentucky": "KY", "Louisiana": "LA",
    "Maine": "ME", "Maryland": "MD", "Massachusetts": "MA", "Michigan": "MI", "Minnesota": "MN", "Mississippi": "MS",
    "Missouri": "MO", "Montana": "MT", "Nebraska": "NE", "Nevada": "NV", "New Hampshire": "NH", "New Jersey": "NJ",
    "New Mexico": "NM", "New York": "NY", "North Carolina": "NC", "North Dakota": "ND", "Ohio": "OH", "Oklahoma": "OK",
    "Oregon": "OR", "Pennsylvania": "PA", "Rhode Island": "RI", "South Carolina": "SC", "South Dakota": "SD",
    "Tennessee": "TN", "Texas": "TX", "Utah": "UT", "Vermont": "VT", "Virginia": "VA", "Washington": "WA",
    "West Virginia": "WV", "Wisconsin": "WI", "Wyoming": "WY", "Puerto Rico": "PR",
}  # fmt: skip
REMEDY = "Generate the folder again; a hand-made row is corrected in patients.csv."


def read_people(folder: Path) -> Reading:
    """Demographics as of the folder's last day of service, and contacts with the dead."""
    as_of_on = last_day(folder)
    people = pl.read_csv(folder / "patients.csv", columns=list(COLUMNS["patients"]), infer_schema=False)
    people = people.with_row_index(LINE_NO, offset=2).with_columns(
        pl.col(LINE_NO).cast(pl.Int64), birth_on=day("BIRTHDATE"), died_on=day("DEATHDATE")
    )
    faults = {
        "synthea.patient_key": (
            pl.col("Id").is_null() | ~pl.col("Id").is_first_distinct(),
            "has no Id, or a duplicate one",
        ),
        "synthea.birth": (
            pl.col("birth_on").is_null() & pl.col("BIRTHDATE").is_not_null(),
            "has a BIRTHDATE that is no day",
        ),
        "synthea.death": (
            pl.col("died_on").is_null() & pl.col("DEATHDATE").is_not_null(),
            "has a DEATHDATE that is no day",
        ),
    }
    findings, excluded = [], set[int]()
    for code, (when, message) in faults.items():
        lines = people.filter(when)[LINE_NO].to_list()
        findings += [
            Finding(code, At("patients.csv", line), f"This patient {message}: the row was not imported.", REMEDY)
            for line in lines
        ]
        excluded.update(lines)
    good = people.filter(~pl.col(LINE_NO).is_in(sorted(excluded)))
    return Reading(
        {"demographics": _demographics(good, as_of_on), "contacts": _deaths(good)},
        findings,
        people.height,
        len(excluded),
    )


def last_day(folder: Path) -> date | None:
    """The last day of service in claims.csv: the day that the folder is true of."""
    return scan_table(folder, "claims").select(day("SERVICEDATE").max()).collect().item()


def _demographics(people: pl.DataFrame, as_of_on: date | None) -> pl.DataFrame:
    # Of a minor the guarantor is somebody else, whom Synthea does not name; without a day nobody is known to be of age.
    is_of_age = pl.col("birth_on").dt.offset_by(FULL_AGE_YEARS) <= pl.lit(as_of_on, pl.Date)
    zips = pl.col("ZIP").str.extract(r"^(\d{5})")
    rows = people.select(
        LINE_NO,
        party_key=pl.col("Id"),
        guarantor_key=pl.when(is_of_age).then("Id"),
        first_name=pl.col("FIRST"),
        last_name=pl.col("LAST"),
        birth_on=pl.col("birth_on"),
        sex=pl.col("GENDER"),
        line1=pl.col("ADDRESS"),
        city=pl.col("CITY"),
        state=pl.col("STATE").replace_strict(STATES, default=None),
        zip=pl.when(zips != NO_ZIP).then(zips),
        as_of_on=pl.lit(as_of_on, pl.Date),
    )
    return conform(rows, frames.Demographics)


def _deaths(people: pl.DataFrame) -> pl.DataFrame:
    dead = people.filter(pl.col("died_on").is_not_null())
    rows = dead.select(
        LINE_NO, party_key=pl.col("Id"), kind=pl.lit(EventKind.DIED.value), happened_on=pl.col("died_on")
    )
    return conform(rows, frames.ContactRows)


def conform(rows: pl.DataFrame, contract: type[dy.Schema]) -> pl.DataFrame:
    """The rows with every column of the contract, those not given as null, checked."""
    absent = [pl.lit(None).alias(name) for name in contract.column_names() if name not in rows.columns]
    return contracts.check(contract, rows.with_columns(absent))

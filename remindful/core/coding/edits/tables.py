"""The dated tables that edits are made of. Each row counts from its first to its last day; a table that nobody loaded is empty."""

from dataclasses import dataclass, field
from datetime import date

import polars as pl

#: Columns of each table. from_on null: always; to_on null: still.
SCHEMAS: dict[str, dict[str, pl.DataType | type[pl.DataType]]] = {
    "diagnoses": {
        "code": pl.String, "description": pl.String, "is_billable": pl.Boolean, "is_manifestation": pl.Boolean, "has_code_first": pl.Boolean,
        "is_sideless": pl.Boolean, "is_unspecified": pl.Boolean, "from_on": pl.Date, "to_on": pl.Date, "edition": pl.String,
    },
    "excludes": {"owner": pl.String, "first": pl.String, "last": pl.String},  # owner: a code, category, block or chapter
    "groups": {"category": pl.String, "owner": pl.String},  # block and chapter of each category of three
    "procedures": {"code": pl.String, "system": pl.String, "description": pl.String, "from_on": pl.Date, "to_on": pl.Date, "edition": pl.String},
    "modifiers": {"modifier": pl.String, "from_on": pl.Date, "to_on": pl.Date},
    "places": {"place": pl.String, "from_on": pl.Date, "to_on": pl.Date},
    "units": {"code": pl.String, "form": pl.String, "most": pl.Int64, "indicator": pl.String, "from_on": pl.Date, "to_on": pl.Date, "edition": pl.String},
    "pairs": {
        "first": pl.String, "second": pl.String, "form": pl.String, "indicator": pl.String, "from_on": pl.Date, "to_on": pl.Date, "edition": pl.String,
    },
    "payer_rules": {
        "payer_key": pl.String, "code": pl.String, "needs": pl.String, "value": pl.String, "from_on": pl.Date, "to_on": pl.Date, "source": pl.String,
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EditTables:
    """Every table, with the columns of SCHEMAS.

    procedures: HCPCS level II, and CPT from the user's own licensed file. units: CMS's medically unlikely edits (indicator 1 a line, 2 and 3 a
    day). pairs: CMS's procedure-to-procedure edits (indicator 0 never together, 1 with a modifier, 9 does not count); form P practitioner, I hospital.
    payer_rules: needs is modifier, authorization, referral, or not_covered. places: CMS's places of service; empty, those that come along count.
    """

    diagnoses: pl.DataFrame
    excludes: pl.DataFrame
    groups: pl.DataFrame
    procedures: pl.DataFrame
    modifiers: pl.DataFrame
    units: pl.DataFrame
    pairs: pl.DataFrame
    payer_rules: pl.DataFrame
    places: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SCHEMAS["places"]))


def empty_tables(**tables: pl.DataFrame) -> EditTables:
    """The tables that are given; the others empty."""
    return EditTables(**{name: tables.get(name, pl.DataFrame(schema=schema)) for name, schema in SCHEMAS.items()})


def first_days(table: pl.DataFrame, *of: str) -> pl.DataFrame:
    """of, first_on: the first day that a table tells of, by these columns. Of a day before it nothing is known, as of a table that nobody loaded."""
    return table.group_by(of).agg(first_on=pl.col("from_on").fill_null(date.min).min())

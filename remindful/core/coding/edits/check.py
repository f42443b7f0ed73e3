"""Every edit of encounters, by columns."""

from datetime import date

import polars as pl

from remindful.core.coding.edits.charges import edit_charges
from remindful.core.coding.edits.diagnoses import edit_diagnoses
from remindful.core.coding.edits.limits import count_days, edit_pairs, edit_payer_rules, edit_units
from remindful.core.coding.edits.lines import join_lines
from remindful.core.coding.edits.tables import EditTables
from remindful.core.words import contracts
from remindful.core.words.frames import EditFindings


def edit_encounters(
    encounters: pl.DataFrame,
    diagnoses: pl.DataFrame,
    charges: pl.DataFrame,
    people: pl.DataFrame,
    coverages: pl.DataFrame,
    *,
    tables: EditTables,
    day: date,
) -> pl.DataFrame:
    """EditFindings of these encounters on a day, in their order. Each frame keeps its contract; people: party_key, birth_on, sex.

    What a table that is not loaded would say is not said; nor what it would say of a day before its first.
    """
    lines = join_lines(encounters, charges)
    days = count_days(lines)
    found = [
        *edit_diagnoses(encounters, diagnoses, people, tables),
        *edit_charges(lines, diagnoses, tables, day_column=pl.lit(day)),
        *edit_units(days, tables),
        *edit_pairs(days, tables),
        *edit_payer_rules(encounters, charges, coverages, tables),
    ]
    every = pl.concat([EditFindings.create_empty(), *found], how="vertical_relaxed")
    findings: pl.DataFrame = contracts.check(
        EditFindings, every.sort("encounter_key", "severity", "line_no", "rank", "edit", "code", "other_code")
    )
    return findings

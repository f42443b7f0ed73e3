"""The payers of an encounter, by level: the one place that decides whom a claim asks. See docs/algorithms/coverage.md."""

from datetime import date

import polars as pl

from remindful.core.words.contracts import complete
from remindful.core.words.frames import EncounterPayers
from remindful.core.words.spans import in_force

PRIMARY = 1


def payers_in_force(encounters: pl.DataFrame, coverages: pl.DataFrame) -> pl.DataFrame:
    """EncounterPayers: who covers each encounter on its first day. An encounter without coverage on that day has no row.

    encounters: encounter_key, party_key, started_on, and level_no (the payer level that the claim asks; missing or null: the first).
    coverages: Coverages. Both of one organization, because a party_key is unique only within it.
    """
    billed_level_no = pl.col("level_no").fill_null(PRIMARY) if "level_no" in encounters.columns else pl.lit(PRIMARY)
    days = encounters.select("encounter_key", "party_key", "started_on", billed_level_no=billed_level_no.cast(pl.Int64))
    covered = days.join(coverages, on="party_key").filter(in_force(pl.col("started_on")))
    # Of two coverages of one level, the one that began last. Payer and member number only break ties.
    in_order = covered.sort("encounter_key", "level_no", "from_on", "payer_key", "member_id")
    last = in_order.unique(["encounter_key", "level_no"], keep="last", maintain_order=True)
    levels = last.with_columns(level_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("encounter_key"))
    return complete(
        EncounterPayers, levels.with_columns(is_destination=pl.col("level_no") == pl.col("billed_level_no"))
    )


def payer_to_bill(encounters: pl.DataFrame, coverages: pl.DataFrame) -> pl.DataFrame:
    """EncounterPayers of the level that the claim asks: at most one row an encounter. Arguments as of payers_in_force."""
    return payers_in_force(encounters, coverages).filter("is_destination")


def payers_of_person(coverages: pl.DataFrame, *, party_key: str, day: date) -> pl.DataFrame:
    """EncounterPayers of care that a person has, or will have, on a day, the first payer first. encounter_key: the party_key."""
    care = pl.DataFrame({"encounter_key": [party_key], "party_key": [party_key], "started_on": [day]})
    return payers_in_force(care, coverages)

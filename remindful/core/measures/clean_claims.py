"""First-pass clean claim rate: how many encounters are billed without anybody having to correct them."""

import polars as pl

from remindful.core.words.care import EncounterState


def find_first_passes(encounters: pl.DataFrame, edits: pl.DataFrame) -> pl.DataFrame:
    """encounter_key, is_held: one row an encounter that is reviewed for the first time; is_held where an edit stops its claim.

    encounters: Encounters of one organization that billing reviews now (finished, served by its day), with state and visit_id. Left out:
    those held at an earlier review, and those that have been billed before. edits: EditFindings of the same encounters: coding
    edits, missing prices, referrals and authorizations, and what the 837 guide requires. A warning does not hold.
    Lineage: encounters and charges of the office's files; edits of core/coding, core/billing, core/referrals and the 837 writer.
    """
    is_first = (pl.col("state") == str(EncounterState.OPEN)) & pl.col("visit_id").is_null()
    stopped = edits.filter(pl.col("severity") == "stop").select("encounter_key", is_held=pl.lit(value=True)).unique()
    return (
        encounters.filter(is_first)
        .select("encounter_key")
        .join(stopped, on="encounter_key", how="left", maintain_order="left")
        .with_columns(pl.col("is_held").fill_null(value=False))
    )


def rate_clean_claims(first_passes: pl.DataFrame) -> float | None:
    """(encounters reviewed - encounters held) / encounters reviewed, from 0 to 1; null where none was reviewed.

    first_passes: find_first_passes, of one organization or of several.
    """
    if first_passes.is_empty():
        return None
    return int((~first_passes["is_held"]).sum()) / first_passes.height

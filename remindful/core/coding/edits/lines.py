"""Charge lines beside what their encounter says: what every edit of charges begins with."""

import polars as pl

from remindful.core.words.care import CodeSystem

CLAIM_SYSTEMS = (CodeSystem.CPT, CodeSystem.HCPCS, CodeSystem.ICD10PCS)
_OF_LINE = (
    "encounter_key",
    "line_no",
    "system",
    "description",
    "modifiers",
    "units",
    "diagnosis_pointers",
    "service_on",
)
_OF_ENCOUNTER = ("encounter_key", "party_key", "form", "place_of_service", "started_on", "ended_on")


def join_lines(encounters: pl.DataFrame, charges: pl.DataFrame) -> pl.DataFrame:
    """A row a charge line of these encounters, in the order of charges: both contracts' columns of edits, and code, mods, is_own, provider.

    mods: the modifiers as a list. is_claim_system: of a system that claims carry. provider: who rendered the line, else the encounter; ? where nobody is known.
    """
    of_line = charges.select(*_OF_LINE, code="procedure_code", line_npi="rendering_npi")
    of_encounter = encounters.select(*_OF_ENCOUNTER, encounter_npi="rendering_npi")
    return of_line.join(of_encounter, on="encounter_key", maintain_order="left").select(
        pl.exclude("line_npi", "encounter_npi"),
        mods=pl.col("modifiers").str.split(":").fill_null([]),
        is_claim_system=pl.col("system").is_in([str(one) for one in CLAIM_SYSTEMS]),
        provider=pl.coalesce("line_npi", "encounter_npi", pl.lit("?")),
    )

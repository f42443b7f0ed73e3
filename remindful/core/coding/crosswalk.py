"""A crosswalk: codes as other systems write them (SNOMED CT, CVX), as the codes of a claim. What it does not hold stays, for a person."""

from dataclasses import dataclass

import polars as pl

from remindful.core.words.care import CodeSystem

NONE = "none"  # it is no diagnosis, and no charge of its own


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Frames source, target. `encounters` has "setting/code" and, for any setting, "code"."""

    conditions: pl.DataFrame
    encounters: pl.DataFrame
    procedures: pl.DataFrame
    immunizations: pl.DataFrame


def cross_diagnoses(diagnoses: pl.DataFrame, crosswalk: Crosswalk) -> pl.DataFrame:
    """Diagnoses in ICD-10-CM where the crosswalk has them, and without those that are none. Ranks stay, so that pointers do.

    Of one that comes twice (two SNOMED codes, one ICD-10-CM code) the first stays.
    """
    is_foreign = pl.col("system") == str(CodeSystem.SNOMED)
    joined = diagnoses.join(
        crosswalk.conditions.select(code="source", target="target"), on="code", how="left", maintain_order="left"
    ).with_columns(target=pl.when(is_foreign).then("target"))
    billable = joined.filter(pl.col("target").is_null() | (pl.col("target") != NONE))
    coded = billable.with_columns(
        system=pl.when(pl.col("target").is_not_null()).then(pl.lit(str(CodeSystem.ICD10CM))).otherwise("system"),
        code=pl.coalesce("target", "code"),
    )
    owner = [name for name in ("organization_id", "encounter_key") if name in coded.columns]
    return (
        coded.drop("target").sort(*owner, "rank").unique([*owner, "system", "code"], keep="first", maintain_order=True)
    )


def cross_charges(charges: pl.DataFrame, encounters: pl.DataFrame, crosswalk: Crosswalk) -> pl.DataFrame:
    """Charges in CPT and HCPCS where the crosswalk has them, and without those that are no charge of their own.

    encounters: encounter_key, setting. The visit's own code is looked up by setting and code, then by code.
    """
    visits = pl.concat([crosswalk.encounters, crosswalk.procedures]).unique("source", keep="first", maintain_order=True)
    of_setting = crosswalk.encounters.select(by_setting="source", in_setting="target")
    vaccines = crosswalk.immunizations.select(procedure_code="source", vaccine="target")
    settings = encounters.select("encounter_key", "setting").unique("encounter_key")
    joined = (
        charges.join(settings, on="encounter_key", how="left", maintain_order="left")
        .with_columns(by_setting=pl.format("{}/{}", "setting", "procedure_code"))
        .join(of_setting, on="by_setting", how="left", maintain_order="left")
        .join(
            visits.select(procedure_code="source", anywhere="target"),
            on="procedure_code",
            how="left",
            maintain_order="left",
        )
        .join(vaccines, on="procedure_code", how="left", maintain_order="left")
    )
    system = pl.col("system")
    target = (
        pl.when(system == str(CodeSystem.SNOMED))
        .then(pl.coalesce("in_setting", "anywhere"))
        .when(system == str(CodeSystem.CVX))
        .then("vaccine")
    )
    billable = joined.with_columns(target=target).filter(pl.col("target").is_null() | (pl.col("target") != NONE))
    is_level_two = pl.col("target").str.contains(r"^[A-V][0-9]{4}$")
    claim_system = pl.when(is_level_two).then(pl.lit(str(CodeSystem.HCPCS))).otherwise(pl.lit(str(CodeSystem.CPT)))
    return billable.with_columns(
        system=pl.when(pl.col("target").is_not_null()).then(claim_system).otherwise("system"),
        procedure_code=pl.coalesce("target", "procedure_code"),
    ).select(charges.columns)

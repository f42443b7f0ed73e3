"""Before a claim goes out: does it have the referral and the authorization that its payer asks for? See docs/algorithms/referral_loop.md."""

from dataclasses import dataclass

import polars as pl

from remindful.core import coverage
from remindful.core.referrals.requirement_authorizations import check_authorizations
from remindful.core.referrals.requirement_numbers import check_numbers
from remindful.core.referrals.requirement_referrals import check_referrals
from remindful.core.words import contracts
from remindful.core.words.frames import EditFindings

EMERGENCY_PLACE = "23"  # place of service: emergency room


@dataclass(frozen=True, slots=True)
class RequirementFrames:
    """What is compared, all of one organization. encounters: all of them, billed or not, because visits are counted through.

    Each keeps its contract: Encounters (level_no beside it where another payer than the first is asked), Charges, Coverages,
    Referrals, Authorizations. biller_npi: who bills where an encounter does not say.
    """

    encounters: pl.DataFrame
    charges: pl.DataFrame
    coverages: pl.DataFrame
    referrals: pl.DataFrame
    authorizations: pl.DataFrame
    biller_npi: str | None = None


def check_requirements(frames: RequirementFrames, *, requirements: pl.DataFrame) -> pl.DataFrame:
    """EditFindings `referral.*` and `authorization.*`, by encounter. requirements: PayerRequirements.

    stop: the payer will deny it, or a number on the claim is wrong. warn: it may be so, and what is known does not say. Of a payer
    without requirements nothing is said to be missing; what an encounter names is checked all the same.
    """
    visits = _with_payer(frames, requirements)
    found = [
        check_authorizations(visits, frames.encounters, frames.charges, frames.authorizations, frames.referrals),
        check_referrals(visits, frames.charges, frames.referrals),
        check_numbers(visits, frames.referrals, frames.authorizations),
    ]
    rows = pl.concat([EditFindings.create_empty(), *found], how="diagonal_relaxed")
    in_order = rows.sort("encounter_key", "edit", "line_no", nulls_last=False)
    return contracts.check(EditFindings, in_order)


def _with_payer(frames: RequirementFrames, requirements: pl.DataFrame) -> pl.DataFrame:
    """Encounters with payer_key (whom the claim asks), what it needs (needs_referral, authorization_codes, source), has_requirements,
    is_emergency, and npis (all known of who gives and bills the care)."""
    payers = coverage.payer_to_bill(frames.encounters, frames.coverages)
    of_payer = requirements.select(
        "payer_key",
        "needs_referral",
        "authorization_codes",
        requirements_source="source",
        has_requirements=pl.lit(value=True),
    )
    by_place = (pl.col("setting") == "emergency") | (pl.col("place_of_service") == EMERGENCY_PLACE)
    biller = pl.coalesce("billing_npi", pl.lit(frames.biller_npi, dtype=pl.String))
    return (
        frames.encounters.drop("payer_key", strict=False)
        .join(payers.select("encounter_key", "payer_key"), on="encounter_key", how="left", maintain_order="left")
        .join(of_payer, on="payer_key", how="left", maintain_order="left")
        .with_columns(
            has_requirements=pl.col("has_requirements").fill_null(value=False),
            is_emergency=by_place.fill_null(value=False),
            biller=biller,
            npis=pl.concat_list("rendering_npi", biller, "facility_npi").list.drop_nulls(),
            source=pl.coalesce(
                "requirements_source", pl.format("what {} asks for, as the office keeps it", pl.col("payer_key").fill_null("the payer"))
            ),
        )
    )  # fmt: skip

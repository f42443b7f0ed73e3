"""Which encounters can become claims tonight, as what kind of claim, and what keeps the others back."""

import polars as pl

from remindful.core.words.contracts import complete
from remindful.core.words.frames import EditFindings

ORIGINAL, REPLACES, VOIDS = "1", "7", "8"
_CFR_CHARGES = "45 CFR 162.1102 (the claim standard asks a charge for each line)"


def choose_frequency(
    encounters: pl.DataFrame, charges: pl.DataFrame, *, claim_states: pl.DataFrame, adjudications: pl.DataFrame
) -> pl.DataFrame:
    """Encounters with frequency_code and payer_claim_number: first bills, replacements, voids of what has no charge any more.

    What a receiver rejected (999, 277CA) never reached adjudication, so it goes out as an original again. claim_states: sent claims with
    state and payer_control_number (find_claim_states). adjudications: StoredRemitClaims.
    """
    charged = charges.select("encounter_key").unique().with_columns(has_charges=pl.lit(value=True))
    of_sent = (
        claim_states.filter(pl.col("visit_id").is_not_null())
        .sort("claim_sent_id")
        .unique("visit_id", keep="last")
        .select("visit_id", "claim_sent_id", claim_state="state", status_number="payer_control_number")
    )
    answered = (
        adjudications.filter(pl.col("visit_id").is_not_null())
        .sort("adjudicated_on", "remit_claim_id")
        .unique("visit_id", keep="last")
        .select("visit_id", answer_number="payer_control_number", is_answered=pl.lit(value=True))
    )
    known = (
        encounters.join(charged, on="encounter_key", how="left", maintain_order="left")
        .join(of_sent, on="visit_id", how="left", maintain_order="left")
        .join(answered, on="visit_id", how="left", maintain_order="left")
    )
    has_charges = pl.col("has_charges").fill_null(value=False)
    is_answered = pl.col("is_answered").fill_null(value=False)
    was_rejected = ~is_answered & (pl.col("claim_state") == "rejected").fill_null(value=False)
    is_first = pl.col("visit_id").is_null() | (was_rejected & has_charges)
    frequency = (
        pl.when(is_first)
        .then(pl.lit(ORIGINAL))
        .when(has_charges)
        .then(pl.lit(REPLACES))
        .otherwise(pl.lit(VOIDS))
    )  # fmt: skip
    return known.with_columns(
        frequency_code=frequency,
        payer_claim_number=pl.when(~is_first).then(pl.coalesce("answer_number", "status_number")),
        was_sent=pl.col("claim_sent_id").is_not_null(),
    ).drop("has_charges", "is_answered", "claim_state", "answer_number", "status_number", "claim_sent_id")


def find_obstacles(encounters: pl.DataFrame, charges: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """EditFindings of what no claim can be made of, whatever its codes: nobody known, nothing charged, no price, no number of the payer.

    encounters: with frequency_code, payer_claim_number and was_sent; charges: priced.
    """
    no_person = encounters.join(people.select("party_key"), on="party_key", how="anti").select(
        "encounter_key",
        edit=pl.lit("encounter.patient_unknown"),
        message=pl.format(
            "The encounter {} is for the patient {}, who is not in any imported file.", "encounter_key", "party_key"
        ),
        remedy=pl.lit("Import the demographics; it is billed with the next night."),
        source=pl.lit("the office's own files"),
    )
    nothing = (
        encounters.filter(pl.col("visit_id").is_null())
        .join(charges.select("encounter_key").unique(), on="encounter_key", how="anti")
        .select(
            "encounter_key",
            edit=pl.lit("charge.missing"),
            message=pl.format("The encounter {} of {} is finished and nothing is charged for it.", "encounter_key", "started_on"),
            remedy=pl.lit("Enter its charges, or mark it do-not-bill: remindful bill --not-billed."),
            source=pl.lit("charge capture"),
        )
    )  # fmt: skip
    unpriced = (
        charges.join(encounters.select("encounter_key"), on="encounter_key", how="semi")
        .filter(pl.col("charge_cents").is_null())
        .select(
            "encounter_key",
            "line_no",
            code=pl.coalesce("procedure_code", "revenue_code"),
            edit=pl.lit("charge.unpriced"),
            message=pl.format(
                "Line {} ({}) has no charge, and the office's fee schedule has no price for it on {}.",
                "line_no", pl.coalesce("procedure_code", "revenue_code", pl.lit("no code")), "service_on",
            ),
            remedy=pl.lit("Give its price in the fee schedule `charges`, or enter the charge."),
            source=pl.lit(_CFR_CHARGES),
        )
    )  # fmt: skip
    is_correction = pl.col("frequency_code").is_in([REPLACES, VOIDS]) & pl.col("was_sent")
    unnumbered = encounters.filter(is_correction & pl.col("payer_claim_number").is_null()).select(
        "encounter_key",
        edit=pl.lit("claim.waits_for_payer_number"),
        message=pl.format(
            "The claim of {} was changed after it was sent, and its payer has not assigned a claim number yet.", "encounter_key"
        ),
        remedy=pl.lit("Nothing: the correction goes out after the payer has adjudicated or rejected the first claim."),
        source=pl.lit("X12 837 guides, REF*F8 of a replacement or void"),
    )  # fmt: skip
    every = pl.concat([no_person, nothing, unpriced, unnumbered], how="diagonal_relaxed").with_columns(
        severity=pl.lit("stop")
    )
    return complete(EditFindings, every)

"""claims.csv as claims, their payer levels and lines."""

import polars as pl

from remindful.core.words import frames
from remindful.core.words.kinds import PayerKind
from remindful.edges.formats.synthea.people import conform
from remindful.edges.formats.synthea.tables import LINE_NO, day
from remindful.edges.formats.synthea_care import DUAL, NO_PAYER, PROGRAMS

RELATIONSHIPS = {"Self": "18", "Spouse": "01", "Guardian": "19"}


def kind_of_payer() -> pl.Expr:
    """PayerKind of payers.NAME and OWNERSHIP."""
    private = pl.when(pl.col("OWNERSHIP") == "PRIVATE").then(pl.lit(PayerKind.COMMERCIAL.value))
    by_ownership = private.when(pl.col("OWNERSHIP") == "GOVERNMENT").then(pl.lit(PayerKind.OTHER.value))
    return pl.coalesce(
        pl.col("NAME").replace_strict(PROGRAMS, default=None), by_ownership, pl.lit(PayerKind.UNKNOWN.value)
    )


def level_payers(claims: pl.DataFrame, payers: pl.DataFrame) -> pl.DataFrame:
    """One row a claim and payer level: Id, level_no, payer_key, payer_name, payer_kind, is_known.

    No row for no insurance. A dually eligible person has Medicare first and Medicaid second, from one payer.
    """
    levels = pl.concat(
        claims.select("Id", payer_key=pl.col(name), level_no=pl.lit(level_no, pl.Int64))
        for level_no, name in ((1, "PRIMARYPATIENTINSURANCEID"), (2, "SECONDARYPATIENTINSURANCEID"))
    ).filter(pl.col("payer_key").is_not_null() & (pl.col("payer_key") != "0"))
    named = levels.join(payers, left_on="payer_key", right_on="Id", how="left").filter(
        pl.col("OWNERSHIP").is_null() | (pl.col("OWNERSHIP") != NO_PAYER)
    )
    rows = named.select(
        "Id",
        "level_no",
        "payer_key",
        payer_name="NAME",
        payer_kind=kind_of_payer(),
        is_known=pl.col("NAME").is_not_null(),
    )
    is_dual = (pl.col("payer_name") == DUAL).fill_null(value=False)
    medicare = rows.filter(is_dual).with_columns(payer_kind=pl.lit(PayerKind.MEDICARE.value))
    medicaid = medicare.with_columns(payer_kind=pl.lit(PayerKind.MEDICAID.value), level_no=pl.lit(2, pl.Int64))
    return pl.concat([rows.filter(~is_dual), medicare, medicaid]).sort("Id", "level_no")


def claim_frames(
    claims: pl.DataFrame, payers: pl.DataFrame, lines: pl.DataFrame, *, sides: dict[str, pl.DataFrame]
) -> dict[str, pl.DataFrame]:
    """Claims, ClaimPayers and ClaimLines. claims: also claim_no and service_on. sides: the other tables by name."""
    totals = lines.group_by("CLAIMID").agg(
        charge_cents=pl.col("charge_cents").sum(),
        service_to_on=pl.col("service_on").max(),
        place=pl.col("place").first(),
    )
    patients, plans = sides["patients"], _plans(claims, sides["payer_transitions"])
    stays = sides["encounters"].filter(pl.col("ENCOUNTERCLASS").is_in(["inpatient", "emergency"]))
    rows = (
        claims.join(totals, left_on="Id", right_on="CLAIMID")
        .join(patients, left_on="PATIENTID", right_on="party_key", how="left")
        .join(plans, on="Id", how="left")
        .join(stays.unique("Id"), left_on="APPOINTMENTID", right_on="Id", how="left")
        .join(sides["organizations"].unique("Id"), left_on="place", right_on="Id", how="left", suffix="_billing")
        .sort("claim_no")
    )
    return {
        "claims": conform(_claims(rows), frames.Claims),
        "claim_payers": conform(_claim_payers(payers.join(rows, on="Id")), frames.ClaimPayers),
        "claim_lines": conform(_claim_lines(lines.join(claims, left_on="CLAIMID", right_on="Id")), frames.ClaimLines),
    }


def _plans(claims: pl.DataFrame, transitions: pl.DataFrame) -> pl.DataFrame:
    """The plan with the primary payer that held on the day of service: Id, MEMBERID, PLAN_OWNERSHIP."""
    held = transitions.select(pl.exclude(LINE_NO), start_on=day("START_DATE")).filter(pl.col("start_on").is_not_null())
    billed = claims.select("Id", "service_on", PATIENT="PATIENTID", PAYER="PRIMARYPATIENTINSURANCEID").sort(
        "service_on"
    )
    return billed.join_asof(
        held.sort("start_on"),
        left_on="service_on",
        right_on="start_on",
        by=["PATIENT", "PAYER"],
        check_sortedness=False,
    ).select("Id", "MEMBERID", "PLAN_OWNERSHIP")


def _claims(rows: pl.DataFrame) -> pl.DataFrame:
    # patient_paid_cents stays null: what the patient paid at the visit comes as a payment, and would count twice.
    return rows.select(
        "claim_no",
        segment_no=pl.col(LINE_NO),
        form=pl.when(pl.col("HEALTHCARECLAIMTYPEID1") == "2").then(pl.lit("I")).otherwise(pl.lit("P")),
        control_number="Id",
        charge_cents="charge_cents",
        frequency_code=pl.lit("1"),
        medical_record_number="PATIENTID",
        billed_on=pl.coalesce(day("LASTBILLEDDATE1"), day("LASTBILLEDDATEP"), "service_on"),
        billing_name="NAME",
        billing_state="STATE",
        patient_last_name="last_name",
        patient_first_name="first_name",
        patient_birth_on="birth_on",
        patient_line1="line1",
        patient_city="city",
        patient_state="state",
        patient_zip="zip",
        relationship_code=pl.col("PLAN_OWNERSHIP").replace_strict(RELATIONSHIPS, default=None, return_dtype=pl.String),
        service_from_on="service_on",
        service_to_on=pl.max_horizontal("service_on", "service_to_on"),
        discharged_on=day("STOP"),
    )


def _claim_payers(rows: pl.DataFrame) -> pl.DataFrame:
    is_self = (pl.col("PLAN_OWNERSHIP") == "Self") & (pl.col("level_no") == 1)
    return rows.select(
        "claim_no",
        "level_no",
        is_destination=pl.col("level_no") == 1,
        payer_name="payer_name",
        payer_key="payer_key",
        payer_kind="payer_kind",
        member_id=pl.when(pl.col("level_no") == 1).then("MEMBERID"),
        subscriber_last_name=pl.when(is_self).then("last_name"),
        subscriber_first_name=pl.when(is_self).then("first_name"),
    ).sort("claim_no", "level_no")


def _claim_lines(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        "claim_no",
        line_no=pl.col("line_no_in_claim"),
        segment_no=pl.col(LINE_NO),
        line_control_number="line_key",
        procedure_code="procedure_code",
        modifiers=pl.when(pl.col("modifiers") != "").then("modifiers"),
        description="description",
        charge_cents="charge_cents",
        units="units",
        service_on="service_on",
    ).sort("claim_no", "line_no")

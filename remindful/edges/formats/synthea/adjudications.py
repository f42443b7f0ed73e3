"""What payers answered, as remits, and what patients paid, as payments.

Synthea says how much a payer left to the patient, not under which name. So by convention: what the patient paid at the
visit is the copay (PR 3); the rest is coinsurance (PR 2) where the payer paid on the line, else deductible (PR 1).
A secondary payer's answer repeats the copay, and says OA 23 for what the primary payer paid and took off, as
real ones do.
"""

import polars as pl

from remindful.core.words import frames
from remindful.edges.formats.synthea.claims import DUAL
from remindful.edges.formats.synthea.people import conform
from remindful.edges.formats.synthea.tables import LINE_NO, day
from remindful.edges.formats.synthea.transactions import PATIENT_METHODS


def adjudication_frames(
    claims: pl.DataFrame, payers: pl.DataFrame, lines: pl.DataFrame, *, part_no: int, after: tuple[int, int]
) -> dict[str, pl.DataFrame]:
    """Remits, RemitClaims, RemitLines, RemitAdjustments. after: the last remit_no and remit claim_no of earlier pieces.

    One remit a payer and day. claims: also claim_no, service_on, first_name, last_name.
    """
    answers = _answers(claims, payers, lines)
    answers = answers.sort("adjudicated_on", "payer_key", "claim_no", "level_no").with_columns(
        remit_no=pl.struct("adjudicated_on", "payer_key").rank("dense").cast(pl.Int64) + after[0],
        adjudication_no=pl.int_range(1, pl.len() + 1, dtype=pl.Int64) + after[1],
    )
    adjudicated = lines.join(answers, on="CLAIMID").with_columns(
        paid_cents=pl.when(pl.col("level_no") == 1).then("paid1_cents").otherwise("paid2_cents"),
    )
    adjustments = _adjustments(adjudicated)
    shares = (
        adjustments.filter(pl.col("group_code") == "PR").group_by("claim_no").agg(share=pl.col("amount_cents").sum())
    )
    sums = adjudicated.group_by("adjudication_no").agg(
        charge=pl.col("charge_cents").sum(),
        paid=pl.col("paid_cents").sum(),
        to_on=pl.col("service_on").max(),
        first_line=pl.col(LINE_NO).min(),
    )
    totals = answers.join(sums, on="adjudication_no").join(
        shares, left_on="adjudication_no", right_on="claim_no", how="left"
    )
    return {
        "remits": conform(_remits(totals, part_no), frames.Remits),
        "remit_claims": conform(_remit_claims(totals), frames.RemitClaims),
        "remit_lines": conform(_remit_lines(adjudicated), frames.RemitLines),
        "remit_adjustments": conform(adjustments, frames.RemitAdjustments),
    }


def _answers(claims: pl.DataFrame, payers: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """One row a claim and payer level that has answered: CLAIMID, level_no, payer, adjudicated_on."""
    waits1 = (pl.col("first_billed") == "1") & (pl.col("last_billed") == "1") & (pl.col("open_cents") > 0)
    waits2 = pl.col("went_to_second") & (pl.col("last_billed") == "2") & (pl.col("open_cents") > 0)
    states = lines.group_by("CLAIMID").agg(
        answered1=(pl.col("first_billed") == "1").any() & ~waits1.any(),
        answered2=pl.col("went_to_second").any() & ~waits2.any(),
        last_service_on=pl.col("service_on").max(),
    )
    every = payers.join(claims, on="Id").join(states, left_on="Id", right_on="CLAIMID").rename({"Id": "CLAIMID"})
    # Medicare and Medicaid of a dually eligible person answer as one.
    by_second = pl.col("answered2") | (pl.col("answered1") & (pl.col("payer_name") == DUAL).fill_null(value=False))
    has_answered = pl.when(pl.col("level_no") == 1).then("answered1").otherwise(by_second)
    billed_on = (
        pl.when(pl.col("level_no") == 1)
        .then(day("LASTBILLEDDATE1"))
        .otherwise(pl.max_horizontal(day("LASTBILLEDDATE1"), day("LASTBILLEDDATE2")))
    )
    return every.filter(has_answered).with_columns(adjudicated_on=pl.max_horizontal(billed_on, "last_service_on"))


def _adjustments(adjudicated: pl.DataFrame) -> pl.DataFrame:
    """One row a reason why a payer did not pay all of a line."""
    is_first, paid_first = pl.col("level_no") == 1, pl.col("paid1_cents") > 0
    reasons = [
        ("CO", "45", pl.when(is_first).then("off1_cents").otherwise("off2_cents")),
        ("OA", "23", pl.when(~is_first).then(pl.col("paid1_cents") + pl.col("off1_cents")).otherwise(0)),
        ("PR", "3", pl.col("copay_cents")),
        ("PR", None, pl.when(is_first).then("share1_cents").otherwise("share2_cents")),
    ]
    return (
        pl.concat(
            adjudicated.select(
                claim_no="adjudication_no",
                line_no="line_no_in_claim",
                segment_no=pl.col(LINE_NO),
                group_code=pl.lit(group),
                carc=pl.lit(carc) if carc else pl.when(paid_first).then(pl.lit("2")).otherwise(pl.lit("1")),
                amount_cents=amount,
            )
            for group, carc, amount in reasons
        )
        .filter(pl.col("amount_cents") != 0)
        .sort("claim_no", "line_no", "group_code", "carc")
    )


def _remits(totals: pl.DataFrame, part_no: int) -> pl.DataFrame:
    remits = totals.group_by("remit_no").agg(
        pl.col("payer_name", "payer_key", "adjudicated_on").first(), pl.col("paid").sum(), pl.col("first_line").min()
    )
    return remits.sort("remit_no").select(
        "remit_no",
        segment_no="first_line",
        is_production=pl.lit(None, dtype=pl.Boolean),  # no X12 file, so neither
        trace_number=pl.format("{}-{}-{}", pl.col("payer_key").str.slice(0, 8), "adjudicated_on", pl.lit(part_no)),
        handling_code=pl.lit("I"),
        method=pl.when(pl.col("paid") > 0).then(pl.lit("ACH")).otherwise(pl.lit("NON")),
        paid_cents="paid",
        paid_on="adjudicated_on",
        payer_name="payer_name",
        payer_key="payer_key",
        is_complete=pl.lit(value=True),
    )


def _remit_claims(totals: pl.DataFrame) -> pl.DataFrame:
    return totals.sort("adjudication_no").select(
        "remit_no",
        claim_no="adjudication_no",
        segment_no="first_line",
        control_number="CLAIMID",
        status_code=pl.col("level_no").cast(pl.String),  # CLP02: 1 as primary, 2 as secondary
        charge_cents="charge",
        paid_cents="paid",
        patient_cents=pl.col("share").fill_null(0),
        frequency_code=pl.lit("1"),
        patient_last_name="last_name",
        patient_first_name="first_name",
        service_from_on="service_on",
        service_to_on=pl.max_horizontal("service_on", "to_on"),
        remark_codes=pl.lit([], pl.List(pl.String)),
    )


def _remit_lines(adjudicated: pl.DataFrame) -> pl.DataFrame:
    return adjudicated.sort("adjudication_no", "line_no_in_claim").select(
        claim_no="adjudication_no",
        line_no="line_no_in_claim",
        segment_no=pl.col(LINE_NO),
        line_control_number="line_key",
        procedure_code="procedure_code",
        modifiers=pl.when(pl.col("modifiers") != "").then("modifiers"),
        charge_cents="charge_cents",
        paid_cents="paid_cents",
        units="units",
        service_on="service_on",
        remark_codes=pl.lit([], pl.List(pl.String)),
    )


def payment_frame(claims: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    """Payments by patients: the copay on the day of the service, all else not before the patient was billed."""
    rows = placed.filter(pl.col("role").is_in(["copay", "patient"]) & (pl.col("paid_cents") != 0))
    billed = rows.join(claims.select("Id", "LASTBILLEDDATEP"), left_on="CLAIMID", right_on="Id")
    later = pl.max_horizontal("service_on", day("LASTBILLEDDATEP"))
    payments = billed.sort(LINE_NO).select(
        LINE_NO,
        payment_key="ID",
        party_key="PATIENTID",
        visit_key="CLAIMID",
        paid_on=pl.when(pl.col("role") == "copay").then("service_on").otherwise(later),
        amount_cents="paid_cents",
        method=pl.col("METHOD").replace_strict(PATIENT_METHODS, return_dtype=pl.String),
    )
    return conform(payments, frames.Payments)

"""The claim itself as it is written (2300): CLM, its days, stay, amounts, numbers, note, and the codes of its HI segments."""

from collections.abc import Iterator

import polars as pl

from remindful.edges.x12.write import composite, draft, plain_amount, plain_day, segment

_MOST_IN_HI = 12  # composites of one segment
#: Codes that share an HI in a professional claim; in an institutional one each qualifier has its own.
_SHARED = {"ABK": "dx", "ABF": "dx", "BK": "dx", "BF": "dx", "BP": "anesthesia", "BO": "anesthesia"}
#: Referral, authorization, the claim that is replaced, medical record: in the order of the guide.
_KEYS = {
    "9F": "referral_number",
    "G1": "prior_authorization",
    "F8": "payer_claim_number",
    "EA": "medical_record_number",
}


def draft_claims(claims: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    """The segments of 2300 before its codes."""
    yield draft(claims, 400, _claim())
    yield from _draft_days(claims)
    is_institutional = pl.col("form") == "I"
    stay = [pl.col(name) for name in ("admission_type", "admission_source", "discharge_status")]
    has_stay = is_institutional & pl.any_horizontal(part.is_not_null() for part in stay)
    yield draft(claims, 420, segment("CL1", *stay), when=has_stay)
    # An institutional claim has no AMT*F5 (X223): what the patient paid is a value code there.
    paid = (pl.col("patient_paid_cents").is_not_null()) & ~is_institutional
    yield draft(claims, 430, segment("AMT", "F5", plain_amount("patient_paid_cents")), when=paid)
    for nth, (kind, name) in enumerate(_KEYS.items()):
        yield draft(claims, 440, segment("REF", kind, pl.col(name)), when=pl.col(name).is_not_null(), nth=nth)
    yield draft(claims, 450, segment("NTE", "ADD", pl.col("note")), when=pl.col("note").is_not_null())


def _claim() -> pl.Expr:
    is_institutional = pl.col("form") == "I"
    kind = pl.when(is_institutional).then(pl.lit("A")).otherwise(pl.lit("B"))
    place = composite(pl.col("facility_code"), kind, pl.col("frequency_code"))
    signature = pl.when(~is_institutional).then("signature_code")
    kinds = pl.col("accident_kinds").fill_null("")
    state = pl.col("accident_state")
    gap = pl.lit(":").repeat_by(3 - kinds.str.count_matches(":", literal=True).clip(0, 2)).list.join("")
    accident = pl.when(state.is_not_null()).then(pl.concat_str(kinds, gap, state)).otherwise(kinds)
    return segment(
        "CLM", pl.col("control_number"), plain_amount("charge_cents"), "", "", place, signature, pl.col("assignment_code"),
        pl.col("benefits_code"), pl.col("release_code"), "", accident, "", "", "", "", "", "", "", "", pl.col("delay_reason"),
    )  # fmt: skip


def _draft_days(claims: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    professional, institutional = claims.filter(pl.col("form") != "I"), claims.filter(pl.col("form") == "I")
    days = {"431": "onset_on", "439": "accident_on", "435": "admitted_on", "096": "discharged_on"}
    for nth, (kind, name) in enumerate(days.items()):
        day = pl.col(name)
        yield draft(professional, 410, segment("DTP", kind, "D8", plain_day(day)), when=day.is_not_null(), nth=nth)
    hour = pl.col("discharged_time")
    yield draft(institutional, 410, segment("DTP", "096", "TM", hour), when=hour.is_not_null())
    first, last = pl.col("service_from_on"), pl.coalesce("service_to_on", "service_from_on")
    span = plain_day(first) + "-" + plain_day(last)
    yield draft(institutional, 411, segment("DTP", "434", "RD8", span), when=first.is_not_null())
    admitted, time = pl.col("admitted_on"), pl.col("admitted_time")
    shape = pl.when(time.is_null()).then(pl.lit("D8")).otherwise(pl.lit("DT"))
    moment = plain_day(admitted) + time.fill_null("")
    yield draft(institutional, 412, segment("DTP", "435", shape, moment), when=admitted.is_not_null())


def draft_codes(codes: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    """HI segments in the order of the codes: of one kind at most twelve together."""
    kind = pl.col("qualifier")
    shared = kind.replace_strict(_SHARED, default=None, return_dtype=pl.String)
    family = pl.when(pl.col("form") == "I").then(kind).otherwise(pl.coalesce(shared, kind))
    day, last = pl.col("code_on"), pl.col("to_on")
    shape = pl.when(last.is_not_null()).then(pl.lit("RD8")).when(day.is_not_null()).then(pl.lit("D8"))
    days = pl.when(last.is_not_null()).then(plain_day(day) + "-" + plain_day(last)).otherwise(plain_day(day))
    whole = composite(
        kind, pl.col("code"), shape, days, pl.col("amount_text"), "", "", "", pl.col("present_on_admission")
    )
    bare = pl.concat_str(kind, pl.lit(":"), pl.col("code"))
    is_bare = pl.all_horizontal(pl.col("code_on", "to_on", "amount_text", "present_on_admission").is_null())
    rows = codes.sort("at", "code_no").with_columns(
        pl.when(is_bare).then(bare).otherwise(whole).alias("composite"), pl.struct("at", family).rle_id().alias("run")
    )
    rows = rows.with_columns((pl.int_range(pl.len()).over("run") // _MOST_IN_HI).alias("part"))
    joined = rows.group_by("at", "run", "part", maintain_order=True).agg(
        pl.col("composite").str.join("*"), pl.col("code_no").first()
    )
    yield draft(joined, 460, pl.concat_str(pl.lit("HI*"), "composite"), nth=pl.col("code_no"))

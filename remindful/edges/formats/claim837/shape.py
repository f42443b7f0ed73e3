"""From the layout of an 837 to the frames of its contracts: claims, and what belongs to each."""

from dataclasses import dataclass

import polars as pl

from remindful.core.words import frames
from remindful.edges.formats.claim837 import adjudications, codes, kinds, lines, names, payers, providers
from remindful.edges.formats.claim837.layout import CLAIM, LINE, LOOP, Layout
from remindful.edges.x12.elements import fill_cents, first_of, join_all, null_if_empty, plain_cents, read_day

CONTRACTS = {
    "claims": frames.Claims,
    "claim_payers": frames.ClaimPayers,
    "claim_lines": frames.ClaimLines,
    "claim_codes": frames.ClaimCodes,
    "claim_providers": frames.ClaimProviders,
    "claim_adjudications": frames.ClaimAdjudications,
    "claim_payer_adjustments": frames.ClaimPayerAdjustments,
}
_KEYS = {
    "F8": "payer_claim_number",
    "EA": "medical_record_number",
    "G1": "prior_authorization",
    "9F": "referral_number",
}
_CLAIM_DAYS = ("434", "472", "096", "435")
_OTHER_DAYS = {"431": "onset_on", "439": "accident_on"}
_CLAIM = {
    "control_number": 1,
    "charge_text": 2,
    "facility": 5,
    "signature_code": 6,
    "assignment_code": 7,
    "benefits_code": 8,
    "release_code": 9,
    "accident": 11,
    "response": 19,
    "delay_reason": 20,
}
_ALL_DAYS = (*_CLAIM_DAYS, *_OTHER_DAYS)
_SPAN = ("first_on", "last_on", "shape", "day_text")
_STAY = {"admission_type": 1, "admission_source": 2, "discharge_status": 3}
_PARTS = ("claim_no", "set_no", "is_claim", "is_cut", "billing_part", "subscriber_part", "patient_part")
_GUIDE = r"(X\d{3})"


@dataclass(frozen=True, slots=True)
class Draft:
    """Frames with their working columns (claim_part, texts of amounts), before the check decides what goes on.

    claims also have guide, response (CLM19), facility_kind. days: DTPs as text and as read.
    """

    claims: pl.DataFrame
    payers: pl.DataFrame
    lines: pl.DataFrame
    codes: pl.DataFrame
    providers: pl.DataFrame
    answered: adjudications.Answered
    days: pl.DataFrame


def draft_frames(layout: Layout, sets: pl.DataFrame) -> Draft:
    """Every frame of a piece. sets: those that were open in it, whose guide tells the form."""
    claim_days, line_days = _read_days(layout, CLAIM), _read_days(layout, LINE)
    queries = [
        _draft_claims(layout),
        lines.draft_lines(layout, line_days),
        payers.draft_destinations(layout),
        payers.draft_others(layout),
        names.draft_names(layout),
        claim_days,
        line_days,
        codes.draft_codes(layout),
        providers.draft_providers(layout),
        providers.draft_billing_taxonomy(layout),
    ]
    claims, drawn, destinations, others, people, of_claims, of_lines, coded, provided, taxonomies = pl.collect_all(
        queries, engine="in-memory"
    )
    drawn = fill_cents(drawn, charge_cents="charge_text")
    claims = fill_cents(claims, charge_cents="charge_text", patient_paid_cents="patient_paid_text")
    claims = names.with_names(claims, people, destinations)
    claims = _with_days(claims, drawn, of_claims)
    claims = _with_form(claims, drawn, sets)
    # A dental claim says its day once; a line says it only where it differs (TR3 X224, 2400 DTP).
    whole_day = claims.select("claim_part", "first_472")
    drawn = drawn.join(whole_day, on="claim_part", how="left", maintain_order="left").with_columns(
        pl.coalesce("service_on", "first_472").alias("service_on")
    )
    ranked = payers.rank_payers(claims, destinations, others, people)
    answered = adjudications.read_adjudications(layout, ranked, drawn)
    return Draft(
        claims=claims,
        payers=ranked,
        lines=drawn,
        codes=coded,
        providers=providers.all_providers(claims, people, taxonomies, provided),
        answered=answered,
        days=pl.concat([of_claims, of_lines]),
    )


def _draft_claims(layout: Layout) -> pl.LazyFrame:
    claims = layout.pick_at("CLM", CLAIM, **_CLAIM)
    claims = layout.segments.components(claims, "facility", "facility_code", "facility_kind", "frequency_code")
    claims = layout.segments.components(claims, "accident", "_kind_1", "_kind_2", "_kind_3", "accident_state")
    kinds_of_accident = pl.concat_str("_kind_1", "_kind_2", "_kind_3", separator=":", ignore_nulls=True)
    claims = claims.with_columns(null_if_empty(kinds_of_accident).alias("accident_kinds"))
    claims = layout.add_of_part(claims, *_PARTS).with_columns(plain_cents("charge_text").alias("charge_cents"))
    keys = layout.pick_at("REF", CLAIM, kind=1, key=2)
    paid = layout.pick_at("AMT", CLAIM, kind=1, patient_paid_text=2).filter(pl.col("kind") == "F5")
    paid = paid.with_columns(plain_cents("patient_paid_text").alias("patient_paid_cents"))
    parts = [
        *(
            first_of(keys.filter(pl.col("kind") == kind), "claim_part", "key").rename({"key": name})
            for kind, name in _KEYS.items()
        ),
        first_of(paid, "claim_part", "patient_paid_text", "patient_paid_cents"),
        first_of(layout.pick_at("CL1", CLAIM, **_STAY), "claim_part", *_STAY),
        first_of(layout.pick_at("NTE", CLAIM, note=2), "claim_part", "note"),
    ]
    headers = layout.add_of_part(layout.pick_at("BHT", LOOP, billed_text=4), "set_no")
    headers = headers.with_columns(read_day("billed_text").alias("billed_on"))
    claims = join_all(join_all(claims, parts, on="claim_part"), [first_of(headers, "set_no", "billed_on")], on="set_no")
    currencies = first_of(layout.pick_at("CUR", LOOP, currency=2), "loop_part", "currency")  # 2000A
    return join_all(claims, [currencies.rename({"loop_part": "billing_part"})], on="billing_part")


def _read_days(layout: Layout, place: int) -> pl.LazyFrame:
    """DTPs of claims or lines as first and last day; last is null where only one day is said."""
    days = layout.pick_at("DTP", place, kind=1, shape=2, day_text=3).filter(pl.col("kind").is_in(_ALL_DAYS))
    last_text = pl.col("day_text").str.slice(9, 8)
    return days.with_columns(last_text.alias("last_text")).with_columns(
        pl.when((pl.col("shape") != "TM").fill_null(value=True)).then(read_day("day_text")).alias("first_on"),
        pl.when(pl.col("shape") == "RD8").then(read_day("last_text")).alias("last_on"),
    )


def _with_days(claims: pl.DataFrame, drawn: pl.DataFrame, claim_days: pl.DataFrame) -> pl.DataFrame:
    """Service days: the statement's (434), else the claim's own (472), else from the first to the last of its lines."""
    spans = [
        first_of(claim_days.lazy().filter(pl.col("kind") == kind), "claim_part", *_SPAN).rename(
            {name: f"{name.removesuffix('_on').removesuffix('_text')}_{kind}" for name in _SPAN}
        )
        for kind in _CLAIM_DAYS
    ]
    others = [
        first_of(claim_days.lazy().filter(pl.col("kind") == kind), "claim_part", "first_on").rename({"first_on": name})
        for kind, name in _OTHER_DAYS.items()
    ]
    of_lines = (
        drawn.lazy()
        .group_by("claim_part", maintain_order=True)
        .agg(
            pl.col("service_on").min().alias("first_line"),
            pl.max_horizontal("service_on", "last_on").max().alias("last_line"),
        )
    )
    joined = join_all(claims.lazy(), [*spans, *others, of_lines], on="claim_part")
    last_claim_days = [
        pl.when(pl.col(f"shape_{kind}") == "RD8").then(f"last_{kind}").otherwise(f"first_{kind}")
        for kind in ("434", "472")
    ]
    to_on = pl.coalesce(*last_claim_days, "last_line")
    # An institutional claim gives the hour of discharge only; its statement then ends on that day (TR3 X223, 2300 DTP).
    is_hour = (pl.col("shape_096") == "TM").fill_null(value=False)
    return joined.with_columns(
        pl.coalesce("first_434", "first_472", "first_line").alias("service_from_on"),
        to_on.alias("service_to_on"),
        pl.when(is_hour).then(to_on).otherwise("first_096").alias("discharged_on"),
        pl.when(is_hour).then("day_096").alias("discharged_time"),
        pl.col("first_435").alias("admitted_on"),
        pl.when(pl.col("shape_435") == "DT")
        .then(null_if_empty(pl.col("day_435").str.slice(8, 4)))
        .alias("admitted_time"),
    ).collect(engine="in-memory")


def _with_form(claims: pl.DataFrame, drawn: pl.DataFrame, sets: pl.DataFrame) -> pl.DataFrame:
    """P, I or D: by the guide, else by the first line, else by the place; and the guide, for what is no bill."""
    guides = sets.select("set_no", pl.col("version").str.extract(_GUIDE).alias("guide"))
    by_line = first_of(drawn.lazy().drop_nulls("service_id"), "claim_part", "service_id").collect(engine="in-memory")
    joined = claims.join(guides, on="set_no", how="left", maintain_order="left").join(
        by_line, on="claim_part", how="left", maintain_order="left"
    )
    by_place = pl.when(pl.col("facility_kind") == "A").then(pl.lit("I")).otherwise(pl.lit("P"))
    form = pl.coalesce(
        pl.col("guide").replace_strict(kinds.FORMS, default=None, return_dtype=pl.String),
        pl.col("service_id").replace_strict(kinds.SERVICE_FORMS, default=None, return_dtype=pl.String),
        by_place,
    )
    return joined.with_columns(form.alias("form"))

"""From the layout of an 835 to the frames of its contracts: transactions, claims, lines, adjustments."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from remindful.core.words import frames
from remindful.core.words.contracts import schema_of
from remindful.edges.formats.era835.layout import Layout
from remindful.edges.x12.elements import (
    Segments,
    fill_cents,
    first_of,
    join_all,
    plain_cents,
    read_day,
    read_units,
)

CONTRACTS = {
    "remits": frames.Remits,
    "remit_claims": frames.RemitClaims,
    "remit_lines": frames.RemitLines,
    "remit_adjustments": frames.RemitAdjustments,
    "remit_provider_adjustments": frames.RemitProviderAdjustments,
}
SCHEMAS = {name: schema_of(contract) for name, contract in CONTRACTS.items()}
_TRIPLETS = 6  # of a CAS: reason, amount, units
_AFTER_FIRST_TRIPLET = 5  # the id, the group, and three
_PAIRS = 6  # of a PLB: reason, amount
_CLAIM_CODES = {"MOA": (3, 4, 5, 6, 7), "MIA": (5, 20, 21, 22, 23)}
_NO_CODES = pl.lit([], dtype=pl.List(pl.String))
_CLAIM_DAYS = {"232": "period_from_on", "233": "service_to_on", "472": "service_on", "050": "received_on"}
_LINE_DAYS = ("472", "150")
_DAY_KINDS = (*_CLAIM_DAYS, *_LINE_DAYS)


@dataclass(frozen=True, slots=True)
class Draft:
    """Frames with their working columns (span_no, texts of amounts), before the check decides what goes on."""

    claims: pl.DataFrame
    lines: pl.DataFrame
    adjustments: pl.DataFrame
    provider_adjustments: pl.DataFrame
    remits: pl.DataFrame
    days: pl.DataFrame  # of claims and lines, as text and as read


def draft_frames(layout: Layout, sets: pl.DataFrame) -> Draft:
    """Every frame of a piece. sets: those that ended in it, of which the remits are made."""
    days = layout.pick_in_claims("DTM", kind=1, day_text=2).filter(pl.col("kind").is_in(_DAY_KINDS))
    days = days.with_columns(read_day("day_text").alias("day"))
    queries = [
        _draft_claims(layout, days.filter(~pl.col("is_in_line"))),
        _draft_lines(layout, days.filter(pl.col("is_in_line"))),
        _first_adjustments(layout),
        days,
    ]
    # Not the streaming engine: on a few hundred thousand rows it takes half as long again.
    claims, lines, adjustments, days = pl.collect_all(queries, engine="in-memory")
    return Draft(
        claims=fill_cents(claims, charge_cents="charge_text", paid_cents="paid_text", patient_cents="patient_text"),
        lines=fill_cents(lines, charge_cents="charge_text", paid_cents="paid_text", allowed_cents="allowed_text"),
        adjustments=fill_cents(_all_adjustments(layout, adjustments), amount_cents="amount_text"),
        provider_adjustments=_draft_provider_adjustments(layout),
        remits=_draft_remits(layout.headers(), sets),
        days=days,
    )


def _draft_claims(layout: Layout, days: pl.LazyFrame) -> pl.LazyFrame:
    claims = layout.pick_in_claims(
        "CLP",
        control_number=1,
        status_code=2,
        charge_text=3,
        paid_text=4,
        patient_text=5,
        filing_code=6,
        payer_control_number=7,
        facility_code=8,
        frequency_code=9,
    )
    claims = layout.add_of_span(claims, "set_no", "claim_no", "is_cut").with_columns(
        pl.col("set_no").alias("remit_no"),
        plain_cents("charge_text").alias("charge_cents"),
        plain_cents("paid_text").alias("paid_cents"),
        plain_cents("patient_text").alias("patient_cents"),
    )
    claims = join_all(claims, [*_name_parts(layout), *_day_parts(days), _claim_codes(layout)], on="span_no")
    return claims.with_columns(
        pl.coalesce("subscriber_key", "patient_key").alias("member_id"),
        pl.coalesce("period_from_on", "service_on").alias("service_from_on"),
        pl.col("remark_codes").fill_null(_NO_CODES),
    )


def _name_parts(layout: Layout) -> Iterable[pl.LazyFrame]:
    names = layout.pick_coded("NM1", "QC", "IL", "TT", role=1, last=3, first=4, key=9)
    patient = first_of(names.filter(pl.col("role") == "QC"), "span_no", "last", "first", "key")
    yield patient.rename({"last": "patient_last_name", "first": "patient_first_name", "key": "patient_key"})
    subscriber = names.filter((pl.col("role") == "IL") & pl.col("key").is_not_null())
    yield first_of(subscriber, "span_no", "key").rename({"key": "subscriber_key"})
    crossover = names.filter(pl.col("role") == "TT")
    yield first_of(crossover, "span_no", "last").rename({"last": "crossover_payer"})


def _day_parts(days: pl.LazyFrame) -> Iterable[pl.LazyFrame]:
    for kind, name in _CLAIM_DAYS.items():
        yield first_of(days.filter(pl.col("kind") == kind), "span_no", "day").rename({"day": name})


def _claim_codes(layout: Layout) -> pl.LazyFrame:
    """Remark codes of MOA (3 to 7) and MIA (5, 20 to 23) as a list of each claim."""
    codes = [
        layout.segments.name_elements(split, code=position).drop_nulls("code")
        for segment_id, positions in _CLAIM_CODES.items()
        if segment_id in layout.ids
        for split in [layout.segments.split(segment_id, where=pl.col("is_in_claim"))]
        for position in positions
    ]
    if not codes:
        none = {"span_no": layout.spans["span_no"].dtype, "remark_codes": pl.List(pl.String)}
        return pl.LazyFrame(schema=none)
    return _list_codes(pl.concat(codes).sort("segment_no", maintain_order=True), "span_no")


def _list_codes(codes: pl.LazyFrame, key: str) -> pl.LazyFrame:
    return codes.group_by(key, maintain_order=True).agg(pl.col("code").alias("remark_codes"))


def _draft_lines(layout: Layout, days: pl.LazyFrame) -> pl.LazyFrame:
    lines = layout.pick_in_claims(
        "SVC", procedure=1, charge_text=2, paid_text=3, revenue_code=4, units_text=5, billed=6
    )
    lines = layout.add_of_span(lines, "claim_no", "svc_before").with_columns(
        (pl.col("svc_no") - pl.col("svc_before")).alias("line_no"),
        plain_cents("charge_text").alias("charge_cents"),
        plain_cents("paid_text").alias("paid_cents"),
        read_units("units_text").alias("units"),
    )
    lines = layout.segments.procedure(lines, "procedure")
    lines = layout.segments.components(lines, "billed", "billed_qualifier", "billed_code")
    in_line = pl.col("is_in_line")
    days = days.filter(pl.col("kind").is_in(_LINE_DAYS)).rename({"day": "service_on"})
    keys = layout.pick_coded("REF", "6R", kind=1, line_control_number=2).filter(in_line & (pl.col("kind") == "6R"))
    amounts = layout.pick_coded("AMT", "B6", kind=1, allowed_text=2).filter(in_line & (pl.col("kind") == "B6"))
    amounts = amounts.with_columns(plain_cents("allowed_text").alias("allowed_cents"))
    codes = layout.pick_in_claims("LQ", kind=1, code=2).filter(in_line & (pl.col("kind") == "HE"))
    parts = [
        first_of(days, "svc_no", "service_on"),
        first_of(keys, "svc_no", "line_control_number"),
        first_of(amounts, "svc_no", "allowed_text", "allowed_cents"),
        _list_codes(codes.drop_nulls("code"), "svc_no"),
    ]
    return join_all(lines, parts, on="svc_no").with_columns(pl.col("remark_codes").fill_null(_NO_CODES))


def _first_adjustments(layout: Layout) -> pl.LazyFrame:
    """The first triplet of each CAS, which nearly always is the only one; and how many parts the segment has."""
    split = layout.segments.split("CAS", where=pl.col("is_in_claim")).with_columns(
        pl.col("parts").list.len().alias("parts_count")
    )
    return _read_triplet(layout, layout.segments.name_elements(split, **_triplet_at(2)))


def _all_adjustments(layout: Layout, first: pl.DataFrame) -> pl.DataFrame:
    """Every triplet of every CAS, in the order of the file."""
    if (first["parts_count"] > _AFTER_FIRST_TRIPLET).any():
        split = layout.segments.split("CAS", where=pl.col("is_in_claim"))
        longer = split.filter(pl.col("parts").list.len() > _AFTER_FIRST_TRIPLET).collect(engine="in-memory").lazy()
        most = min(int(first["parts_count"].max()), 2 + 3 * _TRIPLETS)  # type: ignore[arg-type]
        positions = range(2 + 3, most, 3)
        rests = [layout.segments.name_elements(longer, **_triplet_at(position)) for position in positions]
        rest = _read_triplet(layout, pl.concat(rests)).collect(engine="in-memory")
        first = pl.concat([first, rest], how="diagonal").sort("segment_no", maintain_order=True)
    return first.filter(pl.any_horizontal(pl.col("carc", "amount_text", "units_text").is_not_null()))


def _triplet_at(position: int) -> dict[str, int]:
    return {"group_code": 1, "carc": position, "amount_text": position + 1, "units_text": position + 2}


def _read_triplet(layout: Layout, rows: pl.LazyFrame) -> pl.LazyFrame:
    return layout.add_of_span(rows, "claim_no", "svc_before").with_columns(
        pl.when("is_in_line").then(pl.col("svc_no") - pl.col("svc_before")).alias("line_no"),
        plain_cents("amount_text").alias("amount_cents"),
        read_units("units_text").alias("units"),
    )


def _draft_provider_adjustments(layout: Layout) -> pl.DataFrame:
    if "PLB" not in layout.ids:
        return _none_of("remit_provider_adjustments")
    split = layout.segments.split("PLB", where=~pl.col("is_in_claim"))
    split = layout.add_of_span(split, "set_no").rename({"set_no": "remit_no"})
    split = split.collect(engine="in-memory").lazy()
    positions = [3 + 2 * pair for pair in range(_PAIRS)]
    pairs = [
        layout.segments.name_elements(split, provider_key=1, fiscal_text=2, reason=position, amount_text=position + 1)
        for position in positions
    ]
    rows = pl.concat(pairs).filter(pl.col("reason").is_not_null() | pl.col("amount_text").is_not_null())
    rows = rows.sort("segment_no", maintain_order=True).with_columns(
        read_day("fiscal_text").alias("fiscal_end_on"), plain_cents("amount_text").alias("amount_cents")
    )
    rows = layout.segments.components(rows, "reason", "reason_code", "reference").collect(engine="in-memory")
    return fill_cents(rows, amount_cents="amount_text")


def _none_of(name: str) -> pl.DataFrame:
    """No rows of a contract, with the working column that the check looks at. Most pieces of a large file have none."""
    return pl.DataFrame(schema={**SCHEMAS[name], "amount_text": pl.String})


def _draft_remits(headers: Segments, sets: pl.DataFrame) -> pl.DataFrame:
    ended = sets.filter(pl.col("is_complete").is_not_null())
    if ended.is_empty():
        return _none_of("remits")
    payment = headers.pick("BPR", handling_code=1, amount_text=2, sign=3, method=4, paid_text=16)
    payment = payment.with_columns(
        plain_cents("amount_text").alias("paid_cents"), read_day("paid_text").alias("paid_on")
    )
    names = headers.pick("N1", role=1, name=2, kind=3, key=4)
    payer = names.filter(pl.col("role") == "PR").rename({"name": "payer_name", "key": "payer_id"})
    payee = names.filter(pl.col("role") == "PE").with_columns(
        pl.when(pl.col("kind") == "XX").then("key").alias("payee_npi"),
        pl.when(pl.col("kind") == "FI").then("key").alias("payee_fi"),
    )
    currencies = headers.pick("CUR", currency=2)
    traces = headers.pick("TRN", trace_number=2, payer_originator=3)
    keys = headers.pick("REF", kind=1, key=2).drop_nulls("key")
    parts = [
        first_of(payment, "span_no", "amount_text", "sign", "handling_code", "method", "paid_cents", "paid_on"),
        first_of(traces, "span_no", "trace_number", "payer_originator"),
        first_of(currencies, "span_no", "currency"),
        first_of(payer, "span_no", "payer_name", "payer_id"),
        first_of(payee.rename({"name": "payee_name"}), "span_no", "payee_name", "payee_npi", "payee_fi"),
        first_of(keys.filter(pl.col("kind") == "2U"), "span_no", "key").rename({"key": "other_key"}),
        first_of(keys.filter(pl.col("kind") == "TJ"), "span_no", "key").rename({"key": "other_tax_id"}),
    ]
    heads = headers.pick("ST").select("span_no", "segment_no")
    remits = heads.join(ended.lazy(), on="segment_no", how="inner", maintain_order="left")
    remits = join_all(remits, parts, on="span_no").with_columns(
        pl.col("set_no").alias("remit_no"),
        pl.coalesce("payer_id", "other_key").alias("payer_key"),
        pl.coalesce("payee_fi", "other_tax_id").alias("payee_tax_id"),
    )
    return _sign_payments(fill_cents(remits.collect(engine="in-memory"), paid_cents="amount_text"))


def _sign_payments(remits: pl.DataFrame) -> pl.DataFrame:
    """A payment that BPR03 calls a debit is taken, not given."""
    paid, is_debit = pl.col("paid_cents"), pl.col("sign") == "D"
    return remits.with_columns(
        pl.when(is_debit).then(-paid).otherwise(paid).alias("paid_cents"),
        pl.when(is_debit).then(is_debit).alias("is_debit"),
    )

"""From the layout of a 277 to ClaimStatuses: one row a status (STC01, STC10, STC11) of a claim, a line, a provider or a batch."""

from dataclasses import dataclass

import polars as pl

from remindful.core.submissions import status_words
from remindful.core.words import frames
from remindful.edges.formats.status277.layout import Layout
from remindful.edges.x12.elements import fill_cents, first_of, join_all, null_if_empty, plain_cents, read_day

CONTRACTS = {"claim_statuses": frames.ClaimStatuses}
_PARTS = {1: "first", 10: "second", 11: "third"}
_BATCH_DEPTH, _PROVIDER_DEPTH, _SUBSCRIBER_DEPTH = 2, 3, 4
_REFUSED, _TAKEN = "U", "WQ"


@dataclass(frozen=True, slots=True)
class Draft:
    """statuses: with their working columns (depth, set_no, is_cut, *_text). days: of claims, as text and as read."""

    statuses: pl.DataFrame
    days: pl.DataFrame


def draft_frames(layout: Layout) -> Draft:
    """Every status of a piece. Those outside of any loop have depth 0."""
    days = layout.segments.pick("DTP", kind=1, form=2, day_text=3).filter(pl.col("kind") == "472")
    days = days.with_columns(read_day("day_text").alias("day"))
    statuses, all_days = pl.collect_all([_draft_statuses(layout, days), days], engine="in-memory")
    statuses = fill_cents(statuses, charge_cents="charge_text", paid_cents="paid_text")
    of_claim = pl.col("claim_span").is_not_null() & pl.col("line_no").is_null()
    carried = [
        pl.when(of_claim)
        .then(pl.coalesce(name, pl.col(name).drop_nulls().first().over("claim_span")))
        .otherwise(name)
        .alias(name)
        for name in ("charge_cents", "paid_cents")
    ]
    claim_effective_on = pl.coalesce("effective_on", pl.col("effective_on").drop_nulls().first().over("claim_span"))
    carried.append(
        pl.when(pl.col("claim_span").is_not_null())
        .then(claim_effective_on)
        .otherwise("effective_on")
        .alias("effective_on")
    )
    return Draft(_settle(statuses.with_columns(carried)), all_days)


def _draft_statuses(layout: Layout, days: pl.LazyFrame) -> pl.LazyFrame:
    statuses = layout.segments.pick(
        "STC", first=1, effective_text=2, action=3, charge_text=4, paid_text=5, second=10, third=11, free=12
    )
    statuses = layout.add_of_span(
        statuses, "set_no", "version", "depth", "claim_span", "line_span", "line_no", "is_cut", "source", "receiver",
        "provider", "subscriber", "patient",
    )  # fmt: skip
    rows = pl.concat(
        [
            statuses.filter(pl.col(name).is_not_null() | pl.lit(position == 1)).with_columns(
                pl.col(name).alias("codes"), pl.lit(position).alias("nth")
            )
            for position, name in _PARTS.items()
        ]
    ).drop(_PARTS.values())
    rows = layout.segments.components(rows, "codes", "category_code", "status_code", "entity_code")
    rows = rows.sort("segment_no", "nth", maintain_order=True)
    rows = join_all(rows, _of_claim(layout, days), on="claim_span")
    rows = join_all(rows, _of_line(layout, days), on="line_span")
    rows = _add_names(layout, rows)
    return rows.with_columns(
        pl.when(pl.col("line_span").is_not_null())
        .then("line_charge_text")
        .otherwise("charge_text")
        .alias("charge_text"),
        pl.when(pl.col("line_span").is_not_null()).then("line_paid_text").otherwise("paid_text").alias("paid_text"),
        read_day("effective_text").alias("effective_on"),
    ).with_columns(plain_cents("charge_text").alias("charge_cents"), plain_cents("paid_text").alias("paid_cents"))


def _of_claim(layout: Layout, days: pl.LazyFrame) -> list[pl.LazyFrame]:
    """What stands beside a status in its claim: TRN02, the numbers, the day."""

    def in_claim(rows: pl.LazyFrame) -> pl.LazyFrame:
        rows = layout.add_of_span(rows, "claim_span", "line_span")
        return rows.filter(pl.col("claim_span").is_not_null() & pl.col("line_span").is_null())

    traces = in_claim(layout.segments.pick("TRN", trace=2))
    keys = in_claim(layout.segments.pick("REF", kind=1, key=2)).drop_nulls("key")
    patient_numbers = keys.filter(pl.col("kind") == "EJ").rename({"key": "office_key"})
    payers = keys.filter(pl.col("kind") == "1K").rename({"key": "payer_control_number"})
    service = in_claim(days).rename({"day": "claim_on"})
    first_line = layout.add_of_span(days, "claim_span", "line_span").filter(pl.col("line_span").is_not_null())
    earliest = first_line.group_by("claim_span", maintain_order=True).agg(pl.col("day").min().alias("lines_on"))
    return [
        first_of(traces, "claim_span", "trace"),
        first_of(patient_numbers, "claim_span", "office_key"),
        first_of(payers, "claim_span", "payer_control_number"),
        first_of(service, "claim_span", "claim_on"),
        earliest,
    ]


def _of_line(layout: Layout, days: pl.LazyFrame) -> list[pl.LazyFrame]:
    def in_line(rows: pl.LazyFrame) -> pl.LazyFrame:
        return layout.add_of_span(rows, "line_span").filter(pl.col("line_span").is_not_null())

    lines = in_line(layout.segments.pick("SVC", procedure=1, line_charge_text=2, line_paid_text=3))
    numbers = in_line(layout.segments.pick("REF", kind=1, line_control_number=2)).filter(pl.col("kind") == "FJ")
    return [
        first_of(lines, "line_span", "procedure", "line_charge_text", "line_paid_text"),
        first_of(numbers, "line_span", "line_control_number"),
        first_of(in_line(days).rename({"day": "line_on"}), "line_span", "line_on"),
    ]


def _add_names(layout: Layout, rows: pl.LazyFrame) -> pl.LazyFrame:
    """Who is named in the loops around: the first NM1 of each, and the batch that the receiver's TRN names."""
    names = layout.segments.pick("NM1", role=1, last=3, first=4, key=9)
    first = first_of(names, "span_no", "role", "last", "first", "key")
    for loop in ("source", "receiver", "provider", "subscriber", "patient"):
        renamed = first.rename(
            {name: f"{loop}_{name}" for name in ("role", "last", "first", "key")} | {"span_no": loop}
        )
        rows = rows.join(renamed, on=loop, how="left", maintain_order="left")
    traces = layout.add_of_span(layout.segments.pick("TRN", batch_key=2), "depth", "receiver")
    batches = traces.filter(pl.col("depth") == _BATCH_DEPTH).unique("receiver", keep="first", maintain_order=True)
    heads = layout.add_of_span(layout.segments.pick("BHT", purpose=1, answer=6), "set_no")
    heads = heads.unique("set_no", keep="last", maintain_order=True).select("set_no", "purpose", "answer")
    return join_all(rows, [batches.select("receiver", "batch_key")], on="receiver").join(
        heads, on="set_no", how="left", maintain_order="left"
    )


def _settle(rows: pl.DataFrame) -> pl.DataFrame:
    """Columns of the contract, from what was picked."""
    is_claim, is_line = pl.col("depth") >= _SUBSCRIBER_DEPTH, pl.col("line_span").is_not_null()
    is_receipt = _is_receipt()
    has_patient = pl.col("patient").is_not_null()
    by_action = pl.when(pl.col("action") == _REFUSED).then(False).when(pl.col("action") == _TAKEN).then(True)
    is_known = pl.col("category_code").is_in(list(status_words.CATEGORIES))
    control_number = pl.when(is_receipt).then("trace").otherwise(pl.coalesce("office_key", "trace"))
    # A provider's status is about some claims of the batch, and nobody says which: it names no batch.
    names_batch = is_receipt & (is_claim | (pl.col("depth") == _BATCH_DEPTH))
    first_name = pl.when(has_patient).then("patient_first").otherwise("subscriber_first")
    claim_on = pl.coalesce("claim_on", "lines_on")
    return rows.with_columns(
        pl.when(is_receipt).then(pl.lit("277CA")).otherwise(pl.lit("277")).alias("kind"),
        pl.when(is_claim).then(control_number).alias("control_number"),
        pl.when(names_batch).then("batch_key").alias("set_number"),
        pl.when(is_claim).then(pl.coalesce("patient_last", "subscriber_last")).alias("patient_last_name"),
        pl.when(is_claim).then(first_name).alias("patient_first_name"),
        pl.when(is_claim).then(pl.coalesce("subscriber_key", "patient_key")).alias("member_id"),
        pl.when(pl.col("source_role") == "PR").then("source_key").alias("payer_key"),
        pl.col("source_last").alias("payer_name"),
        pl.when(is_line).then(pl.coalesce("line_on", "claim_on")).otherwise(claim_on).alias("service_from_on"),
        pl.when(is_known).then(status_words.accepted_expr()).otherwise(by_action).alias("is_accepted"),
        pl.when(is_line).then("line_control_number").alias("line_control_number"),
        pl.when(is_line).then(pl.lit("SVC")).alias("at_segment"),
        pl.when(is_line).then("line_no").alias("at_segment_no"),
        _message().alias("message"),
        interchange_number=pl.lit(None, dtype=pl.String),
        group_number=pl.lit(None, dtype=pl.String),
    )


def _is_receipt() -> pl.Expr:
    """Whether it is a 277CA: by its guide, else by what its BHT says."""
    version = pl.col("version").fill_null("")
    by_head = (pl.col("answer") == "TH") | (pl.col("purpose") == "0085")
    return version.str.contains("X214") | (~version.str.contains("X21[23]") & by_head.fill_null(value=False))


def _message() -> pl.Expr:
    """The sender's own words, else ours; before those of a provider, who that is."""
    last = pl.coalesce("provider_last", pl.lit("unnamed"))
    who = pl.concat_str(last, pl.format(" {}", "provider_first"), pl.format(", {}", "provider_key"), ignore_nulls=True)
    words = pl.coalesce("free", status_words.message_expr())
    of_provider = pl.col("depth") == _PROVIDER_DEPTH
    return null_if_empty(pl.when(of_provider).then(pl.format("All of provider {}: {}", who, words)).otherwise(words))

"""The payers of an 837 claim: the one it goes to (2000B, 2010BB), and the others that it names (2320, 2330)."""

import polars as pl

from remindful.core.words.kinds import PayerKind
from remindful.edges.formats.claim837 import kinds
from remindful.edges.formats.claim837.layout import LOOP, PAYER, Layout
from remindful.edges.formats.x12_elements import first_of, join_all


def draft_destinations(layout: Layout) -> pl.LazyFrame:
    """One row a subscriber loop: its SBR, subscriber and payer, by loop_part."""
    return _draft_levels(layout, LOOP, "loop_part").rename({"loop": "subscriber_part"})


def draft_others(layout: Layout) -> pl.LazyFrame:
    """One row an SBR within a claim: its subscriber and payer, and its claim_part."""
    return _draft_levels(layout, PAYER, "part_no").drop("loop")


def _draft_levels(layout: Layout, place: int, loop: str) -> pl.LazyFrame:
    levels = layout.pick_at("SBR", place, order_code=1, relationship_code=2, filing_code=9).with_columns(
        pl.col(loop).alias("loop")
    )
    names = layout.pick_at("NM1", place, role=1, last=3, first=4, key=9).with_columns(pl.col(loop).alias("loop"))
    subscribers = first_of(names.filter(pl.col("role") == "IL"), "loop", "last", "first", "key").rename(
        {"last": "subscriber_last_name", "first": "subscriber_first_name", "key": "member_id"}
    )
    payers = first_of(names.filter(pl.col("role") == "PR"), "loop", "last", "key").rename(
        {"last": "payer_name", "key": "payer_key"}
    )
    first = first_of(levels, "loop", "claim_part", "segment_no", "order_code", "relationship_code", "filing_code")
    return join_all(first, [subscribers, payers], on="loop")


def rank_payers(claims: pl.DataFrame, destinations: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Every payer of every claim with its level: 1 for the first to pay, then on; two of one rank follow each other."""
    own = claims.select("claim_part", "claim_no", "subscriber_part").join(
        destinations.drop("claim_part"), on="subscriber_part", how="inner", maintain_order="left"
    )
    other = others.join(claims.select("claim_part", "claim_no"), on="claim_part", how="inner", maintain_order="left")
    levels = pl.concat(
        [own.drop("subscriber_part").with_columns(is_destination=True), other.with_columns(is_destination=False)],
        how="diagonal_relaxed",
    )
    order = pl.col("order_code").replace_strict(kinds.PAYER_ORDER, default=kinds.UNKNOWN_ORDER, return_dtype=pl.Int64)
    levels = levels.with_columns(order.alias("order")).sort(
        ["claim_no", "order", "is_destination", "segment_no"], descending=[False, False, True, False]
    )
    place = pl.int_range(pl.len()).over("claim_no")
    # Unknown order stands right after the known; a rank taken twice moves on by one.
    wanted = pl.when(pl.col("order") == kinds.UNKNOWN_ORDER).then(1).otherwise("order")
    kind = pl.col("filing_code").replace_strict(
        {code: kind.value for code, kind in kinds.PAYER_KINDS.items()},
        default=PayerKind.OTHER.value,
        return_dtype=pl.String,
    )
    return levels.with_columns(
        ((wanted - place).cum_max().over("claim_no") + place).alias("level_no"),
        pl.when(pl.col("filing_code").is_null())
        .then(pl.lit(PayerKind.UNKNOWN.value))
        .otherwise(kind)
        .alias("payer_kind"),
    )

"""The payers of an 837 claim: the one it goes to (2000B, 2010BB), and the others that it names (2320, 2330)."""

import polars as pl

from remindful.core.words.kinds import PayerKind
from remindful.edges.formats.claim837 import kinds
from remindful.edges.formats.claim837.layout import LOOP, PAYER, SUBSCRIBER, Layout
from remindful.edges.formats.claim837.names import draft_addresses, of_loop
from remindful.edges.x12.elements import first_of, join_all

_LEVEL = {"order_code": 1, "relationship_code": 2, "group_number": 3, "insurance_type": 5, "filing_code": 9}
_SUBSCRIBER = {
    "last": "subscriber_last_name",
    "first": "subscriber_first_name",
    "birth_on": "subscriber_birth_on",
    "sex": "subscriber_sex",
    "line1": "subscriber_line1",
    "city": "subscriber_city",
    "state": "subscriber_state",
    "zip": "subscriber_zip",
    "key": "member_id",
}
_PAYER = {"last": "payer_name", "key": "payer_key"}


def draft_destinations(layout: Layout) -> pl.LazyFrame:
    """One row a subscriber loop: what its SBR says, by subscriber_part. Whose it is stands in the names."""
    levels = layout.pick_at("SBR", LOOP, **_LEVEL).with_columns(pl.col("loop_part").alias("subscriber_part"))
    return first_of(levels, "subscriber_part", "segment_no", *_LEVEL)


def draft_others(layout: Layout) -> pl.LazyFrame:
    """One row an SBR within a claim: its subscriber and payer, its claim_part, and its own part as payer_part."""
    levels = layout.pick_at("SBR", PAYER, **_LEVEL)
    names = layout.pick_at("NM1", PAYER, role=1, last=3, first=4, key=9)
    subscribers = join_all(names.filter(pl.col("role") == "IL"), draft_addresses(layout, PAYER), on="nm1_no")
    columns = {name: column for name, column in _SUBSCRIBER.items() if name not in ("birth_on", "sex")}
    payers = first_of(names.filter(pl.col("role") == "PR"), "part_no", *_PAYER).rename(_PAYER)
    first = first_of(levels, "part_no", "claim_part", "segment_no", *_LEVEL)
    named = join_all(first, [first_of(subscribers, "part_no", *columns).rename(columns), payers], on="part_no")
    return named.rename({"part_no": "payer_part"})


def rank_payers(
    claims: pl.DataFrame, destinations: pl.DataFrame, others: pl.DataFrame, names: pl.DataFrame
) -> pl.DataFrame:
    """Every payer of every claim with its level: 1 for the first to pay, then on; two of one rank follow each other."""
    destination_payers = claims.select(
        "claim_part",
        "claim_no",
        "subscriber_part",
        pl.when(pl.col("patient_part") > 0).then("relation").alias("relation"),
    ).join(_with_names(destinations, names), on="subscriber_part", how="inner", maintain_order="left")
    destination_payers = destination_payers.with_columns(
        pl.coalesce("relationship_code", "relation").alias("relationship_code")
    )
    other = others.join(claims.select("claim_part", "claim_no"), on="claim_part", how="inner", maintain_order="left")
    levels = pl.concat(
        [
            destination_payers.drop("subscriber_part", "relation").with_columns(is_destination=True),
            other.with_columns(is_destination=False),
        ],
        how="diagonal_relaxed",
    )
    order = pl.col("order_code").replace_strict(kinds.PAYER_ORDER, default=kinds.UNKNOWN_ORDER, return_dtype=pl.Int64)
    levels = levels.with_columns(order.alias("order")).sort(
        ["claim_no", "order", "is_destination", "segment_no"], descending=[False, False, True, False]
    )
    position = pl.int_range(pl.len()).over("claim_no")
    # Unknown order stands right after the known; a rank taken twice moves on by one.
    wanted = pl.when(pl.col("order") == kinds.UNKNOWN_ORDER).then(1).otherwise("order")
    kind = pl.col("filing_code").replace_strict(
        {code: kind.value for code, kind in kinds.PAYER_KINDS.items()},
        default=PayerKind.OTHER.value,
        return_dtype=pl.String,
    )
    return levels.with_columns(
        ((wanted - position).cum_max().over("claim_no") + position).alias("level_no"),
        pl.when(pl.col("filing_code").is_null())
        .then(pl.lit(PayerKind.UNKNOWN.value))
        .otherwise(kind)
        .alias("payer_kind"),
    )


def _with_names(destinations: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    subscribers = of_loop(names, SUBSCRIBER, "IL").select(
        pl.col("loop_part").alias("subscriber_part"),
        *(pl.col(name).alias(column) for name, column in _SUBSCRIBER.items()),
    )
    payers = of_loop(names, SUBSCRIBER, "PR").select(
        pl.col("loop_part").alias("subscriber_part"), *(pl.col(name).alias(column) for name, column in _PAYER.items())
    )
    return join_all(destinations.lazy(), [subscribers, payers], on="subscriber_part").collect(engine="in-memory")

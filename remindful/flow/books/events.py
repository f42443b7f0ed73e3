"""Events to the books: each once, however often it comes."""

import polars as pl

from remindful.edges.store import reads
from remindful.edges.store.store import Store

#: What distinguishes one event from another. Two of one day with an hour of their own are two; without an hour they are one.
SAME = ("account_id", "party_id", "visit_id", "kind", "happened_on", "happened_at", "medium", "value", "amount_cents")
_TYPES = {
    "account_id": pl.Int64(), "party_id": pl.Int64(), "visit_id": pl.Int64(), "happened_at": pl.Datetime("us", "UTC"), "medium": pl.String(),
    "value": pl.String(), "amount_cents": pl.Int64(),
}  # fmt: skip


def append_events(store: Store, events: pl.DataFrame) -> int:
    """Keep the events of the open organization that are new. events: Events' columns but for `known_at`; those that are not there are null.

    Returns how many.
    """
    if events.is_empty():
        return 0
    full = events.with_columns(
        pl.lit(None, dtype=dtype).alias(name) for name, dtype in _TYPES.items() if name not in events.columns
    ).with_columns(pl.col("kind").cast(pl.String), pl.col("medium").cast(pl.String))
    by_person = reads.event_keys(store, party_id=full["party_id"].drop_nulls().unique().to_list())
    by_account = reads.event_keys(store, account_id=full["account_id"].drop_nulls().unique().to_list())
    known = pl.concat([by_person, by_account]).select(SAME).unique()
    fresh = full.unique(SAME, keep="first", maintain_order=True).join(known, on=SAME, how="anti", nulls_equal=True)
    store.append("event", fresh)
    return fresh.height

"""Payments that came back, looked at before they are posted: no more is taken back than there is to take."""

import polars as pl

from remindful.core.ledger.held import reserved_money, waiting_visits


def returnable_money(pools: pl.DataFrame, items: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What may be taken back of accounts (account_id, returnable_cents) and, beside it, for the visit that keeps money (account_id,
    visit_id, reserved_cents).

    pools: account_id, visit_id, unapplied_cents. items: ItemBalances. Money on items and money on none may go back; money kept for a
    visit that waits may only where that visit is named.
    """
    payable = items.filter(pl.col("patient_due_cents") > 0)
    reserved = reserved_money(pools, items, waits=waiting_visits(items), payable=payable)
    held = pools.group_by("account_id").agg(pl.col("unapplied_cents").sum())
    paid = items.group_by("account_id").agg(paid_cents=pl.col("patient_paid_cents").sum())
    of_visits = reserved.group_by("account_id").agg(pl.col("reserved_cents").sum())
    summed = (
        held.join(paid, on="account_id", how="full", coalesce=True)
        .join(of_visits, on="account_id", how="left")
        .with_columns(pl.col("unapplied_cents", "paid_cents", "reserved_cents").fill_null(0))
    )
    all_cents = pl.col("unapplied_cents") + pl.col("paid_cents") - pl.col("reserved_cents")
    return summed.select("account_id", returnable_cents=all_cents.clip(0)), reserved


def split_returned(returned: pl.DataFrame, *, returnable: pl.DataFrame, reserved: pl.DataFrame) -> pl.DataFrame:
    """Add is_covered to payments that came back (account_id, visit_id, amount_cents < 0, in their order), and left_cents: what there was
    to take back when the row was looked at.

    returnable, reserved: of `returnable_money`. A row that is not covered takes nothing from those after it.
    """
    rows = (
        returned.join(returnable, on="account_id", how="left", maintain_order="left")
        .join(reserved, on=["account_id", "visit_id"], how="left", maintain_order="left")
        .with_columns(
            pl.col("returnable_cents", "reserved_cents").fill_null(0),
            back_cents=-pl.col("amount_cents"),
            row_no=pl.int_range(pl.len()),
        )
        .with_columns(turn=pl.int_range(pl.len()).over("account_id"))
    )
    decided = rows.clear().with_columns(is_covered=pl.lit(value=True), left_cents=pl.lit(0, dtype=pl.Int64))
    for turn in rows.sort("turn").partition_by("turn", maintain_order=True):
        gone = decided.filter("is_covered").group_by("account_id").agg(gone_cents=pl.col("back_cents").sum())
        left = pl.col("returnable_cents") + pl.col("reserved_cents") - pl.col("gone_cents").fill_null(0)
        looked_at = turn.join(gone, on="account_id", how="left", maintain_order="left").with_columns(
            left_cents=left.clip(0)
        )
        decided = decided.extend(
            looked_at.with_columns(is_covered=pl.col("back_cents") <= pl.col("left_cents")).select(decided.columns)
        )
    return decided.sort("row_no").drop("row_no", "turn", "returnable_cents", "reserved_cents", "back_cents")

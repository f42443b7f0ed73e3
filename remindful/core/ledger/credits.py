"""Patients' credits: whose money is on no open balance, since when, and from what. See docs/algorithms/allocation.md."""

import polars as pl

from remindful.core.ledger.held import reserved_money, waiting_visits
from remindful.core.words.kinds import BalanceOwner

KEPT, UNAPPLIED, OVERPAID = "kept for a visit that waits", "not applied", "overpaid"


def list_credits(pools: pl.DataFrame, items: pl.DataFrame, payments: pl.DataFrame) -> pl.DataFrame:
    """One row a credit: account_id, visit_id (null: of the account), credit (KEPT, UNAPPLIED, OVERPAID), amount_cents, since_on,
    payment_keys, is_perhaps_twice (another payment of that account, day and amount).

    pools: account_id, visit_id, unapplied_cents. items: ItemBalances. payments: entry_key, account_id, visit_id, paid_on, amount_cents.
    A credit is from the newest payments that sum to it.
    """
    payable = items.filter(pl.col("patient_due_cents") > 0)
    reserved = reserved_money(pools, items, waits=waiting_visits(items), payable=payable).filter(
        pl.col("reserved_cents") > 0
    )
    of_accounts = reserved.group_by("account_id").agg(pl.col("reserved_cents").sum())
    held = pools.group_by("account_id").agg(pl.col("unapplied_cents").sum())
    free = held.join(of_accounts, on="account_id", how="left").select(
        "account_id", amount_cents=pl.col("unapplied_cents") - pl.col("reserved_cents").fill_null(0)
    )
    overpaid = items.filter(pl.col("balance_owner") == str(BalanceOwner.CREDIT)).select(
        "account_id", "visit_id", amount_cents=pl.min_horizontal(-pl.col("open_cents"), "patient_paid_cents").clip(0)
    )
    no_visit = pl.lit(None, dtype=pl.Int64)
    columns = ["account_id", "visit_id", "credit", "amount_cents"]
    found = pl.concat(
        [
            reserved.select("account_id", "visit_id", credit=pl.lit(KEPT), amount_cents="reserved_cents"),
            free.select("account_id", visit_id=no_visit, credit=pl.lit(UNAPPLIED), amount_cents="amount_cents"),
            overpaid.group_by("account_id", "visit_id").agg(pl.col("amount_cents").sum()).with_columns(credit=pl.lit(OVERPAID)).select(columns),
        ]
    ).filter(pl.col("amount_cents") > 0)  # fmt: skip
    numbered = found.sort("account_id", "visit_id", "credit").with_row_index("credit_no")
    return numbered.join(_sources(numbered, payments), on="credit_no", how="left", maintain_order="left").drop(
        "credit_no"
    )


def _sources(numbered: pl.DataFrame, payments: pl.DataFrame) -> pl.DataFrame:
    """credit_no, since_on, payment_keys, is_perhaps_twice: the newest payments of the account (of the visit, where money is kept for one)."""
    alike = pl.len().over("account_id", "paid_on", "amount_cents") > 1
    came_in = payments.filter(pl.col("amount_cents") > 0).with_columns(is_alike=alike)
    joined = numbered.rename({"amount_cents": "credit_cents", "visit_id": "of_visit_id"}).join(came_in, on="account_id")
    is_of_visit = (pl.col("credit") != KEPT) | (pl.col("visit_id") == pl.col("of_visit_id"))
    newest = joined.filter(is_of_visit.fill_null(value=False)).sort("paid_on", "entry_key", descending=True)
    before = pl.col("amount_cents").cum_sum().over("credit_no") - pl.col("amount_cents")
    return newest.filter(before < pl.col("credit_cents")).group_by("credit_no").agg(
        since_on=pl.col("paid_on").min(),
        payment_keys=pl.col("entry_key").str.strip_prefix("payment:").sort(),
        is_perhaps_twice=pl.col("is_alike").any(),
    )  # fmt: skip

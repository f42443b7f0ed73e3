"""Patients' money that a visit holds: what was directed to it and is not on its items yet. See docs/algorithms/allocation.md."""

import polars as pl

from remindful.core.words.kinds import BalanceOwner

WAITING = tuple(str(owner) for owner in (BalanceOwner.PAYER, BalanceOwner.NEEDS_REVIEW, BalanceOwner.DENIED))


def directed_money(pools: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """What is left of money directed to a visit: account_id, visit_id, directed_cents. What its items got counts as that money.

    pools: account_id, visit_id (null: not directed), unapplied_cents. items: ItemBalances.
    """
    paid = items.group_by("visit_id").agg(paid_cents=pl.col("patient_paid_cents").sum())
    directed = (
        pools.filter(pl.col("visit_id").is_not_null())
        .group_by("account_id", "visit_id")
        .agg(pl.col("unapplied_cents").sum())
    )
    return directed.join(paid, on="visit_id", how="left").select(
        "account_id", "visit_id", directed_cents=(pl.col("unapplied_cents") - pl.col("paid_cents").fill_null(0)).clip(0)
    )


def reserved_money(
    pools: pl.DataFrame, items: pl.DataFrame, *, waits: pl.DataFrame, payable: pl.DataFrame
) -> pl.DataFrame:
    """Directed money that is reserved because its visit waits: account_id, visit_id, reserved_cents. What the patient owes on it now is not.

    pools, items: see `directed_money`. waits: visit_id. payable: visit_id, patient_due_cents.
    """
    due = payable.group_by("visit_id").agg(due_cents=pl.col("patient_due_cents").sum())
    return (
        directed_money(pools, items)
        .join(waits.select("visit_id").unique(), on="visit_id", how="semi")
        .join(due, on="visit_id", how="left")
        .select(
            "account_id",
            "visit_id",
            reserved_cents=(pl.col("directed_cents") - pl.col("due_cents").fill_null(0)).clip(0),
        )
    )


def waiting_visits(items: pl.DataFrame) -> pl.DataFrame:
    """Visits of which something waits for a payer, a denial or a person: visit_id."""
    return items.filter(pl.col("balance_owner").is_in(WAITING)).select("visit_id").unique()


def sum_shortfall(pools: pl.DataFrame, reserved: pl.DataFrame) -> pl.DataFrame:
    """How much must come off items again so that no payment that came back is covered by money reserved for a visit.

    pools: account_id, unapplied_cents, returned_cents (of payments, what came back). reserved: account_id, reserved_cents.
    Returns account_id, unapplied_cents, reserved_cents, short_cents. Money that merely overflowed to another visit stays there: only
    what came back is made up for.
    """
    totals = pools.group_by("account_id").agg(pl.col("unapplied_cents", "returned_cents").sum())
    summed = reserved.group_by("account_id").agg(pl.col("reserved_cents").sum())
    missing = pl.min_horizontal(pl.col("reserved_cents") - pl.col("unapplied_cents"), "returned_cents")
    return (
        totals.join(summed, on="account_id", how="left", maintain_order="left")
        .with_columns(pl.col("reserved_cents").fill_null(0))
        .with_columns(short_cents=pl.max_horizontal(-pl.col("unapplied_cents"), missing).clip(0))
        .drop("returned_cents")
    )


def spendable_money(pools: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """Patients' money on no item that counts against what is due: account_id, unapplied_cents. What a waiting visit keeps does not.

    Negative: a payment came back and is still on items, at most by what the patient paid on them. pools: see `sum_shortfall`.
    """
    payable = items.filter(pl.col("patient_due_cents") > 0)
    reserved = reserved_money(pools, items, waits=waiting_visits(items), payable=payable)
    short = sum_shortfall(pools, reserved)
    paid = items.group_by("account_id").agg(paid_cents=pl.col("patient_paid_cents").sum().clip(0))
    free = pl.col("unapplied_cents") - pl.col("reserved_cents")
    owed_back = pl.min_horizontal("short_cents", pl.col("paid_cents").fill_null(0))
    return short.join(paid, on="account_id", how="left", maintain_order="left").select(
        "account_id", unapplied_cents=pl.when(free >= 0).then(free).otherwise(-owed_back)
    )

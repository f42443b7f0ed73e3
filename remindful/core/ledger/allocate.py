"""Patients' money put on the items that it pays. See docs/algorithms/allocation.md."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from remindful.core.ledger.held import directed_money, reserved_money, sum_shortfall, waiting_visits
from remindful.core.ledger.paid_at_visit import payable_cents
from remindful.core.words.kinds import EntryKind, LedgerAccount

NO_TEXT, NO_ID = pl.lit(None, dtype=pl.String), pl.lit(None, dtype=pl.Int64)


@dataclass(frozen=True, slots=True)
class Allocated:
    """Entries and Postings to write; `accounts` whose money found an item or was taken back from one."""

    entries: pl.DataFrame
    postings: pl.DataFrame
    accounts: int


def allocate(items: pl.DataFrame, *, unapplied: pl.DataFrame, disputed: pl.DataFrame, day: date) -> Allocated:
    """Move unapplied money to what the patient owes: directed money to its visit first, then the rest to the oldest service first.

    items: ItemBalances + organization_id. unapplied: account_id, visit_id (null: not directed), unapplied_cents, returned_cents (of
    the payments so directed, what came back). disputed: visit_id. Never to a disputed visit, whose directed money is kept, nor to what is a
    payer's or denied. A payment that came back is taken off the visit that it names first, then off what undirected money paid,
    newest service first; never from money kept for another visit.
    """
    payable = items.with_columns(patient_due_cents=payable_cents()).filter(pl.col("patient_due_cents") > 0)
    payable = payable.join(disputed.select("visit_id").unique(), on="visit_id", how="anti", maintain_order="left")
    pools = directed_money(unapplied, items)
    waits = pl.concat([waiting_visits(items), disputed.select("visit_id")])
    # Payable leaves disputed visits out: nothing of what is directed to one is spent, so all of it is kept.
    reserved = reserved_money(unapplied, items, waits=waits, payable=payable)
    totals = sum_shortfall(unapplied, _reserved(reserved, pools, payable))
    back = _take_back(items, unapplied, totals)
    gone_back = back.group_by("account_id").agg(back_cents=-pl.col("moved_cents").sum())
    totals = totals.join(gone_back, on="account_id", how="left", maintain_order="left").select(
        "account_id", total_cents=pl.col("unapplied_cents") + pl.col("back_cents").fill_null(0)
    )
    directed = _fill(
        payable.join(pools, on=["account_id", "visit_id"]),
        over=["account_id", "visit_id"],
        need="patient_due_cents",
        money="directed_cents",
    )
    # No more leaves an account than it holds: a directed sum may have been taken back meanwhile.
    directed = _fill(
        directed.rename({"moved_cents": "need_cents"}).join(totals, on="account_id"),
        over=["account_id"],
        need="need_cents",
        money="total_cents",
    )
    moved = directed.group_by("account_id").agg(gone_cents=pl.col("moved_cents").sum())
    left = payable.join(
        directed.select("item_id", first_cents="moved_cents"), on="item_id", how="left", maintain_order="left"
    ).with_columns(pl.col("first_cents").fill_null(0))
    left = left.with_columns(need_cents=pl.col("patient_due_cents") - pl.col("first_cents"))
    free = _free_money(totals, reserved).join(moved, on="account_id", how="left")
    free = free.with_columns(free_cents=(pl.col("free_cents") - pl.col("gone_cents").fill_null(0)).clip(0))
    oldest = _fill(
        left.join(free.select("account_id", "free_cents"), on="account_id"),
        over=["account_id"],
        need="need_cents",
        money="free_cents",
    )
    columns = ["organization_id", "account_id", "item_id", "moved_cents"]
    moves = pl.concat([directed.select(columns), oldest.select(columns), back.select(columns)])
    moves = moves.group_by("organization_id", "account_id", "item_id", maintain_order=True).agg(
        pl.col("moved_cents").sum()
    )
    return _entries(moves.filter(pl.col("moved_cents") != 0), day=day)


def _fill(rows: pl.DataFrame, *, over: list[str], need: str, money: str) -> pl.DataFrame:
    """Add moved_cents: money of each group poured over its rows, oldest service first, until it is used up."""
    rows = rows.sort("account_id", "service_on", "item_id")
    before = pl.col(need).cum_sum().over(over) - pl.col(need)
    return rows.with_columns(moved_cents=pl.min_horizontal(pl.col(need), (pl.col(money).clip(0) - before).clip(0)))


def _reserved(reserved: pl.DataFrame, pools: pl.DataFrame, payable: pl.DataFrame) -> pl.DataFrame:
    """What the account must hold for its visits: kept money, and what directed money pays now. account_id, reserved_cents."""
    due = payable.group_by("visit_id").agg(due_cents=pl.col("patient_due_cents").sum())
    pays_now = pools.join(due, on="visit_id").select(
        "account_id", reserved_cents=pl.min_horizontal("directed_cents", "due_cents")
    )
    return pl.concat([reserved.select("account_id", reserved_cents="reserved_cents"), pays_now])


def _free_money(totals: pl.DataFrame, reserved: pl.DataFrame) -> pl.DataFrame:
    """Money that may pay any item: all but what is kept for a visit that is disputed or waits for somebody. account_id, free_cents.

    What `directed` moved is taken off by the caller; what is directed to a visit that waits for nobody is free like the rest.
    """
    summed = reserved.group_by("account_id").agg(pl.col("reserved_cents").sum())
    joined = totals.join(summed, on="account_id", how="left")
    return joined.select(
        "account_id", free_cents=(pl.col("total_cents") - pl.col("reserved_cents").fill_null(0)).clip(0)
    )


def _take_back(items: pl.DataFrame, unapplied: pl.DataFrame, totals: pl.DataFrame) -> pl.DataFrame:
    """What comes off items again (moved_cents < 0), in three turns, newest service first in each: what the visit that a returned
    payment names got beyond its directed money; what other visits got beyond theirs; whatever else the patient paid.

    totals: of `sum_shortfall`.
    """
    directed = (
        unapplied.filter(pl.col("visit_id").is_not_null())
        .group_by("account_id", "visit_id")
        .agg(directed_cents=pl.col("unapplied_cents").sum(), returned_cents=pl.col("returned_cents").sum())
    )
    short = totals.filter(pl.col("short_cents") > 0).select("account_id", "short_cents")
    paid, cents = pl.col("patient_paid_cents"), pl.col("visit_paid_cents")
    rows = (
        items.filter(paid > 0)
        .join(short, on="account_id")
        .join(directed, on=["account_id", "visit_id"], how="left")
        .with_columns(
            pl.col("directed_cents", "returned_cents").fill_null(0), visit_paid_cents=paid.sum().over("visit_id")
        )
        .sort("account_id", "service_on", "item_id", descending=True)
        .with_columns(before=paid.cum_sum().over("visit_id") - paid)
    )
    loose = pl.min_horizontal(cents, (cents - pl.col("directed_cents")).clip(0))
    first, second, third = (
        pl.min_horizontal(paid, (turn - pl.col("before")).clip(0))
        for turn in (pl.min_horizontal(loose, "returned_cents"), loose, cents)
    )
    turns = pl.concat(
        [
            rows.with_columns(turn_cents=first, turn=pl.lit(1)),
            rows.with_columns(turn_cents=second - first, turn=pl.lit(2)),
            rows.with_columns(turn_cents=third - second, turn=pl.lit(3)),
        ]
    ).sort("account_id", "turn", "service_on", "item_id", descending=[False, False, True, True], maintain_order=True)
    before = pl.col("turn_cents").cum_sum().over("account_id") - pl.col("turn_cents")
    return turns.with_columns(moved_cents=-pl.min_horizontal("turn_cents", (pl.col("short_cents") - before).clip(0)))


def _entries(moves: pl.DataFrame, *, day: date) -> Allocated:
    keyed = moves.with_columns(entry_key=pl.format("allocate:{}:{}", "account_id", pl.lit(str(day))))
    entries = keyed.unique("entry_key", maintain_order=True).select(
        "entry_key", "organization_id", kind=pl.lit(str(EntryKind.ALLOCATION)), effective_on=pl.lit(day), visit_id=NO_ID,
        account_id="account_id", remit_claim_id=NO_ID, reverses_key=NO_TEXT, source=pl.lit(f"night:{day}"),
    )  # fmt: skip
    shared = {"level_no": NO_ID, "group_code": NO_TEXT, "carc": NO_TEXT}
    there = keyed.select(
        "entry_key", "organization_id", ledger_account=pl.lit(str(LedgerAccount.UNAPPLIED)), item_id=NO_ID, account_id="account_id",
        amount_cents="moved_cents", **shared,
    )  # fmt: skip
    back = keyed.select(
        "entry_key", "organization_id", ledger_account=pl.lit(str(LedgerAccount.RECEIVABLE)), item_id="item_id", account_id=NO_ID,
        amount_cents=-pl.col("moved_cents"), **shared,
    )  # fmt: skip
    return Allocated(entries, pl.concat([there, back]), keyed["account_id"].n_unique())

"""The office's discount for those whom nobody covers, taken off when it is billed, and taken back with the bill."""

import polars as pl

from remindful.core.words.kinds import EntryKind, LedgerAccount
from remindful.core.words.money import percent_expr


def discount_items(items: pl.DataFrame, *, percent: int, key: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(entries, postings): `percent` of each item's charge, rounded down to the cent, one entry a visit.

    items: visit_id, visit_key, item_id, charge_cents, billed_on of self-pay visits. key: makes the entries' keys unique to this billing.
    """
    off = items.with_columns(off_cents=percent_expr(pl.col("charge_cents"), percent)).filter(pl.col("off_cents") > 0)
    keyed = off.with_columns(entry_key=pl.format("self-pay:{}:{}", "visit_key", pl.lit(key)))
    return _write_off(keyed, source=f"office.yaml: self_pay_discount_percent {percent}")


def take_back_discounts(discounts: pl.DataFrame, *, key: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(entries, postings) that undo what was taken off items of visits that are billed anew.

    discounts: visit_id, visit_key, item_id, off_cents (positive: taken off and still so), billed_on.
    """
    back = discounts.filter(pl.col("off_cents") != 0).with_columns(
        off_cents=-pl.col("off_cents"), entry_key=pl.format("self-pay-back:{}:{}", "visit_key", pl.lit(key))
    )
    return _write_off(back, source="billed anew")


def _write_off(rows: pl.DataFrame, *, source: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    entries = rows.unique("entry_key", keep="first", maintain_order=True).select(
        "entry_key", "visit_id", kind=pl.lit(str(EntryKind.ADJUSTMENT)), effective_on="billed_on", source=pl.lit(source)
    )
    no_item = pl.lit(None, dtype=pl.Int64)
    off = rows.select(
        "entry_key", ledger_account=pl.lit(str(LedgerAccount.RECEIVABLE)), item_id="item_id", amount_cents=-pl.col("off_cents")
    )  # fmt: skip
    discount = rows.select(
        "entry_key", ledger_account=pl.lit(str(LedgerAccount.DISCOUNT)), item_id=no_item, amount_cents="off_cents"
    )
    return entries, pl.concat([off, discount])

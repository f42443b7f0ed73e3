"""Spans of days: whether one holds on a day."""

import polars as pl


def in_force(day: pl.Expr) -> pl.Expr:
    """Whether a row with from_on and to_on holds on a day. Both ends count; without from_on it always held, without to_on it still does.

    Null where the day is not known and an end would decide: a filter drops such a row.
    """
    begun = pl.col("from_on").is_null() | (pl.col("from_on") <= day)
    return begun & (pl.col("to_on").is_null() | (day <= pl.col("to_on")))

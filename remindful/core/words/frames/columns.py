"""Columns that many contracts have."""

import dataframely as dy
import polars as pl

UTC_INSTANT = pl.Datetime("us", "UTC")


def one_of(kinds: type, *, nullable: bool = False) -> dy.String:
    """A text column whose values are those of a closed list."""
    return dy.String(nullable=nullable, check=lambda text: text.is_in([str(kind.value) for kind in kinds]))  # type: ignore[attr-defined]


def key(*, nullable: bool = False, primary_key: bool = False) -> dy.String:
    """A text column that is never empty."""
    return dy.String(nullable=nullable, primary_key=primary_key, min_length=1)

"""Frames made to keep a contract."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import cast

import dataframely as dy
import polars as pl


@cache
def schema_of(contract: type[dy.Schema]) -> pl.Schema:
    """Names and types of a contract's columns, in its order. Makes no frame: a module that does so when imported hangs a process forked later."""
    return pl.Schema({name: column.dtype for name, column in contract.columns().items()})


def check[S: dy.Schema](contract: type[S], frame: pl.DataFrame) -> dy.DataFrame[S]:
    """The contract's columns of a frame, in its order and its types, where every row keeps the contract.

    Raises dataframely's ValidationError, with examples of the rows that do not, or SchemaError where a column is missing.
    """
    if frame.is_empty() and frame.schema == schema_of(contract):
        return cast("dy.DataFrame[S]", frame)
    try:
        return contract.validate(frame.lazy(), cast=True).collect()
    except pl.exceptions.ComputeError:
        return contract.validate(frame, cast=True)  # slower, and says which rows


def frame_of(contract: type[dy.Schema], rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Rows as a frame that keeps its contract; what a row does not have is null."""
    schema = schema_of(contract)
    return complete(contract, pl.DataFrame([dict.fromkeys(schema) | dict(row) for row in rows], schema=schema))


def complete(contract: type[dy.Schema], frame: pl.DataFrame) -> pl.DataFrame:
    """The contract's columns of a frame, checked; those that it does not have are null."""
    missing = [
        pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in schema_of(contract).items()
        if name not in frame.columns
    ]
    return check(contract, frame.with_columns(missing))

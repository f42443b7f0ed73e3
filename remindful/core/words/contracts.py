"""Frames made to keep a contract."""

from collections.abc import Mapping, Sequence

import dataframely as dy
import polars as pl


def schema_of(contract: type[dy.Schema]) -> pl.Schema:
    """Names and types of a contract's columns, in its order. Makes no frame: a module that does so when imported hangs a process forked later."""
    return pl.Schema({name: column.dtype for name, column in contract.columns().items()})


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
    kept: pl.DataFrame = contract.validate(frame.with_columns(missing).select(contract.column_names()), cast=True)
    return kept

"""Columns of Python values as the frames of a contract, without the cost of a check: tests read what is written from them."""

from collections.abc import Mapping, Sequence

import dataframely as dy
import polars as pl

from remindful.core.words.contracts import schema_of
from remindful.edges.example.span import Span

EPOCH_ORDINAL = 719_163  # date(1970, 1, 1).toordinal()


def make_frame(
    contract: type[dy.Schema], columns: Mapping[str, Sequence[object] | pl.Series], **more: pl.DataType
) -> pl.DataFrame:
    """The contract's columns and those named in `more`, with their types; what is not given is null. Not checked."""
    schema = {**schema_of(contract), **more}
    present = {name: pl.Series(name, values, dtype=schema[name]) for name, values in columns.items()}
    missing = [pl.lit(None, dtype=dtype).alias(name) for name, dtype in schema.items() if name not in present]
    return pl.DataFrame(present).with_columns(missing).select(*schema)


def make_dates(days: Sequence[int | None], span: Span) -> pl.Series:
    """Days by number as dates."""
    offset = span.first_on.toordinal() - EPOCH_ORDINAL
    return (pl.Series(days, dtype=pl.Int32) + offset).cast(pl.Date)


def make_lists(codes: Sequence[tuple[str, ...]]) -> pl.Series:
    """Codes as lists of text. By way of one text each: a Series made of tuples costs ten times as much."""
    return pl.Series([" ".join(some) for some in codes], dtype=pl.String).str.extract_all(r"\S+")

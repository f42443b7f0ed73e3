"""One thing that can be wrong with a row, and what columns of faults speak of."""

from dataclasses import dataclass

import polars as pl

TEXT = "text:"  # before the name of a column: its text as it came
MAP_IT = "Add the word to `values:` of this column in the mapping file, or correct it in the export."


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that may be wrong. `when` and `says` are expressions over the rows, their texts and their values."""

    code: str
    when: pl.Expr
    message: pl.Expr
    remedy: str
    is_exception: bool = True

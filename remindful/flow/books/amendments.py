"""What a sender tells column by column, over what is known."""

import polars as pl


def over_known(column: str, *, key: str, tellings: pl.DataFrame) -> pl.Expr:
    """What holds of a column where `<column>_was` is what is known: what is told, else what is known.

    tellings: those of the frame (see `Tellings`), by the column `key`. What was deleted is null; what was only assumed holds
    where nothing is known.
    """
    of_column = tellings.filter(pl.col("column") == column)
    deleted, assumed = (
        pl.col(key).is_in(of_column.filter(pl.col("how") == how)["key"].implode()) for how in ("deleted", "assumed")
    )
    return (
        pl.when(deleted).then(None)
        .when(assumed).then(pl.coalesce(f"{column}_was", column))
        .otherwise(pl.coalesce(column, f"{column}_was"))
        .alias(column)
    )  # fmt: skip

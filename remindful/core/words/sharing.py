"""share_out in columns: cents split over the rows of a group by weight, to the cent. See docs/algorithms/share_out.md."""

import polars as pl


def share_out_rows(frame: pl.DataFrame, *, over: list[str], cents: str, weight: str, order: str) -> pl.DataFrame:
    """Add `share_cents`: each group's `cents` (the same on all its rows) by `weight`, largest remainder, ties to the earlier `order`.

    Shares of a group sum to its cents exactly. Weights are not negative; where all are 0, each counts 1.
    """
    total = pl.col(weight).sum().over(over)
    even = frame.with_columns(_weight=pl.when(total > 0).then(pl.col(weight)).otherwise(1)).with_columns(
        _total=pl.col("_weight").sum().over(over), _size=pl.col(cents).abs()
    )
    floor = (pl.col("_size") * pl.col("_weight")) // pl.col("_total")
    left = (pl.col("_size") * pl.col("_weight")) % pl.col("_total")
    ranked = even.with_columns(_floor=floor, _left=left).sort(
        [*over, "_left", order], descending=[False] * len(over) + [True, False]
    )
    remainder = pl.col("_size") - pl.col("_floor").sum().over(over)
    position = pl.int_range(pl.len()).over(over)
    share = (pl.col("_floor") + (position < remainder).cast(pl.Int64)) * pl.col(cents).sign()
    return ranked.with_columns(share_cents=share.cast(pl.Int64)).drop("_weight", "_total", "_size", "_floor", "_left")

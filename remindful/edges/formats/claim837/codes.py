"""The codes of an 837 claim: one row a composite of its HI segments."""

import polars as pl

from remindful.edges.formats.claim837.layout import CLAIM, Layout
from remindful.edges.x12.elements import read_day

#: C022: where a composite keeps its parts. Date or span in the third and fourth, an amount in the fifth.
_PARTS = ("qualifier", "code", "shape", "day_text", "amount_text", "_6", "_7", "_8", "present_on_admission")


def draft_codes(layout: Layout) -> pl.LazyFrame:
    """Codes in the order of the file, numbered within their claim."""
    split = layout.of_id("HI").split("HI", where=pl.col("place") == CLAIM)
    rows = split.with_columns(pl.col("parts").list.slice(1).alias("composite")).drop("parts").explode("composite")
    rows = layout.segments.components(rows.filter(pl.col("composite") != ""), "composite", *_PARTS)
    rows = rows.drop_nulls(["qualifier", "code"])
    rows = layout.add_of_part(rows, "claim_no", by="claim_part")
    is_first = (pl.col("claim_part") != pl.col("claim_part").shift(1)).fill_null(value=True)
    position = pl.int_range(pl.len(), dtype=pl.Int64)
    last_text = pl.col("day_text").str.slice(9, 8)
    return rows.with_columns(
        (position - pl.when(is_first).then(position).forward_fill() + 1).alias("code_no"),
        last_text.alias("last_text"),
    ).with_columns(
        read_day("day_text").alias("code_on"),
        pl.when(pl.col("shape") == "RD8").then(read_day("last_text")).alias("to_on"),
    )

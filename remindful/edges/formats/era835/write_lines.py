"""The lines of a remittance as they are written (2110): SVC, its day, adjustments, numbers, amounts, remarks."""

from collections.abc import Iterator

import polars as pl

from remindful.edges.x12.write import (
    draft,
    join_triplets,
    plain_amount,
    plain_day,
    plain_number,
    procedure,
    segment,
)

_LINE = pl.col("line_no")


def draft_lines(lines: pl.LazyFrame, places: pl.LazyFrame, adjusted: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    """Every segment below SVC. places: claim_no, at of the claims. adjusted: RemitAdjustments with at."""
    rows = lines.join(places, on="claim_no", maintain_order="right").sort("at", "line_no").collect().lazy()
    billed = pl.when(pl.col("billed_code").is_not_null()).then(pl.concat_str(pl.lit("HC:"), "billed_code"))
    service = segment(
        "SVC", procedure(with_words=False), plain_amount("charge_cents"), plain_amount("paid_cents"), pl.col("revenue_code"),
        plain_number("units"), billed,
    )  # fmt: skip
    yield draft(rows, 200, service, line=_LINE)
    day, number, allowed = pl.col("service_on"), pl.col("line_control_number"), pl.col("allowed_cents")
    yield draft(rows, 210, segment("DTM", "472", plain_day(day)), when=day.is_not_null(), line=_LINE)
    of_lines = join_triplets(adjusted.filter(_LINE.is_not_null()), ["at", "line_no"])
    yield draft(of_lines, 220, pl.col("text"), line=_LINE, nth=pl.col("part"))
    yield draft(rows, 230, segment("REF", "6R", number), when=number.is_not_null(), line=_LINE)
    yield draft(rows, 240, segment("AMT", "B6", plain_amount("allowed_cents")), when=allowed.is_not_null(), line=_LINE)
    remarks = rows.select("at", "line_no", code="remark_codes").filter(pl.col("code").list.len() > 0).explode("code")
    remarks = remarks.with_columns(
        pl.col("code").str.replace_all(r"[*:~^\s]", ""), pl.int_range(pl.len()).over("at", "line_no").alias("nth")
    )
    yield draft(remarks, 250, segment("LQ", "HE", pl.col("code")), line=_LINE, nth=pl.col("nth"))

"""Open money by age, on any day, as known at any moment. See docs/algorithms/aging.md."""

from datetime import date

import polars as pl

STARTS = ("service", "discharge", "bill", "patients", "first_statement")
#: Last day of each bucket; what is older than the last is in the bucket after it.
EDGES = (30, 60, 90, 120, 150, 180)
LABELS = ("0-30", "31-60", "61-90", "91-120", "121-150", "151-180", ">180")


def age_items(items: pl.DataFrame, visits: pl.DataFrame, *, day: date, start: str) -> pl.DataFrame:
    """Rows: whose (last row: total). Columns: a bucket each, `no start`, `total`; cents. items: ItemBalances, visits: Visits.

    An item's age is the days from its start to `day`; a start in the future counts as 0. Each start is its own clock: what
    resets one leaves the others alone. Raises ValueError for a start that is none of STARTS.
    """
    if start not in STARTS:
        raise ValueError(f"{start!r} is not one of {', '.join(STARTS)}")
    column = {
        "service": pl.col("service_on"),
        "discharge": pl.coalesce("discharged_on", "service_to_on", "service_on"),
        "bill": pl.col("billed_on"),
        "patients": pl.col("became_patients_on"),
        "first_statement": pl.when(pl.col("first_statement_on") <= day).then("first_statement_on"),
    }[start]
    days = (pl.lit(day) - column).dt.total_days().clip(0)
    bucket = pl.sum_horizontal([(days > edge).cast(pl.Int32) for edge in EDGES])
    open_items = items.filter(pl.col("open_cents") != 0).join(
        visits.select("visit_id", "service_to_on", "discharged_on", "billed_on", "first_statement_on"),
        on="visit_id",
        maintain_order="left",
    )
    placed = open_items.with_columns(bucket=pl.when(column.is_null()).then(len(LABELS)).otherwise(bucket))
    cents = pl.col("open_cents")
    buckets = [
        cents.filter(pl.col("bucket") == number).sum().alias(label)
        for number, label in enumerate((*LABELS, "no start"))
    ]
    by_owner = placed.group_by("balance_owner").agg(*buckets, total=cents.sum()).sort("balance_owner")
    total = by_owner.select(pl.lit("total").alias("balance_owner"), pl.exclude("balance_owner").sum())
    return pl.concat([by_owner, total])

"""Open amounts by cause, with the median days of each stage."""

import polars as pl


def sum_causes(traces: pl.DataFrame, *, by: tuple[str, ...] = ()) -> pl.DataFrame:
    """Traces summed by cause, and by the columns `by` (site, provider_npi, payer_name, payer_key or procedure_code).

    Columns: *by, cause, rows, open_cents (credits are negative), and medians in days: lag_days (service to the last charge entry),
    bill_days (service to billed), accept_days (billed to accepted by the receiver), adjudication_days (billed to the payer's last answer),
    open_days (service to the report's day). A median counts the rows that have both days; null where none has. An encounter that
    is not billed counts with its priced charges. Sorted by `by`, then the largest amount first.
    Lineage: Traces of core/why/trace.py, which reads the ledger, encounters, charges, claim statuses and remittances.
    """

    def days(start: str, end: str) -> pl.Expr:
        return (pl.col(end) - pl.col(start)).dt.total_days().median()

    summed = traces.group_by(*by, "cause").agg(
        rows=pl.len(),
        open_cents=pl.col("open_cents").sum(),
        lag_days=days("service_on", "captured_on"),
        bill_days=days("service_on", "billed_on"),
        accept_days=days("billed_on", "accepted_on"),
        adjudication_days=days("billed_on", "adjudicated_on"),
        open_days=pl.col("open_days").median(),
    )
    return summed.sort(*by, "open_cents", "cause", descending=[*[False for _ in by], True, False])

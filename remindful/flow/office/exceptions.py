"""What was set aside, kept for a person: findings in the store, each once while it is open."""

from collections.abc import Sequence

import polars as pl

from remindful.core.words.findings import Finding
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.office.report import ExceptionCount

SCHEMA = {
    "code": pl.String, "at_file": pl.String, "at_line": pl.Int64, "at_key": pl.String, "message": pl.String, "remedy": pl.String,
    "raw": pl.String, "account_key": pl.String, "amount_cents": pl.Int64,
}  # fmt: skip
SAME = ("code", "at_file", "at_line", "at_key", "message")


def findings_frame(findings: Sequence[Finding]) -> pl.DataFrame:
    """One row a finding: code, at_file, at_line, at_key, message, remedy, raw, account_key, amount_cents."""
    columns = {
        "code": [one.code for one in findings],
        "at_file": [one.at.file for one in findings],
        "at_line": [one.at.line for one in findings],
        "at_key": [one.at.key for one in findings],
        "message": [one.message for one in findings],
        "remedy": [one.remedy for one in findings],
        "raw": [one.raw for one in findings],
        "account_key": [one.account_key for one in findings],
        "amount_cents": [one.amount_cents for one in findings],
    }
    texts = pl.col(pl.String).str.replace_all("\0", "", literal=True)  # no database keeps a NUL
    return pl.DataFrame(columns, schema=SCHEMA).with_columns(texts)


def keep_findings(
    store: Store,
    findings: Sequence[Finding],
    *,
    station: str,
    run_id: int | None = None,
    source_file_id: int | None = None,
    there: pl.DataFrame | None = None,
) -> int:
    """Keep findings of the one organization that is open, where they are not open already. Returns how many are new.

    there: the open ones, where they have been read already.
    """
    if not findings:
        return 0
    found = findings_frame(findings).unique(SAME, maintain_order=True)
    known = reads.open_findings(store, code=found["code"].unique().to_list()) if there is None else there
    fresh = found.join(known.select(SAME), on=SAME, how="anti", nulls_equal=True, maintain_order="left").with_columns(
        station=pl.lit(station),
        run_id=pl.lit(run_id, dtype=pl.Int64),
        source_file_id=pl.lit(source_file_id, dtype=pl.Int64),
    )
    return store.append("finding", fresh) if fresh.height else 0


def count_exceptions(findings: pl.DataFrame) -> tuple[ExceptionCount, ...]:
    """Findings by code, most first, each with one in full."""
    grouped = findings.group_by("code", maintain_order=True).agg(
        count=pl.len(),
        example=pl.format("{} {}", pl.col("message").first(), pl.col("remedy").first()),
    )
    return tuple(ExceptionCount(**row) for row in grouped.sort("count", "code", descending=[True, False]).to_dicts())

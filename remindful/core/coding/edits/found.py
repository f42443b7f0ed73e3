"""One edit's findings as rows: what every edit ends with."""

import polars as pl

from remindful.core.words.frames import EditFindings

STOP, WARN = "stop", "warn"


def find(
    rows: pl.DataFrame,
    edit: str,
    *,
    severity: str,
    message: pl.Expr,
    remedy: str,
    source: pl.Expr | str,
    code: str | None = "code",
    other: str | None = None,
) -> pl.DataFrame:
    """EditFindings of these rows, which name encounter_key, and line_no or rank where they are about one. code, other: columns with codes."""
    missing = pl.lit(None, dtype=pl.String)
    wanted = {
        "edit": pl.lit(edit), "severity": pl.lit(severity), "message": message, "remedy": pl.lit(remedy),
        "source": pl.lit(source) if isinstance(source, str) else source,
        "code": pl.col(code) if code in rows.columns else missing, "other_code": pl.col(other) if other else missing,
    }  # fmt: skip
    numbers = [
        name if name in rows.columns else pl.lit(None, dtype=pl.Int64).alias(name) for name in ("line_no", "rank")
    ]
    return rows.select("encounter_key", *numbers, **wanted).select(EditFindings.column_names())

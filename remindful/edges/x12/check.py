"""What may be wrong with the segments of any X12 file: unknown names, strays, days that are none."""

from collections.abc import Collection, Iterator

import polars as pl

from remindful.core.words.findings import At, Finding


def find_unknown(rows: pl.DataFrame, ids: Collection[str], known_ids: Collection[str]) -> pl.DataFrame:
    """Segments whose id the guide does not have. ids: those that there are."""
    unknown_ids = [segment_id for segment_id in ids if segment_id not in known_ids]
    return rows.filter(pl.col("id").is_in(unknown_ids)) if unknown_ids else rows.clear()


def say_unknown(unknown: pl.DataFrame, file: str, *, noun: str, remedy: str) -> Iterator[Finding]:
    """One finding a segment. noun: what the file holds, "remittance"."""
    for row in unknown.iter_rows(named=True):
        message = f'A {noun} has no segment "{row["id"][:20]}"; it was skipped, so something may be missing.'
        yield Finding("x12.unknown_segment", At(file, row["segment_no"]), message, remedy, row["text"])


def report_unmatched_lines(unmatched: pl.DataFrame, file: str, *, by: str, code: str, remedy: str) -> Iterator[Finding]:
    """One finding a run of segments that stand where no claim is open. by: the column that tells the runs apart."""
    runs = unmatched.group_by(by, maintain_order=True).agg(
        pl.col("segment_no").first(), pl.col("text").first(), pl.len().alias("count"), pl.col("id").unique().sort()
    )
    for row in runs.iter_rows(named=True):
        ids = ", ".join(row["id"])
        message = f"{row['count']} segments ({ids}) are outside of any claim, so they cannot be assigned to one."
        yield Finding(code, At(file, row["segment_no"]), message, remedy, row["text"])


def say_days(days: pl.DataFrame, raws: dict[int, str], file: str, *, code: str) -> Iterator[Finding]:
    """One finding a day that is none. days: segment_no, day_text."""
    for row in days.select("segment_no", "day_text").iter_rows(named=True):
        yield Finding(
            code,
            At(file, row["segment_no"]),
            f'"{row["day_text"]}" is not a date or date range, so it counts as not known; what depends on that date waits.',
            "Ask the sender for the day, or look it up in the chart.",
            raws.get(row["segment_no"]),
        )


def raw_texts(rows: pl.DataFrame, segment_nos: pl.Series) -> dict[int, str]:
    """Segments as they came, by their number."""
    wanted = rows.filter(pl.col("segment_no").is_in(segment_nos.unique().implode()))
    return dict(zip(wanted["segment_no"], wanted["text"], strict=True))


def say_text(text: str | None) -> str:
    """An amount that is none, as a part of a sentence."""
    return "missing" if text is None else f'"{text}", which is no amount of dollars and cents'

"""Days that cannot be: payments, care and statements far ahead of today or a lifetime back are exceptions, never money."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from remindful.core.words.findings import At, Finding
from remindful.flow.books.identity import Frames, drop_of_encounters

#: A month ahead for what has happened: checks are dated forward, and clocks differ. Two years for care that is planned.
MONTH, SCHEDULED = 31, 2 * 366
LIFETIME_YEARS, LONGEST_LIFE_YEARS = 75, 130


@dataclass(frozen=True, slots=True)
class Limits:
    """What a day of a frame may be: so many days ahead of today, so many years back; and which column names the row."""

    frame: str
    column: str
    key: str
    ahead_days: int = MONTH
    back_years: int = LIFETIME_YEARS


LIMITS = (
    Limits("payments", "paid_on", "payment_key"),
    Limits("contacts", "happened_on", "party_key"),
    Limits("open_balances", "service_on", "visit_key"),
    Limits("open_balances", "first_statement_on", "visit_key"),
    Limits("open_balances", "last_statement_on", "visit_key"),
    Limits("remits", "paid_on", "trace_number"),
    Limits("claims", "service_from_on", "control_number"),
    Limits("claims", "billed_on", "control_number"),
    Limits("encounters", "started_on", "encounter_key", ahead_days=SCHEDULED),
    Limits("charges", "service_on", "encounter_key", ahead_days=SCHEDULED),
)


def separate_impossible_days(frames: Frames, *, file: str, day: date) -> tuple[Frames, list[Finding]]:
    """(frames without rows whose day cannot be, findings). day: of the import. A day of birth that cannot be is not known.

    What hangs on a claim, a remittance or an encounter goes with it.
    """
    findings: list[Finding] = []
    for limits in LIMITS:
        rows = frames.get(limits.frame)
        if rows is None or rows.is_empty():
            continue
        impossible = rows.filter(_is_impossible(limits.column, day, limits.ahead_days, limits.back_years))
        if impossible.is_empty():
            continue
        findings += [_say(row, limits, file, day) for row in impossible.iter_rows(named=True)]
        frames = _without(frames, limits.frame, impossible)
    return _forget_births(frames, findings, file=file, day=day)


def _is_impossible(column: str, day: date, ahead_days: int, back_years: int) -> pl.Expr:
    first, last = pl.lit(day).dt.offset_by(f"-{back_years}y"), pl.lit(day).dt.offset_by(f"{ahead_days}d")
    return ~pl.col(column).is_between(first, last).fill_null(value=True)


def _without(frames: Frames, name: str, gone: pl.DataFrame) -> Frames:
    left = frames[name].join(gone, on=gone.columns, how="anti", nulls_equal=True, maintain_order="left")
    return frames | {name: left} | (drop_of_encounters(frames, gone) if name == "encounters" else {})


def _forget_births(frames: Frames, findings: list[Finding], *, file: str, day: date) -> tuple[Frames, list[Finding]]:
    people = frames.get("demographics")
    if people is None or people.is_empty():
        return frames, findings
    is_wrong = _is_impossible("birth_on", day, 0, LONGEST_LIFE_YEARS)
    births = Limits("demographics", "birth_on", "party_key")
    findings += [_say(row, births, file, day) for row in people.filter(is_wrong).iter_rows(named=True)]
    known = pl.when(~is_wrong).then("birth_on")
    return frames | {"demographics": people.with_columns(birth_on=known)}, findings


def _say(row: dict[str, object], limits: Limits, file: str, day: date) -> Finding:
    line = next((row[name] for name in ("segment_no", "line_no") if row.get(name) is not None), None)
    key, value = row[limits.key], row[limits.column]
    where = "ahead of" if isinstance(value, date) and value > day else "before"
    ends = "so it counts as not known" if limits.frame == "demographics" else "so it was not imported"
    return Finding(
        "row.day_impossible",
        At(
            file,
            line if isinstance(line, int) and limits.frame != "charges" else None,
            None if key is None else str(key),
        ),
        f"{limits.frame}: {limits.column} of {key} is {value}, far {where} {day}, the day of the import, {ends}.",
        "Correct the day in the export and import it again. If the day is right, import it on a day near it.",
    )

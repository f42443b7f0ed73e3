"""Days and instants as offices write them. A day is never guessed: only the forms that the mapping names are tried."""

from collections.abc import Sequence
from itertools import combinations

import polars as pl

DEFAULT_DATES = ("YYYY-MM-DD", "MM/DD/YYYY", "YYYYMMDD")
FIRST_YEAR, LAST_YEAR = 1880, 2199
_SIGNS = {"YYYY": "%Y", "YY": "%y", "MON": "%b", "MM": "%m", "DD": "%d", "M": "%m", "D": "%d"}
_TIMES = ("%H:%M:%S%.f", "%H:%M", "%I:%M:%S %p", "%I:%M %p")


def check_dates(dates: Sequence[str]) -> str | None:
    """What is wrong with these forms; None when each is a form and no day could be read in two ways."""
    for form in dates:
        pattern = strptime_form(form)
        if not all(sign in pattern for sign in ("%m", "%d")) and not all(sign in pattern for sign in ("%b", "%d")):
            return f"{form!r} is not a form of a day such as MM/DD/YYYY."
        if "%Y" not in pattern and "%y" not in pattern:
            return f"{form!r} has no year: write YYYY (or YY)."
    for one, other in combinations(dates, 2):
        swapped = strptime_form(one).replace("%m", "%?").replace("%d", "%m").replace("%?", "%d")
        if swapped.casefold() == strptime_form(other).casefold():
            return f"{one!r} and {other!r} cannot both be: 03/04 would be two days."
    return None


def strptime_form(form: str) -> str:
    """MM/DD/YYYY as %m/%d/%Y; a form that already has % stays as it is."""
    if "%" in form:
        return form
    pattern, rest = "", form.upper()
    while rest:
        sign = next((sign for sign in _SIGNS if rest.startswith(sign)), None)
        pattern, rest = pattern + (_SIGNS[sign] if sign else rest[0]), rest[len(sign) if sign else 1 :]
    return pattern


def read_days(texts: pl.Series, dates: Sequence[str], *, is_century_required: bool = False) -> pl.Series:
    """Days; null where no form fits. A time after the day is dropped. is_century_required: two-digit years are not read."""
    forms = [form for form in map(strptime_form, dates) if not (is_century_required and "%Y" not in form)]
    text = pl.col("text").str.replace(r"[ T]+\d{1,2}:\d{2}.*$", "")
    # "%Y" also takes 25 for the year 25: out of the span, so the next form has its turn.
    days = [_exact(text, form).str.strptime(pl.Date, form, strict=False) for form in forms]
    sane = [pl.when(day.dt.year().is_between(FIRST_YEAR, LAST_YEAR)).then(day) for day in days]
    return _select(texts, pl.coalesce(*sane, pl.lit(None, pl.Date)))


def _exact(text: pl.Expr, form: str) -> pl.Expr:
    """Without separators only all digits tell the parts apart: 2025111 may be January 11th or November 1st."""
    if form.replace("%", "").isalpha():
        digits = 2 * len(form.replace("%", "")) + 2 * form.count("%Y")
        return pl.when(text.str.len_chars() == digits).then(text)
    return text


def read_instants(texts: pl.Series, dates: Sequence[str], zone: str | None) -> pl.Series:
    """Instants in UTC; null where none fits, no zone is known, or a clock change repeats or skips that hour."""
    text = pl.col("text").str.replace(r"^(\d{4}-\d\d-\d\d)T", "${1} ").str.replace(r"\s*[Zz]$", "+00:00")
    utc = pl.Datetime("us", "UTC")
    with_zone = [text.str.strptime(utc, f"%Y-%m-%d {time}%z", strict=False) for time in ("%H:%M:%S%.f", "%H:%M")]
    without = [
        text.str.strptime(pl.Datetime("us"), f"{form} {time}", strict=False)
        for form in map(strptime_form, dates)
        for time in _TIMES
    ]
    local = pl.coalesce(*without).dt.replace_time_zone(zone, ambiguous="null", non_existent="null")
    known = [local.dt.convert_time_zone("UTC")] if zone else []
    return _select(texts, pl.coalesce(*with_zone, *known))


def _select(texts: pl.Series, value: pl.Expr) -> pl.Series:
    return texts.alias("text").to_frame().select(value.alias("value"))["value"].alias(texts.name)

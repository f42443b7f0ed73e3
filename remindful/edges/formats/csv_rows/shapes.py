"""Reads a column of text as its shape. Null where the text is empty or cannot be read; never a guess."""

from collections.abc import Callable

import polars as pl

from remindful.core.words.money import cents_expr
from remindful.edges.formats.csv_rows import care_lists, lists
from remindful.edges.formats.csv_rows.dates import read_days, read_instants
from remindful.edges.formats.csv_rows.kinds import Column, Shape
from remindful.edges.formats.csv_rows.mapping import Mapping
from remindful.edges.formats.csv_rows.phones import read_phones
from remindful.edges.formats.instants import local_days

DTYPES: dict[Shape, pl.DataType] = {
    Shape.DAY: pl.Date(),
    Shape.INSTANT: pl.Datetime("us", "UTC"),
    Shape.CENTS: pl.Int64(),
    Shape.YES_NO: pl.Boolean(),
    Shape.WHOLE: pl.Int64(),
    Shape.NUMBER: pl.Float64(),
}


def dtype_of(column: Column) -> pl.DataType:
    """The type that the contract gives the column."""
    return DTYPES.get(column.shape, pl.String())


def read_column(texts: pl.Series, column: Column, mapping: Mapping) -> pl.Series:
    """The column's values. A null where `texts` has none is empty; a null where it has one could not be read."""
    match column.shape:
        case Shape.DAY:
            texts = texts if mapping.office_zone is None else local_days(texts, mapping.office_zone)
            return read_days(texts, mapping.dates, is_century_required=column.name == "birth_on")
        case Shape.INSTANT:
            return read_instants(texts, mapping.dates, mapping.zone)
        case Shape.CENTS:
            return read_amounts(texts, money=mapping.money, is_negated=mapping.sources[column.name].is_negated)
        case shape if shape in _PLAIN:
            return _PLAIN[shape](texts)
        case shape:
            return care_lists.read_listed(texts, shape)


def read_amounts(texts: pl.Series, *, money: str, is_negated: bool = False) -> pl.Series:
    """Cents. `money`: dollars ("$1,234.50", "(12.00)", "12.00-", "-$12", "12.00 CR") or cents ("123450", "-5").

    Null where it is no amount, has a part of a cent, thousands that are not in threes, or more than one minus.
    """
    frame = texts.alias("text").to_frame()
    if not is_negated and texts.str.contains(r"^\d{1,15}$" if money == "cents" else r"^\d{1,13}(?:\.\d{1,2})?$").all():
        plain = pl.col("text").cast(pl.Int64) if money == "cents" else cents_expr(pl.col("text"))
        return frame.select(value=plain)["value"].alias(texts.name)
    dashed = pl.col("text").str.replace_all("[\u2212\u2013]", "-").str.replace_all("\u00a0", " ").str.strip_chars()
    bare = dashed.str.replace_all(r"\s*([$()-])\s*", "${1}").str.replace(r"\$", "")
    minus = bare.str.extract_groups(r"^(?:\((.+)\)|-(.+)|(.+)-|(.+?) ?(?i:CR))$").struct
    negative = pl.coalesce(*(minus.field(str(position)) for position in range(1, 5)))
    size = pl.coalesce(negative, bare)
    whole = r"(?:\d{1,13}|\d{1,3}(?:,\d{3}){1,4})"
    form = r"^\d{1,15}$" if money == "cents" else rf"^(?:{whole}(?:\.\d{{0,2}}0*)?|\.\d{{1,2}}0*)$"
    cents = size.cast(pl.Int64, strict=False) if money == "cents" else cents_expr(size.str.replace_all(",", ""))
    sign = pl.when(negative.is_not_null() != pl.lit(is_negated)).then(-1).otherwise(1)
    return frame.select(pl.when(size.str.contains(form)).then(cents * sign).alias("value"))["value"].alias(texts.name)


def read_keys(texts: pl.Series) -> pl.Series:
    """Keys as they are. One with a line end in it is none: a quote that was not closed has swallowed another row."""
    return texts.set(texts.str.contains(r"[\r\n]").fill_null(value=False), None)


def read_zips(texts: pl.Series) -> pl.Series:
    """Five digits: a ZIP+4 is cut, zeros that a spreadsheet dropped are put back. Null for 00000 and foreign codes."""
    digits = texts.str.strip_suffix(".0").str.replace(r"^(\d{3,5})-\d{4}$", "${1}")
    plus_four = digits.str.extract(r"^(\d{7,9})$", 1).str.zfill(9).str.slice(0, 5)
    five = digits.str.extract(r"^(\d{3,5})$", 1).str.zfill(5)
    zips = five.zip_with(five.is_not_null(), plus_four)
    return zips.set(zips == "00000", None)


def read_emails(texts: pl.Series) -> pl.Series:
    """Addresses of the form name@host.domain, the host in lower case."""
    parts = texts.str.extract_groups(r"^([^@\s,;<>]+)@([^@\s,;<>]+\.[A-Za-z]{2,})$").struct
    return (parts.field("1") + "@" + parts.field("2").str.to_lowercase()).alias(texts.name)


_PLAIN: dict[Shape, Callable[[pl.Series], pl.Series]] = {
    Shape.KEY: read_keys,
    Shape.TEXT: lambda texts: texts,
    Shape.YES_NO: lists.read_yes_no,
    Shape.SEX: lists.read_sexes,
    Shape.LANGUAGE: lists.read_languages,
    Shape.STATE: lists.read_states,
    Shape.ZIP: read_zips,
    Shape.EMAIL: read_emails,
    Shape.PHONE: read_phones,
    Shape.PHONE_KIND: lists.read_phone_kinds,
    Shape.MEDIUM: lists.read_media,
    Shape.EVENT: lists.read_events,
    Shape.REASON: lists.read_reasons,
    Shape.METHOD: lists.read_methods,
    Shape.WHOLE: care_lists.read_wholes,
    Shape.NUMBER: care_lists.read_numbers,
    Shape.NPI: care_lists.read_npis,
    Shape.DIAGNOSIS: care_lists.read_diagnoses,
    Shape.PROCEDURE: care_lists.read_procedures,
    Shape.CODES: care_lists.read_codes,
    Shape.MODIFIERS: care_lists.read_modifiers,
    Shape.POINTERS: care_lists.read_pointers,
    Shape.REVENUE: lambda texts: care_lists.read_digits(texts, 4),
    Shape.TWO_DIGITS: lambda texts: care_lists.read_digits(texts, 2),
    Shape.TAXONOMY: care_lists.read_taxonomies,
}

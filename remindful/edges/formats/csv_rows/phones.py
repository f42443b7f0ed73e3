"""Telephone numbers as E.164, by the phonenumbers library."""

from functools import cache

import phonenumbers
import polars as pl


def read_phones(texts: pl.Series) -> pl.Series:
    """E.164, read as of the United States where no country is said; null where it is no number that can be dialled.

    A plain number of the North American plan is judged by its first six digits, so the library is asked once for each
    exchange; any other (foreign, with an extension, with letters) is judged by itself. An extension is dropped.
    """
    digits = texts.str.replace_all(r"[\s().\-/]+", "").str.extract(r"^(?:\+?1)?([2-9]\d{9})$", 1)
    exchanges = digits.str.slice(0, 6).drop_nulls().unique()
    good = exchanges.filter(pl.Series([_is_exchange(exchange) for exchange in exchanges], dtype=pl.Boolean))
    others = texts.filter(digits.is_null() & texts.is_not_null()).unique()
    parsed = pl.Series([_parse(other) for other in others], dtype=pl.String)
    frame = pl.DataFrame({"text": texts, "digits": digits})
    plain = pl.when(pl.col("digits").str.slice(0, 6).is_in(good.implode())).then(pl.lit("+1") + pl.col("digits"))
    other = pl.col("text").replace_strict(others, parsed, default=None, return_dtype=pl.String)
    value = pl.when(pl.col("digits").is_not_null()).then(plain).otherwise(other)
    return frame.select(value.alias("value"))["value"].alias(texts.name)


@cache
def _is_exchange(six_digits: str) -> bool:
    return _parse(f"+1{six_digits}2345") is not None


def _parse(text: str) -> str | None:
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

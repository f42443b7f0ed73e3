"""NPIs of a file's texts: whether each can be one (core.words.npi), and a check digit for synthetic ones."""

import polars as pl

from remindful.core.words.npi import is_npi

NPI_DIGITS = 10
_PREFIX_SUM = 24  # of 80840, its digits doubled in turn as part of the number


def is_valid_npi(text: str) -> bool:
    """Ten digits of which the last is the check digit of the others."""
    return bool(npi_is_valid(pl.Series([text]))[0])


def npi_is_valid(texts: pl.Series) -> pl.Series:
    """For each text whether it is an NPI; null stays null."""
    return texts.alias("text").to_frame().select(is_npi(pl.col("text")).alias(texts.name)).to_series()


def add_check_digit(nine: pl.Expr) -> pl.Expr:
    """Nine digits with the check digit that makes an NPI of them."""
    digits = [nine.str.slice(position, 1).cast(pl.Int64) for position in range(NPI_DIGITS - 1)]
    doubled = [2 * digit - pl.when(digit > 4).then(9).otherwise(0) for digit in digits[::2]]
    total = pl.sum_horizontal(*doubled, *digits[1::2]) + _PREFIX_SUM
    return pl.format("{}{}", nine, (10 - total % 10) % 10)

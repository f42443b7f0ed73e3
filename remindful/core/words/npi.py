"""Whether a National Provider Identifier can be one: ten digits and the check digit (Luhn after 80840, 45 CFR 162.406)."""

import polars as pl

NPI_DIGITS = 10
_PREFIX_SUM = 24  # of 80840, its digits doubled in turn as part of the number


def is_npi(npi: pl.Expr) -> pl.Expr:
    """Whether each text is an NPI; null stays null."""
    digits = [npi.str.slice(position, 1).cast(pl.Int64, strict=False).fill_null(0) for position in range(NPI_DIGITS)]
    doubled = [2 * digit - pl.when(digit > 4).then(9).otherwise(0) for digit in digits[::2]]
    total = pl.sum_horizontal(*doubled, *digits[1::2]) + _PREFIX_SUM
    fits = npi.str.contains(r"^[0-9]{10}$") & (total % 10 == 0)
    return pl.when(npi.is_not_null()).then(fits)

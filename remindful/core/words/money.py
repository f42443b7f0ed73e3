"""Money is integer cents. This is the only module that rounds. See docs/algorithms/share_out.md."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

import polars as pl


def read_cents(text: str) -> int:
    """Decimal text ("12", "12.5", "-0.07", ".5") as cents. Raises ValueError when it is not an amount or has a part of a cent."""
    try:
        cents = Decimal(text.strip().replace(",", "").removeprefix("$")) * 100
    except InvalidOperation:
        raise ValueError(f"{text!r} is not an amount") from None
    if not cents.is_finite() or cents != cents.to_integral_value():
        raise ValueError(f"{text!r} has a part of a cent")
    return int(cents)


def cents_expr(text: pl.Expr) -> pl.Expr:
    """A column of decimal text as cents; null where it is empty, not an amount, or has a part of a cent."""
    amount = text.str.strip_chars().str.strip_suffix(".").cast(pl.Decimal(20, 4), strict=False) * 100
    cents = amount.cast(pl.Int64, strict=False)
    return pl.when(amount == cents.cast(pl.Decimal(20, 4))).then(cents)


def say_cents(cents: int) -> str:
    """Cents as people write them: 123456 -> "$1,234.56", -5 -> "-$0.05"."""
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def share_out(cents: int, weights: Sequence[int]) -> list[int]:
    """Split cents by weights, to the cent, by largest remainder; ties go to the earlier place. Sums to `cents` exactly.

    cents may be negative. Where all weights are 0, each counts 1. Raises ValueError when weights are empty or negative.
    """
    if not weights or min(weights) < 0:
        raise ValueError("there must be weights, and none below 0")
    if not any(weights):
        weights = [1] * len(weights)
    total = sum(weights)
    sign, size = (-1, -cents) if cents < 0 else (1, cents)
    shares = [size * weight // total for weight in weights]
    order = sorted(range(len(weights)), key=lambda position: (-(size * weights[position] % total), position))
    for position in order[: size - sum(shares)]:
        shares[position] += 1
    return [sign * share for share in shares]


def percent_expr(cents: pl.Expr, percent: int) -> pl.Expr:
    """A whole percent of a column of cents, rounded down to the cent: what is taken off is never more than was promised."""
    return cents * percent // 100


def times_units(unit_cents: pl.Expr, units: pl.Expr) -> pl.Expr:
    """A price times units (which may have a part), rounded to the nearest cent, halves to even."""
    return (unit_cents * units).round().cast(pl.Int64)

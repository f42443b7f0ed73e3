"""Synthetic numbers that cannot be anybody's: provider numbers, telephone numbers."""

from random import Random

NPI_ISSUER = "80840"  # the prefix that the check digit of an NPI is counted with (45 CFR 162.406)


def make_npi(number: int) -> str:
    """A provider number with a right check digit. It begins with 9: real ones begin with 1 or 2."""
    base = f"99999{number:04d}"
    total = 0
    for place, digit in enumerate(reversed(NPI_ISSUER + base)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return f"{base}{-total % 10}"


def make_phone(area_code: str, number: int) -> str:
    """A number of the range 555-0100 to 555-0199, which belongs to fiction: ten digits."""
    return f"{area_code}55501{number % 100:02d}"


def percent_of(cents: int, percent: int) -> int:
    """A whole percentage of an amount, half a cent up."""
    return (cents * percent + 50) // 100


def make_dice(seed: int) -> Random:
    """Chance that falls the same way each time."""
    return Random(seed)  # noqa: S311  # repeatable is what is wanted, not secret

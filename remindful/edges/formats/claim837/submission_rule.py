"""A rule about what a claim must have, and the makings of many: what is missing, what X12 cannot carry, what is no NPI."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from remindful.edges.x12.write import cannot_be_key, cannot_say

#: SBR09, claim filing indicator (X12 1032, as the guides allow it); CAS01, claim adjustment group.
FILING_CODES = [
    "11",
    "12",
    "13",
    "14",
    "15",
    "16",
    "17",
    "AM",
    "BL",
    "CH",
    "CI",
    "DS",
    "FI",
    "HM",
    "LM",
    "MA",
    "MB",
    "MC",
    "OF",
    "TV",
    "VA",
    "WC",
    "ZZ",
]
GROUP_CODES = ("CO", "CR", "OA", "PI", "PR")
MOST_CENTS = 99_999_999_99
BY_CHART = "Correct it in the patient's record, and send the claim again."
BY_CARD = "Correct it in the patient's coverage, by the card, and send the claim again."
BY_OFFICE = "Correct it among the office's providers, and send the claim again."
BY_VISIT = "Correct it in the visit, and send the claim again."
BY_ANSWER = "Compare the remittance of that payer with what was posted, and send the claim again."


@dataclass(frozen=True, slots=True)
class Rule:
    """is_wrong: true where it is broken; null is not. says: a sentence. mend: what to do."""

    code: str
    is_wrong: pl.Expr
    message: str
    remedy: str


def npi_is_wrong(npi: pl.Expr) -> pl.Expr:
    """Whether ten digits and their check digit are not there: Luhn's sum over "80840" and the number (45 CFR 162.406)."""
    digits = [npi.str.slice(position, 1).cast(pl.Int64, strict=False) for position in range(10)]
    doubled = [digit * 2 for digit in digits[0::2]]
    total = pl.lit(24)  # of 80840
    for double in doubled:
        total = total + double // 10 + double % 10
    for digit in digits[1::2]:
        total = total + digit
    is_shaped = npi.str.contains(r"^[0-9]{10}$")
    return npi.is_null() | ~is_shaped | (total % 10 != 0)


def zip_is_wrong(name: str) -> pl.Expr:
    """Whether a ZIP code is missing, or neither five nor nine digits."""
    return missing(name) | ~pl.col(name).str.contains(r"^[0-9]{5}(-?[0-9]{4})?$")


def missing(name: str) -> pl.Expr:
    """Whether a column is null or blank."""
    return pl.col(name).is_null() | (pl.col(name).cast(pl.String).str.strip_chars() == "")


def named(code: str, names: dict[str, str], remedy: str, *, when: pl.Expr | None = None) -> Iterator[Rule]:
    """One rule a column that must be there. names: the column, and what it is called."""
    for name, message in names.items():
        is_wrong = missing(name) if when is None else when & missing(name)
        yield Rule(code, is_wrong, f"{message} is missing.", remedy)


def unsayable_keys(most: dict[str, int]) -> Iterator[Rule]:
    """Numbers and keys that cannot be written as they are: a changed one would match nothing. most: characters of each column."""
    for name, length in most.items():
        is_wrong = cannot_be_key(pl.col(name)) | (pl.col(name).str.len_chars() > length)
        yield Rule(
            "claim.key_unwritable",
            is_wrong,
            f"its {name.replace('_', ' ')} is longer than {length} or has a character that X12 cannot carry.",
            "Correct the number at its source, and send the claim again.",
        )


def unsayable_texts(most: dict[str, int]) -> Iterator[Rule]:
    """Names and words that would lose letters. most: characters of each column."""
    for name, length in most.items():
        is_wrong = cannot_say(pl.col(name)) | (pl.col(name).str.len_chars() > length)
        yield Rule(
            "claim.text_unwritable",
            is_wrong,
            f"its {name.replace('_', ' ')} is longer than {length} or has characters that X12 cannot carry.",
            "Write it in plain letters (A to Z), and send the claim again.",
        )

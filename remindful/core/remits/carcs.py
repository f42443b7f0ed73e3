"""Claim adjustment reason codes (CARC) as dated data: who is to act on the money, why it was not paid, and what can be done."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import polars as pl

from remindful.core.remits import carc_letters, carc_numbers
from remindful.core.remits.causes import Recovery, RootCause, Way


class Meaning(StrEnum):
    """What an adjustment means for the balance. Only the first five are written off or assigned without a person."""

    DEDUCTIBLE = "deductible"
    COINSURANCE = "coinsurance"
    COPAY = "copay"
    NOT_COVERED = "not_covered"  # the plan does not pay for it; with group PR the patient's
    OFF = "off"  # the contract, a fee schedule, sequestration: nobody owes it
    PRIOR_PAYER = "prior_payer"  # what an earlier payer did: already on file
    DENIED = "denied"  # the provider's work: never the patient's, whatever the group says
    COVERAGE = "coverage"  # another payer, ended coverage: a person asks the patient, nobody bills
    UNKNOWN = "unknown"  # rare, or not in the table: a person looks


@dataclass(frozen=True, slots=True)
class Carc:
    """One code. stop_on: the first day on which payers no longer may use it; null = in use."""

    code: str
    from_on: date
    stop_on: date | None
    meaning: Meaning
    cause: RootCause
    recovery: Recovery
    way: Way
    description: str


def _read_row(row: str) -> Carc:
    code, begin, stop, meaning, cause, recovery, way, description = (cell.strip() for cell in row.split("|"))
    return Carc(
        code, date.fromisoformat(begin), None if stop == "-" else date.fromisoformat(stop), Meaning(meaning),
        RootCause(cause), Recovery(recovery), Way(way), description,
    )  # fmt: skip


#: Every code by itself.
CARCS: dict[str, Carc] = {
    carc.code: carc for carc in map(_read_row, (carc_numbers.ROWS + carc_letters.ROWS).strip().replace("\n\n", "\n").split("\n"))
}  # fmt: skip
MEANINGS: dict[Meaning, tuple[str, ...]] = {
    meaning: tuple(code for code, carc in CARCS.items() if carc.meaning is meaning) for meaning in Meaning
}
#: Group codes, in our words.
GROUPS: dict[str, str] = {
    "CO": "By the contract with the payer: not the patient's.",
    "PR": "Reported as patient responsibility; a denial stays with the office whatever the group code.",
    "OA": "Neither: mostly what an earlier payer did.",
    "PI": "The payer's own reduction: not the patient's.",
    "CR": "A correction of an earlier adjudication (no longer used in 5010).",
}

_BY_CODE = {code: str(carc.meaning) for code, carc in CARCS.items()}


def carc_frame() -> pl.DataFrame:
    """carc, from_on, stop_on, cause, recovery, way, carc_says: one row a code."""
    rows = [
        (carc.code, carc.from_on, carc.stop_on, str(carc.cause), str(carc.recovery), str(carc.way), carc.description)
        for carc in CARCS.values()
    ]
    texts = dict.fromkeys(("cause", "recovery", "way", "carc_text"), pl.String)
    return pl.DataFrame(rows, schema={"carc": pl.String, "from_on": pl.Date, "stop_on": pl.Date, **texts}, orient="row")


def meaning_expr(group_code: str = "group_code", carc: str = "carc") -> pl.Expr:
    """The meaning of each adjustment. A payer's own reduction (CO, OA, PI) of what it does not cover is off, unless a denial."""
    by_code = pl.col(carc).replace_strict(_BY_CODE, default=str(Meaning.UNKNOWN), return_dtype=pl.String)
    is_patients = pl.col(group_code) == "PR"
    share = [str(Meaning.DEDUCTIBLE), str(Meaning.COINSURANCE), str(Meaning.COPAY)]
    return (
        pl.when(is_patients & (by_code == str(Meaning.OFF)))
        .then(pl.lit(str(Meaning.UNKNOWN)))  # PR-45 and its kin: balance billing, so a person looks first
        .when(~is_patients & by_code.is_in(share))
        .then(pl.lit(str(Meaning.UNKNOWN)))
        .when(~is_patients & (by_code == str(Meaning.NOT_COVERED)))
        .then(pl.lit(str(Meaning.DENIED)))
        .otherwise(by_code)
        .fill_null(str(Meaning.UNKNOWN))
    )

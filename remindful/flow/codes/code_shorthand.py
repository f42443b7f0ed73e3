"""Codes as a person types them: E11.9 for a diagnosis, 99213-25*1@1:2 for a line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from remindful.core.words.care import CodeSystem
from remindful.core.words.findings import Refusal

_LINE = re.compile(
    r"(?P<code>[A-Z0-9]{5})(?:-(?P<modifiers>[A-Z0-9]{2}(?::[A-Z0-9]{2}){0,3}))?(?:\*(?P<units>\d+(?:\.\d+)?))?(?:@(?P<pointers>\d+(?::\d+){0,3}))?"
    r"(?:=(?P<dollars>\d+(?:\.\d\d)?))?"
)
_DIAGNOSIS = re.compile(r"(?:[A-Z]\d[0-9A-Z]|Q[A-Z]\d)(?:\.[0-9A-Z]{1,4})?")
#: HCPCS level II begins with a letter and four digits, as some diagnoses without their dot would: those are written with it.
_LEVEL_TWO = re.compile(r"[A-V]\d{4}")
MOST_POINTERS = 4  # SV107, box 24E
EXAMPLE = (
    "Write E11.9 for a diagnosis; 99213-25 or 97110*2@1:2=180.00 for a line (code-modifiers*units@diagnoses=dollars)."
)


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A charge. modifiers, pointers: joined by ":"; charge_cents: of the line, null by the fee schedule."""

    system: CodeSystem
    procedure_code: str
    modifiers: str | None
    units: float
    pointers: str | None
    charge_cents: int | None


def is_diagnosis(text: str) -> bool:
    """Whether it is written as a diagnosis."""
    return _DIAGNOSIS.fullmatch(text.upper()) is not None and not _LEVEL_TWO.fullmatch(text.upper())


def read_diagnoses(texts: Sequence[str]) -> tuple[str, ...]:
    """Diagnosis codes with their dots. Raises Refusal where one is none by its shape, or is told twice."""
    codes = tuple(one.strip().upper() for one in texts)
    codes = tuple(one if "." in one or len(one) <= 3 else f"{one[:3]}.{one[3:]}" for one in codes)
    odd = [one for one in codes if not _DIAGNOSIS.fullmatch(one)]
    if odd:
        raise Refusal(f"{odd[0]!r} is no diagnosis code by its shape.", EXAMPLE)
    twice = [one for one in codes if codes.count(one) > 1]
    if twice:
        raise Refusal(f"The diagnosis {twice[0]} is named twice.", "Name each once, the main one first.")
    return codes


def read_line(text: str, *, diagnoses: int) -> TypedLine:
    """One charge; without pointers it points to the first diagnoses, at most four. Raises Refusal where it cannot be read."""
    match = _LINE.fullmatch(text.strip().upper())
    if match is None:
        raise Refusal(f"{text!r} is neither a diagnosis nor a line.", EXAMPLE)
    pointers = match["pointers"] or ":".join(str(rank) for rank in range(1, min(diagnoses, MOST_POINTERS) + 1))
    beyond = [rank for rank in pointers.split(":") if rank and not 1 <= int(rank) <= diagnoses]
    if match["pointers"] and beyond:
        raise Refusal(
            f"The line {text} points to diagnosis {beyond[0]} of {diagnoses}.",
            "Correct the text after @.",
        )
    dollars = match["dollars"]
    return TypedLine(
        CodeSystem.HCPCS if match["code"][0].isalpha() else CodeSystem.CPT,
        match["code"],
        match["modifiers"],
        float(match["units"] or 1),
        pointers or None,
        None if dollars is None else round(float(dollars) * 100),
    )

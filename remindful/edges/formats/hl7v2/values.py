"""Values as HL7 writes them: days, amounts, quantities, phones. What cannot be read is told, never guessed."""

import re
from datetime import date
from functools import lru_cache

import phonenumbers

from remindful.core.words.money import read_cents
from remindful.edges.formats.hl7v2.segment import Part, Segment

FIRST_YEAR, LAST_YEAR = 1880, 2199
_STAMP = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[ T]?\d{2}(?::?\d{2}){0,2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?")
_PARTIAL = re.compile(r"\d{4}(?:\d{2})?(?:[+-]\d{4})?")
_QUANTITY = re.compile(r"[+-]?(?:\d{1,9}(?:\.\d{0,6})?|\.\d{1,6})")


class Unreadable(Exception):
    """A segment (or message) that cannot become rows. Always caught in reading, and told as a finding."""

    def __init__(self, code: str, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.code, self.problem, self.remedy = code, problem, remedy


def name_of(segment: Segment, number: int) -> str:
    """FT1-4, as people who run interfaces write it."""
    return f"{segment.id}-{number}"


@lru_cache(maxsize=4_096)
def read_stamp(text: str) -> date | None:
    """The day of a timestamp, by the sender's own clock; None where it is none or not a full day."""
    found = _STAMP.fullmatch(text)
    if found is None:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def day_of(segment: Segment, number: int, component: int = 1) -> date | None:
    """The day of a timestamp field. Unreadable where there is one that is no full day of ours."""
    day_text = segment.text(number, component)
    if day_text is None or not day_text.strip("0"):
        return None
    day = read_stamp(day_text)
    if day is None:
        where = name_of(segment, number)
        fault = (
            "is a year or month alone, not a full day" if _PARTIAL.fullmatch(day_text) else "is not a day (YYYYMMDD...)"
        )
        raise Unreadable("hl7v2.day", f'{where} "{day_text}" {fault}.', f"Have the sender give {where} in full.")
    return day


def quantity_of(segment: Segment, number: int) -> float | None:
    """A number. Unreadable where it is none."""
    text = segment.text(number)
    if text is None:
        return None
    if _QUANTITY.fullmatch(text) is None:
        where = name_of(segment, number)
        raise Unreadable("hl7v2.quantity", f'{where} "{text}" is not a number.', f"Have the sender correct {where}.")
    return float(text)


def cents_of(segment: Segment, number: int) -> int | None:
    """A composite price (CP, MO) as cents. Unreadable: a part of a cent, no number, another currency than the dollar."""
    text, currency = segment.text(number), segment.text(number, 1, 2) or segment.text(number, 2)
    if text is None:
        return None
    where = name_of(segment, number)
    if currency is not None and re.fullmatch(r"[A-Za-z]{3}", currency) and currency.upper() != "USD":
        problem = f'{where} "{text}" is in {currency.upper()}; only dollars can be posted.'
        raise Unreadable("hl7v2.currency", problem, "Have it billed in dollars; no rate is guessed.")
    try:
        return read_cents(text)
    except ValueError:
        problem = f'{where} "{text}" is not an amount of dollars and cents.'
        raise Unreadable(
            "hl7v2.amount", problem, f"Have the sender correct {where}; a part of a cent is never posted."
        ) from None


@lru_cache(maxsize=4_096)
def dial(number_text: str) -> str | None:
    """E.164 of a number, of the United States where no country is said; None where it cannot be dialled."""
    try:
        read = phonenumbers.parse(number_text, "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(read):
        return None
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)


def phone_text(part: Part) -> str | None:
    """What an XTN gives to dial: its text, else area and local number, else the number as it is dialled (12)."""
    area, local = part.text(6), part.text(7)
    together = f"+{part.text(5) or 1}{area}{local}" if area and local else None
    return part.text(1) or together or part.text(12)


def dotted(code: str) -> str:
    """An ICD-10-CM code in capitals with its dot."""
    bare = code.strip().upper().replace(".", "")
    return f"{bare[:3]}.{bare[3:]}" if len(bare) > 3 else bare  # category, dot, the rest

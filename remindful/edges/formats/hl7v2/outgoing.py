"""Segments and headers as we write them: version 2.5.1, UTF-8, the usual signs, one CR after each segment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from remindful.edges.formats.hl7v2.delimiters import USUAL, escape

VERSION, CHARSET = "2.5.1", "UNICODE UTF-8"
END = "\r"
NPI_AUTHORITY = "NPI&2.16.840.1.113883.4.6&ISO"

type Value = str | date | int | float | None


@dataclass(frozen=True, slots=True)
class Sender:
    """MSH-3 to MSH-6: who writes, and to whom; a ^ parts name, id and kind of id."""

    application: str = "REMINDFUL"
    facility: str = ""
    to_application: str = ""
    to_facility: str = ""


def text_of(value: Value) -> str:
    """A value as it stands in a component. A text that is two quotes must not read as a deletion."""
    match value:
        case None:
            return ""
        case str():
            return "\\X2222\\" if value == '""' else escape(value)
        case date():
            return f"{value:%Y%m%d}"
        case int() | float():
            return f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def composite(*components: Value) -> str:
    """Components as a field, without empty ones at its end."""
    return "^".join(text_of(one) for one in components).rstrip("^")


def coded(code: str | None, description: str | None, system: str) -> str:
    """A coded element (CE)."""
    return composite(code, description, system) if code else ""


def person_number(key: str | None) -> str:
    """A record number as CX."""
    return composite(key, None, None, None, "MR") if key else ""


def provider(npi: str | None, name: tuple[str | None, str | None] = (None, None)) -> str:
    """Who gives care, as XCN, by NPI."""
    if npi is None:
        return ""
    return f"{composite(npi, *name)}{'^' * (8 - composite(npi, *name).count('^'))}{NPI_AUTHORITY}^^^^NPI"


def dollars(cents: int | None, *, currency: bool = True) -> str:
    """Cents as a composite price."""
    if cents is None:
        return ""
    size = f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"
    return f"{size}&USD" if currency else size


def segment(name: str, fields: Mapping[int, str]) -> str:
    """A segment of fields that are escaped already, by their numbers."""
    last = max((number for number, value in fields.items() if value), default=0)
    return "|".join([name, *(fields.get(number, "") for number in range(1, last + 1))]) + END


def header(kind: str, *, now: datetime, control_id: str, sender: Sender) -> str:
    """MSH. kind: ADT^A08^ADT_A01."""
    names = (sender.application, sender.facility, sender.to_application, sender.to_facility)
    fields = [
        f"MSH|{USUAL.encoding}", *(composite(*name.split("^")) for name in names), f"{now:%Y%m%d%H%M%S}", "", kind,
        escape(control_id), "P", VERSION, "", "", "", "", "", CHARSET,
    ]  # fmt: skip
    return "|".join(fields) + END

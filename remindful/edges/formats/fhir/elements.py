"""The elements that resources are made of: dates, amounts, codes, identifiers, names. Odd shapes never crash a reading."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from remindful.core.words.findings import At
from remindful.core.words.money import read_cents
from remindful.edges.formats.fhir.systems import US_DOLLAR

type Json = Mapping[str, Any]
NOTHING: Json = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource where it stands. `no`: the entry of a bundle, or the line of an NDJSON file, from 1."""

    kind: str
    body: Json
    file: str
    no: int
    url: str | None = None  # Bundle.entry.fullUrl

    @property
    def id(self) -> str | None:
        """The logical id."""
        return text(self.body, "id")

    @property
    def name(self) -> str:
        """Kind and id, as another resource would refer to it."""
        return f"{self.kind}/{self.id or f'{self.file}:{self.no}'}"

    @property
    def at(self) -> At:
        """Where it stands, for a finding."""
        return At(self.file, self.no, self.name)


class Unreadable(Exception):
    """A resource that cannot become rows, but for those spared. Always caught in reading, and told as a finding."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.code, self.message, self.remedy = code, message, remedy
        self.spared: dict[str, list[dict[str, Any]]] = {}


def part(node: object, *path: str) -> Json:
    """The object at a path; of a list the first; an empty one where there is none."""
    return next(parts(node, *path), NOTHING)


def parts(node: object, *path: str) -> Iterator[Json]:
    """Every object at a path, through lists."""
    if isinstance(node, list):
        for one in node:
            yield from parts(one, *path)
    elif isinstance(node, dict):
        if not path:
            yield node
        else:
            yield from parts(node.get(path[0]), *path[1:])


def text(node: object, *path: str) -> str | None:
    """The text at a path, trimmed; null where it is none, or empty."""
    if len(path) == 1 and isinstance(node, dict):
        value = node.get(path[0])
        if isinstance(value, str):
            return value.strip() or None
        if value is None:
            return None
    return next(texts(node, *path), None)


def texts(node: object, *path: str) -> Iterator[str]:
    """Every text at a path, through lists."""
    for owner in parts(node, *path[:-1]):
        value = owner.get(path[-1])
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and one.strip():
                yield one.strip()


def number(node: object, *path: str) -> float | None:
    """The number at a path."""
    for owner in parts(node, *path[:-1]):
        value = owner.get(path[-1])
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
    return None


def whole(node: object, *path: str) -> int | None:
    """The whole number at a path."""
    value = number(node, *path)
    return None if value is None or not value.is_integer() else int(value)


def truth(node: object, *path: str) -> bool | None:
    """The boolean at a path."""
    for owner in parts(node, *path[:-1]):
        value = owner.get(path[-1])
        if isinstance(value, bool):
            return value
    return None


def day(node: object, *path: str) -> date | None:
    """The day of a date or instant, as it is written (its own time zone). Unreadable: `2014`, `2014-08`, no date."""
    day_text = text(node, *path)
    if day_text is None:
        return None
    try:
        return date.fromisoformat(day_text[:10])
    except ValueError:
        message = f"{'.'.join(path)} is {day_text}, which is no full day"
        raise Unreadable("fhir.day", message, "Have the sender give year, month and day.") from None


def cents(node: object, *path: str) -> int | None:
    """A Money as cents. Unreadable: another currency than the dollar, a part of a cent, no number. No currency is the dollar."""
    owner = part(node, *path[:-1])
    if path[-1] not in owner or owner[path[-1]] is None:
        return None
    money = owner[path[-1]]
    where = ".".join(path)
    value = money.get("value") if isinstance(money, Mapping) else None
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise Unreadable("fhir.amount", f"{where} is no amount", "Have the sender give a number and a currency.")
    currency = text(money, "currency") or US_DOLLAR
    if currency != US_DOLLAR:
        message = f"{where} is in {currency}; only {US_DOLLAR} can be posted"
        raise Unreadable("fhir.currency", message, "Have it billed in dollars; no rate is guessed.")
    try:
        return read_cents(f"{value:.6f}")  # a sender that reckons in doubles writes 27.200000000000003
    except ValueError:
        message = f"{where} is {value}, which has a part of a cent"
        raise Unreadable(
            "fhir.amount", message, "Have the sender round as it pays; a part of a cent is never posted."
        ) from None


def codings(concept: object) -> Iterator[tuple[str, str, str | None]]:
    """system, code and display of every coding of a CodeableConcept, or of a Coding itself; the system may be empty."""
    for concept_part in parts(concept):
        for coding in [concept_part, *parts(concept_part, "coding")]:
            code = text(coding, "code")
            if code is not None:
                yield text(coding, "system") or "", code, text(coding, "display")


def code_in(concept: object, systems: str | Iterable[str]) -> str | None:
    """The first code that is of one of the systems."""
    wanted = {systems} if isinstance(systems, str) else set(systems)
    return next((code for system, code, _ in codings(concept) if system in wanted), None)


def any_code(concept: object) -> str | None:
    """The first code, whatever its system."""
    return next((code for _, code, _ in codings(concept)), None)


def words_of(concept: object) -> str | None:
    """What a concept says in words."""
    return text(concept, "text") or next((display for _, _, display in codings(concept) if display), None)

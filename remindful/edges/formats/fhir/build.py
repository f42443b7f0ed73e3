"""Elements in the making: references, codes, money and identifiers, as FHIR R4 writes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from remindful.edges.formats.fhir.native_columns import TAG, Row, keep
from remindful.edges.formats.fhir.systems import HL7, IDENTIFIER_TYPE, NATIVE_KEY, NPI, US_DOLLAR

type Made = dict[str, Any]
SPACE = uuid5(NAMESPACE_URL, "urn:remindful:fhir")
NEVER = "1900-01-01"  # where R4 wants a day and nobody knows one


@dataclass(frozen=True, slots=True)
class Links:
    """Which resources are written, so that a reference never dangles. there: pairs of kind and key."""

    there: frozenset[tuple[str, str]]

    def to(self, kind: str, key: str | None, *, display: str | None = None) -> Made | None:
        """A reference: literal where the resource is written too, else by identifier."""
        if key is None:
            return None
        made = {
            "type": kind,
            "identifier": key_of(key, is_person=kind in ("Patient", "RelatedPerson")),
            "display": display,
        }
        return made | ({"reference": f"{kind}/{id_of(kind, key)}"} if (kind, key) in self.there else {})


def id_of(kind: str, key: str) -> str:
    """The id of what is known by a key: the same in every run."""
    return str(uuid5(SPACE, f"{kind}|{key}"))


def key_of(key: str, *, is_person: bool = False) -> Made:
    """Our own identifier, said to be a medical record number where it is a person's."""
    typed = {"type": concept(IDENTIFIER_TYPE, "MR")} if is_person else {}
    return typed | {"system": NATIVE_KEY, "value": key}


def head(kind: str, key: str, row: Row, columns: Iterable[str], *, is_person: bool = False) -> Made:
    """The beginning of every resource: id, our mark, what FHIR has no place for, and the key."""
    return {
        "resourceType": kind,
        "id": id_of(kind, key),
        "meta": TAG,
        "extension": keep(row, columns),
        "identifier": [key_of(key, is_person=is_person)],
    }


def concept(
    system: str | None, code: str | None, words: str | None = None, *, others: Iterable[Made] = ()
) -> Made | None:
    """A CodeableConcept; none where nothing is said."""
    first = [{"system": system, "code": code}] if code else []
    codings = [*first, *others]
    return {"coding": codings, "text": words} if codings or words else None


def hl7(name: str, code: str) -> Made:
    """A concept of one of HL7's own code systems."""
    return {"coding": [{"system": f"{HL7}/{name}", "code": code}]}


def money(cents: int | None) -> Made | None:
    """Cents as Money."""
    return None if cents is None else {"value": cents / 100, "currency": US_DOLLAR}


def span(start: date | None, end: date | None) -> Made | None:
    """A Period of days."""
    return {"start": say_day(start), "end": say_day(end)} if start or end else None


def say_day(on: date | None) -> str | None:
    """A day as ISO writes it."""
    return None if on is None else on.isoformat()


def by_npi(npi: str | None, *, kind: str = "Practitioner", links: Links) -> Made | None:
    """A reference to a provider by NPI, literal where it is written too."""
    if npi is None:
        return None
    made: Made = {"type": kind, "identifier": {"system": NPI, "value": npi}}
    for one in (kind, "Practitioner", "Organization"):
        if (one, npi) in links.there:
            return made | {"type": one, "reference": f"{one}/{id_of(one, npi)}"}
    return made


def tidy(node: Any) -> Any:  # noqa: ANN401 - any JSON
    """Without what is null or empty: FHIR allows neither."""
    if isinstance(node, Mapping):
        inner = {name: tidy(value) for name, value in node.items()}
        return {name: value for name, value in inner.items() if value is not None and value not in ({}, [])}
    if isinstance(node, list):
        inner = [tidy(one) for one in node]
        return [one for one in inner if one is not None and one not in ({}, [])]
    return node

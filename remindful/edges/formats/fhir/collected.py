"""What has been collected of a source: what is known, what has been numbered, and the findings on it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from remindful.core.words.findings import Finding
from remindful.edges.formats.fhir.elements import Resource
from remindful.edges.formats.fhir.known import Known

type Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Payer:
    """A payer as a claim names it. synthetic_number: of which its member number is made, where Synthea made the person up."""

    key: str
    name: str | None
    kind: str
    synthetic_number: str | None = None


@dataclass(slots=True)
class Collected:
    """State that goes from part to part. `*_no`: the last number given."""

    known: Known
    claim_no: int = 0
    remit_claim_no: int = 0
    left_out: int = 0
    counters: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    billed: set[tuple[str, ...]] = field(default_factory=set[tuple[str, ...]])  # charges that a claim has borne
    remits: dict[tuple[str, ...], dict[str, Any]] = field(default_factory=dict[tuple[str, ...], dict[str, Any]])
    payers_named: dict[tuple[str, int], dict[date, Payer | None]] = field(
        default_factory=dict[tuple[str, int], dict[date, Payer | None]]
    )  # of party and level: by day, the payer that a claim names, or that it names none
    visits: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])  # of people whom Synthea made up
    conditions: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])  # of the same
    _notes: dict[tuple[str, str], list[Any]] = field(default_factory=dict[tuple[str, str], list[Any]])

    def count(self, what: str, of: str) -> int:
        """The next number within something: lines of an encounter, ranks."""
        self.counters[what, of] += 1
        return self.counters[what, of]

    def note(self, resource: Resource, code: str, message: str, remedy: str) -> None:
        """Tell something for which no row is set aside; the same words are told once, with their number."""
        self._notes.setdefault((code, message), [resource.at, remedy, 0])[2] += 1

    def leave_out(self, resource: Resource, code: str, message: str, remedy: str) -> None:
        """Tell that a resource is no row by what it says of itself (cancelled, a draft): it counts as set aside."""
        self.note(resource, code, message, remedy)
        self.left_out += 1

    def notes(self) -> list[Finding]:
        """All that was noted."""
        return [
            Finding(code, at, message if count == 1 else f"{message} So in {count} places, here is the first.", remedy)
            for (code, message), (at, remedy, count) in self._notes.items()
        ]

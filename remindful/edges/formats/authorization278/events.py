"""The loops of one 278: who asks whom, for which patient, which events and services, and what was decided of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

LEVELS = ("20", "21", "22", "23", "EV", "SS")
_FROM, _TO, _SPANS, _DECIDED = ("007",), ("036",), ("AAH", "472", "435"), "102"


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: its number in the file, its elements (the id first), its text, and what parts its components."""

    number: int
    elements: Sequence[str]
    text: str
    component: str

    @property
    def name(self) -> str:
        """The segment's id."""
        return self.elements[0]

    def at(self, position: int) -> str | None:
        """An element, null where empty."""
        return (self.elements[position].strip() or None) if position < len(self.elements) else None

    def part(self, position: int, number: int) -> str | None:
        """A component of an element, null where empty."""
        parts = (self.at(position) or "").split(self.component)
        return (parts[number].strip() or None) if number < len(parts) else None


@dataclass(slots=True)
class Loop:
    """An HL with its segments, and the level above in which it stands."""

    level: str
    segment: Segment
    above: "Loop | None" = None
    segments: list[Segment] = field(default_factory=list)

    def pick(self, name: str, *codes: str) -> Iterator[Segment]:
        """Segments of one id, of which the first element is one of these codes."""
        return (one for one in self.segments if one.name == name and (not codes or one.at(1) in codes))

    def first(self, name: str, *codes: str) -> Segment | None:
        """The first of these, null where there is none."""
        return next(self.pick(name, *codes), None)

    def up(self, level: str) -> "Loop | None":
        """The loop of this level that this one stands in, itself among them."""
        here: Loop | None = self
        while here is not None and here.level != level:
            here = here.above
        return here


@dataclass(slots=True)
class Review:
    """One ST..SE of a 278: its BHT, its loops in order, and segments that stand before any loop."""

    set_segment: Segment
    head: list[Segment] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)

    @property
    def bht(self) -> Segment | None:
        """BHT, null where it is missing."""
        return next((one for one in self.head if one.name == "BHT"), None)


def build_review(segments: Sequence[Segment]) -> Review:
    """The loops of one set, each in the last one of a level above it."""
    review = Review(segments[0])
    for one in segments[1:]:
        if one.name == "SE":
            continue
        if one.name == "HL":
            level = one.at(3) or ""
            review.loops.append(Loop(level, one, _find_above(review.loops, level)))
        elif review.loops:
            review.loops[-1].segments.append(one)
        else:
            review.head.append(one)
    return review


def _find_above(loops: Sequence[Loop], level: str) -> Loop | None:
    if level not in LEVELS:
        return loops[-1] if loops else None
    depth = LEVELS.index(level)
    return next((loop for loop in reversed(loops) if loop.level in LEVELS and LEVELS.index(loop.level) < depth), None)


@dataclass(frozen=True, slots=True)
class Span:
    """The days of an event: null where nobody told them."""

    from_on: date | None
    to_on: date | None
    decided_on: date | None


def read_span(loops: Sequence[Loop]) -> Span:
    """Of the first of these loops that tells each: what the certificate says, else the event or service."""
    segments = [one for loop in loops for one in loop.pick("DTP")]
    days = {(one.at(1) or ""): read_days(one) for one in reversed(segments)}
    requested = next((days[kind] for kind in _SPANS if kind in days), (None, None))
    effective, expires = days.get("007", (None, None)), days.get("036", (None, None))
    return Span(
        effective[0] or requested[0],
        expires[1] or effective_end(effective) or requested[1],
        days.get(_DECIDED, (None, None))[0],
    )


def effective_end(days: tuple[date | None, date | None]) -> date | None:
    """The end of an effective span; null where it is one day, from which on it holds."""
    return days[1] if days[0] != days[1] else None


def read_days(segment: Segment) -> tuple[date | None, date | None]:
    """The first and last day of a DTP; null where it is none."""
    text = segment.at(3) or ""
    first, _, last = text.partition("-")
    return read_day(first), read_day(last or first)


def read_day(text: str | None) -> date | None:
    """CCYYMMDD, with a time after it or not."""
    try:
        return datetime.strptime((text or "")[:8], "%Y%m%d").date()  # noqa: DTZ007 a day has no zone
    except ValueError:
        return None

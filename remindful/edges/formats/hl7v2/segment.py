"""A segment and what stands in it: fields, repetitions, components. Empty is not told; two quotes are a deletion."""

import re
from dataclasses import dataclass, field

from remindful.core.words.findings import At
from remindful.edges.formats.hl7v2.delimiters import USUAL, Delimiters, unescape
from remindful.edges.formats.instants import localize_hl7

DELETED = '""'
SEGMENT_ID = re.compile(r"[A-Z][A-Z0-9]{2}")


@dataclass(frozen=True, slots=True)
class Part:
    """One repetition of a field (or the whole of one), with its components."""

    raw: str
    marks: Delimiters = USUAL
    codec: str = "utf-8"

    @property
    def is_deleted(self) -> bool:
        """Whether the sender says that there is no value any more."""
        return self.raw.strip() == DELETED

    def text(self, component: int = 1, sub: int = 1) -> str | None:
        """A component (from 1), or a part of it, unescaped and trimmed; None where it is empty or deleted."""
        components = self.raw.split(self.marks.component, component)
        if len(components) < component:
            return None
        value = components[component - 1]
        if self.marks.subcomponent is not None:
            subs = value.split(self.marks.subcomponent, sub)
            value = subs[sub - 1] if len(subs) >= sub else ""
        elif sub > 1:
            return None
        if not value or value == DELETED:
            return None
        return unescape(value, self.marks, self.codec).strip() or None


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment. no: its number in the file, from 1. fields: as parted, the id first; of MSH the separator counts as field 1."""

    id: str
    no: int
    raw: str
    fields: list[str] = field(repr=False)
    marks: Delimiters = USUAL
    codec: str = "utf-8"

    def part(self, number: int) -> Part:
        """A field's first repetition."""
        return next(iter(self.parts(number)), Part("", self.marks, self.codec))

    def parts(self, number: int) -> list[Part]:
        """A field's repetitions, those that are empty left out."""
        field_text = self.fields[number] if number < len(self.fields) else ""
        alone = self.marks.repetition is None or (self.id == "MSH" and number == 2)  # MSH-2 holds the signs
        repeated = [field_text] if alone or self.marks.repetition is None else field_text.split(self.marks.repetition)
        return [Part(one, self.marks, self.codec) for one in repeated if one.strip()]

    def text(self, number: int, component: int = 1, sub: int = 1) -> str | None:
        """A text of a field's first repetition; None where it is empty or deleted."""
        return self.part(number).text(component, sub)

    def is_deleted(self, number: int) -> bool:
        """Whether the whole field is the explicit null."""
        return self.part(number).is_deleted


def part_segment(raw: str, no: int, marks: Delimiters, codec: str, *, zone: str | None = None) -> Segment:
    """A segment's text as fields; zone: in which its instants are local times."""
    fields = (raw if zone is None else localize_hl7(raw, zone)).split(marks.field)
    if fields[0] in ("MSH", "FHS", "BHS"):
        fields.insert(1, marks.field)
    return Segment(fields[0], no, raw, fields, marks, codec)


@dataclass(frozen=True, slots=True)
class Message:
    """One message: MSH and what follows it, in order."""

    no: int  # ordinal in the file
    file: str
    segments: list[Segment]

    @property
    def msh(self) -> Segment:
        """Its header."""
        return self.segments[0]

    @property
    def kind(self) -> str:
        """MSH-9.1: ADT, DFT ..."""
        return (self.msh.text(9, 1) or "").upper()

    @property
    def event(self) -> str:
        """MSH-9.2, else EVN-1: A01, P03 ..."""
        evn = self.first("EVN")
        return (self.msh.text(9, 2) or (evn.text(1) if evn else None) or "").upper()

    @property
    def name(self) -> str:
        """Which message this is, as its sender and we would find it."""
        control = self.msh.text(10)
        return f"message {self.no}" + (f", {control}" if control else "")

    def first(self, *ids: str) -> Segment | None:
        """The first segment of these ids."""
        return next((one for one in self.segments if one.id in ids), None)

    def every(self, *ids: str) -> list[Segment]:
        """All segments of these ids, in order."""
        return [one for one in self.segments if one.id in ids]

    def at(self, segment: Segment | None = None) -> At:
        """Where a segment stands, for a finding: its number in the file, and the message."""
        return At(self.file, (segment or self.msh).no, self.name)

    def raw(self) -> str:
        """The message as it came, one segment a line."""
        return "\n".join(one.raw for one in self.segments)

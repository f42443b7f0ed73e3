"""Writes claim files: one a week, organization and kind; bills of self-pay visits stand in a file of their own."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from remindful.edges.example.answers import Answer
from remindful.edges.example.claim_texts import claim_segments
from remindful.edges.example.envelope import Envelope
from remindful.edges.example.office import ORGANIZATIONS, Organization
from remindful.edges.example.span import Span
from remindful.edges.example.spool import Spool
from remindful.edges.example.visits import Visit

TERMINATOR = "~\n"
VERSIONS = {"P": "005010X222A1", "I": "005010X223A2"}


@dataclass(slots=True)
class ClaimFile:
    """A file while it grows: its hierarchical numbers and its segments are counted on."""

    organization: Organization
    day: int
    kind: str  # P, I
    is_self_pay: bool
    hl: int = 1
    segments: int = 0
    claims: int = 0
    charge_cents: int = 0

    @property
    def name(self) -> str:
        """The spool's name for it."""
        return f"837/{self.organization.short}/{self.day}/{'S' if self.is_self_pay else ''}"


@dataclass(slots=True)
class ClaimFiles:
    """All claim files of the example."""

    span: Span
    spool: Spool
    files: dict[tuple[str, int, bool], ClaimFile]

    def add(
        self, visit: Visit, *, day: int, level_no: int = 1, frequency: str = "1", replaces: str = "",
        prior: Answer | None = None, patient_paid_cents: int = 0,
    ) -> bool:  # fmt: skip
        """Put a claim into the file of its day. False where that day is after the last."""
        if day > self.span.last_day:
            return False
        key = (visit.organization, day, not visit.covers)
        file = self.files.get(key)
        if file is None:
            kind = "I" if visit.is_institutional else "P"
            file = self.files[key] = ClaimFile(ORGANIZATIONS[visit.organization], day, kind, not visit.covers)
        segments = claim_segments(
            visit, level_no=level_no, hl=file.hl + 1, span=self.span, frequency=frequency, replaces=replaces,
            prior=prior, patient_paid_cents=patient_paid_cents,
        )  # fmt: skip
        file.hl += 2 if visit.covers and visit.covers[level_no - 1].relation != "18" else 1
        file.segments += len(segments)
        file.claims += 1
        file.charge_cents += visit.charge_cents
        self.spool.add(file.name, TERMINATOR.join(segments) + TERMINATOR)
        return True

    def write(self, folder: Path, first_control: int) -> int:
        """Write every file into its day's folder. Returns the number of files."""
        for number, key in enumerate(sorted(self.files), start=first_control):
            file = self.files[key]
            whose = f"{file.organization.short}_{'SELFPAY_' if file.is_self_pay else ''}"
            name = f"837{file.kind}_{whose}{self.span.say_x12(file.day)}.837"
            path = folder / self.span.say_iso(file.day) / file.organization.key / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as stream:
                _write_file(stream, file, self.spool, self.span, control=number)
        return len(self.files)


def _write_file(stream: BinaryIO, file: ClaimFile, spool: Spool, span: Span, *, control: int) -> None:
    organization = file.organization
    receiver = "EXAMPLEBILLS" if file.is_self_pay else "CLEARHSE"
    envelope = Envelope("HC", VERSIONS[file.kind], organization.short, receiver, control, file.day)
    day = span.say_x12(file.day)
    head = [
        f"ST*837*0001*{VERSIONS[file.kind]}",
        f"BHT*0019*00*{organization.short}{day}*{day}*0600*CH",
        f"NM1*41*2*EXAMPLE BILLING OFFICE*****46*{organization.short}",
        f"PER*IC*BILLING DESK*TE*{organization.phone}",
        f"NM1*40*2*{receiver}*****46*{receiver}",
        "HL*1**20*1",
        f"PRV*BI*PXC*{organization.taxonomy}",
        f"NM1*85*2*{organization.name.upper()}*****XX*{organization.npi}",
        f"N3*{organization.line1.upper()}",
        f"N4*{organization.city.upper()}*{organization.state}*{organization.zip}0000",
        f"REF*EI*{organization.x12_tax_id}",
    ]
    stream.write((envelope.opening(span) + TERMINATOR.join(head) + TERMINATOR).encode())
    spool.copy(file.name, stream)
    segments = len(head) + file.segments + 1
    stream.write(f"SE*{segments}*0001{TERMINATOR}{envelope.closing(1)}".encode())

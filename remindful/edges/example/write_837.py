"""Writes claim files: one a week, organization and kind; bills of self-pay visits stand in a file of their own."""

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from remindful.edges.example.answers import Answer
from remindful.edges.example.claim_frames import Bill, make_claim_frames
from remindful.edges.example.envelope import make_interchange
from remindful.edges.example.frame_spool import BATCH, FrameSpool, batches
from remindful.edges.example.office import ORGANIZATIONS, Organization
from remindful.edges.example.span import Span
from remindful.edges.example.visits import Visit
from remindful.edges.formats.claim837 import ClaimHeader, render_files

_FRAMES = (
    "claim_payers", "claim_lines", "claim_codes", "claim_providers", "claim_adjudications", "claim_payer_adjustments",
)  # fmt: skip


@dataclass(slots=True)
class ClaimFile:
    """A file while it grows. number: in the order in which files were begun."""

    number: int
    organization: Organization
    day: int
    kind: str  # P, I
    is_self_pay: bool
    claims: int = 0


@dataclass(slots=True)
class ClaimFiles:
    """All claim files of the example."""

    span: Span
    spool: FrameSpool
    files: dict[tuple[str, int, bool], ClaimFile] = field(default_factory=dict)
    bills: list[Bill] = field(default_factory=list)  # that are no frames yet
    claims: int = 0

    def add(
        self, visit: Visit, *, day: int, level_no: int = 1, frequency: str = "1", replaces: str | None = None,
        prior: Answer | None = None, patient_paid_cents: int = 0,
    ) -> bool:  # fmt: skip
        """Put a claim into the file of its day. False where that day is after the last."""
        if day > self.span.last_day:
            return False
        key = (visit.organization, day, not visit.coverages)
        file = self.files.get(key)
        if file is None:
            kind = "I" if visit.is_institutional else "P"
            organization = ORGANIZATIONS[visit.organization]
            file = self.files[key] = ClaimFile(len(self.files), organization, day, kind, not visit.coverages)
        file.claims += 1
        self.claims += 1
        self.bills.append(
            Bill(self.claims, file.number, visit, level_no, frequency, replaces, prior, patient_paid_cents, day)
        )
        if len(self.bills) >= BATCH:
            self._spool()
        return True

    def write(self, folder: Path, first_control: int) -> int:
        """Write every file into its day's folder. Returns the number of files."""
        self._spool()
        files = [self.files[key] for key in sorted(self.files)]
        control = first_control
        for batch in batches(files, [file.claims for file in files]):
            headers = [_header(file, self.span, control=control + place) for place, file in enumerate(batch)]
            for file, text in zip(batch, render_files(self._frames_of(batch), headers=headers), strict=True):
                path = _path(file, folder, self.span)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode())
            control += len(batch)
        return len(files)

    def _spool(self) -> None:
        self.spool.add(make_claim_frames(self.bills, self.span))
        self.bills.clear()

    def _frames_of(self, batch: list[ClaimFile]) -> dict[str, pl.DataFrame]:
        """The claims of these files, numbered as they stand in them."""
        places = pl.DataFrame({"file_no": [file.number for file in batch], "place": range(len(batch))})
        claims = self.spool.join("claims", places, on="file_no").sort("place", "claim_no")
        claims = claims.with_columns(file_no="place", place_no=pl.int_range(1, pl.len() + 1))
        numbers = claims.select("claim_no", "place_no")
        drawn = {
            name: self.spool.join(name, numbers, on="claim_no").with_columns(claim_no="place_no").drop("place_no")
            for name in _FRAMES
        }
        return {"claims": claims.with_columns(claim_no="place_no").drop("place", "place_no"), **drawn}


def _path(file: ClaimFile, folder: Path, span: Span) -> Path:
    infix = "SELFPAY_" if file.is_self_pay else ""
    name = f"837{file.kind}_{file.organization.short}_{infix}{span.say_x12(file.day)}.837"
    return folder / span.say_iso(file.day) / file.organization.key / name


def _header(file: ClaimFile, span: Span, *, control: int) -> ClaimHeader:
    receiver = "EXAMPLEBILLS" if file.is_self_pay else "CLEARHSE"
    return ClaimHeader(
        make_interchange(file.organization.short, receiver, control, span.sent_at(file.day)),
        submitter_name="EXAMPLE BILLING OFFICE",
        submitter_key=file.organization.short,
        contact_name="BILLING DESK",
        contact_phone=file.organization.phone,
        receiver_name=receiver,
        receiver_key=receiver,
    )

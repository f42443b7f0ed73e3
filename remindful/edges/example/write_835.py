"""Writes remittance files: one a payer (or clearing house), organization and payment week; each ties to the cent."""

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from remindful.edges.example import plans
from remindful.edges.example.answers import Answer, Recoupment
from remindful.edges.example.envelope import make_interchange
from remindful.edges.example.frame_spool import BATCH, FrameSpool, batches
from remindful.edges.example.office import ORGANIZATIONS
from remindful.edges.example.plans import Payer
from remindful.edges.example.remit_frames import make_remit_claim_frames
from remindful.edges.example.remits import Remit, balance_remits, make_header, make_remit_frames
from remindful.edges.example.span import Span
from remindful.edges.formats.era835 import write_files

_FRAMES = ("remit_lines", "remit_adjustments")


@dataclass(slots=True)
class Remits:
    """All remits of the example."""

    span: Span
    spool: FrameSpool
    remits: dict[tuple[str, str, int], Remit] = field(default_factory=dict)
    answers: list[tuple[int, int, Answer]] = field(default_factory=list)  # that are no frames yet
    claims: int = 0

    def add(self, answer: Answer) -> bool:
        """Put an answer into its payer's remit of the day. False where that day is after the last."""
        remit = self._remit(answer.coverage.payer, answer.visit.organization, answer.paid_day)
        if remit is None:
            return False
        remit.add(answer)
        self.claims += 1
        self.answers.append((remit.number, self.claims, answer))
        if len(self.answers) >= BATCH:
            self._spool()
        return True

    def add_recoupment(self, recoupment: Recoupment) -> bool:
        """Put a recovery into the payer's remit of its day. False where that day is after the last."""
        remit = self._remit(recoupment.payer, recoupment.organization, recoupment.paid_day)
        if remit is not None:
            remit.adjustments.append(("WO", recoupment.reference, recoupment.cents))
        return remit is not None

    def _remit(self, payer: Payer, organization: str, day: int) -> Remit | None:
        # The file is fetched on the day after payment.
        if day + 1 > self.span.last_day:
            return None
        key = (organization, payer.key, day)
        remit = self.remits.get(key)
        if remit is None:
            remit = self.remits[key] = Remit(len(self.remits), payer, ORGANIZATIONS[organization], day)
        return remit

    def write(self, folder: Path, first_control: int) -> list[Path]:
        """Write every file into the folder of the day after payment, in the order of their days."""
        self._spool()
        balance_remits([self.remits[key] for key in sorted(self.remits, key=lambda each: (each[2], each))], {})
        files: dict[tuple[int, str, str], list[Remit]] = {}
        for key in sorted(self.remits):
            remit = self.remits[key]
            files.setdefault((remit.day, remit.payer.bundle.name, remit.organization.key), []).append(remit)
        paths: list[Path] = []
        ordered = [remits for _, remits in sorted(files.items(), key=lambda each: each[0])]
        for batch in batches(ordered, [sum(remit.claims for remit in remits) for remits in ordered]):
            paths += self._write_batch(batch, folder, first_control + len(paths))
        return paths

    def _spool(self) -> None:
        self.spool.add(make_remit_claim_frames(self.answers, self.span))
        self.answers.clear()

    def _write_batch(self, files: list[list[Remit]], folder: Path, first_control: int) -> list[Path]:
        headers = [
            make_header(
                make_interchange(
                    remits[0].payer.bundle.name, remits[0].organization.short, first_control + place, self.span.sent_at(remits[0].day),
                    line_end=remits[0].payer.bundle.line_end,
                ),
                plans.PAYERS,
            )
            for place, remits in enumerate(files)
        ]  # fmt: skip
        texts = write_files(self._frames_of(files), headers=headers)
        paths = [self._path(remits[0], folder) for remits in files]
        for path, text in zip(paths, texts, strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        return paths

    def _frames_of(self, files: list[list[Remit]]) -> dict[str, pl.DataFrame]:
        """The remits of these files and their claims, numbered as they stand in them."""
        remits = [remit for file in files for remit in file]
        file_nos = [place for place, file in enumerate(files) for _ in file]
        places = pl.DataFrame({"remit_no": [remit.number for remit in remits], "place": range(1, len(remits) + 1)})
        claims = self.spool.join("remit_claims", places, on="remit_no")
        numbers = claims.select("claim_no")
        drawn = {name: self.spool.join(name, numbers, on="claim_no") for name in _FRAMES}
        claims = claims.with_columns(remit_no="place").drop("place")
        return {**make_remit_frames(remits, self.span, file_nos=file_nos), "remit_claims": claims, **drawn}

    def _path(self, remit: Remit, folder: Path) -> Path:
        name = f"835_{remit.payer.bundle.name}_{self.span.say_x12(remit.day)}.835"
        return folder / self.span.say_iso(remit.day + 1) / remit.organization.key / name

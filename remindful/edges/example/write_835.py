"""Writes remittance files: one a payer (or clearing house), organization and payment week; each ties to the cent."""

from dataclasses import dataclass, field
from pathlib import Path

from remindful.edges.example.answers import Answer, Recoupment
from remindful.edges.example.envelope import Envelope
from remindful.edges.example.office import ORGANIZATIONS, Organization
from remindful.edges.example.plans import Payer
from remindful.edges.example.remit_texts import answer_segments, remit_head, split_provider_adjustments
from remindful.edges.example.span import Span
from remindful.edges.example.spool import Spool

CAPITATION_CENTS = 4_150  # a capitated patient and visit, paid as a sum


@dataclass(slots=True)
class Remit:
    """One ST while it grows."""

    payer: Payer
    organization: Organization
    day: int
    segments: int = 0
    claims: int = 0
    paid_cents: int = 0
    capitated: int = 0
    adjustments: list[tuple[str, str, int]] = field(default_factory=list)  # PLB: reason, reference, cents

    @property
    def name(self) -> str:
        """The spool's name for it."""
        return f"835/{self.organization.short}/{self.payer.key}/{self.day}"


@dataclass(slots=True)
class Remits:
    """All remits of the example."""

    span: Span
    spool: Spool
    remits: dict[tuple[str, str, int], Remit]
    unbalanced: int = 0

    def add(self, answer: Answer) -> bool:
        """Put an answer into its payer's remit of the day. False where that day is after the last."""
        remit = self._remit(answer.cover.payer, answer.visit.organization, answer.paid_day)
        if remit is None:
            return False
        terminator = remit.payer.bundle.terminator
        segments = answer_segments(answer, self.span)
        self.spool.add(remit.name, terminator.join(segments) + terminator)
        remit.segments += len(segments)
        remit.claims += 1
        remit.paid_cents += answer.sign * answer.paid_cents
        remit.capitated += answer.cover.plan.is_capitated
        if answer.interest_cents:
            remit.adjustments.append(("L6", answer.number, -answer.interest_cents))
        if answer.added_back_cents:
            remit.adjustments.append(("WO", answer.number, -answer.added_back_cents))
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
            remit = self.remits[key] = Remit(payer, ORGANIZATIONS[organization], day)
        return remit

    def write(self, folder: Path, first_control: int) -> list[Path]:
        """Write every file into the folder of the day after payment, in the order of their days."""
        self._balance()
        files: dict[tuple[int, str, str], list[Remit]] = {}
        for key in sorted(self.remits):
            remit = self.remits[key]
            files.setdefault((remit.day, remit.payer.bundle.name, remit.organization.key), []).append(remit)
        paths: list[Path] = []
        for control, ((day, bundle, organization), remits) in enumerate(sorted(files.items()), start=first_control):
            path = folder / self.span.say_iso(day + 1) / organization / f"835_{bundle}_{self.span.say_x12(day)}.835"
            path.parent.mkdir(parents=True, exist_ok=True)
            self._write_file(path, remits, control)
            paths.append(path)
        return paths

    def _balance(self) -> None:
        """Where taken-back claims exceed what is paid, the rest is carried into the payer's next remit (PLB FB)."""
        carried: dict[tuple[str, str], int] = {}
        for key in sorted(self.remits, key=lambda each: (each[2], each)):
            remit = self.remits[key]
            if remit.capitated:
                remit.adjustments.append(("CT", "CAPITATION", -remit.capitated * CAPITATION_CENTS))
            owed = carried.pop(key[:2], 0)
            if owed:
                remit.adjustments.append(("FB", f"{remit.payer.key}FB", owed))
            net = remit.paid_cents - sum(cents for _, _, cents in remit.adjustments)
            if net < 0:
                remit.adjustments.append(("FB", f"{remit.payer.key}FB", net))
                carried[key[:2]] = -net

    def _write_file(self, path: Path, remits: list[Remit], control: int) -> None:
        first = remits[0]
        terminator = first.payer.bundle.terminator
        envelope = Envelope(
            "HP", "005010X221A1", first.payer.bundle.name, first.organization.short, control, first.day, terminator
        )
        with path.open("wb") as stream:
            stream.write(envelope.opening(self.span).encode())
            for number, remit in enumerate(remits, start=1):
                adjustments = split_provider_adjustments(
                    remit.organization, remit.adjustments, self.span.say_x12(remit.day)[:4]
                )
                paid_cents = remit.paid_cents - sum(cents for _, _, cents in remit.adjustments)
                head = remit_head(remit.payer, remit.organization, self.span.say_x12(remit.day), paid_cents, number)
                lx = ["LX*1"] if remit.claims else []
                stream.write((terminator.join([*head, *lx]) + terminator).encode())
                self.spool.copy(remit.name, stream)
                count = len(head) + len(lx) + remit.segments + len(adjustments) + 1
                tail = [*adjustments, f"SE*{count}*{number:04d}"]
                stream.write((terminator.join(tail) + terminator).encode())
            stream.write(envelope.closing(len(remits)).encode())

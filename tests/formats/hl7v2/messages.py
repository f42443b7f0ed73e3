"""HL7 messages as tests write them, and what a reading of them told."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from remindful.core.words.findings import Finding
from remindful.edges.formats import hl7v2, sniff_format

SAMPLES = Path(hl7v2.__file__).parent / "samples"
MSH = r"MSH|^~\&|EHR|BAYVIEW|REMINDFUL|OFFICE|20260302190000||{kind}|C1|P|2.5.1"


@dataclass(frozen=True, slots=True)
class Whole:
    """What a file told."""

    frames: dict[str, pl.DataFrame]
    findings: list[Finding]
    rows_read: int
    exception_count: int

    def codes(self) -> list[tuple[int | None, str]]:
        return [(finding.at.line, finding.code) for finding in self.findings]

    def row(self, frame: str, number: int = 0) -> dict[str, Any]:
        return {name: value for name, value in self.frames[frame].row(number, named=True).items() if value is not None}

    def column(self, frame: str, name: str) -> list[Any]:
        return self.frames[frame][name].to_list() if frame in self.frames else []


def read_path(path: Path) -> Whole:
    fmt = sniff_format(path)
    assert fmt is hl7v2.FORMAT
    (piece,) = fmt.read(path, None)
    return Whole(dict(piece.frames), list(piece.findings), piece.rows_read, piece.exception_count)


def message(
    kind: str,
    *segments: str,
    pid: str = "PID|1||100345^^^B^MR||Lee^Ana||19800101|F",
    gt1: str | None = "GT1|1|100345|Lee^Ana||||||||SEL",
) -> str:
    """A message of a patient who answers for herself, with these segments after its PID."""
    event = kind.split("^")[1] if "^" in kind else ""
    after = [gt1] if gt1 else []
    return "\r".join([MSH.format(kind=kind), f"EVN|{event}|20260302", pid, *segments, *after]) + "\r"


def visit(key: str = "V1", kind: str = "O", start: str = "20260302", end: str = "") -> str:
    """PV1 of a visit."""
    fields = {2: kind, 19: key, 44: start, 45: end}
    return "PV1|1|" + "|".join(fields.get(number, "") for number in range(2, 46)).rstrip("|")


def charge(
    key: str = "",
    code: str = "99213",
    kind: str = "CG",
    cents: str = "100.00",
    units: str = "1",
    day: str = "20260302",
    dx: str = "",
) -> str:
    """FT1 of a charge."""
    fields = {2: key, 4: day, 6: kind, 7: f"{code}^Visit^C4", 10: units, 11: cents, 19: dx}
    return "FT1|1|" + "|".join(fields.get(number, "") for number in range(2, 20)).rstrip("|")

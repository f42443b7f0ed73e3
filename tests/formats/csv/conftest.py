"""Reads a CSV text through the format, as an import does."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from remindful.core.words.findings import Finding
from remindful.edges.formats import csv_rows


@dataclass(frozen=True, slots=True)
class Whole:
    """All pieces of a file together."""

    frames: dict[str, pl.DataFrame]
    findings: list[Finding]
    rows_read: int
    exception_count: int

    def codes(self) -> list[tuple[int | None, str]]:
        return [(finding.at.line, finding.code) for finding in self.findings]


type ReadText = Callable[..., Whole]


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    def read(text: str | bytes, mapping: str | None = None, name: str = "rows.csv") -> Whole:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        mapping_path = None
        if mapping is not None:
            mapping_path = tmp_path / "rows.mapping.yaml"
            mapping_path.write_text(mapping, "utf-8")
        frames: dict[str, list[pl.DataFrame]] = {}
        findings: list[Finding] = []
        rows_read = exception_count = 0
        for piece in csv_rows.FORMAT.read(path, mapping_path):
            rows_read, exception_count = rows_read + piece.rows_read, exception_count + piece.exception_count
            findings += piece.findings
            for kind, frame in piece.frames.items():
                frames.setdefault(kind, []).append(frame)
        whole = {kind: pl.concat(pieces) for kind, pieces in frames.items()}
        assert rows_read == exception_count + sum(frame.height for name, frame in whole.items() if name != "tellings")
        return Whole(whole, findings, rows_read, exception_count)

    return read

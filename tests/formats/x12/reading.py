"""Whole files from readers, as the tests compare them."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import polars as pl

from remindful.core.words.findings import Finding
from remindful.edges import formats
from remindful.edges.formats import Reading

SAMPLES = Path(formats.__file__).parent


def join_readings(readings: Iterable[Reading]) -> tuple[dict[str, pl.DataFrame], list[Finding]]:
    pieces = list(readings)
    frames = {name: pl.concat([piece.frames[name] for piece in pieces]) for name in pieces[0].frames}
    return frames, [finding for piece in pieces for finding in piece.findings]


def as_rows(frame: pl.DataFrame) -> list[dict[str, object]]:
    """Rows without their nulls, days as text: what a golden file holds."""
    return [
        {name: str(value) if isinstance(value, date) else value for name, value in row.items() if value is not None}
        for row in frame.to_dicts()
    ]


def as_golden(frames: Mapping[str, pl.DataFrame], findings: Iterable[Finding]) -> dict[str, list[object]]:
    golden: dict[str, list[object]] = {name: list(as_rows(frame)) for name, frame in frames.items()}
    golden["findings"] = [
        " ".join(str(part) for part in (one.code, one.at.line, one.at.key) if part) for one in findings
    ]
    return golden


def expected_of(sample: Path) -> dict[str, list[object]]:
    return json.loads(sample.with_suffix(".expected.json").read_text())

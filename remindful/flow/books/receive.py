"""The first station: a file as it came, kept, known again, and read to frames. Nothing is posted here."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from remindful.core.words import frames as words
from remindful.core.words.findings import At, Finding
from remindful.edges import formats
from remindful.edges.formats import csv_rows, fhir, synthea
from remindful.edges.x12.names import name_set
from remindful.flow.office.home import Home

OFFICE_FILE = "office.yaml"
MAPPING_SUFFIX = ".mapping.yaml"
#: People first, then what claims are made of, then balances, claims, answers, money, and what happened: each needs those before it.
ORDER = (
    "demographics", "fhir", "providers", "fees", "coverages", "referrals", "authorizations", "appointments", "hl7v2", "encounters",
    "diagnoses", "charges", "charge_capture", "open_balances", "claim837", "era835", "payments", "contacts",
)  # fmt: skip
NUL = "\0"
#: X12 sets that some format reads.
READ_SETS = tuple(f"X12 {kind}" for kind in ("835", "837", "999", "277", "278"))
RANKS = {name: rank for rank, name in enumerate(ORDER)}
#: What hangs on a claim or a remittance: where a file has none of it, there is none, not an unknown number.
HANGING = {
    "claims": {"claim_payers": words.ClaimPayers, "claim_lines": words.ClaimLines},
    "remits": {
        "remit_claims": words.RemitClaims, "remit_lines": words.RemitLines, "remit_adjustments": words.RemitAdjustments,
        "remit_provider_adjustments": words.RemitProviderAdjustments,
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file (or a Synthea folder) with its content's name. `mapping`: how its columns are called, for CSV."""

    path: Path
    name: str
    sha256: str
    size_bytes: int
    mapping: Path | None
    is_folder: bool = False
    rank: int = 0  # its place in ORDER


@dataclass(frozen=True, slots=True)
class ReadFile:
    """All frames of one file by the name of their contract, and what was set aside."""

    received: ReceivedFile
    format: str | None
    frames: dict[str, pl.DataFrame]
    findings: tuple[Finding, ...]
    rows_read: int
    exception_count: int
    tests: "MarkedTests | None" = None  # what the sender marks as a test


@dataclass(frozen=True, slots=True)
class MarkedTests:
    """What a file marks as a test (ISA15 = T, MSH-11 = T or D): its frames, its own findings, and its first line."""

    frames: dict[str, pl.DataFrame]
    findings: tuple[Finding, ...]
    line: int


def list_files(paths: Iterable[Path], *, mapping: Path | None) -> list[ReceivedFile]:
    """Every file under the paths, in name order; offices, mappings and hidden files are not data. Folders of Synthea are one."""
    found: list[ReceivedFile] = []
    for path in paths:
        if path.is_dir() and (synthea.is_synthea_folder(path) or fhir.is_fhir_folder(path)):
            found.append(_receive_folder(path))
        elif path.is_dir():
            inner = [entry for entry in sorted(path.iterdir()) if not entry.name.startswith(".") and _is_data(entry)]
            found += list_files([entry for entry in inner if entry.is_dir()], mapping=mapping)
            here = list_files([entry for entry in inner if not entry.is_dir()], mapping=mapping)
            found += sorted(here, key=lambda received: (received.rank, received.name))
        else:
            found.append(_receive(path, mapping=mapping))
    return found


def _is_data(path: Path) -> bool:
    return path.is_dir() or not (path.name == OFFICE_FILE or path.name.endswith((MAPPING_SUFFIX, ".yaml", ".md")))


def _receive(path: Path, *, mapping: Path | None) -> ReceivedFile:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    fmt = formats.sniff_format(path)
    if fmt is None or fmt.name != "csv":
        rank = RANKS.get("" if fmt is None else fmt.name, len(RANKS))
        return ReceivedFile(path, path.name, digest.hexdigest(), path.stat().st_size, mapping, rank=rank)
    mapping = mapping or csv_rows.find_mapping(path)
    rank = RANKS.get(csv_rows.kind_of(path, mapping) or "", len(RANKS))
    return ReceivedFile(path, path.name, digest.hexdigest(), path.stat().st_size, mapping, rank=rank)


def _receive_folder(path: Path) -> ReceivedFile:
    files = fhir.fhir_files(path) or sorted(path.glob("*.csv"))
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    size_bytes = sum(file.stat().st_size for file in files)
    return ReceivedFile(path, path.name, digest.hexdigest(), size_bytes, None, is_folder=True)


def keep_copy(received: ReceivedFile, *, home: Home) -> Path:
    """Keep a file as it came, under its content's name: the evidence for what was posted. Writing is all or nothing."""
    copy = home.received(received.sha256)
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        partial = copy.with_name(f"{copy.name}.{os.getpid()}.part")
        if received.is_folder:
            shutil.copytree(received.path, partial, dirs_exist_ok=True)
        else:
            shutil.copyfile(received.path, partial)
        partial.rename(copy)
    if received.mapping is not None:
        shutil.copyfile(received.mapping, copy.with_name(f"{copy.name}{MAPPING_SUFFIX}"))
    return copy


def read_file(received: ReceivedFile, *, care: bool = False, zone: str | None = None) -> ReadFile:
    """Read a file whole, by the format that knows its first bytes. care: as an office that bills its encounters itself needs it.

    zone: where the organization is, in which instants become days; None: as they are written.
    """
    if received.is_folder:
        if fhir.is_fhir_folder(received.path):
            return _gather(received, "fhir", fhir.read_folder(received.path, zone=zone))
        return _gather(received, "synthea", synthea.read_folder(received.path, care=care))
    fmt = formats.sniff_format(received.path)
    if fmt is None:
        return ReadFile(received, None, {}, (_say_unknown(received),), 0, 0)
    if fmt.has_instants:
        return _gather(received, fmt.name, fmt.read(received.path, received.mapping, zone=zone))
    return _gather(received, fmt.name, fmt.read(received.path, received.mapping))


def read_stored(sha256: str, name: str, *, home: Home, zone: str | None = None) -> ReadFile:
    """Read a kept file again, for what was not taken of it, or what an earlier version did not store. zone: as read_file has it."""
    copy = home.received(sha256)
    mapping = copy.with_name(f"{copy.name}{MAPPING_SUFFIX}")
    size_bytes = 0 if copy.is_dir() else copy.stat().st_size
    return read_file(
        ReceivedFile(copy, name, sha256, size_bytes, mapping if mapping.exists() else None, is_folder=copy.is_dir()),
        zone=zone,
    )


def _gather(received: ReceivedFile, name: str, readings: Iterable[formats.Reading]) -> ReadFile:
    every = list(readings)
    if _may_hold_nul(received):
        every = [replace(one, frames={name: _drop_nul(frame) for name, frame in one.frames.items()}) for one in every]
    real = [reading for reading in every if reading.test_line is None]
    tests = [reading for reading in every if reading.test_line is not None]
    part = None
    if tests:
        line = min(one.test_line for one in tests if one.test_line is not None)
        part = MarkedTests(_join(tests), tuple(finding for one in tests for finding in one.findings), line)
    return ReadFile(
        received,
        name,
        _join(real),
        tuple(finding for one in real for finding in one.findings),
        sum(one.rows_read for one in every),
        sum(one.exception_count for one in every),
        part,
    )


def _join(readings: Iterable[formats.Reading]) -> dict[str, pl.DataFrame]:
    """The frames of readings, one of each contract, with those that hang on them."""
    pieces: dict[str, list[pl.DataFrame]] = {}
    for reading in readings:
        for contract, frame in reading.frames.items():
            pieces.setdefault(contract, []).append(frame)
    frames = {contract: pl.concat(frames) for contract, frames in pieces.items()}
    for owner in HANGING.keys() & frames.keys():
        for contract, schema in HANGING[owner].items():
            frames.setdefault(contract, schema.create_empty())
    return frames


def _may_hold_nul(received: ReceivedFile) -> bool:
    """Whether a file has a NUL character, as a byte or as JSON writes it."""
    files = [path for path in received.path.rglob("*") if path.is_file()] if received.is_folder else [received.path]
    for path in files:
        before = b""
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                if b"\0" in piece or rb"\u0000" in before + piece:
                    return True
                before = piece[-5:]
    return False


def _drop_nul(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame without NUL characters in its texts: no database keeps them, and they are an exporter's fault, never data."""
    return frame.with_columns(pl.col(pl.String).str.replace_all(NUL, "", literal=True))


def _say_unknown(received: ReceivedFile) -> Finding:
    if received.size_bytes == 0:
        return Finding(
            "file.empty",
            At(received.name),
            "The file is empty.",
            "Export it again; an empty file often is one that broke off.",
        )
    known: Sequence[str] = [f"{fmt.name} ({fmt.description})" for fmt in formats.find_formats()]
    named = name_set(received.path)
    if named is not None and named.startswith(READ_SETS):
        return Finding(
            "file.damaged",
            At(received.name),
            f"This file begins as {named}, but its interchange header (ISA) or its separators are damaged, so nothing of it was posted.",
            "Open it in a text editor and compare its first line with a file that was read; ask the sender for a whole one.",
        )
    return Finding(
        "file.unknown",
        At(received.name),
        f"This file is {named}. Remindful does not read those, so nothing of it was posted."
        if named
        else "This file is of no kind that Remindful reads, so nothing of it was posted.",
        f"It reads {'; '.join(known)}. If it is a CSV with other column names, give a mapping: --mapping FILE.",
    )

"""Reads a CSV file: what it is, which mapping it has, then batch by batch in flat memory."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TextIO

from remindful.core.words.findings import At, Finding
from remindful.edges.formats import Reading
from remindful.edges.formats.csv_rows.capture import split_capture
from remindful.edges.formats.csv_rows.encoding import (
    HEAD_BYTES,
    decode_head,
    detect_delimiter,
    detect_encoding,
    name_binary,
    split_header,
)
from remindful.edges.formats.csv_rows.find import mappings_for
from remindful.edges.formats.csv_rows.kinds import RowKind
from remindful.edges.formats.csv_rows.known import KINDS, kind_of_header
from remindful.edges.formats.csv_rows.mapping import Mapping, identity_mapping, read_mapping
from remindful.edges.formats.csv_rows.records import Batch, read_batches
from remindful.edges.formats.csv_rows.rows import RowReader

HEADER_LINES = 50  # a header cell may hold line ends; more than this is an unclosed quote
MAP_REMEDY = "Write a mapping file beside it, as docs/how-to/your-own-files.md shows, and import again."


def read_csv(path: Path, mapping_path: Path | None, *, zone: str | None = None) -> Iterator[Reading]:
    """Pieces of a CSV file, each with one frame by its kind's name. A fault of the whole file: one finding, no rows.

    zone: where the organization is, in which instants become days.
    """
    if finding := _refuse(path):
        yield Reading({}, [finding])
        return
    mapping: Mapping | None = None
    if mapping_path is not None:
        mapping, findings = read_mapping(mapping_path)
        if mapping is None:
            yield Reading({}, findings)
            return
    encoding = (mapping and mapping.encoding) or detect_encoding(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        yield from _read_text(file, path, mapping, zone)


def _read_text(file: TextIO, path: Path, mapping: Mapping | None, zone: str | None) -> Iterator[Reading]:
    line_no = mapping.header_line if mapping else 1
    for _ in range(line_no - 1):
        file.readline()
    text = _header_text(file)
    wanted = [name for source in mapping.sources.values() for name in source.columns] if mapping else _all_names()
    delimiter = (mapping and mapping.delimiter) or detect_delimiter(text, wanted=wanted)
    header = split_header(text, delimiter)
    notes: list[Finding] = []
    if mapping is None:
        kind = kind_of_header(header)
        if kind is None:
            yield Reading({}, [_unmapped(path, header)])
            return
        mapping = identity_mapping(kind, header)
        notes = [_unknown_column(path, name) for name in header if name and name.casefold() not in kind.names]
    if finding := _check_header(path, header, mapping):
        yield Reading({}, [finding])
        return
    reader = RowReader(replace(mapping, office_zone=zone), header, path.name)
    first_line_no = line_no + max(1, len(text.splitlines()))
    batches = read_batches(file, delimiter=delimiter, width=len(header), line_no=first_line_no)
    pieces = _read_batches(reader, batches, notes)
    yield from split_capture(pieces, path.name) if mapping.kind.name is RowKind.CHARGE_CAPTURE else pieces


def _read_batches(reader: RowReader, batches: Iterator[Batch], notes: list[Finding]) -> Iterator[Reading]:
    for batch in _at_least_one(batches):
        piece = reader.read(batch)
        yield Reading(piece.frames, [*notes, *piece.findings], piece.rows_read, piece.exception_count)
        notes = []


def _at_least_one(batches: Iterator[Batch]) -> Iterator[Batch]:
    yield next(batches, Batch())
    yield from batches


def _header_text(file: TextIO) -> str:
    text = ""
    for _ in range(HEADER_LINES):
        text += file.readline()
        if text.count('"') % 2 == 0:
            break
    return text


def _all_names() -> list[str]:
    return sorted({name for kind in KINDS.values() for name in kind.names})


def _refuse(path: Path) -> Finding | None:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if binary := name_binary(head):
        remedy = "Open it in the program that made it and save it as CSV (UTF-8), then import that file."
        return Finding(
            "csv.not_text", At(path.name), f"This file is {binary}, not a CSV file, so nothing of it is read.", remedy
        )
    text = decode_head(head)
    if not text.strip():
        remedy = "Export it again; if the office had nothing to send, no file is needed."
        return Finding("csv.empty", At(path.name), "The file is empty: it has not even a header.", remedy)
    if len(head) == HEAD_BYTES and "\n" not in text and "\r" not in text:
        remedy = "Export it again as CSV with one row a line."
        return Finding(
            "csv.not_text", At(path.name), f"The first {HEAD_BYTES:,} bytes hold no line end: this is no table.", remedy
        )
    return None


def _check_header(path: Path, header: list[str], mapping: Mapping) -> Finding | None:
    """What is wrong with the header: a mapped column that it lacks, or has twice."""
    counts = Counter(name.casefold() for name in header)
    for ours, source in mapping.sources.items():
        for name in source.columns:
            count = counts[name.casefold()]
            if count == 1:
                continue
            at = At(path.name, mapping.header_line)
            if count > 1:
                message = f"The header has the column {name!r} {count} times, so it is unclear which is {ours}."
                return Finding("csv.header", at, message, "Rename one of them in the export and in the mapping.")
            near = get_close_matches(name.casefold(), [each.casefold() for each in header], n=1)
            nearest = next((each for each in header if near and each.casefold() == near[0]), None)
            hint = f" Is {nearest!r} meant?" if nearest else ""
            message = f"The header has no column {name!r}, which {ours} is read from, so no row is read.{hint}"
            remedy = f"Correct the mapping or the export. The header's columns: {', '.join(filter(None, header))}."
            return Finding("csv.header", at, message, remedy)
    return None


def _unmapped(path: Path, header: list[str]) -> Finding:
    rivals = mappings_for(path)
    if len(rivals) > 1:
        names = ", ".join(rival.name for rival in rivals)
        message = f"{len(rivals)} mapping files are for this file: {names}. Which is meant is unclear."
        return Finding("mapping.rivals", At(path.name), message, "Make their `file:` patterns exclude each other.")
    message = f"It has no mapping file, and its header ({', '.join(filter(None, header))}) does not use our own names."
    return Finding("csv.no_mapping", At(path.name, 1), message, MAP_REMEDY)


def _unknown_column(path: Path, name: str) -> Finding:
    message = f"The column {name!r} is not a known column and was not read; all others were."
    return Finding(
        "csv.column", At(path.name, 1), message, "Correct its name if it is one of ours; else nothing needs to be done."
    )

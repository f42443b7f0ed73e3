"""Cuts text into records, batch by batch, each with its physical line; a broken record never takes another with it.

A quote that is never closed would swallow what follows. So when a record that spans lines turns out broken, only its
first line is set aside, and reading goes on at the next physical line.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    import _csv

BATCH_CHARS = 4_000_000
QUOTE_MESSAGE = "A quote is not closed, or has text beside it, so the fields of this row cannot be separated."
QUOTE_REMEDY = "Close the quote, or write a quote inside a value as two quotes, and import the file again."
COUNT_REMEDY = (
    "Most often a value holds the delimiter: put that value in quotes, or export with tabs, and import the file again."
)


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that is not a row: its physical line, what is wrong, how to mend it, and its text."""

    line_no: int
    code: str
    message: str
    remedy: str
    raw: str


@dataclass(slots=True)
class Batch:
    """Rows of equal width with the physical line of each, their text, and the records that are no rows."""

    rows: list[list[str]] = field(default_factory=list)
    line_nos: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)

    def raw(self, row_no: int) -> str:
        """The text of a row as it came."""
        start, end = self.spans[row_no]
        return "".join(self.lines[start:end]).rstrip("\r\n")


def read_batches(file: TextIO, *, delimiter: str, width: int, line_no: int) -> Iterator[Batch]:
    """Batches of about 4 MB of text. `file` is open with newline="" and stands at physical line `line_no` (1-based)."""
    carried: list[str] = []
    while True:
        fresh = file.readlines(BATCH_CHARS)
        lines = carried + fresh
        if not lines:
            return
        batch, used = cut_records(lines, delimiter=delimiter, width=width, line_no=line_no, is_last=not fresh)
        yield batch
        carried, line_no = lines[used:], line_no + used


def cut_records(lines: list[str], *, delimiter: str, width: int, line_no: int, is_last: bool) -> tuple[Batch, int]:
    """A batch, and how many lines it used up: fewer than all when the last record goes on in the next batch."""
    whole = _cut_plain_records(lines, delimiter=delimiter, width=width, line_no=line_no)
    return (whole, len(lines)) if whole else _cut_doubtful_records(lines, delimiter, width, line_no, is_last)


def _cut_plain_records(lines: list[str], *, delimiter: str, width: int, line_no: int) -> Batch | None:
    """The batch when each line is one good row, as in most files; else None."""
    try:
        rows = list(_reader_from(lines, 0, delimiter))
    except csv.Error:
        return None
    if len(rows) != len(lines) or set(map(len, rows)) != {width} or not all(map(any, rows)):
        return None
    line_nos = list(range(line_no, line_no + len(lines)))
    return Batch(rows, line_nos, [(row_no, row_no + 1) for row_no in range(len(lines))], lines)


def _cut_doubtful_records(
    lines: list[str], delimiter: str, width: int, line_no: int, is_last: bool
) -> tuple[Batch, int]:
    batch, start = Batch(lines=lines), 0
    reader, base = _reader_from(lines, 0, delimiter), 0
    while start < len(lines):
        try:
            fields = next(reader)
        except csv.Error:
            if base + reader.line_num >= len(lines) and not is_last and _may_go_on(lines[start:]):
                return batch, start
            batch.broken.append(
                Broken(line_no + start, "csv.quote", QUOTE_MESSAGE, QUOTE_REMEDY, lines[start].rstrip("\r\n"))
            )
            start = base = start + 1
            reader = _reader_from(lines, start, delimiter)
            continue
        end = base + reader.line_num
        fields = fields if any(fields[width:]) else fields[:width]
        if len(fields) == width and any(fields):
            batch.rows.append(fields)
            batch.line_nos.append(line_no + start)
            batch.spans.append((start, end))
        elif any(value.strip() for value in fields):
            batch.broken.append(_miscounted(lines[start], len(fields), width, line_no + start))
            if end - start > 1:
                end = base = start + 1
                reader = _reader_from(lines, end, delimiter)
        start = end
    return batch, len(lines)


def _reader_from(lines: list[str], start: int, delimiter: str) -> "_csv.Reader":
    return csv.reader(map(lines.__getitem__, range(start, len(lines))), delimiter=delimiter, strict=True)


def _may_go_on(lines: list[str]) -> bool:
    """Whether an unclosed record may still be whole: past the csv module's own limit it never is."""
    return sum(map(len, lines)) < csv.field_size_limit()


def _miscounted(line: str, found: int, width: int, line_no: int) -> Broken:
    fields = "1 field" if found == 1 else f"{found} fields"
    message = f"This row has {fields}, the header has {width}: no telling which value belongs to which column."
    return Broken(line_no, "csv.fields", message, COUNT_REMEDY, line.rstrip("\r\n"))

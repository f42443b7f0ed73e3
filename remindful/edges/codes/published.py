"""Published tables as rows of text: delimited files below a copyright and a heading of one or more lines, and CMS's fixed ICD-10-CM order file."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

#: Headings that one publisher spells in several ways, as the shortest of them.
_SAME = {
    "effective": "effective date",
    "deletion": "deletion date",
    "deletion date *=no data": "deletion date",
    "modifier 0=not allowed 1=allowed 9=not applicable": "modifier",
    "modifier indicator": "modifier",
    "hcpcs/ cpt code": "hcpcs/cpt code",
}
Needs = tuple[tuple[str, ...], ...]
Lines = Iterator[tuple[int, list[str], dict[str, int]]]


def read_lines(path: Path, needs: Needs) -> Lines:
    """(line number, fields, place of each heading) of a comma- or tab-delimited file. needs: of each group one heading.

    What stands above the heading is passed over. Raises ValueError where there is no such heading.
    """
    text = _read_text(path)
    delimiter = max(",\t", key=text[:20_000].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header: dict[str, int] | None = None
    try:
        for fields in reader:
            if not any(field.strip() for field in fields):
                continue
            if header is None:
                header = _read_heading(fields, needs)
            else:
                yield reader.line_num, fields, header
    except csv.Error as error:
        raise ValueError(f"{path.name}:{reader.line_num} cannot be read as a table ({error})") from None
    if header is None:
        wanted = "; ".join(" or ".join(group) for group in needs)
        raise ValueError(
            f"{path.name} has no heading with the columns {wanted}. Save the published file as CSV or tab-delimited text"
        )


def is_order_file(path: Path) -> bool:
    """Whether it is CMS's order file of ICD-10-CM, by its first line."""
    with path.open(encoding="utf-8", errors="replace") as file:
        return re.match(r"\d{5} [A-Z]\d", file.readline()) is not None


def read_order_lines(path: Path) -> Lines:
    """Lines of CMS's order file: fixed columns, code at 7, header flag at 15, long title from 78."""
    names = {"code": 0, "billable": 1, "description": 2}
    for number, line in enumerate(_read_text(path).splitlines(), start=1):
        if line.strip():
            yield number, [line[6:13], line[14:15], line[77:].strip()], names


def _read_text(path: Path) -> str:
    """UTF-8, or what Windows writes: CMS's notices have marks of the latter."""
    body = path.read_bytes()
    if b"\0" in body[:4_000]:
        raise ValueError(f"{path.name} is no text: unzip it, and save a workbook as CSV")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


def _read_heading(fields: list[str], needs: Needs) -> dict[str, int] | None:
    plain = [re.sub(r"\s+", " ", field.strip().lower()) for field in fields]
    names = {_SAME.get(name, name): place for place, name in enumerate(plain)}
    return names if all(any(name in names for name in group) for group in needs) else None

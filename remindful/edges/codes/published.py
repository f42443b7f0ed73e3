"""Published tables as rows of text: delimited files below a copyright and a heading, CMS's fixed ICD-10-CM order file, and its index as XML."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

#: Headings that one publisher spells in several ways, as the shortest of them.
_SAME = {
    "effective": "effective date",
    "deletion": "deletion date",
    "deletion date *=no data": "deletion date",
    "modifier 0=not allowed 1=allowed 9=not applicable": "modifier",
    "modifier indicator": "modifier",
    "hcpcs/ cpt code": "hcpcs/cpt code",
}
RequiredHeadings = tuple[tuple[str, ...], ...]
Lines = Iterator[tuple[int, list[str], dict[str, int]]]


def read_lines(path: Path, required: RequiredHeadings) -> Lines:
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
                header = _read_heading(fields, required)
            else:
                yield reader.line_num, fields, header
    except csv.Error as error:
        raise ValueError(f"{path.name}:{reader.line_num} cannot be read as a table ({error})") from None
    if header is None:
        wanted = "; ".join(" or ".join(group) for group in required)
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


def read_index_lines(path: Path) -> Lines:
    """Entries of the ICD-10-CM Alphabetic Index (XML) that name a code: the terms from the main one down, and the code. The number counts entries.

    What may stand in brackets (nonessential modifiers) is left out. Raises ValueError where the file is not that index.
    """
    names = {"term": 0, "code": 1}
    number = 0
    try:
        for _, main in ElementTree.iterparse(path):  # noqa: S314  a file that the office chose; entities outside it are not followed
            if main.tag == "mainTerm":
                for term, code in _index_entries(main, ""):
                    number += 1
                    yield number, [term, code], names
                main.clear()
    except ElementTree.ParseError as error:
        raise ValueError(f"{path.name} cannot be read as XML ({error})") from None
    if not number:
        raise ValueError(f"{path.name} is not the Alphabetic Index: it has no <mainTerm> with a <code>")


def _index_entries(term: ElementTree.Element, above: str) -> Iterator[tuple[str, str]]:
    title = term.find("title")
    title_text = (
        "" if title is None else " ".join(f"{title.text or ''} {' '.join(part.tail or '' for part in title)}".split())
    )
    entry_text = f"{above} {title_text}".strip()
    code = term.findtext("code")
    if code:
        yield entry_text, code
    for below in term.findall("term"):
        yield from _index_entries(below, entry_text)


def _read_text(path: Path) -> str:
    """UTF-8, or what Windows writes: CMS's notices have marks of the latter."""
    body = path.read_bytes()
    if b"\0" in body[:4_000]:
        raise ValueError(f"{path.name} is no text: unzip it, and save a workbook as CSV")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


def _read_heading(fields: list[str], required: RequiredHeadings) -> dict[str, int] | None:
    plain = [re.sub(r"\s+", " ", field.strip().lower()) for field in fields]
    names = {_SAME.get(name, name): position for position, name in enumerate(plain)}
    return names if all(any(name in names for name in group) for group in required) else None

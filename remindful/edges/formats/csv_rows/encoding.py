"""A file's bytes as text: is it text at all, in which encoding, and which delimiter its header uses."""

import codecs
import csv
import io
from collections.abc import Collection
from pathlib import Path

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
NOT_TEXT = {
    b"PK\x03\x04": "an Excel workbook (.xlsx) or another ZIP archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls)",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a gzip archive",
}
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
HEAD_BYTES = 65_536
MAX_ZEROS = 0.05  # a share; a text with a few is a damaged text, whose damaged rows are set aside
BLOCK_BYTES = 1 << 20


def name_binary(head: bytes) -> str | None:
    """What these first bytes are when they are not text; None for text."""
    for mark, message in NOT_TEXT.items():
        if head.startswith(mark):
            return message
    if head.startswith(UTF_16):
        return None
    return "not text (it is full of zero bytes)" if head.count(0) > len(head) * MAX_ZEROS else None


def detect_encoding(path: Path) -> str:
    """utf-8-sig, utf-16 (by its byte order mark), or cp1252 where the bytes are not UTF-8.

    All of the file is looked at, since the first accent may come late. A file that is UTF-8 but for a few damaged bytes
    stays UTF-8, so that only the damaged rows are set aside and every other accent stays right.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    accents = damaged = 0
    with path.open("rb") as file:
        if file.read(2) in UTF_16:
            return "utf-16"
        file.seek(0)
        while block := file.read(BLOCK_BYTES):
            text = decoder.decode(block)
            if not text.isascii():
                damaged += text.count("\ufffd") - block.count("\ufffd".encode())
                accents += len(text) - len(text.encode("ascii", "ignore")) - text.count("\ufffd")
    return "utf-8-sig" if accents >= damaged else "cp1252"


def decode_head(head: bytes) -> str:
    """The first bytes as text, good enough to see a header."""
    if head.startswith(UTF_16):
        return head.decode("utf-16", "replace")
    try:
        return head.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cut_inside_a_character = error.start > len(head) - 4
        return head.decode("utf-8-sig" if cut_inside_a_character else "cp1252", "replace")


def detect_delimiter(header: str, *, wanted: Collection[str]) -> str:
    """The delimiter under which the header names most of the wanted columns, else the one that it has most of."""
    wanted_names = {name.casefold() for name in wanted}

    def fitness(delimiter: str) -> tuple[int, int]:
        names = split_header(header, delimiter)
        return len(wanted_names.intersection(name.casefold() for name in names)), len(names)

    return max(DELIMITERS.values(), key=fitness)


def split_header(header: str, delimiter: str) -> list[str]:
    """The header's names, trimmed."""
    rows = list(csv.reader(io.StringIO(header, newline=""), delimiter=delimiter))
    return [" ".join(name.split()) for name in rows[0]] if rows else []

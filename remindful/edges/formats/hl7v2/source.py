"""Bytes to messages: MLLP frames, batches, odd line ends and charsets. What is no segment is handed back, not dropped."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from remindful.edges.formats.hl7v2.delimiters import USUAL, delimiters_of
from remindful.edges.formats.hl7v2.segment import SEGMENT_ID, Message, Segment, part_segment

BLOCK_BYTES = 1 << 20
START_BLOCK, END_BLOCK = b"\x0b", b"\x1c"  # MLLP
ENVELOPE = (b"FHS", b"BHS", b"BTS", b"FTS")
BOM = codecs.BOM_UTF8
LINE_ENDS = re.compile(rb"[\r\n\x0b\x1c]+")
#: MSH-18 (HL7 table 0211) as Python's codecs.
CHARSETS = {
    "ASCII": "ascii", "8859/1": "iso8859-1", "8859/2": "iso8859-2", "8859/3": "iso8859-3", "8859/4": "iso8859-4",
    "8859/5": "iso8859-5", "8859/6": "iso8859-6", "8859/7": "iso8859-7", "8859/8": "iso8859-8", "8859/9": "iso8859-9",
    "8859/15": "iso8859-15", "GB 18030-2000": "gb18030", "KS X 1001": "euc_kr", "CNS 11643-1992": "big5", "BIG-5": "big5",
    "UNICODE": "utf-8", "UNICODE UTF-8": "utf-8", "UTF-8": "utf-8", "UTF8": "utf-8", "WINDOWS-1252": "cp1252", "CP1252": "cp1252",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """A line that belongs to no message, or is no segment. `why` is one of WHYS."""

    no: int
    raw: str
    why: str


@dataclass(frozen=True, slots=True)
class Tail:
    """The count that a batch's last segment (BTS-1) gives, and how many messages there were."""

    no: int
    stated: int
    counted: int


type Piece = Message | UnreadLine | Tail


def cut_lines(path: Path) -> Iterator[bytes]:
    """The file's segments as bytes, whatever ends them: CR, LF, both, or an MLLP frame. UTF-16 becomes UTF-8."""
    with path.open("rb") as file:
        head = file.read(2)
        if head in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            text = (head + file.read()).decode("utf-16", "replace")
            yield from (line for line in LINE_ENDS.split(text.encode()) if line.strip())
            return
        rest = head
        while block := file.read(BLOCK_BYTES):
            *lines, rest = LINE_ENDS.split(rest + block)
            yield from (line for line in lines if line.strip())
    yield from (line for line in LINE_ENDS.split(rest) if line.strip())


def read_messages(path: Path, *, zone: str | None = None) -> Iterator[Piece]:
    """Messages in order, with the lines between that are none. Memory holds one message at a time. zone: see `localize_hl7`."""
    lines: list[tuple[int, bytes]] = []
    message_no = in_batch = 0
    for no, bare in enumerate(cut_lines(path), 1):
        line = bare.removeprefix(BOM).lstrip(b" \t\0")
        if line.startswith((b"MSH", *ENVELOPE)) and lines:
            message_no, in_batch = message_no + 1, in_batch + 1
            yield from _close(lines, message_no, path.name, zone)
            lines = []
        if line.startswith(b"MSH"):
            lines = [(no, line)]
        elif line.startswith(ENVELOPE):
            in_batch = 0 if line.startswith(b"BHS") else in_batch
            yield from _tail(no, line, in_batch)
        elif lines:
            lines.append((no, line))
        else:
            yield UnreadLine(no, line.decode("utf-8", "replace"), "no_message")
    if lines:
        yield from _close(lines, message_no + 1, path.name, zone)


def _tail(no: int, line: bytes, counted: int) -> Iterator[Tail]:
    if line.startswith(b"BTS"):
        count_text = line[4:].split(line[3:4] or b"|", 1)[0].strip()
        if count_text.isdigit():
            yield Tail(no, int(count_text), counted)


def _close(lines: list[tuple[int, bytes]], message_no: int, file: str, zone: str | None) -> Iterator[Piece]:
    """The message of these lines, and those of its lines that are no segment."""
    codec, is_sure = charset_of(b"\r".join(line for _, line in lines), lines[0][1])
    texts = [(no, line.decode(codec, "replace")) for no, line in lines]
    marks = delimiters_of(texts[0][1])
    if marks is None:
        yield from (UnreadLine(no, text, "no_signs") for no, text in texts)
        return
    segments: list[Segment] = []
    for no, text in texts:
        if SEGMENT_ID.match(text) and text[3:4] in ("", marks.field):
            segments.append(part_segment(text, no, marks, codec, zone=zone))
        else:
            yield UnreadLine(no, text, "no_segment")
    if not is_sure:
        yield UnreadLine(lines[0][0], texts[0][1], "charset")
    yield Message(message_no, file, segments)


def charset_of(message: bytes, msh: bytes) -> tuple[str, bool]:
    """The codec of MSH-18 where the bytes are of it, else UTF-8 where they are, else Windows-1252; and whether that is sure."""
    separator = (delimiters_of(msh.decode("latin-1")) or USUAL).field.encode("latin-1", "replace")
    fields = msh.split(separator)
    charset = fields[17].split(b"~")[0].decode("latin-1").strip().upper() if len(fields) > 17 else ""  # MSH-18
    if message.isascii():
        return "utf-8" if charset in ("", "ASCII") else CHARSETS.get(charset, "utf-8"), True
    named = CHARSETS.get(charset)
    for codec in [named, "utf-8"] if named else ["utf-8"]:
        try:
            message.decode(codec)
        except UnicodeDecodeError:
            continue
        return codec, codec == named or not charset
    return "cp1252", False

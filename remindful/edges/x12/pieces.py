"""X12 files as pieces of whole segments, whatever their separators, line ends and bytes. Shared by every X12 reader.

A piece never ends inside a claim: it is cut before a segment that the reader names (`starts`), before an interchange
with other separators, or at the end of the file. So memory stays flat, and a reader can work on columns of segments.
Source: ASC X12.5 (interchange), X12.6 (segment syntax); the rest was learned from what senders really do.
"""

import codecs
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import polars as pl

#: Below 8 MiB: allocations of that size go back to the system at once, and are paid for again in the next piece.
CHUNK_BYTES = 6 << 20
#: One claim longer than this is no claim: the file has lost its separators.
LONGEST_CLAIM_BYTES = 64 << 20
#: An ISA is 106 bytes; some senders stretch it. Room to see what follows it, too.
_ISA_ROOM_BYTES = 512
_ISA_EXACT = re.compile(rb"ISA(.)..\1.{10}\1..\1.{10}\1..\1", re.DOTALL)
_WHITE = b" \t\r\n"
_JOBS_AT_ONCE = 2
_SEGMENT_SCHEMA = {"segment_no": pl.Int64, "id": pl.String, "text": pl.String, "is_landmark": pl.Boolean}


@dataclass(frozen=True, slots=True)
class Separators:
    """What parts elements, components and segments. `repetition` is null in 4010, where ISA11 means something else."""

    element: str
    component: str
    terminator: str
    repetition: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole segments: `rows` has segment_no (1-based in the file), id, text, is_landmark (the reader says which).

    Text is without terminator and line ends. ends_at: the id of the segment that follows in the file, "" at its end.
    is_padded: some elements have outer blanks. cut_off: a last segment without its terminator (no part of `rows`).
    outside: text before the interchange.
    """

    rows: pl.DataFrame
    separators: Separators
    ends_at: str
    is_padded: bool
    cut_off: str | None
    outside: str | None = None


@dataclass(frozen=True, slots=True)
class _Interchange:
    at: int
    separators: Separators


def empty_segments() -> pl.DataFrame:
    """No segments, with the columns of `Piece.rows`."""
    return pl.DataFrame(schema=_SEGMENT_SCHEMA)


def has_padding(texts: pl.Series, separators: Separators) -> bool:
    """Whether any element in these texts has outer blanks."""
    element = re.escape(separators.element)
    return bool(texts.str.contains(f" {element}|{element} ").any())


def holds_transaction(head: bytes, *, transaction: str, group: str) -> bool:
    """Whether the first bytes of a file hold an X12 transaction set of this kind ("835", group "HP")."""
    start = find_interchange(head)
    if start is None:
        return False
    element, end = (re.escape(_as_bytes(part)) for part in (start.separators.element, start.separators.terminator))
    body = head[start.at :]
    kinds = re.findall(end + rb"\s*ST" + element + rb"\s*(\d{3})", body)
    if kinds:
        return transaction.encode() in kinds
    groups = re.findall(end + rb"\s*GS" + element + rb"\s*([A-Z]{2})", body)
    return group.encode() in groups


def read_pieces(
    path: Path, *, starts: Sequence[str], landmarks: Sequence[str], chunk_bytes: int = CHUNK_BYTES
) -> Iterator[Piece]:
    """The file in pieces of about `chunk_bytes`, each of whole claims. Yields nothing where there is no interchange.

    starts: ids of segments before which a piece may end (CLP and ST in an 835). landmarks: ids to mark, the envelope's
    among them. The next piece is read and split in a thread of its own while the caller works on this one.
    """
    pieces = _read_in_turn(path, starts=starts, landmarks=landmarks, chunk_bytes=chunk_bytes)
    with ThreadPoolExecutor(max_workers=1) as ahead:
        coming = ahead.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = ahead.submit(next, pieces, None)
            yield piece


def run_ahead[T](jobs: Iterable[Callable[[], T]]) -> Iterator[T]:
    """The results of jobs in their order, two of them under way at once: Polars leaves a core idle between its steps."""
    waiting: deque[Future[T]] = deque()
    with ThreadPoolExecutor(max_workers=_JOBS_AT_ONCE) as pool:
        for job in jobs:
            waiting.append(pool.submit(job))
            if len(waiting) == _JOBS_AT_ONCE:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _read_in_turn(path: Path, *, starts: Sequence[str], landmarks: Sequence[str], chunk_bytes: int) -> Iterator[Piece]:
    next_no = 1
    outside = b""
    separators: Separators | None = None
    for block, ends_at, found in _cut_file(path, starts=starts, chunk_bytes=chunk_bytes):
        if separators is None:
            outside += block[:200]
        else:
            piece = _split_piece(block, separators, landmarks=landmarks, first_no=next_no, ends_at=ends_at)
            piece = replace(piece, outside=_clean_outside(outside))
            outside = b""
            next_no += piece.rows.height
            yield piece
        separators = found.separators if found is not None else separators


def _cut_file(
    path: Path, *, starts: Sequence[str], chunk_bytes: int
) -> Iterator[tuple[bytes, str, _Interchange | None]]:
    """Blocks of the file: bytes, the id that follows, and the interchange that begins there where separators change."""
    buffer, want_bytes = b"", chunk_bytes
    current: Separators | None = None
    with path.open("rb") as file:
        while True:
            buffer, at_end = _fill(buffer, file, want_bytes + _ISA_ROOM_BYTES)
            limit = len(buffer) if at_end else len(buffer) - _ISA_ROOM_BYTES
            found = _next_interchange(buffer, limit, current)
            if found is not None:
                cut, ends_at, current = found.at, "ISA", found.separators
            elif at_end:
                cut, ends_at = len(buffer), ""
            elif current is None:
                cut, ends_at = limit, ""
            else:
                cut, ends_at = _last_start(buffer, limit, current, starts)
                if cut == 0 and want_bytes < LONGEST_CLAIM_BYTES:
                    want_bytes = min(2 * want_bytes, LONGEST_CLAIM_BYTES)
                    continue
                cut, ends_at = (cut, ends_at) if cut else (limit, "?")
            if cut or found is not None:
                yield buffer[:cut], ends_at, found
            if at_end and found is None:
                return
            buffer, want_bytes = buffer[cut:], chunk_bytes


def _fill(buffer: bytes, file: BinaryIO, want_bytes: int) -> tuple[bytes, bool]:
    """The buffer with at least so many bytes, and whether the file ends before."""
    while len(buffer) < want_bytes:
        block = file.read(want_bytes - len(buffer))
        if not block:
            return buffer, True
        buffer += block
    return buffer, False


def find_interchange(data: bytes) -> _Interchange | None:
    """The first ISA in bytes of which nothing is known, text before it or not."""
    at = data.find(b"ISA")
    while at >= 0:
        separators = _read_separators(data, at)
        if separators is not None and not data[at - 1 : at].isalnum():
            return _Interchange(at, separators)
        at = data.find(b"ISA", at + 1)
    return None


def _next_interchange(data: bytes, limit: int, current: Separators | None) -> _Interchange | None:
    """The first ISA that begins a new piece: one with other separators, or one that no terminator precedes."""
    if current is None:
        found = find_interchange(data)
        return found if found is not None and found.at < max(limit, 1) else None
    element, terminator = _as_bytes(current.element), _as_bytes(current.terminator)
    at = data.find(b"ISA", 1, limit)
    while at >= 0:
        is_led = _follows(data, at, terminator)
        is_same = data[at + 3 : at + 4] == element
        if _ISA_EXACT.match(data, at) is not None or is_led or data[at - 1 : at] == b"\n":
            separators = _read_separators(data, at)
            if separators is not None and not (is_led and is_same and separators == current):
                return _Interchange(at, separators)
        at = data.find(b"ISA", at + 1, limit)
    return None


def _last_start(data: bytes, limit: int, separators: Separators, starts: Sequence[str]) -> tuple[int, str]:
    """Where the last segment of one of these ids begins; (0, "") where none does."""
    terminator = _as_bytes(separators.terminator)
    best, best_id = 0, ""
    for start in starts:
        needle = start.encode() + _as_bytes(separators.element)
        at = data.rfind(needle, best + 1, limit)
        while at > 0 and not _follows(data, at, terminator):
            at = data.rfind(needle, best + 1, at)
        if at > best:
            best, best_id = at, start
    return best, best_id


def _follows(data: bytes, at: int, terminator: bytes) -> bool:
    """Whether a terminator, and then only white space, precedes this place."""
    before = data[max(0, at - 200) : at]
    stripped = before.rstrip(_WHITE)
    return stripped.endswith(terminator) or terminator in before[len(stripped) :]


def _read_separators(data: bytes, at: int) -> Separators | None:
    """The separators of the ISA at this place: byte 3, ISA16, and what follows it; null where this is no ISA."""
    room = data[at : at + _ISA_ROOM_BYTES]
    element = room[3:4]
    if not element or element.isalnum() or element in b" \r\n":
        return None
    fields = room.split(element, 16)
    last = fields[16] if len(fields) == 17 else b""
    component, terminator = last[:1], last[1:2]
    # Some senders end the line first and then the segment: the terminator begins the next line.
    below = re.match(rb".[ \t]*[\r\n]+[ \t]*([^\w\s])\s*(?:GS|TA1|ST|IEA)" + re.escape(element), last, re.DOTALL)
    if below is not None:
        terminator = below.group(1)
        last = component + terminator + last[below.end(1) :]
    if not _is_end(last[2:], element, component, terminator):
        # An ISA with an element too few or too many: what stands before the next known segment is the terminator.
        loose = re.search(rb"(\S)[ \t]*([^\w\s]|[\r\n])\s*(?:GS|TA1|ST|IEA)" + re.escape(element), room, re.DOTALL)
        if loose is None:
            return None
        component, terminator = loose.group(1), loose.group(2)
        component = b":" if component == element or component.isalnum() else component
    repetition = fields[11] if len(fields) > 11 else b""
    is_repetition = len(repetition) == 1 and not repetition.isalnum() and repetition != b" "
    return Separators(
        _as_text(element),
        _as_text(component),
        _as_text(terminator),
        _as_text(repetition) if is_repetition else None,
    )


def _is_end(rest: bytes, element: bytes, component: bytes, terminator: bytes) -> bool:
    """Whether these separators make sense: all different, and a segment follows, or the file ends."""
    if not terminator or terminator.isalnum() or terminator == b" " or len({element, component, terminator}) < 3:
        return False
    rest = rest.lstrip(_WHITE)
    return not rest or re.match(rb"[A-Za-z][A-Za-z0-9]{1,2}" + re.escape(element), rest) is not None


def _split_piece(
    block: bytes, separators: Separators, *, landmarks: Sequence[str], first_no: int, ends_at: str
) -> Piece:
    # Line ends inside a segment are a sender's line wrapping at 80 bytes, never data.
    line_ends = bytes(set(b"\r\n") - set(_as_bytes(separators.terminator)))
    data = block.translate(None, line_ends) if any(end in block for end in line_ends) else block
    text = _decode(data, separators)
    whole = pl.Series("text", [text])
    segments = whole.str.split(separators.terminator).explode()
    # One search of the text by Polars: bytes.find takes longer for two bytes than all the rest for the segments.
    terminator = re.escape(separators.terminator)
    if whole.str.contains(rf"^[ \t]|[ \t]{terminator}|{terminator}[ \t]")[0]:
        segments = segments.str.strip_chars(" \t\r\n")
    cut_off = segments[-1] or None
    segments = segments.head(segments.len() - 1)
    if cut_off is not None and cut_off.startswith("IEA"):
        # The last terminator of a file is often missing, and nothing is lost by it.
        segments, cut_off = segments.extend(pl.Series("text", [cut_off])), None
    rows = segments.to_frame()
    if (segments == "").any():
        rows = rows.filter(pl.col("text") != "")
    id_end = pl.col("text").str.find(separators.element, literal=True).fill_null(pl.col("text").str.len_chars())
    rows = rows.select(
        pl.int_range(first_no, first_no + rows.height, dtype=pl.Int64).alias("segment_no"),
        pl.col("text").str.head(id_end).alias("id"),
        "text",
    ).with_columns(pl.col("id").is_in(landmarks).alias("is_landmark"))
    return Piece(rows, separators, ends_at, has_padding(whole, separators), cut_off)


def _decode(data: bytes, separators: Separators) -> str:
    if any(ord(part) > 127 for part in (separators.element, separators.component, separators.terminator)):
        return data.decode("latin-1")
    return data.decode("utf-8", errors="x12_windows")


def _decode_windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 are Windows-1252, a byte at a time, so that it never matters where a piece begins."""
    assert isinstance(error, UnicodeDecodeError)
    wrong = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode("cp1252", errors="replace") for byte in wrong), error.end


codecs.register_error("x12_windows", _decode_windows)


def _clean_outside(outside: bytes) -> str | None:
    text = outside.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="x12_windows").strip()
    return text[:200] or None


def _as_text(byte: bytes) -> str:
    return byte.decode("latin-1")


def _as_bytes(char: str) -> bytes:
    return char.encode("latin-1")

"""The envelope of X12 files: interchange, group and transaction set, and whether their numbers and counts agree.

Findings here lose nothing: they say that a file may not be whole. Only a set of another kind is kept from the reader.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from remindful.core.words.findings import At, Finding
from remindful.edges.x12.pieces import Piece

ENVELOPE_IDS = ("ISA", "GS", "ST", "SE", "GE", "IEA")
_ASK_AGAIN = "Ask the sender whether the file is whole, and import it again if they send a better one."
_SETS_SCHEMA = {
    "set_no": pl.Int64,
    "segment_no": pl.Int64,
    "control_number": pl.String,
    "version": pl.String,
    "is_production": pl.Boolean,
    "is_complete": pl.Boolean,
}


@dataclass(frozen=True, slots=True)
class TransactionSet:
    """An ST..SE. is_complete: null while it is open; true when its SE was found and counts right."""

    set_no: int
    segment_no: int
    kind: str | None
    control_number: str | None
    version: str | None
    is_production: bool | None
    is_complete: bool | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """A piece after its envelope was followed. rows: without sets of another kind. sets: those that were open in it.

    open_set_no: of the set that goes on in the next piece, null where none does.
    """

    rows: pl.DataFrame
    sets: pl.DataFrame
    open_set_no: int | None
    findings: list[Finding]
    exception_count: int


@dataclass(frozen=True, slots=True)
class _Level:
    """An open ISA or GS: its control number, where it is, what its trailer must count."""

    control_number: str | None
    segment_no: int
    version: str | None = None
    is_production: bool | None = None
    inner_count: int = 0


class Envelope:
    """Follows the envelope through the pieces of one file, in order."""

    def __init__(self, file: str, *, kind: str, noun: str) -> None:
        """kind: ST01 of the sets to read ("835"). noun: what a biller calls them ("remittance")."""
        self._file, self._kind, self._noun = file, kind, noun
        self._interchange: _Level | None = None
        self._group: _Level | None = None
        self._open: TransactionSet | None = None
        self._sets_seen = 0
        self._findings: list[Finding] = []
        self._sets: list[TransactionSet] = []
        self._foreign: list[tuple[int, int]] = []

    def follow(self, piece: Piece) -> Followed:
        """Check the envelope segments of a piece, and take out the sets of another kind."""
        self._findings, self._sets, self._foreign = [], [], []
        if piece.outside is not None:
            message = "There is text before the first segment (ISA); it was skipped."
            self._say(
                "x12.text_outside", 1, message, piece.outside, remedy="Nothing, if it is a mail's header or a note."
            )
        for segment_no, segment_id, text in _envelope_rows(piece.rows):
            elements = text.split(piece.separators.element)
            self._step(segment_id, segment_no, [part.strip() or None for part in elements], text)
        last_no = piece.rows["segment_no"].max() or 0
        assert isinstance(last_no, int)
        self._end_piece(piece, last_no)
        is_foreign = pl.lit(value=False)
        for first, last in self._foreign:
            is_foreign |= pl.col("segment_no").is_between(first, last)
        rows = piece.rows.filter(~is_foreign) if self._foreign else piece.rows
        going_on = self._open if self._open is not None and self._open.kind == self._kind else None
        sets = [*self._sets, *([going_on] if going_on is not None else [])]
        return Followed(
            rows=rows,
            sets=_as_frame(sets),
            open_set_no=going_on.set_no if going_on is not None else None,
            findings=self._findings,
            exception_count=piece.rows.height - rows.height,
        )

    def _end_piece(self, piece: Piece, last_no: int) -> None:
        if piece.cut_off is not None and self._interchange is not None:
            self._say(
                "x12.cut_off", last_no + 1, "The file stops in the middle of a segment, which is lost.", piece.cut_off
            )
        if piece.ends_at == "?":
            self._say("x12.no_end", last_no, "For 64 MiB no segment ends a claim: the file has lost its separators.")
        if piece.ends_at == "":
            self._close_all(last_no, "the file ends")
        elif piece.ends_at == "ISA":
            # Here, not at the ISA: what is open was written with the separators of this piece.
            self._close_all(last_no + 1, "another interchange begins")
        if self._open is not None and self._open.kind != self._kind:
            self._foreign.append((self._open.segment_no, last_no))

    def _step(self, segment_id: str, segment_no: int, elements: Sequence[str | None], text: str) -> None:
        match segment_id:
            case "ISA":
                self._open_interchange(segment_no, elements)
            case "GS":
                self._open_group(segment_no, elements)
            case "ST":
                self._open_set(segment_no, elements, text)
            case "SE":
                self._end_set(segment_no, elements, text)
            case "GE":
                self._end_group(segment_no, elements, text)
            case "IEA":
                self._end_interchange(segment_no, elements, text)
            case _:
                raise AssertionError(segment_id)

    def _open_interchange(self, segment_no: int, elements: Sequence[str | None]) -> None:
        self._close_all(segment_no, "another interchange begins")
        usage = _at(elements, 15)
        is_production = {"P": True, "T": False}.get(usage or "")
        self._interchange = _Level(_at(elements, 13), segment_no, is_production=is_production)

    def _open_group(self, segment_no: int, elements: Sequence[str | None]) -> None:
        self._close_set(segment_no, "another group begins")
        self._close_group(segment_no, "another group begins")
        if self._interchange is not None:
            self._interchange = replace(self._interchange, inner_count=self._interchange.inner_count + 1)
        self._group = _Level(_at(elements, 6), segment_no, version=_at(elements, 8))

    def _open_set(self, segment_no: int, elements: Sequence[str | None], text: str) -> None:
        self._close_set(segment_no, "another transaction begins")
        if self._group is not None:
            self._group = replace(self._group, inner_count=self._group.inner_count + 1)
        self._sets_seen += 1
        version = _at(elements, 3) or (self._group.version if self._group is not None else None)
        is_production = self._interchange.is_production if self._interchange is not None else None
        kind = _at(elements, 1)
        self._open = TransactionSet(self._sets_seen, segment_no, kind, _at(elements, 2), version, is_production)
        if kind != self._kind:
            self._say(
                "x12.other_kind",
                segment_no,
                f"This transaction is a {kind or 'set without a kind'}, not a {self._noun} ({self._kind}): not read.",
                text,
                remedy="Nothing, if it was expected; otherwise import it as a file of its own.",
            )

    def _end_set(self, segment_no: int, elements: Sequence[str | None], text: str) -> None:
        opened = self._open
        if opened is None:
            self._say("x12.se_alone", segment_no, "A transaction ends (SE) that never began (ST).", text)
            return
        has_segments = segment_no - opened.segment_no + 1
        is_right = _is_count(_at(elements, 1), has_segments)
        if not is_right:
            reported = _at(elements, 1) or "nothing"
            self._say(
                "x12.se_count",
                segment_no,
                f"The sender says that this {self._noun} has {reported} segments; it has {has_segments}.",
                text,
            )
        if _at(elements, 2) != opened.control_number:
            self._say(
                "x12.se_control",
                segment_no,
                f"The {self._noun} begins as number {opened.control_number} and ends as {_at(elements, 2)}.",
                text,
            )
        self._settle(opened, segment_no, is_complete=is_right)

    def _end_group(self, segment_no: int, elements: Sequence[str | None], text: str) -> None:
        self._close_set(segment_no, "the group ends")
        self._end_level("ge", "group", self._group, segment_no, elements, text)
        self._group = None

    def _end_interchange(self, segment_no: int, elements: Sequence[str | None], text: str) -> None:
        self._close_set(segment_no, "the interchange ends")
        self._close_group(segment_no, "the interchange ends")
        self._end_level("iea", "interchange", self._interchange, segment_no, elements, text)
        self._interchange = None

    def _end_level(
        self,
        code: str,
        noun: str,
        level: _Level | None,
        segment_no: int,
        elements: Sequence[str | None],
        text: str,
    ) -> None:
        if level is None:
            self._say(f"x12.{code}_alone", segment_no, f"The {noun} ends ({code.upper()}) but never began.", text)
            return
        if not _is_count(_at(elements, 1), level.inner_count):
            reported = _at(elements, 1) or "nothing"
            inner = "transactions" if code == "ge" else "groups"
            self._say(
                f"x12.{code}_count",
                segment_no,
                f"The sender says that this {noun} holds {reported} {inner}; it holds {level.inner_count}.",
                text,
            )
        if _number(_at(elements, 2)) != _number(level.control_number):
            self._say(
                f"x12.{code}_control",
                segment_no,
                f"The {noun} begins as number {level.control_number} and ends as {_at(elements, 2)}.",
                text,
            )

    def _close_all(self, segment_no: int, why: str) -> None:
        self._close_set(segment_no, why)
        self._close_group(segment_no, why)
        self._close_interchange(segment_no, why)

    def _close_set(self, segment_no: int, why: str) -> None:
        """The open set ends without its SE."""
        if self._open is None:
            return
        if self._open.kind == self._kind:
            self._say(
                "x12.no_se",
                segment_no,
                f"Here {why}, but the {self._noun} {self._open.control_number} has not ended (no SE): it may be cut.",
            )
        self._settle(self._open, segment_no - (0 if why == "the file ends" else 1), is_complete=False)

    def _close_group(self, segment_no: int, why: str) -> None:
        if self._group is not None:
            self._say("x12.no_ge", segment_no, f"Here {why}, but group {self._group.control_number} has not (no GE).")
        self._group = None

    def _close_interchange(self, segment_no: int, why: str) -> None:
        if self._interchange is not None:
            number = self._interchange.control_number
            self._say("x12.no_iea", segment_no, f"Here {why}, but interchange {number} has not (no IEA).")
        self._interchange = None

    def _settle(self, opened: TransactionSet, last_no: int, *, is_complete: bool) -> None:
        if opened.kind == self._kind:
            self._sets.append(replace(opened, is_complete=is_complete))
        else:
            self._foreign.append((opened.segment_no, last_no))
        self._open = None

    def _say(self, code: str, line: int, message: str, raw: str | None = None, *, remedy: str = _ASK_AGAIN) -> None:
        self._findings.append(Finding(code, At(self._file, line=line), message, remedy, raw))


def say_nothing_found(file: str, *, noun: str) -> Finding:
    """The finding about a file in which no interchange begins."""
    return Finding(
        "x12.no_interchange",
        At(file),
        f"No interchange (ISA) begins in this file, so no {noun} was read.",
        "Open it in a text editor: if it is empty or no X12, download it again where it came from.",
    )


def _envelope_rows(rows: pl.DataFrame) -> Iterator[tuple[int, str, str]]:
    envelope = rows.filter("is_landmark").filter(pl.col("id").is_in(ENVELOPE_IDS))
    return zip(envelope["segment_no"], envelope["id"], envelope["text"], strict=True)


def _as_frame(sets: Sequence[TransactionSet]) -> pl.DataFrame:
    columns = {name: [getattr(one, name) for one in sets] for name in _SETS_SCHEMA}
    return pl.DataFrame(columns, schema=_SETS_SCHEMA)


def _at(elements: Sequence[str | None], position: int) -> str | None:
    return elements[position] if position < len(elements) else None


def _is_count(text: str | None, count: int) -> bool:
    return text is not None and text.isdigit() and int(text) == count


def _number(text: str | None) -> str | None:
    """Control numbers are compared without leading zeros, which trailers often drop."""
    return text.lstrip("0") or "0" if text is not None else None

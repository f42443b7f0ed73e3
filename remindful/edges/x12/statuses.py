"""What readers of answers about sent claims share (999, TA1, 277): a file in pieces, its verdicts numbered through, those that wait left out."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from remindful.core.words import frames
from remindful.core.words.contracts import schema_of
from remindful.core.words.findings import Finding
from remindful.edges.x12.elements import keep_contract
from remindful.edges.x12.envelope import Envelope, Followed, say_nothing_found
from remindful.edges.x12.pieces import Piece, empty_segments, read_pieces

SCHEMA = schema_of(frames.ClaimStatuses)


@dataclass(frozen=True, slots=True)
class PieceStatuses:
    """What a piece tells. statuses: ClaimStatuses with working columns; bad_segments: those that wait; context: what the next piece needs."""

    statuses: pl.DataFrame
    findings: list[Finding]
    bad_segments: pl.Series
    exception_count: int
    context: pl.DataFrame


@dataclass(frozen=True, slots=True)
class StatusBatch:
    """What is read of a piece: claim_statuses, findings, rows_read (segments), exception_count (those that a finding keeps back)."""

    claim_statuses: pl.DataFrame
    findings: tuple[Finding, ...]
    rows_read: int
    exception_count: int


def read_statuses(
    path: Path,
    read_piece: Callable[[Piece, Followed, pl.DataFrame, int], PieceStatuses],
    *,
    kind: str,
    noun: str,
    starts: Collection[str],
    landmarks: Collection[str],
    chunk_bytes: int,
) -> Iterator[StatusBatch]:
    """The claim_statuses of a file. read_piece: of a piece, its envelope, the context before it, and the number of its first own segment."""
    envelope = Envelope(path.name, kind=kind, noun=noun)
    context, statuses_before, is_empty = empty_segments(), 0, True
    for piece in read_pieces(path, starts=tuple(starts), landmarks=tuple(landmarks), chunk_bytes=chunk_bytes):
        is_empty = False
        followed = envelope.follow(piece)
        first_no = int(piece.rows["segment_no"][0]) if piece.rows.height else 0
        piece_statuses = read_piece(piece, followed, context, first_no)
        is_good = (pl.col("segment_no") >= first_no) & ~pl.col("segment_no").is_in(
            piece_statuses.bad_segments.implode()
        )
        good = piece_statuses.statuses.filter(is_good).with_row_index("status_no", offset=statuses_before + 1)
        statuses_before += good.height
        yield StatusBatch(
            claim_statuses=keep_contract(good, SCHEMA),
            findings=(*followed.findings, *piece_statuses.findings),
            rows_read=piece.rows.height,
            exception_count=followed.exception_count + piece_statuses.exception_count,
        )
        context = piece_statuses.context
    if is_empty:
        yield StatusBatch(
            frames.ClaimStatuses.create_empty(),
            (say_nothing_found(path.name, noun=noun),),
            rows_read=0,
            exception_count=0,
        )

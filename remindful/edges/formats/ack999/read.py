"""Reads 999 and TA1 in pieces: ClaimStatuses of the files, groups and sets that a receiver took in or refused."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import polars as pl

from remindful.edges.formats import Format, Reading
from remindful.edges.formats.ack999 import check, shape
from remindful.edges.formats.ack999.layout import LANDMARKS, lay_out, open_headers
from remindful.edges.x12.envelope import Followed
from remindful.edges.x12.pieces import CHUNK_BYTES, Piece, find_interchange, holds_transaction
from remindful.edges.x12.statuses import PieceStatuses, read_statuses


def sniff_acknowledgment(head: bytes, _name: str) -> bool:
    """Whether these are the first bytes of a 999, or of an interchange that holds a TA1 and no group."""
    return holds_transaction(head, transaction="999", group="FA") or _holds_ta1_alone(head)


def _holds_ta1_alone(head: bytes) -> bool:
    start = find_interchange(head)
    if start is None:
        return False
    element, end = (part.encode("latin-1") for part in (start.separators.element, start.separators.terminator))
    ids = [text.strip().split(element)[0] for text in head[start.at :].split(end)]
    return b"TA1" in ids and not {b"GS", b"ST"} & set(ids)


def read_acknowledgment(
    path: Path, _mapping: Path | None = None, *, chunk_bytes: int = CHUNK_BYTES
) -> Iterator[Reading]:
    """The verdicts of a file, as claim_statuses of kind 999 or TA1.

    A verdict on a set has group_number and set_number; on a group, group_number alone; on a file, interchange_number alone. A fault has
    those of its set, at_segment and at_segment_no, and the control_number of the claim it stands in, where the receiver names it.
    """
    batches = read_statuses(
        path,
        partial(_read_piece, path.name),
        kind="999",
        noun="acknowledgment",
        starts=("AK2", "ST"),
        landmarks=LANDMARKS,
        chunk_bytes=chunk_bytes,
    )
    for batch in batches:
        yield Reading({"claim_statuses": batch.claim_statuses}, batch.findings, batch.rows_read, batch.exception_count)


def _read_piece(file: str, piece: Piece, followed: Followed, context: pl.DataFrame, first_no: int) -> PieceStatuses:
    layout = lay_out(piece, followed, context=context)
    draft = shape.draft_frames(layout)
    checked = check.check_draft(layout, draft, file=file, first_no=first_no)
    return PieceStatuses(
        draft.statuses, checked.findings, checked.bad_segments, checked.exception_count, open_headers(layout)
    )


FORMAT = Format(
    name="ack999",
    description="999 and TA1 acknowledgments (X12 005010X231)",
    sniff=sniff_acknowledgment,
    read=read_acknowledgment,
)

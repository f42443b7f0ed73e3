"""Reads 277CA and 277 in pieces: ClaimStatuses of whole claims, ordinals through the whole file, memory flat in its size."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import polars as pl

from remindful.edges.formats import Format, Reading
from remindful.edges.formats.status277 import check, shape
from remindful.edges.formats.status277.layout import LANDMARKS, lay_out, open_loops
from remindful.edges.x12.envelope import Followed
from remindful.edges.x12.pieces import CHUNK_BYTES, Piece, holds_transaction
from remindful.edges.x12.statuses import PieceStatuses, read_statuses


def sniff_status(head: bytes, _name: str) -> bool:
    """Whether these are the first bytes of a 277."""
    return holds_transaction(head, transaction="277", group="HN")


def read_status(path: Path, _mapping: Path | None = None, *, chunk_bytes: int = CHUNK_BYTES) -> Iterator[Reading]:
    """The claim statuses of a file, as claim_statuses.

    kind is 277CA (a receiver took a batch in, or did not) or 277 (a payer answers, or tells unasked). Statuses of a batch have no
    control_number; those of a provider have no set_number either. The claim that a file breaks off in is left out, by a finding.
    """
    batches = read_statuses(
        path,
        partial(_read_piece, path.name),
        kind="277",
        noun="claim status",
        starts=("HL", "ST"),
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
        draft.statuses,
        checked.findings,
        checked.bad_segments,
        checked.exception_count,
        open_loops(layout, followed.open_set_no),
    )


FORMAT = Format(
    name="status277",
    description="277CA and 277 claim status (X12 005010X214, X212)",
    sniff=sniff_status,
    read=read_status,
)

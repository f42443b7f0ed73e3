"""Reads 277CA and 277 in pieces: ClaimStatuses of whole claims, ordinals through the whole file, memory flat in its size."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from remindful.edges.formats import Format, Reading
from remindful.edges.formats.status277 import check, shape
from remindful.edges.formats.status277.layout import LANDMARKS, lay_out, open_loops
from remindful.edges.formats.x12 import CHUNK_BYTES, empty_segments, holds_transaction, read_pieces
from remindful.edges.formats.x12_elements import keep_contract
from remindful.edges.formats.x12_envelope import Envelope, say_nothing_found


def sniff_status(head: bytes, _name: str) -> bool:
    """Whether these are the first bytes of a 277."""
    return holds_transaction(head, transaction="277", group="HN")


def read_status(path: Path, _mapping: Path | None = None, *, chunk_bytes: int = CHUNK_BYTES) -> Iterator[Reading]:
    """The claim statuses of a file, as claim_statuses.

    kind is 277CA (a receiver took a batch in, or did not) or 277 (a payer answers, or tells unasked). Statuses of a batch have no
    control_number; those of a provider have no set_number either. The claim that a file breaks off in is left out, by a finding.
    """
    envelope = Envelope(path.name, kind="277", noun="claim status")
    context, told_before, is_empty = empty_segments(), 0, True
    for piece in read_pieces(path, starts=("HL", "ST"), landmarks=LANDMARKS, chunk_bytes=chunk_bytes):
        is_empty = False
        followed = envelope.follow(piece)
        layout = lay_out(piece, followed, context=context)
        first_no = int(piece.rows["segment_no"][0]) if piece.rows.height else 0
        draft = shape.draft_frames(layout)
        checked = check.check_draft(layout, draft, file=path.name, first_no=first_no)
        is_good = (pl.col("segment_no") >= first_no) & ~pl.col("segment_no").is_in(checked.bad_segments.implode())
        told = draft.statuses.filter(is_good).with_row_index("status_no", offset=told_before + 1)
        told_before += told.height
        yield Reading(
            frames={"claim_statuses": keep_contract(told, shape.SCHEMA)},
            findings=(*followed.findings, *checked.findings),
            rows_read=piece.rows.height,
            rows_aside=followed.rows_aside + checked.rows_aside,
        )
        context = open_loops(layout, followed.open_set_no)
    if is_empty:
        frames = {name: contract.create_empty() for name, contract in shape.CONTRACTS.items()}
        yield Reading(frames, (say_nothing_found(path.name, noun="claim status"),))


FORMAT = Format(
    name="status277",
    says="277CA and 277 claim status (X12 005010X214, X212)",
    sniff=sniff_status,
    read=read_status,
)

"""Reads an 835 in pieces: frames of whole claims, ordinals through the whole file, memory flat in its size."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import polars as pl

from remindful.edges.formats import Format, Reading
from remindful.edges.formats.era835 import check, shape
from remindful.edges.formats.era835.layout import LANDMARKS, Layout, lay_out
from remindful.edges.formats.quirks import apply_quirks
from remindful.edges.x12.elements import keep_contract
from remindful.edges.x12.envelope import Envelope, Followed, say_nothing_found
from remindful.edges.x12.pieces import CHUNK_BYTES, Piece, empty_segments, holds_transaction, read_pieces, run_ahead

QUIRKS = "remindful.edges.formats.era835.quirks"


def sniff_era(head: bytes, _name: str) -> bool:
    """Whether these are the first bytes of an 835."""
    return holds_transaction(head, transaction="835", group="HP")


def read_era(path: Path, _mapping: Path | None = None, *, chunk_bytes: int = CHUNK_BYTES) -> Iterator[Reading]:
    """The remittances of a file: remits, remit_claims, remit_lines, remit_adjustments, remit_provider_adjustments.

    A remit comes in the piece in which it ends; its claims may have come before. Claims with an unreadable amount are
    left out as a whole, by a finding.
    """
    is_empty = True
    for reading in run_ahead(_read_jobs(path, chunk_bytes)):
        is_empty = False
        yield reading
    if is_empty:
        frames = {name: contract.create_empty() for name, contract in shape.CONTRACTS.items()}
        yield Reading(frames, (say_nothing_found(path.name, noun="remittance"),))


def _read_jobs(path: Path, chunk_bytes: int) -> Iterator[Callable[[], Reading]]:
    """The work on each piece, ready to be done in any order: what goes from piece to piece is settled here, in turn."""
    envelope = Envelope(path.name, kind="835", noun="remittance")
    context, claims_before = empty_segments(), 0
    for piece in read_pieces(path, starts=("CLP", "ST"), landmarks=LANDMARKS, chunk_bytes=chunk_bytes):
        followed = envelope.follow(piece)
        layout = lay_out(piece, followed, context=context, claims_before=claims_before)
        yield partial(_read_piece, path.name, piece, followed, layout)
        claims_before = int(layout.spans["claim_no"][-1])
        context = _header_of_open(layout.headers().rows, followed.open_set_no)


def _read_piece(file: str, piece: Piece, followed: Followed, layout: Layout) -> Reading:
    draft = apply_quirks(shape.draft_frames(layout, followed.sets), QUIRKS)
    first_no = piece.rows["segment_no"].first()
    checked = check.check_draft(layout, draft, file=file, first_no=first_no if isinstance(first_no, int) else 0)
    return Reading(
        frames=_keep_whole(draft, checked.bad_spans),
        findings=(*followed.findings, *checked.findings),
        rows_read=piece.rows.height,
        exception_count=followed.exception_count + checked.exception_count,
    )


def _keep_whole(draft: shape.Draft, bad_spans: pl.Series) -> dict[str, pl.DataFrame]:
    is_whole = ~pl.col("span_no").is_in(bad_spans.implode())
    in_remit = (pl.col("remit_no") > 0) & pl.col("amount_cents").is_not_null()
    whole = {
        "remits": draft.remits,
        "remit_claims": draft.claims.filter(is_whole) if bad_spans.len() else draft.claims,
        "remit_lines": draft.lines.filter(is_whole) if bad_spans.len() else draft.lines,
        "remit_adjustments": draft.adjustments.filter(is_whole) if bad_spans.len() else draft.adjustments,
        "remit_provider_adjustments": draft.provider_adjustments.filter(in_remit),
    }
    return {name: keep_contract(frame, shape.SCHEMAS[name]) for name, frame in whole.items()}


def _header_of_open(headers: pl.DataFrame, open_set_no: int | None) -> pl.DataFrame:
    """The header segments of the transaction that goes on in the next piece."""
    if open_set_no is None:
        return empty_segments()
    last_span = headers["span_no"].max()
    return headers.filter(pl.col("span_no") == last_span).select(empty_segments().columns)


FORMAT = Format(
    name="era835",
    description="835 remittances (X12 005010X221)",
    sniff=sniff_era,
    read=read_era,
)

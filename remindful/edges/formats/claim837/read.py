"""Reads an 837 in pieces: frames of whole claims, ordinals through the whole file, memory flat in its size."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import polars as pl

from remindful.core.words.contracts import schema_of
from remindful.edges.formats import Format, Reading
from remindful.edges.formats.claim837 import check, shape
from remindful.edges.formats.claim837.layout import LANDMARKS, Layout, lay_out, open_loops
from remindful.edges.x12.elements import keep_contract
from remindful.edges.x12.envelope import Envelope, Followed, say_nothing_found
from remindful.edges.x12.pieces import CHUNK_BYTES, Piece, empty_segments, holds_transaction, read_pieces, run_ahead

_SCHEMAS = {name: schema_of(contract) for name, contract in shape.CONTRACTS.items()}


def sniff_claims(head: bytes, _name: str) -> bool:
    """Whether these are the first bytes of an 837."""
    return holds_transaction(head, transaction="837", group="HC")


def read_claims(path: Path, _mapping: Path | None = None, *, chunk_bytes: int = CHUNK_BYTES) -> Iterator[Reading]:
    """The claims of a file: claims, claim_payers, claim_lines, claim_codes, claim_providers, claim_adjudications and _adjustments.

    Claims with an unreadable charge, without lines, or that are no bills, are left out as a whole, by a finding.
    """
    is_empty = True
    for readings in run_ahead(_read_jobs(path, chunk_bytes)):
        is_empty = False
        yield from readings
    if is_empty:
        frames = {name: contract.create_empty() for name, contract in shape.CONTRACTS.items()}
        yield Reading(frames, (say_nothing_found(path.name, noun="claim"),))


def _read_jobs(path: Path, chunk_bytes: int) -> Iterator[Callable[[], list[Reading]]]:
    """The work on each piece, ready to be done in any order: what goes from piece to piece is settled here, in turn."""
    envelope = Envelope(path.name, kind="837", noun="claim file")
    context, claims_before = empty_segments(), 0
    for piece in read_pieces(path, starts=("HL", "CLM", "ST"), landmarks=LANDMARKS, chunk_bytes=chunk_bytes):
        followed = envelope.follow(piece)
        layout = lay_out(piece, followed, context=context, claims_before=claims_before)
        yield partial(_read_piece, path.name, piece, followed, layout)
        claims_before = int(layout.parts["claim_no"][-1])
        context = open_loops(layout)


def _read_piece(file: str, piece: Piece, followed: Followed, layout: Layout) -> list[Reading]:
    """The claims of a piece; where there are any, those of test interchanges (ISA15 = T) in a reading of their own."""
    draft = shape.draft_frames(layout, followed.sets)
    first_no = piece.rows["segment_no"].first()
    checked = check.check_draft(layout, draft, file=file, first_no=first_no if isinstance(first_no, int) else 0)
    whole = draft.claims.filter(pl.col("is_claim") & ~pl.col("claim_part").is_in(checked.bad_parts.implode()))
    test_sets = followed.sets.filter(~pl.col("is_production").fill_null(value=True))["set_no"]
    is_test = pl.col("set_no").is_in(test_sets.implode())
    readings = [
        Reading(
            frames=_keep_whole(draft, whole.filter(~is_test)),
            findings=(*followed.findings, *checked.findings),
            rows_read=piece.rows.height,
            exception_count=followed.exception_count + checked.exception_count,
        )
    ]
    tests = whole.filter(is_test)
    if not tests.is_empty():
        readings.append(Reading(_keep_whole(draft, tests), test_line=int(tests["segment_no"][0])))
    return readings


def _keep_whole(draft: shape.Draft, whole: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The frames of these claims of a draft."""
    parts = whole.select("claim_part")
    drawn = {
        "claim_payers": draft.payers,
        "claim_lines": draft.lines,
        "claim_codes": draft.codes,
        "claim_providers": draft.providers,
        "claim_adjudications": draft.answered.answers,
        "claim_payer_adjustments": draft.answered.adjustments,
    }
    if whole.height < draft.claims.height:
        drawn = {
            name: frame.join(parts, on="claim_part", how="semi", maintain_order="left") for name, frame in drawn.items()
        }
    return {name: keep_contract(frame, _SCHEMAS[name]) for name, frame in ({"claims": whole} | drawn).items()}


FORMAT = Format(
    name="claim837",
    description="837 claims (X12 005010X222, X223, X224)",
    sniff=sniff_claims,
    read=read_claims,
)

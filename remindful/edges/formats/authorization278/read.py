"""Reads 278 answers and requests: Authorizations of whole sets. Files of them are short; each set is read as its loops."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from remindful.core.words.findings import At, Finding
from remindful.edges.formats import Format, Reading
from remindful.edges.formats.authorization278 import shape
from remindful.edges.formats.authorization278.check import check_review
from remindful.edges.formats.authorization278.events import Segment, build_review
from remindful.edges.x12.envelope import ENVELOPE_IDS, Envelope, Followed, say_nothing_found
from remindful.edges.x12.pieces import CHUNK_BYTES, Piece, holds_transaction, read_pieces


def sniff_authorization(head: bytes, _name: str) -> bool:
    """Whether these are the first bytes of a 278."""
    return holds_transaction(head, transaction="278", group="HI")


def read_authorizations(
    path: Path, _mapping: Path | None = None, *, chunk_bytes: int = CHUNK_BYTES
) -> Iterator[Reading]:
    """The authorizations of a file: what was decided of each event, or that it was asked.

    authorization_key is the number under which the office asked (TRN02); party_key what it named the patient (REF*EJ), else the member
    number: whoever imports it keeps the patient of the request. Sets that the file breaks off in are left out, by a finding.
    """
    envelope = Envelope(path.name, kind="278", noun="authorization")
    is_empty, keys = True, dict[str, int]()
    for piece in read_pieces(path, starts=("ST",), landmarks=ENVELOPE_IDS, chunk_bytes=chunk_bytes):
        is_empty = False
        yield _read_piece(path.name, piece, envelope.follow(piece), keys)
    if is_empty:
        frames = {name: contract.create_empty() for name, contract in shape.CONTRACTS.items()}
        yield Reading(frames, (say_nothing_found(path.name, noun="authorization"),))


def _read_piece(file: str, piece: Piece, followed: Followed, keys: dict[str, int]) -> Reading:
    findings: list[Finding] = list(followed.findings)
    decisions: list[shape.Decision] = []
    exception_count = followed.exception_count
    for segments, is_whole in _sets(piece, followed):
        review = build_review(segments)
        if not is_whole:
            exception_count += len(segments)
            control = review.set_segment.at(2)
            message = f"The authorization set {control} breaks off, so what it decides may be missing: it is not read."
            cure = "Ask the payer to send the response again."
            findings.append(Finding("authorization.cut_off", At(file, segments[0].number, control), message, cure))
            continue
        review_decisions = list(shape.find_decisions(review))
        for one in review_decisions:
            _keep_apart(one, keys)
        findings += check_review(review, review_decisions, file=file)
        decisions += review_decisions
    return Reading({"authorizations": shape.as_frame(decisions)}, tuple(findings), piece.rows.height, exception_count)


def _sets(piece: Piece, followed: Followed) -> Iterator[tuple[list[Segment], bool]]:
    """The segments of each set, ST first, and whether its end was found."""
    began = dict(followed.sets.select("segment_no", "is_complete").iter_rows())
    separators = piece.separators
    set_no = 0
    numbered: list[tuple[int, Segment]] = []
    for number, name, text in followed.rows.select("segment_no", "id", "text").iter_rows():
        if name == "ST":
            set_no = number if number in began else 0
        elif name in ENVELOPE_IDS and name != "SE":
            set_no = 0
        if set_no:
            numbered.append((set_no, Segment(number, text.split(separators.element), text, separators.component)))
        if name == "SE":
            set_no = 0
    for _, group in groupby(numbered, key=lambda pair: pair[0]):
        segments = [segment for _, segment in group]
        yield segments, segments[-1].name == "SE"


def _keep_apart(one: shape.Decision, keys: dict[str, int]) -> None:
    """Two events of one number in one file keep both: the second is counted."""
    key = str(one.row["authorization_key"])
    keys[key] = keys.get(key, 0) + 1
    if keys[key] > 1:
        one.row["authorization_key"] = f"{key}#{keys[key]}"


FORMAT = Format(
    name="authorization278",
    description="278 authorizations and referrals (X12 005010X217)",
    sniff=sniff_authorization,
    read=read_authorizations,
)

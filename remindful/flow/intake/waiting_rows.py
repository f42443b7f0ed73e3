"""Rows that came before what they are about: a replacement before its original, a payment before its patient. Tried again every night."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from remindful.core.words.findings import Finding
from remindful.edges.store import reads
from remindful.flow.books import booking, openings, payments
from remindful.flow.books.identity import Frames
from remindful.flow.books.people import store_contacts
from remindful.flow.books.receive import ReadFile, read_stored
from remindful.flow.office.desk import OrganizationDesk
from remindful.flow.office.exceptions import keep_findings
from remindful.flow.office.home import Home

#: Findings about rows that wait for another file: their frame, and the column of it that is the finding's line.
WAITING = {
    "claim.nothing_to_replace": ("claims", "segment_no"),
    "claim.patient_unknown": ("claims", "segment_no"),
    "opening.patient_unknown": ("open_balances", "line_no"),
    "payment.unknown_person": ("payments", "line_no"),
    "contact.unknown_person": ("contacts", "line_no"),
    "contact.unknown_visit": ("contacts", "line_no"),
}
type Book = Callable[[OrganizationDesk, Frames, str, int], list[Finding]]


@dataclass(frozen=True, slots=True)
class Tried:
    """Rows that waited, and how many of them were taken."""

    waited: int
    taken: int


def try_again(one: OrganizationDesk, *, home: Home) -> Tried:
    """Import the waiting rows of an organization again, from the kept files, each file once. What is taken is resolved.

    A file that is not in the home any more stays as it is. Cheap where nothing waits.
    """
    there = reads.open_findings(one.store, code=list(WAITING)).drop_nulls(["source_file_id", "at_line"])
    if there.is_empty():
        return Tried(0, 0)
    files = reads.source_files(one.store).select("source_file_id", "sha256", "name")
    taken = 0
    for source_file_id, sha256, name in (
        files.join(there, on="source_file_id", how="semi").sort("source_file_id").iter_rows()
    ):
        if not home.received(sha256).exists():
            continue
        read = read_stored(sha256, name, home=home, zone=one.organization.zone)
        taken += _try_file(one, read, there.filter(source_file_id=source_file_id), source_file_id=source_file_id)
    return Tried(there.height, taken)


def _try_file(one: OrganizationDesk, read: ReadFile, there: pl.DataFrame, *, source_file_id: int) -> int:
    file, frames = read.received.name, _frames_of(one, read)
    found: list[Finding] = []
    for name, book in BOOKED_BY.items():
        codes = [code for code, (frame, _) in WAITING.items() if frame == name]
        lines = there.filter(pl.col("code").is_in(codes))["at_line"]
        line = next(column for frame, column in WAITING.values() if frame == name)
        rows = frames[name].filter(pl.col(line).is_in(lines.implode())) if name in frames else None
        if rows is not None and not rows.is_empty():
            found += book(one, frames | {name: rows}, file, source_file_id)
    keep_findings(one.store, found, station="import", source_file_id=source_file_id)
    still = pl.DataFrame(
        {"code": [one.code for one in found], "at_line": [one.at.line for one in found]},
        schema={"code": pl.String, "at_line": pl.Int64},
    )
    gone = there.join(still, on=["code", "at_line"], how="anti").select("finding_id", resolved_at=pl.lit(one.store.now))
    one.store.amend("finding", gone, on=("finding_id",))
    return gone.height


def _frames_of(one: OrganizationDesk, read: ReadFile) -> Frames:
    """The frames of a file, with those that it marks as a test where the organization is in test."""
    if read.tests is None or not one.organization.is_in_test:
        return read.frames
    tests = read.tests.frames
    both: dict[str, Any] = {
        name: pl.concat([frame, tests[name]]) if name in tests else frame for name, frame in read.frames.items()
    }
    return tests | both


def _book_claims(one: OrganizationDesk, frames: Frames, file: str, source_file_id: int) -> list[Finding]:
    of_claims = {
        name: frames[name].join(frames["claims"], on="claim_no", how="semi", maintain_order="left")
        for name in ("claim_payers", "claim_lines")
    }
    _, found = booking.book_claims(
        one.store,
        frames | of_claims,
        facility_state=one.organization.state,
        day=one.day,
        file=file,
        source_file_id=source_file_id,
    )
    return found


def _book_balances(one: OrganizationDesk, frames: Frames, file: str, _: int) -> list[Finding]:
    _, found = openings.book_balances(
        one.store, frames["open_balances"], facility_state=one.organization.state, file=file, day=one.day
    )
    return found


BOOKED_BY: dict[str, Book] = {
    "open_balances": _book_balances,
    "claims": _book_claims,
    "payments": lambda one, frames, file, _: payments.post_payments(
        one.store, frames["payments"], file=file, day=one.day
    )[1],
    "contacts": lambda one, frames, file, _: store_contacts(one.store, frames["contacts"], file=file)[1],
}

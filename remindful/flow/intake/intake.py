"""Import: files are received, booked and posted, each in its own transaction, so that an office sees at once what became of it."""

import shutil
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
from dataframely.exc import ValidationError

from remindful.core.words.findings import At, Finding
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.books import booking, openings, payments, posting
from remindful.flow.books.care import store_care
from remindful.flow.books.care_screen import screen_care
from remindful.flow.books.identity import separate_other_people
from remindful.flow.books.people import store_contacts, store_people
from remindful.flow.books.receive import OFFICE_FILE, ReadFile, ReceivedFile, keep_copy, list_files, read_file
from remindful.flow.claims.sent_claims import keep_statuses
from remindful.flow.intake import marked_tests, possible_days, split_by_organization
from remindful.flow.intake.split_by_organization import Targets
from remindful.flow.office import billing_terms, settings
from remindful.flow.office.actors import Actor
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import Desk, OrganizationDesk, open_desk, write_audit_event
from remindful.flow.office.exceptions import count_exceptions, findings_frame, keep_findings
from remindful.flow.office.home import Home
from remindful.flow.office.organizations import read_office
from remindful.flow.office.report import FileCount, ImportReport, StationCount
from remindful.flow.referrals import authorization_answers

Tell = Callable[[int, int, str], None]
#: What a file may make the program fail with. Refusals and faults of the world are none of a file's.
FAULTS_OF_A_FILE = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError, pl.exceptions.PolarsError,
    ValidationError,
)  # fmt: skip
#: Frames of a system that bills itself, by how their names begin.
OF_ANOTHER_BILLER = ("claim", "remit", "open_balances")


def import_office_paths(
    paths: Sequence[Path],
    *,
    home: Home,
    clock: Clock,
    actor: Actor,
    organization: str | None,
    mapping: Path | None,
    tell: Tell = lambda done, of, name: None,
) -> ImportReport:
    """Import files and folders: an office.yaml first, then the data, in name order."""
    keep_offices(paths, clock=clock, actor=actor)
    return import_paths(
        paths, home=home, clock=clock, actor=actor, organization=organization, mapping=mapping, tell=tell
    )


def keep_offices(paths: Sequence[Path], *, clock: Clock, actor: Actor) -> None:
    """Keep every office.yaml among the paths: new organizations are added, known ones amended."""
    for path in paths:
        place = path / OFFICE_FILE if path.is_dir() else path
        if place.name != OFFICE_FILE or not place.exists():
            continue
        organizations = read_office(place)
        rows = [asdict(one) | {"kind": str(one.kind)} for one in organizations]
        frame = pl.DataFrame(rows, infer_schema_length=None).drop("billing")
        frame = frame.with_columns(pl.col("activated_on").cast(pl.Date))
        frame = frame.with_columns(pl.col(pl.Null).cast(pl.String))
        with open_desk(clock, actor=actor, requires_office=False) as desk:
            before = _describe_offices(desk.store)
            desk.store.append_new("organization", frame, on=("key",))
            desk.store.amend("organization", frame, on=("key",))
            billing_terms.keep_terms(desk.store, {one.key: one.billing for one in organizations})
            for organization_id, described in _describe_offices(desk.store).items():
                if before.get(organization_id) != described:
                    store = desk.store.of(organization_id)
                    write_audit_event(store, actor, "import office", f"organization {described[0]}")


def _describe_offices(store: Store) -> dict[int, tuple[str, str]]:
    """Each organization's key, and all that office.yaml says of it as text, by organization_id."""
    terms = settings.read_all(store, billing_terms.SETTING)
    rows = reads.organizations(store).drop("recorded_at").iter_rows(named=True)
    return {
        row["organization_id"]: (row["key"], repr((sorted(row.items()), terms.get(row["organization_id"]))))
        for row in rows
    }


def import_paths(
    paths: Sequence[Path],
    *,
    home: Home,
    clock: Clock,
    actor: Actor,
    on: date | None = None,
    organization: str | None = None,
    mapping: Path | None = None,
    tell: Tell = lambda done, of, name: None,
) -> ImportReport:
    """Import every data file under the paths, on a day (default: today, where each organization is). One file's fault never stops
    the next."""
    files = list_files([path for path in paths if path.name != OFFICE_FILE], mapping=mapping)
    counts: list[FileCount] = []
    findings: list[Finding] = []
    before, care, zone = _look_at_store(clock, organization)
    with ThreadPoolExecutor(max_workers=1) as ahead:  # the next file is read while this one is posted
        reading = [ahead.submit(read_file, files[0], care=care, zone=zone)] if files else []
        for number, received in enumerate(files):
            tell(number, len(files), received.name)
            try:
                read = reading.pop().result()
            except (*FAULTS_OF_A_FILE, OSError) as fault:
                read = _say_unreadable(received, fault)
            if number + 1 < len(files):
                reading.append(ahead.submit(read_file, files[number + 1], care=care, zone=zone))
            count, found = _import_or_keep(read, home=home, clock=clock, actor=actor, on=on, organization=organization)
            counts.append(count)
            findings += found
    after, _, _ = _look_at_store(clock, organization)
    unread = sum(1 for count in counts if count.state == "set_aside")
    return ImportReport(
        files=tuple(counts),
        stations=(StationCount("receive", len(files), len(files) - unread, unread, "files"),),
        exceptions=count_exceptions(findings_frame(findings)),
        posted_cents=after[0] - before[0],
        suspense_cents=after[1] - before[1],
    )


def _import_or_keep(
    read: ReadFile, *, home: Home, clock: Clock, actor: Actor, on: date | None, organization: str | None
) -> tuple[FileCount, list[Finding]]:
    """Import one file; where it cannot be, none of it is, and the file is kept as an exception. Refusals and faults of the world pass."""
    try:
        return import_file(read, home=home, clock=clock, actor=actor, on=on, organization=organization)
    except FAULTS_OF_A_FILE as fault:
        unread = _say_unreadable(read.received, fault)
        return import_file(unread, home=home, clock=clock, actor=actor, on=on, organization=organization)


def _say_unreadable(received: ReceivedFile, fault: Exception) -> ReadFile:
    """A file that made the program fail: of a kind that nobody has met yet."""
    place = traceback.extract_tb(fault.__traceback__)[-1]
    where = f"{type(fault).__name__}, {Path(place.filename).name}:{place.lineno}"
    finding = Finding(
        "file.unreadable",
        At(received.name),
        f"The file could not be read as what it seems to be ({where}), so nothing of it was posted. Other files are not affected.",
        "Open it and look for damage, and export it again. If it looks right, report this message, without the file, as a fault of Remindful.",
    )
    return ReadFile(received, None, {}, (finding,), 0, 0)


def _look_at_store(clock: Clock, organization: str | None) -> tuple[tuple[int, int], bool, str | None]:
    """Payers' cents on items and in suspense over all organizations; whether Remindful bills for this organization, and where it is.

    None named: whether it bills for every one of the office, and where they all are (None: not in one zone).
    """
    with open_desk(clock, requires_office=False) as desk:
        chosen = [one for one in desk if organization in (None, one.key)]
        zones = {one.organization.zone for one in chosen}
        bills = bool(chosen) and all(one.organization.billing for one in chosen)
        return reads.payer_money(desk.store), bills, zones.pop() if len(zones) == 1 else None


def import_file(
    read: ReadFile, *, home: Home, clock: Clock, actor: Actor, on: date | None, organization: str | None
) -> tuple[FileCount, list[Finding]]:
    """Import one file in one transaction: all of it is kept, posted or set aside, or nothing has happened."""
    received = read.received
    keep_copy(received, home=home)
    with open_desk(clock, on=on, actor=actor) as desk:
        targets, findings = marked_tests.place_file(
            desk, read, place=partial(_find_targets, desk, organization=organization)
        )
        first = _find_seen(desk, read, targets, organization=organization)
        if first is not None:
            message = f"the same file came on {first['received_on']} as {first['name']}: nothing changed"
            return FileCount(received.name, first["format"], "seen_before", 0, 0, message), []
        if not targets:
            return _keep_as_exception(desk.organizations[0], read, findings)
        all_findings = [*read.findings, *findings]
        posted: list[str] = []
        for target, part in targets:
            source_file_id = _keep_source(target, read, state="posted")
            counted, found = _post_part(target, read, part, source_file_id=source_file_id)
            keep_findings(
                target.store,
                [*read.findings, *found],
                station="import",
                source_file_id=source_file_id,
            )
            posted += counted
            all_findings += found
    state = "partly" if all_findings else "posted"
    return FileCount(
        received.name, read.format, state, read.rows_read, read.exception_count, ", ".join(posted)
    ), all_findings


def _find_seen(
    desk: Desk,
    read: ReadFile,
    targets: Targets,
    *,
    organization: str | None,
) -> dict[str, Any] | None:
    """The file as it was received before; None: it is new.

    Two organizations may have files of the same bytes: one that is brought for an organization by name is new to it, unless the file
    itself says whose it is (claims, remittances).
    """
    known = reads.source_files(desk.store, sha256=[read.received.sha256]).filter(pl.col("state") != "set_aside")
    if (
        organization is not None
        and targets
        and not any(_has(read.frames, name) for name in split_by_organization.NAMED_BY_ITSELF)
    ):
        of_targets = pl.DataFrame({"organization_id": [one.organization_id for one, _ in targets]})
        known = known.join(of_targets, on="organization_id", how="semi")
    return None if known.is_empty() else known.row(0, named=True)


def _keep_as_exception(
    first: OrganizationDesk, read: ReadFile, findings: list[Finding]
) -> tuple[FileCount, list[Finding]]:
    """A file of no organization, or of no kind we read: kept, with the reason, under the first organization's eyes."""
    all_findings = [*read.findings, *findings]
    state = "set_aside" if all_findings else "posted"  # a header and no rows is a whole file
    source_file_id = _keep_source(first, read, state=state)
    keep_findings(first.store, all_findings, station="import", source_file_id=source_file_id)
    message = all_findings[0].message if all_findings else "nothing in it"
    return FileCount(
        read.received.name, read.format, state, read.rows_read, read.exception_count, message
    ), all_findings


def _keep_source(target: OrganizationDesk, read: ReadFile, *, state: str) -> int:
    """Keep the file as received, and who brought it. Returns its source_file_id."""
    received = read.received
    frame = pl.DataFrame(
        {
            "sha256": [received.sha256],
            "name": [received.name],
            "format": [read.format],
            "bytes": [received.size_bytes],
            "received_on": [target.day],
            "state": [state],
        },
        schema_overrides={"format": pl.String},
    )
    target.store.append_new("source_file", frame, on=("organization_id", "sha256"))
    target.store.amend("source_file", frame.select("sha256", "state"), on=("sha256",))
    source_file_id = int(reads.source_files(target.store, sha256=[received.sha256])["source_file_id"][0])
    target.audit("import", f"file {source_file_id}", state=state)
    return source_file_id


def _find_targets(desk: Desk, read: ReadFile, *, organization: str | None) -> tuple[Targets, list[Finding]]:
    """Whose a file is: as the caller says, else as its NPIs, tax numbers or our own numbers in it say, else the only organization's."""
    if not read.frames or all(frame.is_empty() for frame in read.frames.values()):
        return [], []
    named = organization or split_by_organization.organization_of_mapping(read.received.mapping)
    if named is not None:
        return [(desk.named(named), read.frames)], []
    split, why = split_by_organization.split_file(desk, read.format, read.frames)
    targets = [(one, split[one.organization_id]) for one in desk if one.organization_id in split]
    if why is None:
        return targets, []
    or_else = "" if read.format in split_by_organization.ANSWERS else ", or correct office.yaml"
    remedy = f"Import it again with --org KEY if it is theirs ({desk.keys}){or_else}."
    return targets, [Finding("file.nobodys", At(read.received.name), why, remedy)]


def _post_part(
    target: OrganizationDesk, read: ReadFile, frames: dict[str, pl.DataFrame], *, source_file_id: int
) -> tuple[list[str], list[Finding]]:
    """Book one organization's part of a file. Order matters: people, balances, claims, answers, money, events."""
    store, file, bills_here = target.store, read.received.name, target.organization.billing is not None
    # A system's own claims of care that we bill ourselves would charge it twice.
    if bills_here and _has(frames, "encounters"):
        frames = {name: frame for name, frame in frames.items() if not name.startswith(OF_ANOTHER_BILLER)}
    counted: list[str] = []
    findings: list[Finding] = []
    if not target.organization.is_practice:  # its day is turned: what comes may lie far ahead of it
        frames, findings = possible_days.separate_impossible_days(frames, file=file, day=target.day)
    frames, found = separate_other_people(store, frames, file=file, day=target.day)
    findings += found
    if _has(frames, "demographics"):
        versions = store_people(
            store, frames["demographics"], facility_state=target.organization.state, source_file_id=source_file_id,
            day=target.day, tellings=frames.get("tellings"),
        )  # fmt: skip
        counted.append(f"{versions:,} people new or changed")
    frames, found = _place_answers(store, read, frames)
    findings += found
    frames, found = screen_care(store, frames, file=file)
    findings += found
    counted += store_care(store, frames, source_file_id=source_file_id, bills_here=bills_here)
    steps: tuple[tuple[str, str, Callable[[], tuple[int, list[Finding]]]], ...] = (
        ("open_balances", "opening balances", lambda: openings.book_balances(
                store, frames["open_balances"], facility_state=target.organization.state, file=file, day=target.day
            )),
        (
            "claims", "claims",
            lambda: booking.book_claims(
                store, frames, facility_state=target.organization.state, day=target.day, file=file, source_file_id=source_file_id
            ),
        ),
        (
            "remits", "payer answers",
            lambda: posting.post_remits(
                store, frames, day=target.day, file=file, source_file_id=source_file_id, is_in_test=target.organization.is_in_test,
            ),
        ),
        (
            "claim_statuses", "words on sent claims",
            lambda: keep_statuses(
                store, frames["claim_statuses"], file=file, source_file_id=source_file_id
            ),
        ),
        (
            "payments", "payments",
            lambda: payments.post_payments(store, frames["payments"], file=file, day=target.day),
        ),
        ("contacts", "events", lambda: store_contacts(store, frames["contacts"], file=file)),
    )  # fmt: skip
    for name, words, book in steps:
        if _has(frames, name):
            number, found = book()
            counted.append(f"{number:,} {words}")
            findings += found
    return counted, findings


def _has(frames: dict[str, pl.DataFrame], name: str) -> bool:
    return name in frames and not frames[name].is_empty()


def _place_answers(
    store: Store, read: ReadFile, frames: dict[str, pl.DataFrame]
) -> tuple[dict[str, pl.DataFrame], list[Finding]]:
    """Payers' answers to requests to authorize, under their requests."""
    if read.format != authorization_answers.FORMAT or "authorizations" not in frames:
        return frames, []
    placed, found = authorization_answers.place_answers(store, frames["authorizations"], file=read.received.name)
    return frames | {"authorizations": placed}, found


def empty_inbox(report: ImportReport, *, inbox: Path) -> None:
    """Take imported files out of the inbox; they are kept under their content's name. What was set aside is kept there too."""
    imported = {count.file for count in report.files}
    for entry in inbox.iterdir():
        if entry.name in imported:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()

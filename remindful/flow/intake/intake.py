"""Import: files are received, booked and posted, each in its own transaction, so that an office sees at once what became of it."""

import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl

from remindful.core.words.findings import At, Finding, WorldFault
from remindful.edges.store import prepare, reads
from remindful.edges.store.books import Books, open_books
from remindful.flow.books import booking, posting
from remindful.flow.books.care import store_care
from remindful.flow.books.people import store_contacts, store_people
from remindful.flow.books.receive import OFFICE_FILE, ReadFile, keep_copy, list_files, read_file
from remindful.flow.claims.sent_claims import keep_statuses
from remindful.flow.intake import parts
from remindful.flow.office import billing_terms
from remindful.flow.office.clock import Clock
from remindful.flow.office.exceptions import count_asides, findings_frame, keep_findings
from remindful.flow.office.home import Home
from remindful.flow.office.organizations import read_office
from remindful.flow.office.report import FileCount, ImportReport, StationCount
from remindful.flow.referrals import authorization_answers

Tell = Callable[[int, int, str], None]
#: Frames of a system that bills itself, by how their names begin.
OF_ANOTHER_BILLER = ("claim", "remit", "open_balances")


@dataclass(frozen=True, slots=True)
class Target:
    """The organization that a file, or a part of it, is for."""

    organization_id: int
    key: str
    state: str
    bills_here: bool = False  # whether Remindful writes its claims


def import_office_paths(
    paths: Sequence[Path],
    *,
    home: Home,
    clock: Clock,
    organization: str | None,
    mapping: Path | None,
    tell: Tell = lambda done, of, name: None,
) -> ImportReport:
    """Import files and folders: an office.yaml first, then the data, in name order."""
    prepare()
    keep_offices(paths, now=clock.now())
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        offices = reads.organizations(books)
    zone = offices["zone"][0] if offices.height else "UTC"
    return import_paths(
        paths, home=home, now=clock.now(), day=clock.today(zone), organization=organization, mapping=mapping, tell=tell
    )


def keep_offices(paths: Sequence[Path], *, now: datetime) -> None:
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
        with open_books(organizations="all", now=now) as books:
            books.append_new("organization", frame, on=("key",))
            books.amend("organization", frame, on=("key",))
            billing_terms.keep_terms(books, {one.key: one.billing for one in organizations})


def import_paths(
    paths: Sequence[Path],
    *,
    home: Home,
    now: datetime,
    day: date,
    organization: str | None,
    mapping: Path | None,
    tell: Tell = lambda done, of, name: None,
) -> ImportReport:
    """Import every data file under the paths. One file's fault never stops the next."""
    files = list_files([path for path in paths if path.name != OFFICE_FILE], mapping=mapping)
    counts: list[FileCount] = []
    findings: list[Finding] = []
    before, care = _money(now), _bills_here(organization, now=now)
    with ThreadPoolExecutor(max_workers=1) as ahead:  # the next file is read while this one is posted
        reading = [ahead.submit(read_file, files[0], care=care)] if files else []
        for number, received in enumerate(files):
            tell(number, len(files), received.name)
            read = reading.pop().result()
            if number + 1 < len(files):
                reading.append(ahead.submit(read_file, files[number + 1], care=care))
            count, found = import_file(read, home=home, now=now, day=day, organization=organization)
            counts.append(count)
            findings += found
    after = _money(now)
    aside = sum(1 for count in counts if count.state == "set_aside")
    return ImportReport(
        files=tuple(counts),
        stations=(StationCount("receive", len(files), len(files) - aside, aside, "files"),),
        asides=count_asides(findings_frame(findings)),
        posted_cents=after[0] - before[0],
        suspense_cents=after[1] - before[1],
    )


def _bills_here(organization: str | None, *, now: datetime) -> bool:
    """Whether Remindful bills for this organization; where none is named, for every one of the office."""
    with open_books(organizations="all", now=now, read_only=True) as books:
        keys = dict(reads.organizations(books).select("organization_id", "key").rows())
        here = {keys[organization_id] for organization_id in billing_terms.terms_of(books)}
    return organization in here if organization else bool(here) and here == set(keys.values())


def _money(now: datetime) -> tuple[int, int]:
    """Payers' cents on items and in suspense, over all organizations."""
    with open_books(organizations="all", now=now, read_only=True) as books:
        row = books.read("payer_money").row(0)
    return int(row[0] or 0), int(row[1] or 0)


def import_file(
    read: ReadFile, *, home: Home, now: datetime, day: date, organization: str | None
) -> tuple[FileCount, list[Finding]]:
    """Import one file in one transaction: all of it is kept, posted or set aside, or nothing has happened."""
    received = read.received
    keep_copy(received, home=home)
    with open_books(organizations="all", now=now) as books:
        seen = books.read("source_files").filter(pl.col("sha256") == received.sha256)
        if not seen.is_empty() and seen["state"].ne("set_aside").any():
            first = seen.row(0, named=True)
            says = f"the same file came on {first['received_on']} as {first['name']}: nothing changed"
            return FileCount(received.name, first["format"], "seen_before", 0, 0, says), []
        targets, findings = _find_targets(books, read, organization=organization)
        if not targets:
            return _set_aside(books, read, findings, day=day)
        said = [*read.findings, *findings]
        posted: list[str] = []
        for target, part in targets:
            source_file_id = _keep_source(books, read, target, day=day, state="posted")
            told, found = _post_part(books, read, part, target=target, source_file_id=source_file_id, day=day)
            keep_findings(
                books,
                [*read.findings, *found],
                station="import",
                organization_id=target.organization_id,
                source_file_id=source_file_id,
            )
            posted += told
            said += found
    state = "partly" if said else "posted"
    return FileCount(received.name, read.format, state, read.rows_read, read.rows_aside, ", ".join(posted)), said


def _set_aside(books: Books, read: ReadFile, findings: list[Finding], *, day: date) -> tuple[FileCount, list[Finding]]:
    """A file that is nobody's, or of no kind we read: kept, with the reason, under every organization's eyes."""
    said = [*read.findings, *findings]
    offices = reads.organizations(books)
    if offices.is_empty():
        raise WorldFault(
            "permanent",
            "There is no office yet, so no file can be anybody's.",
            "Describe your organizations in office.yaml and import it first (docs/how-to/your-own-files.md).",
        )
    target = Target(*offices.select("organization_id", "key", "state").row(0))
    state = "set_aside" if said else "posted"  # a header and no rows is a whole file
    source_file_id = _keep_source(books, read, target, day=day, state=state)
    keep_findings(books, said, station="import", organization_id=target.organization_id, source_file_id=source_file_id)
    says = said[0].says if said else "nothing in it"
    return FileCount(read.received.name, read.format, state, read.rows_read, read.rows_aside, says), said


def _keep_source(books: Books, read: ReadFile, target: Target, *, day: date, state: str) -> int:
    received = read.received
    frame = pl.DataFrame(
        {
            "organization_id": [target.organization_id],
            "sha256": [received.sha256],
            "name": [received.name],
            "format": [read.format],
            "bytes": [received.size_bytes],
            "received_on": [day],
            "state": [state],
        },
        schema_overrides={"format": pl.String},
    )
    books.append_new("source_file", frame, on=("organization_id", "sha256"))
    books.amend("source_file", frame.select("organization_id", "sha256", "state"), on=("organization_id", "sha256"))
    rows = books.read("source_files").filter(
        (pl.col("organization_id") == target.organization_id) & (pl.col("sha256") == received.sha256)
    )
    return int(rows["source_file_id"][0])


def _find_targets(
    books: Books, read: ReadFile, *, organization: str | None
) -> tuple[list[tuple[Target, dict[str, pl.DataFrame]]], list[Finding]]:
    """Whose a file is: as the caller says, else as its NPIs, tax numbers or our own numbers in it say, else the only organization's."""
    offices = reads.organizations(books)
    if not read.frames or all(frame.is_empty() for frame in read.frames.values()):
        return [], []
    named = organization or parts.organization_of_mapping(read.received.mapping)
    if named is not None:
        chosen = offices.filter(pl.col("key") == named)
        if chosen.is_empty():
            raise WorldFault(
                "permanent", f"No organization has the key {named!r}.", f"Known: {', '.join(offices['key'])}."
            )
        return [(_target(books, chosen.select("organization_id", "key", "state").row(0)), read.frames)], []
    split, why = parts.split_file(books, read.format, read.frames, offices)
    targets = [
        (_target(books, row), split[row[0]])
        for row in offices.select("organization_id", "key", "state").rows()
        if row[0] in split
    ]
    if why is None:
        return targets, []
    or_else = "" if read.format in parts.ANSWERS else ", or correct office.yaml"
    mend = f"Import it again with --org KEY if it is theirs ({', '.join(offices['key'])}){or_else}."
    return targets, [Finding("file.nobodys", At(read.received.name), why, mend)]


def _target(books: Books, row: tuple[int, str, str]) -> Target:
    return Target(*row, bills_here=row[0] in billing_terms.terms_of(books))


def _post_part(
    books: Books, read: ReadFile, frames: dict[str, pl.DataFrame], *, target: Target, source_file_id: int, day: date
) -> tuple[list[str], list[Finding]]:
    """Book one organization's part of a file. Order matters: people, balances, claims, answers, money, events."""
    file = read.received.name
    told: list[str] = []
    findings: list[Finding] = []

    def has(name: str) -> bool:
        return name in frames and not frames[name].is_empty()

    # A system's own claims of care that we bill ourselves would charge it twice.
    if target.bills_here and has("encounters"):
        frames = {name: frame for name, frame in frames.items() if not name.startswith(OF_ANOTHER_BILLER)}
    if has("demographics"):
        versions = store_people(
            books, frames["demographics"], organization_id=target.organization_id, facility_state=target.state,
            source_file_id=source_file_id, day=day, tellings=frames.get("tellings"),
        )  # fmt: skip
        told.append(f"{versions:,} people new or changed")
    frames, found = _place_answers(books, read, frames, target=target)
    findings += found
    told += store_care(
        books,
        frames,
        organization_id=target.organization_id,
        source_file_id=source_file_id,
        bills_here=target.bills_here,
    )
    if has("open_balances"):
        number, found = booking.book_balances(
            books, frames["open_balances"], organization_id=target.organization_id, file=file
        )
        told.append(f"{number:,} opening balances")
        findings += found
    if has("claims"):
        number, found = booking.book_claims(
            books,
            frames,
            organization_id=target.organization_id,
            facility_state=target.state,
            file=file,
            source_file_id=source_file_id,
            day=day,
        )
        told.append(f"{number:,} claims")
        findings += found
    if has("remits"):
        number, found = posting.post_remits(
            books, frames, organization_id=target.organization_id, file=file, source_file_id=source_file_id, day=day
        )
        told.append(f"{number:,} payer answers")
        findings += found
    if has("claim_statuses"):
        number, found = keep_statuses(
            books,
            frames["claim_statuses"],
            organization_id=target.organization_id,
            source_file_id=source_file_id,
            file=file,
        )
        told.append(f"{number:,} words on sent claims")
        findings += found
    if has("payments"):
        number, found = posting.post_payments(
            books, frames["payments"], organization_id=target.organization_id, file=file
        )
        told.append(f"{number:,} payments")
        findings += found
    if has("contacts"):
        number, found = store_contacts(books, frames["contacts"], organization_id=target.organization_id, file=file)
        told.append(f"{number:,} events")
        findings += found
    return told, findings


def _place_answers(
    books: Books, read: ReadFile, frames: dict[str, pl.DataFrame], *, target: Target
) -> tuple[dict[str, pl.DataFrame], list[Finding]]:
    """Payers' answers to requests to authorize, under their requests."""
    if read.format != authorization_answers.FORMAT or "authorizations" not in frames:
        return frames, []
    placed, found = authorization_answers.place_answers(
        books, frames["authorizations"], organization_id=target.organization_id, file=read.received.name
    )
    return frames | {"authorizations": placed}, found


def empty_inbox(report: ImportReport, *, inbox: Path) -> None:
    """Take imported files out of the inbox; they are kept under their content's name. What was set aside is kept there too."""
    imported = {count.file for count in report.files}
    for entry in inbox.iterdir():
        if entry.name in imported:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()

"""Payers are asked what became of claims (276): those that wait longer than they should, or that a person names; each once in a week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from remindful.core.submissions.standing import QUIET, list_work
from remindful.core.submissions.status_requests import StatusRequests, compose_requests
from remindful.core.words.findings import At, Finding, WorldFault
from remindful.core.words.frames import ClaimPayers, Claims
from remindful.edges.formats import claim837, status277
from remindful.edges.store import prepare, reads
from remindful.edges.store.books import Books, open_books
from remindful.flow.claims import claim_files
from remindful.flow.claims.claim_files import Sender, Written
from remindful.flow.claims.sent_claims import read_standing
from remindful.flow.office.billing_terms import BillingTerms, terms_of
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import Home
from remindful.flow.office.runs import only_one

FORM = "276"


@dataclass(frozen=True, slots=True)
class AskedClaim:
    """A claim that a payer is asked about. wait_days: since it was last heard of."""

    control_number: str
    payer_key: str
    charge_cents: int
    state: str  # ClaimState
    wait_days: int


@dataclass(frozen=True, slots=True)
class AskReport:
    """What was asked, over all organizations. asked_lately: claims that wait, and were asked about within the week."""

    is_dry: bool
    day: date
    asked: tuple[AskedClaim, ...]
    asked_lately: int
    files: tuple[str, ...]
    findings: tuple[Finding, ...]  # on each claim that could not be asked about


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for one organization."""

    claims: tuple[AskedClaim, ...]
    asked_lately: int
    file: str | None
    findings: tuple[Finding, ...]


def ask_status(*, home: Home, clock: Clock, on: date | None, claims: Sequence[str], dry_run: bool) -> AskReport:
    """Write a 276 for each organization with claims to ask about. claims: control numbers of those to ask about; none: all that wait.

    Raises WorldFault where Remindful writes files for nobody or not for a named claim, a name is of no claim, the day is to come, or a
    night is running.
    """
    prepare()
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        offices, terms = reads.organizations(books), terms_of(books)
    if not terms:
        says = "Remindful writes no files for any organization of this office, so it can ask no payer."
        raise WorldFault("permanent", says, claim_files.NO_TERMS)
    today = clock.today(offices["zone"][0])
    if on is not None and on > today and not dry_run:
        raise WorldFault("permanent", f"The day {on} has not come yet: today is {today}.", "Correct --on.")
    day = on or today
    with only_one(home, "night"):
        claim_files.finish(home, now=clock.now())
        named = _find_named(claims, terms, clock=clock)
        done = [
            _ask_one(one, terms[one], home=home, clock=clock, day=day, named=named, dry_run=dry_run)
            for one in sorted(terms)
        ]
        claim_files.finish(home, now=clock.now())
        elsewhere = [] if named is not None else _say_elsewhere(terms, clock=clock, day=day)
    return AskReport(
        is_dry=dry_run,
        day=day,
        asked=tuple(claim for one in done for claim in one.claims),
        asked_lately=sum(one.asked_lately for one in done),
        files=tuple(str(home.claims / one.file) for one in done if one.file),
        findings=(*[finding for one in done for finding in one.findings], *elsewhere),
    )


def _find_named(names: Sequence[str], terms: dict[int, BillingTerms], *, clock: Clock) -> pl.Series | None:
    """claim_sent_id of named claims: of each, the one that was sent last. None: no name is given."""
    if not names:
        return None
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        offices = reads.organizations(books).select("organization_id", office="key")
        sent = reads.sent_claims(books).join(offices, on="organization_id", maintain_order="left")
    found = [_find_claim(sent, name, terms) for name in dict.fromkeys(names)]
    return pl.Series("claim_sent_id", found, dtype=pl.Int64)


def _find_claim(sent: pl.DataFrame, name: str, terms: dict[int, BillingTerms]) -> int:
    full = pl.format("{}/{}", "office", "control_number")
    rows = sent.filter((pl.col("control_number") == name) | (full == name))
    if rows.is_empty():
        raise WorldFault("permanent", f"There is no sent claim {name}.", "`remindful claims --all` shows them.")
    if rows["organization_id"].n_unique() > 1:
        says = f"{rows['organization_id'].n_unique()} organizations sent a claim {name}."
        raise WorldFault("permanent", says, "Write it as organization/claim.")
    if rows["organization_id"][0] not in terms:
        says = f"Remindful writes no files for {rows['office'][0]} any more, so it cannot ask about claim {name}."
        raise WorldFault("permanent", says, claim_files.NO_TERMS)
    return int(rows.sort("claim_sent_id")["claim_sent_id"][-1])


def _ask_one(
    organization_id: int,
    terms: BillingTerms,
    *,
    home: Home,
    clock: Clock,
    day: date,
    named: pl.Series | None,
    dry_run: bool,
) -> _Asked:
    """Ask for one organization, in its own transaction."""
    with open_books(organizations=[organization_id], now=clock.now(), read_only=dry_run) as books:
        office = claim_files.make_sender(reads.organizations(books).row(0, named=True), terms, day=day, now=clock.now())
        standing = read_standing(books)
        work = list_work(standing, day=day).filter(pl.col("kind").is_in(list(QUIET)))
        chosen = work.filter("asks_status")["claim_sent_id"] if named is None else named
        waiting = standing.filter(pl.col("claim_sent_id").is_in(chosen.implode())).with_columns(
            wait_days=(pl.lit(day) - pl.col("since_on")).dt.total_days()
        )
        requests, lacking = _compose(waiting, home)
        asked, file, unwritable = _write(books, requests, office=office, home=home, dry_run=dry_run)
    rows = waiting.join(asked, on="claim_sent_id", how="semi", maintain_order="left")
    return _Asked(
        claims=tuple(
            AskedClaim(*row)
            for row in rows.select("control_number", "payer_key", "charge_cents", "state", "wait_days").iter_rows()
        ),
        asked_lately=0 if named is not None else work.filter(~pl.col("asks_status")).height,
        file=file,
        findings=(*lacking, *unwritable),
    )


def _compose(waiting: pl.DataFrame, home: Home) -> tuple[pl.DataFrame, list[Finding]]:
    """StatusRequests with claim_sent_id, each from the file that its claim went out in, as a number may stand in several; and what lacks."""
    frames = [StatusRequests.create_empty().with_columns(claim_sent_id=pl.lit(None, dtype=pl.Int64))]
    findings: list[Finding] = []
    for name in waiting["file_name"].unique(maintain_order=True):
        of_file = waiting.filter(pl.col("file_name") == name)
        claims, payers = _read_claims(home.claims / name)
        out = compose_requests(of_file, claims=claims, payers=payers)
        ids = of_file.select("control_number", "claim_sent_id")
        frames.append(out.frame.join(ids, on="control_number", maintain_order="left"))
        findings += out.findings
    return pl.concat(frames), findings


def _read_claims(path: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(claims, claim_payers) of a file that was sent; none where it is not there any more."""
    readings = list(claim837.FORMAT.read(path, None)) if path.exists() else []
    claims: list[pl.DataFrame] = [Claims.create_empty(), *[one.frames["claims"] for one in readings]]
    payers: list[pl.DataFrame] = [ClaimPayers.create_empty(), *[one.frames["claim_payers"] for one in readings]]
    return pl.concat(claims), pl.concat(payers)


def _write(
    books: Books, requests: pl.DataFrame, *, office: Sender, home: Home, dry_run: bool
) -> tuple[pl.DataFrame, str | None, tuple[Finding, ...]]:
    """Write requests as one file, with rows in the books. (claim_sent_id of those written, its name, findings on those left out)."""
    number = 0 if dry_run or requests.is_empty() else books.reserve_ids("claim_file", 1)
    header = status277.RequestHeader(
        claim_files.make_interchange(office, number), office.submitter_name, office.submitter_id
    )
    written = status277.write_requests(requests, header=header)
    asked = written.asked.join(requests, on=["control_number", "payer_key"], maintain_order="left").unique(
        "claim_sent_id", keep="first", maintain_order=True
    )
    if dry_run or asked.is_empty():
        return asked, None, written.findings
    name = claim_files.name_file(office, "status", number, form=FORM)
    file = Written(name, asked.height, int(asked["charge_cents"].sum()))
    claim_files.keep(books, file, written.text, office=office, home=home, number=number, form=FORM)
    claim_files.keep_requests(
        books, asked.select("claim_sent_id", "set_number"), file_name=name, office=office, number=number
    )
    return asked, name, written.findings


def _say_elsewhere(terms: dict[int, BillingTerms], *, clock: Clock, day: date) -> list[Finding]:
    """Claims that wait, of organizations for which Remindful writes no files any more."""
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        keys = dict(reads.organizations(books).select("organization_id", "key").iter_rows())
        standing = read_standing(books).filter(~pl.col("organization_id").is_in(list(terms)))
    waiting = list_work(standing, day=day).filter("asks_status")
    counts = waiting.join(standing, on="claim_sent_id").group_by("organization_id").len().sort("organization_id")
    return [
        Finding(
            "status.no_terms",
            At("office.yaml", key=keys[one]),
            f"{count} claims of {keys[one]} wait for an answer, and Remindful writes no files for it.",
            claim_files.NO_TERMS,
        )
        for one, count in counts.iter_rows()
    ]

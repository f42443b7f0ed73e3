"""Payers are asked what became of claims (276): those that wait longer than they should, or that a person names; each once in a week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from remindful.core.submissions.claim_states import QUIET, list_work
from remindful.core.submissions.status_requests import StatusRequests, compose_requests
from remindful.core.words.findings import At, Finding, Refusal
from remindful.core.words.frames import ClaimPayers, Claims
from remindful.edges.formats import claim837, status277
from remindful.edges.store.store import Store
from remindful.flow.claims import claim_files
from remindful.flow.claims.claim_files import Submitter, WrittenFile
from remindful.flow.claims.names import name_key
from remindful.flow.claims.sent_claims import read_claim_states
from remindful.flow.office.desk import Desk, OrganizationDesk
from remindful.flow.office.home import Home
from remindful.flow.office.records import Claim

FORM = "276"


@dataclass(frozen=True, slots=True)
class StatusInquiry:
    """A claim that a payer is asked about. wait_days: since it was last heard of."""

    control_number: str
    payer_key: str
    charge_cents: int
    state: str  # ClaimState
    wait_days: int
    organization: str  # its key
    name: str  # what `desk.find` finds the claim by


@dataclass(frozen=True, slots=True)
class InquiryReport:
    """What was asked, over all organizations. day: the latest of theirs. asked_lately: claims that wait, and were asked about within
    the week."""

    is_dry: bool
    day: date
    inquiries: tuple[StatusInquiry, ...]
    recently_inquired: int
    files: tuple[str, ...]
    findings: tuple[Finding, ...]  # on each claim that could not be asked about


@dataclass(frozen=True, slots=True)
class OrganizationRequests:
    """What payers were asked for one organization, on its day."""

    day: date
    claims: tuple[StatusInquiry, ...]
    recently_inquired: int
    file: str | None
    findings: tuple[Finding, ...]


def find_named(desk: Desk, names: Sequence[str]) -> dict[str, list[int]]:
    """claim_sent_id of named claims by organization: of each the one that was sent last.

    Raises Refusal where a name is of no claim or of several, or Remindful writes no files for its organization.
    """
    found: dict[str, list[int]] = {}
    for name in dict.fromkeys(names):
        one, claim = desk.find(Claim, name)
        if one.organization.billing is None:
            message = f"Remindful writes no files for {one.key} any more, so it cannot ask about claim {name}."
            raise Refusal(message, claim_files.NO_TERMS)
        found.setdefault(one.key, []).append(claim.claim_sent_id)
    return found


def ask_payers(
    one: OrganizationDesk, *, home: Home, named: Sequence[int] | None, dry_run: bool, is_shared: bool
) -> OrganizationRequests:
    """Ask for one organization that bills here. named: claim_sent_id of those to ask about; None: all that wait."""
    terms = one.organization.billing
    assert terms is not None, f"another system writes the files of {one.key}"
    states = read_claim_states(one.store)
    work = list_work(states, day=one.day).filter(pl.col("kind").is_in(list(QUIET)))
    chosen = work.filter("asks_status")["claim_sent_id"] if named is None else pl.Series(named, dtype=pl.Int64)
    waiting = states.filter(pl.col("claim_sent_id").is_in(chosen.implode())).with_columns(
        wait_days=(pl.lit(one.day) - pl.col("since_on")).dt.total_days()
    )
    requests, lacking = _compose(waiting, home)
    sender = claim_files.make_submitter(one, terms)
    inquired, file, unwritten = _write(one.store, requests, office=sender, home=home, dry_run=dry_run)
    rows = waiting.join(inquired, on="claim_sent_id", how="semi", maintain_order="left")
    columns = ("control_number", "payer_key", "charge_cents", "state", "wait_days")
    return OrganizationRequests(
        day=one.day,
        claims=tuple(
            StatusInquiry(*row, organization=one.key, name=name_key(one, row[0], is_shared=is_shared))
            for row in rows.select(columns).iter_rows()
        ),
        recently_inquired=0 if named is not None else work.filter(~pl.col("asks_status")).height,
        file=file,
        findings=(*lacking, *unwritten),
    )


def sum_inquiries(
    done: Sequence[OrganizationRequests], elsewhere: Sequence[Finding], *, home: Home, is_dry: bool
) -> InquiryReport:
    """What was asked for each organization as one report. elsewhere: say_elsewhere."""
    return InquiryReport(
        is_dry=is_dry,
        day=max(one.day for one in done),
        inquiries=tuple(claim for one in done for claim in one.claims),
        recently_inquired=sum(one.recently_inquired for one in done),
        files=tuple(str(home.claims / one.file) for one in done if one.file),
        findings=(*[finding for one in done for finding in one.findings], *elsewhere),
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
    store: Store, requests: pl.DataFrame, *, office: Submitter, home: Home, dry_run: bool
) -> tuple[pl.DataFrame, str | None, tuple[Finding, ...]]:
    """Write requests as one file, with rows in the books. (claim_sent_id of those written, its name, findings on those left out)."""
    number = 0 if dry_run or requests.is_empty() else store.reserve_ids("claim_file", 1)
    header = status277.RequestHeader(
        claim_files.make_interchange(office, number), office.submitter_name, office.submitter_id
    )
    written = status277.write_requests(requests, header=header)
    inquired = written.requests.join(requests, on=["control_number", "payer_key"], maintain_order="left").unique(
        "claim_sent_id", keep="first", maintain_order=True
    )
    if dry_run or inquired.is_empty():
        return inquired, None, written.findings
    name = claim_files.name_file(office, "status", number, form=FORM)
    file = WrittenFile(name, inquired.height, int(inquired["charge_cents"].sum()))
    claim_files.keep(store, file, written.text, office=office, home=home, number=number, form=FORM)
    claim_files.keep_requests(
        store, inquired.select("claim_sent_id", "set_number"), file_name=name, office=office, number=number
    )
    return inquired, name, written.findings


def say_elsewhere(desk: Desk) -> list[Finding]:
    """Claims that wait, of organizations for which Remindful writes no files any more."""
    findings: list[Finding] = []
    for one in desk:
        if one.organization.billing is not None:
            continue
        count = list_work(read_claim_states(one.store), day=one.day).filter("asks_status").height
        if count:
            message = f"{count} claims of {one.key} wait for an answer, and Remindful writes no files for it."
            findings.append(
                Finding("status.no_terms", At("office.yaml", key=one.key), message, claim_files.NO_TERMS)
            )  # fmt: skip
    return findings

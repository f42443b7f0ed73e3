"""Remittances as a person works on them: which came, one in full, what waits and whose it may be; and a person's word on it."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from remindful.core import remits
from remindful.core.words.findings import WorldFault
from remindful.edges.store import prepare, reads
from remindful.edges.store.books import Books, open_books
from remindful.flow.books.posting import post_by_hand
from remindful.flow.books.remit_lines import RESTORE, fill_lines
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import Home

REFUSED = "remits.refused"


@dataclass(frozen=True, slots=True)
class AdjustmentShown:
    """One reason for which less was paid than charged. line_no null: of the whole claim."""

    line_no: int | None
    group_code: str | None
    carc: str | None
    amount_cents: int | None
    says: str


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """One claim of a remittance. visit_key null: it waits."""

    control_number: str | None
    status_code: str | None
    charge_cents: int | None
    paid_cents: int | None
    patient_cents: int | None
    visit_key: str | None
    waits: str | None
    remarks: tuple[str, ...]
    adjustments: tuple[AdjustmentShown, ...]


@dataclass(frozen=True, slots=True)
class ProviderShown:
    """One adjustment of the whole payment; a positive amount lowers it."""

    reason_code: str | None
    reference: str | None
    amount_cents: int | None
    says: str
    mend: str


@dataclass(frozen=True, slots=True)
class RemitShown:
    """A remittance in full."""

    remit_id: int
    trace_number: str | None
    payer_name: str | None
    paid_on: date | None
    paid_cents: int | None
    file: str
    claims: tuple[ClaimShown, ...]
    provider: tuple[ProviderShown, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A visit that a waiting answer may mean. says: what agrees."""

    visit_key: str
    score: int
    says: str


@dataclass(frozen=True, slots=True)
class WaitingClaim:
    """An answer whose money waits, why, and whose it may be."""

    remit_claim_id: int
    control_number: str | None
    patient: str
    service_on: date | None
    charge_cents: int | None
    paid_cents: int | None
    file: str
    says: str
    mend: str
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a person's word did."""

    remit_claim_id: int
    visit_key: str
    is_posted: bool


def list_remits(*, clock: Clock) -> pl.DataFrame:
    """Every remittance, newest first: of the query `remits`, without what only the store calls it."""
    prepare()
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        return books.read("remits").drop("source_file_id", "has_lines")


def show_remit(named: str, *, home: Home, clock: Clock) -> RemitShown:
    """One remittance, by its number here or its trace number. Raises WorldFault where there is none, or its lines are not in the store."""
    prepare()
    with open_books(organizations="all", now=clock.now()) as books:
        fill_lines(books, home=home)
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        row = _find_remit(books, named)
        claims = _read_claims(books, row)
        provider = reads.remit_provider_adjustments(books, remit_ids=[row["remit_id"]])
        adjustments = reads.remit_adjustments(books, remit_claim_ids=claims["claim_no"].to_list())
    by_claim = adjustments.partition_by("claim_no", as_dict=True)
    return RemitShown(
        row["remit_id"], row["trace_number"], row["payer_name"], row["paid_on"], row["paid_cents"], row["name"],
        tuple(_show_claim(one, by_claim.get((one["claim_no"],))) for one in claims.iter_rows(named=True)),
        tuple(_show_provider(one) for one in provider.iter_rows(named=True)),
    )  # fmt: skip


def _find_remit(books: Books, named: str) -> dict[str, Any]:
    """The row of the query `remits` that is meant. Raises WorldFault where there is none, or its lines are missing."""
    found = books.read("remits").filter(
        (pl.col("trace_number") == named) | (pl.col("remit_id").cast(pl.String) == named)
    )
    if found.height != 1:
        raise WorldFault(
            "permanent",
            f"There is no remittance {named}." if found.is_empty() else f"Several payments bear the number {named}.",
            "`remindful remits list` shows their numbers here.",
        )
    row = found.row(0, named=True)
    if not row["has_lines"]:
        raise WorldFault("permanent", f"The lines of remittance {named} are not in the store.", RESTORE)
    return row


def _read_claims(books: Books, row: dict[str, Any]) -> pl.DataFrame:
    """The claims of a remittance, in their order, with the visit_key on which each is posted, and says: why it waits."""
    visits = books.read("visit_ids").select("visit_id", "visit_key")
    findings = books.read("open_findings").filter(pl.col("source_file_id") == row["source_file_id"])
    whys = findings.filter(pl.col("code").is_in(remits.WAITING_CODES)).unique("at_line").select("at_line", "says")
    return (
        reads.remit_claims_as_sent(books, remit_ids=[row["remit_id"]])
        .join(visits, on="visit_id", how="left", maintain_order="left")
        .join(whys, left_on="segment_no", right_on="at_line", how="left", maintain_order="left")
    )


def _show_claim(row: dict[str, Any], adjustments: pl.DataFrame | None) -> ClaimShown:
    shown = () if adjustments is None else tuple(_show_adjustment(one) for one in adjustments.iter_rows(named=True))
    names = ("control_number", "status_code", "charge_cents", "paid_cents", "patient_cents", "visit_key")
    return ClaimShown(
        **{name: row[name] for name in names},
        waits=None if row["visit_key"] else str(row["says"] or "It waits for its claim."),
        remarks=tuple(_say_remark(code) for code in row["all_remark_codes"]),
        adjustments=shown,
    )


def _say_remark(code: str) -> str:
    known = remits.RARCS.get(code)
    return code if known is None else f"{code}: {known.says} {known.mend}"


def _show_adjustment(row: dict[str, object]) -> AdjustmentShown:
    known = remits.CARCS.get(str(row["carc"]))
    names = ("line_no", "group_code", "carc", "amount_cents")
    says = "A code that is in no table: ask the payer." if known is None else known.says
    return AdjustmentShown(**{name: row[name] for name in names}, says=says)  # type: ignore[arg-type]


def _show_provider(row: dict[str, object]) -> ProviderShown:
    known = remits.PLBS.get(str(row["reason_code"]))
    names = ("reason_code", "reference", "amount_cents")
    says = ("A code that is in no table.", "Ask the payer.") if known is None else (known.says, known.mend)
    return ProviderShown(**{name: row[name] for name in names}, says=says[0], mend=says[1])  # type: ignore[arg-type]


# --- what waits -------------------------------------------------------------------------------------------------------


def list_waiting(*, home: Home, clock: Clock) -> list[WaitingClaim]:
    """Every answer that waits, with the visits that it may mean, best first. What a person refused is not proposed again."""
    prepare()
    with open_books(organizations="all", now=clock.now()) as books:
        fill_lines(books, home=home)
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        waiting = reads.waiting_claims(books)
        refused = _refused(books)
        findings = books.read("open_findings").filter(pl.col("code").is_in(remits.WAITING_CODES))
        told: list[WaitingClaim] = []
        for organization_id in waiting["organization_id"].unique(maintain_order=True):
            mine = waiting.filter(pl.col("organization_id") == organization_id)
            told += _propose(books, mine, refused, findings, organization_id=organization_id)
    return told


def _known_visits(books: Books, organization_id: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The visits of an organization with their patients' names and member numbers, and the items that stand."""
    people = reads.parties(books).select(patient_id="party_id", last_name="last_name", first_name="first_name")
    members = books.read("visit_levels").group_by("visit_id").agg(member_ids=pl.col("member_id").drop_nulls())
    visits = (
        reads.visits(books)
        .filter(pl.col("organization_id") == organization_id)
        .join(people, on="patient_id", how="left", maintain_order="left")
        .join(members, on="visit_id", how="left", maintain_order="left")
        .with_columns(pl.col("member_ids").fill_null(pl.lit([], dtype=pl.List(pl.String))))
    )
    return visits, books.read("charged_items").filter(pl.col("organization_id") == organization_id)


def _propose(
    books: Books, waiting: pl.DataFrame, refused: pl.DataFrame, findings: pl.DataFrame, *, organization_id: int
) -> list[WaitingClaim]:
    """The waiting claims of one organization, oldest first, with their proposals."""
    visits, items = _known_visits(books, organization_id)
    lines = reads.remit_lines(books, remit_claim_ids=waiting["remit_claim_id"].to_list())
    scored = remits.score_candidates(waiting, lines, visits=visits, items=items)
    scored = scored.with_columns(remit_claim_id="claim_no").join(
        refused, on=["remit_claim_id", "visit_key"], how="anti"
    )
    proposals = scored.sort("claim_no", "score", descending=[False, True]).partition_by("claim_no", as_dict=True)
    at = ["source_file_id", "at_line"]
    whys = findings.unique(at).select(*at, "says", "mend")
    told = waiting.join(whys, left_on=["source_file_id", "segment_no"], right_on=at, how="left", maintain_order="left")
    return [_say_waiting(row, proposals.get((row["claim_no"],))) for row in told.iter_rows(named=True)]


def _say_waiting(row: dict[str, Any], scored: pl.DataFrame | None) -> WaitingClaim:
    names = ("remit_claim_id", "control_number", "charge_cents", "paid_cents")
    patient = " ".join(str(row[name]) for name in ("patient_first_name", "patient_last_name") if row[name])
    rows = [] if scored is None else scored.select("visit_key", "score", "says").rows()
    return WaitingClaim(
        **{name: row[name] for name in names},
        patient=patient,
        service_on=row["service_from_on"],
        file=row["file"],
        says=str(row["says"] or "It waits for its claim."),
        mend=str(row["mend"] or "It is tried again every night."),
        proposals=tuple(Proposal(*one) for one in rows),
    )


# --- a person's word --------------------------------------------------------------------------------------------------


def accept_match(remit_claim_id: int, visit_key: str, *, home: Home, clock: Clock) -> Accepted:
    """Post a waiting answer on the visit that a person names. Raises WorldFault where it does not wait, or its lines are not the visit's."""
    prepare()
    with open_books(organizations="all", now=clock.now()) as books:
        fill_lines(books, home=home)
        waiting, visit_id = _find_pair(books, remit_claim_id, visit_key)
        if not waiting["has_lines"][0]:
            raise WorldFault("permanent", f"The lines of answer {remit_claim_id} are not in the store.", RESTORE)
        left = post_by_hand(books, waiting, visit_id=visit_id)
        if not left.is_empty():
            _, says, mend = remits.WHY[left["why"][0]]
            raise WorldFault("permanent", f"Answer {remit_claim_id} cannot be posted on {visit_key}: {says}.", mend)
    return Accepted(remit_claim_id, visit_key, is_posted=True)


def refuse_match(remit_claim_id: int, visit_key: str, *, clock: Clock) -> Accepted:
    """Note that a waiting answer is not this visit's: it is not proposed again."""
    prepare()
    with open_books(organizations="all", now=clock.now()) as books:
        waiting, _ = _find_pair(books, remit_claim_id, visit_key)
        before = _refused(books).filter(pl.col("remit_claim_id") == remit_claim_id)["visit_key"].to_list()
        row = waiting.select("organization_id").with_columns(
            name=pl.lit(f"{REFUSED}.{remit_claim_id}"), value=pl.lit(json.dumps(sorted({*before, visit_key})))
        )
        books.append_new("office_setting", row, on=("organization_id", "name"))
        books.amend("office_setting", row, on=("organization_id", "name"))
    return Accepted(remit_claim_id, visit_key, is_posted=False)


def _find_pair(books: Books, remit_claim_id: int, visit_key: str) -> tuple[pl.DataFrame, int]:
    waiting = reads.waiting_claims(books, remit_claim_ids=[remit_claim_id])
    if waiting.is_empty():
        raise WorldFault(
            "permanent", f"No answer {remit_claim_id} waits.", "`remindful remits waiting` lists those that do."
        )
    mine = pl.col("organization_id") == waiting["organization_id"][0]
    visit = books.read("visit_ids").filter(mine & (pl.col("visit_key") == visit_key))
    if visit.is_empty():
        raise WorldFault(
            "permanent",
            f"There is no visit {visit_key} at this organization.",
            "A visit's key is the claim's number (CLM01).",
        )
    return waiting, int(visit["visit_id"][0])


def _refused(books: Books) -> pl.DataFrame:
    """remit_claim_id, visit_key of proposals that a person refused."""
    rows = reads.office_settings(books).filter(pl.col("name").str.starts_with(f"{REFUSED}."))
    pairs = [
        (int(name.rpartition(".")[2]), visit_key)
        for name, value in rows.select("name", "value").rows()
        for visit_key in json.loads(value)
    ]
    return pl.DataFrame(pairs, schema={"remit_claim_id": pl.Int64, "visit_key": pl.String}, orient="row")

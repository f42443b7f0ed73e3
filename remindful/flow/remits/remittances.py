"""Remittances as a person works on them: which came, one in full, what waits and whose it may be."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from remindful.core import remits
from remindful.core.words.findings import Refusal
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.books.remit_lines import RESTORE, fill_lines
from remindful.flow.office.actors import NIGHT
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import Desk, OrganizationDesk, open_desk
from remindful.flow.office.home import Home
from remindful.flow.office.records import Remit

REFUSED = "remits.refused"


@dataclass(frozen=True, slots=True)
class AdjustmentShown:
    """One reason for which less was paid than charged. line_no null: of the whole claim."""

    line_no: int | None
    group_code: str | None
    carc: str | None
    amount_cents: int | None
    message: str


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
    message: str
    remedy: str


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
    message: str


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
    message: str
    remedy: str
    proposals: tuple[Proposal, ...]


def list_remits(*, clock: Clock) -> pl.DataFrame:
    """Every remittance with its organization's key, newest first: of the read `remits`, without what only the store calls it."""
    with open_desk(clock) as desk:
        listed = [reads.remits(one.store).with_columns(organization=pl.lit(one.key)) for one in desk]
    newest = pl.concat(listed).sort("paid_on", "remit_id", descending=True, nulls_last=[True, False])
    return newest.drop("source_file_id", "has_lines")


def show_remit(named: str, *, home: Home, clock: Clock) -> RemitShown:
    """One remittance, by its number here or its trace number. Raises Refusal where there is none, or its lines are not in the store."""
    fill_missing_lines(home=home, clock=clock)
    with open_desk(clock) as desk:
        one, remit = _find_remit(desk, named)
        claims = _read_claims(one.store, remit)
        provider = reads.remit_provider_adjustments(one.store, remit_no=[remit.remit_id])
        adjustments = reads.remit_adjustments(one.store, claim_no=claims["claim_no"].to_list())
    by_claim = adjustments.partition_by("claim_no", as_dict=True)
    return RemitShown(
        remit.remit_id, remit.trace_number, remit.payer_name, remit.paid_on, remit.paid_cents, remit.name,
        tuple(_show_claim(row, by_claim.get((row["claim_no"],))) for row in claims.iter_rows(named=True)),
        tuple(_show_provider(row) for row in provider.iter_rows(named=True)),
    )  # fmt: skip


def fill_missing_lines(*, home: Home, clock: Clock) -> None:
    """Store the lines of remittances that an earlier version posted without them."""
    with open_desk(clock, actor=NIGHT) as desk:
        for one in desk:
            fill_lines(one.store, home=home)


def _find_remit(desk: Desk, named: str) -> tuple[OrganizationDesk, Remit]:
    """A remittance whose lines are in the store. Raises Refusal where there is none, or several, or its lines are missing."""
    one, remit = desk.find(Remit, named)
    if not remit.has_lines:
        raise Refusal(f"The lines of remittance {named} are not in the store.", RESTORE)
    return one, remit


def _read_claims(store: Store, remit: Remit) -> pl.DataFrame:
    """The claims of a remittance, in their order, with the visit_key on which each is posted, and says: why it waits."""
    claims = reads.remit_claims_as_sent(store, remit_no=[remit.remit_id])
    visits = reads.visit_ids(store, visit_id=claims["visit_id"].drop_nulls().to_list()).select("visit_id", "visit_key")
    findings = reads.open_findings(store, source_file_id=[remit.source_file_id], code=list(remits.WAITING_CODES))
    whys = findings.unique("at_line").select("at_line", "message")
    return claims.join(visits, on="visit_id", how="left", maintain_order="left").join(
        whys, left_on="segment_no", right_on="at_line", how="left", maintain_order="left"
    )


def _show_claim(row: dict[str, Any], adjustments: pl.DataFrame | None) -> ClaimShown:
    shown = () if adjustments is None else tuple(_show_adjustment(one) for one in adjustments.iter_rows(named=True))
    names = ("control_number", "status_code", "charge_cents", "paid_cents", "patient_cents", "visit_key")
    return ClaimShown(
        **{name: row[name] for name in names},
        waits=None if row["visit_key"] else str(row["message"] or "It waits for its claim."),
        remarks=tuple(_say_remark(code) for code in row["all_remark_codes"]),
        adjustments=shown,
    )


def _say_remark(code: str) -> str:
    known = remits.RARCS.get(code)
    return code if known is None else f"{code}: {known.description} {known.remedy}"


def _show_adjustment(row: Mapping[str, Any]) -> AdjustmentShown:
    known = remits.CARCS.get(str(row["carc"]))
    message = "A code that is in no table: ask the payer." if known is None else known.description
    return AdjustmentShown(row["line_no"], row["group_code"], row["carc"], row["amount_cents"], message)


def _show_provider(row: Mapping[str, Any]) -> ProviderShown:
    known = remits.PLBS.get(str(row["reason_code"]))
    message, remedy = (
        ("A code that is in no table.", "Ask the payer.") if known is None else (known.message, known.remedy)
    )
    return ProviderShown(row["reason_code"], row["reference"], row["amount_cents"], message, remedy)


# --- what waits -------------------------------------------------------------------------------------------------------


def list_waiting(*, home: Home, clock: Clock) -> list[WaitingClaim]:
    """Every answer that waits, with the visits that it may mean, best first. What a person refused is not proposed again."""
    fill_missing_lines(home=home, clock=clock)
    with open_desk(clock) as desk:
        return [claim for one in desk for claim in _propose(one.store)]


def _known_visits(store: Store) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The visits of an organization with their patients' names and member numbers, and the items that stand."""
    people = reads.parties(store).select(patient_id="party_id", last_name="last_name", first_name="first_name")
    members = reads.visit_levels(store).group_by("visit_id").agg(member_ids=pl.col("member_id").drop_nulls())
    visits = (
        reads.visits(store)
        .join(people, on="patient_id", how="left", maintain_order="left")
        .join(members, on="visit_id", how="left", maintain_order="left")
        .with_columns(pl.col("member_ids").fill_null(pl.lit([], dtype=pl.List(pl.String))))
    )
    return visits, reads.charged_items(store)


def _propose(store: Store) -> list[WaitingClaim]:
    """The waiting claims of one organization, oldest first, with their proposals."""
    waiting = reads.waiting_claims(store)
    if waiting.is_empty():
        return []
    visits, items = _known_visits(store)
    lines = reads.remit_lines(store, claim_no=waiting["remit_claim_id"].to_list())
    scored = remits.score_candidates(waiting, lines, visits=visits, items=items)
    scored = scored.with_columns(remit_claim_id="claim_no").join(
        refused_matches(store), on=["remit_claim_id", "visit_key"], how="anti"
    )
    proposals = scored.sort("claim_no", "score", descending=[False, True]).partition_by("claim_no", as_dict=True)
    at = ["source_file_id", "at_line"]
    whys = reads.open_findings(store, code=list(remits.WAITING_CODES)).unique(at).select(*at, "message", "remedy")
    explained = waiting.join(
        whys, left_on=["source_file_id", "segment_no"], right_on=at, how="left", maintain_order="left"
    )
    return [_say_waiting(row, proposals.get((row["claim_no"],))) for row in explained.iter_rows(named=True)]


def _say_waiting(row: dict[str, Any], scored: pl.DataFrame | None) -> WaitingClaim:
    names = ("remit_claim_id", "control_number", "charge_cents", "paid_cents")
    patient = " ".join(str(row[name]) for name in ("patient_first_name", "patient_last_name") if row[name])
    rows = [] if scored is None else scored.select("visit_key", "score", "message").rows()
    return WaitingClaim(
        **{name: row[name] for name in names},
        patient=patient,
        service_on=row["service_from_on"],
        file=row["file"],
        message=str(row["message"] or "It waits for its claim."),
        remedy=str(row["remedy"] or "It is tried again every night."),
        proposals=tuple(Proposal(*one) for one in rows),
    )


def refused_matches(store: Store) -> pl.DataFrame:
    """remit_claim_id, visit_key of an organization's proposals that a person refused."""
    rows = reads.office_settings(store).filter(pl.col("name").str.starts_with(f"{REFUSED}."))
    pairs = [
        (int(name.rpartition(".")[2]), visit_key)
        for name, value in rows.select("name", "value").rows()
        for visit_key in json.loads(value)
    ]
    return pl.DataFrame(pairs, schema={"remit_claim_id": pl.Int64, "visit_key": pl.String}, orient="row")

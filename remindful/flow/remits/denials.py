"""Denials at the desk: the list, one in full, the appeal's draft, what was paid below the contract, and the office's deadlines."""

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pypdf

from remindful.core import remits
from remindful.core.coverage import adjudications_in_force
from remindful.core.words.care import AuthorizationState
from remindful.core.words.findings import Refusal
from remindful.core.words.spans import in_force
from remindful.edges.channels.letter.appeal import Appeal, AppealLine, typeset_appeal
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.books.position import Position, take_position
from remindful.flow.office import settings
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import OrganizationDesk, open_desk
from remindful.flow.office.organizations import build_sender
from remindful.flow.office.records import Visit

LIMITS = "denials.limits"
AppealLimits = dict[str, dict[remits.Way, remits.AppealLimit]]


@dataclass(frozen=True, slots=True)
class Drafted:
    """The appeal's draft. check: what a person must look at before signing."""

    file: str
    claim: str
    cause: str
    denied_cents: int
    deadline_on: date | None
    deadline_text: str
    days_left: int | None
    pages: int
    check: str


@dataclass(frozen=True, slots=True)
class PayerDecisions:
    """What the payers said and still say, of the accounts that it concerns."""

    position: Position
    adjudications: pl.DataFrame  # of standing_adjudications
    stored: pl.DataFrame  # StoredRemitClaims
    responsibilities: pl.DataFrame  # with meaning


def list_denials(*, on: date | None, clock: Clock) -> pl.DataFrame:
    """DenialWork of every organization at the end of its day, with organization (its key), most pressing first."""
    with open_desk(clock, on=on) as desk:
        work = pl.concat([find_denials(one).with_columns(organization=pl.lit(one.key)) for one in desk])
    return work.sort("priority", descending=True, maintain_order=True)


def show_denials(claim: str, *, on: date | None, clock: Clock) -> pl.DataFrame:
    """list_denials of one claim: its number, or organization/number. Raises Refusal where nothing of it is denied."""
    with open_desk(clock, on=on) as desk:
        one, visit = desk.find(Visit, claim)
        return _find_denied(one, visit).with_columns(organization=pl.lit(one.key))


def _find_denied(one: OrganizationDesk, visit: Visit) -> pl.DataFrame:
    """DenialWork of a visit. Raises Refusal where there is none."""
    work = find_denials(one, visit_ids=[visit.visit_id])
    if work.is_empty():
        raise Refusal(f"Nothing of claim {visit.visit_key} is denied now.", "`remindful denials list` shows what is.")
    return work


def find_denials(one: OrganizationDesk, *, visit_ids: list[int] | None = None) -> pl.DataFrame:
    """DenialWork of an organization (visit_ids: of these visits), most pressing first, by its own deadlines."""
    store = one.store
    payer_decisions = reads.responsibilities(store, visit_id=visit_ids).with_columns(meaning=remits.meaning_expr())
    decisions = _read_decisions(store, payer_decisions, day=one.day)
    position, spoken = decisions.position, payer_decisions["visit_id"].unique().to_list()
    providers = reads.encounters(store, visit_id=spoken).select("visit_id", provider_npi="rendering_npi")
    visits = position.visits.join(providers.unique("visit_id"), on="visit_id", how="left", maintain_order="left")
    frames = remits.DenialFrames(
        items=position.items,
        item_balances=position.item_balances,
        responsibilities=decisions.responsibilities,
        adjudications=decisions.adjudications.join(visits, on="visit_id", how="semi"),
        remarks=decisions.stored.select("remit_claim_id", "remark_codes"),
        visit_payers=position.visit_payers,
        visits=visits.select("visit_id", "organization_id", "account_id", "visit_key", "provider_npi"),
        sent=reads.sent_claims(store, visit_id=spoken).select("visit_id", "level_no", "sent_on"),
    )
    return remits.denial_work(frames, day=one.day, limits=read_limits(store))


def _read_decisions(store: Store, responsibilities: pl.DataFrame, *, day: date) -> PayerDecisions:
    """The position of the accounts whose payers said anything in `responsibilities`, and the adjudications that count."""
    visits = reads.visit_ids(store, visit_id=responsibilities["visit_id"].unique().to_list())
    account_ids = visits["account_id"].unique().to_list()
    position = take_position(store, account_ids=account_ids, day=day)
    stored = reads.remit_claims(store, account_ids=account_ids)
    adjudications = adjudications_in_force(stored, day=day)
    return PayerDecisions(position, adjudications, stored, responsibilities.join(visits, on="visit_id", how="semi"))


def compare_payments(
    *, on: date | None, tolerance_cents: int, reduced_percent: int | None, clock: Clock
) -> pl.DataFrame:
    """ContractChecks of the first payers' answers that count, with organization (its key), worst first.

    Raises Refusal where no organization has a contract's fee schedule.
    """
    terms = remits.ContractTerms(tolerance_cents=tolerance_cents, reduced_percent=reduced_percent)
    with open_desk(clock, on=on) as desk:
        fees = {one.key: reads.fees(one.store) for one in desk}
        if all(one.filter(pl.col("schedule") != "charges").is_empty() for one in fees.values()):
            raise Refusal(
                "There is no contract's fee schedule to compare with.",
                "Import a CSV of fees whose schedule is the payer's key (docs/how-to/denials.md).",
            )
        checks = [_compare(one, fees[one.key], terms=terms).with_columns(organization=pl.lit(one.key)) for one in desk]
    return pl.concat(checks).sort("difference_cents", "item_id", nulls_last=True)


def _compare(one: OrganizationDesk, fees: pl.DataFrame, *, terms: remits.ContractTerms) -> pl.DataFrame:
    """ContractChecks of an organization."""
    matched = reads.remit_claims(one.store).filter(pl.col("visit_id").is_not_null())
    decisions = _read_decisions(one.store, matched, day=one.day)
    responsibilities = reads.responsibilities(one.store).with_columns(meaning=remits.meaning_expr())
    first = decisions.adjudications.filter(pl.col("level_no") == 1).select(
        "visit_id", "remit_claim_id", "adjudicated_on"
    )
    payers = decisions.position.visit_payers.filter(pl.col("level_no") == 1)
    lines = (
        decisions.position.items.join(first, on="visit_id", maintain_order="left")
        .join(decisions.position.visits.select("visit_id", "visit_key"), on="visit_id", maintain_order="left")
        .join(payers.select("visit_id", "payer_key", "payer_name"), on="visit_id", how="left", maintain_order="left")
    )
    answered = responsibilities.join(first, on="remit_claim_id", how="semi")
    moved = decisions.position.item_balances.filter(pl.col("payer_paid_cents") + pl.col("contractual_cents") != 0)
    spoken = pl.concat([answered.select("item_id"), moved.select("item_id")]).unique()
    lines = lines.join(spoken, on="item_id", how="semi", maintain_order="left")
    return remits.compare_contract(lines, answered, fees, terms=terms)


# --- the appeal -------------------------------------------------------------------------------------------------------


def write_appeal(claim: str, *, to: tuple[str, ...], out: Path | None, on: date | None, clock: Clock) -> Drafted:
    """Write the draft of an appeal as PDF. claim: its control number, or organization/number. Nothing is sent."""
    with open_desk(clock, on=on) as desk:
        one, visit = desk.find(Visit, claim)
        denied = _find_denied(one, visit)
        work = denied.filter(pl.col("remit_claim_id") == pl.col("remit_claim_id").first())
        appeal = _fill_appeal(one, visit, work, to=to)
    body = typeset_appeal(appeal)
    place = out or Path(f"appeal-{appeal.claim}-{one.day}.pdf")
    place.write_bytes(body)
    first = work.row(0, named=True)
    return Drafted(
        str(place), appeal.claim, appeal.cause, sum(line.denied_cents for line in appeal.lines), first["deadline_on"],
        first["deadline_text"], first["days_left"], len(pypdf.PdfReader(io.BytesIO(body)).pages), first["next_step"],
    )  # fmt: skip


def _fill_appeal(one: OrganizationDesk, visit: Visit, work: pl.DataFrame, *, to: tuple[str, ...]) -> Appeal:
    """The appeal of the answer that `work` (DenialWork of one answer) is about, with what is known of the visit."""
    store, first = one.store, work.row(0, named=True)
    person = reads.parties(store, party_id=[visit.patient_id]).row(0, named=True)
    payers = reads.visit_payers(store, visit_id=[visit.visit_id], level_no=[first["level_no"]])
    answer = reads.remit_claims(store, remit_claim_id=[first["remit_claim_id"]]).row(0, named=True)
    encounters = reads.encounters(store, visit_id=[visit.visit_id])
    numbers = encounters.select("authorization_number", "referral_key").rows()
    authorization, referral = numbers[0] if numbers else (None, None)
    name = " ".join(str(person[part]) for part in ("first_name", "last_name") if person[part])
    message = work.select("carc", "message").unique(maintain_order=True)["message"].to_list()
    return Appeal(
        written_on=one.day,
        to=(str(first["payer_name"] or first["payer_key"] or "To the payer"), *to),
        claim=visit.visit_key,
        payer_claim=answer["payer_control_number"],
        member_id=None if payers.is_empty() else payers["member_id"][0],
        patient_name=name or str(person["party_key"]),
        patient_birth_on=person["birth_on"],
        adjudicated_on=first["adjudicated_on"],
        deadline_on=first["deadline_on"],
        cause=str(first["cause"]),
        way=str(first["way"]),
        codes=tuple(work.select(pl.format("{}-{}", "group_code", "carc").unique(maintain_order=True)).to_series()),
        remarks=tuple(code for code in str(first["remark_codes"]).split(":") if code),
        reasons=tuple(dict.fromkeys(message)),
        authorization=authorization or _find_authorization(store, person["party_key"], first["service_on"]),
        referral=referral,
        lines=_fill_lines(work),
        sender=build_sender(one.organization),
        npi=one.organization.npi or "",
        tax_id=one.organization.tax_id or "",
    )


def _find_authorization(store: Store, party_key: str, service_on: date) -> str | None:
    """The number of the one authorization that the person had on the day of service; None where there is none, or several."""
    granted = [str(AuthorizationState.APPROVED), str(AuthorizationState.PARTLY)]
    found = reads.authorizations(store, party_key=[party_key], state=granted).filter(
        pl.col("number").is_not_null()
        # Without a first day it may not cover the service: the draft names none, and a person looks.
        & pl.col("from_on").is_not_null()
        & in_force(pl.lit(service_on))
    )
    return str(found["number"][0]) if found.height == 1 else None


def _fill_lines(work: pl.DataFrame) -> tuple[AppealLine, ...]:
    """The denied lines, by day of service."""
    code = pl.concat_str("procedure_code", "modifiers", separator=":", ignore_nulls=True)
    code = code.str.strip_chars_end(":")  # modifiers may be empty as well as unknown
    shown = work.sort("service_on", "item_id").select(
        pl.when(code == "").then(pl.lit("revenue line")).otherwise(code),
        "service_on",
        pl.format("{}-{}", "group_code", "carc").alias("reason"),
        "charge_cents",
        "denied_cents",
    )
    return tuple(AppealLine(*row) for row in shown.iter_rows())


# --- deadlines --------------------------------------------------------------------------------------------------------


def read_limits(store: Store) -> AppealLimits:
    """The deadlines that payers gave the one organization that is open, by payer's key or kind, then by way."""
    stored = settings.read(store, LIMITS)
    by_payer = stored if isinstance(stored, dict) else {}
    return {
        named: {remits.Way(way): _limit_of(limit) for way, limit in ways.items()}
        for named, ways in by_payer.items()
        if isinstance(ways, dict)
    }


def _limit_of(limit: settings.Setting) -> remits.AppealLimit:
    assert isinstance(limit, dict), "a deadline is kept with its days and its origin"
    return remits.AppealLimit(int(str(limit["days"])), bool(limit["is_from_service"]), str(limit["message"]))

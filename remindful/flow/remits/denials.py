"""Denials at the desk: the list, one in full, the appeal's draft, what was paid below the contract, and the office's deadlines."""

import io
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pypdf

from remindful.core import remits
from remindful.core.ledger.owe import latest_answers
from remindful.core.words.care import AuthorizationState
from remindful.core.words.findings import WorldFault
from remindful.core.words.kinds import PayerKind
from remindful.core.words.spans import in_force
from remindful.edges.channels.letter.appeal import Appeal, AppealLine, typeset_appeal
from remindful.edges.store import prepare, reads
from remindful.edges.store.books import Books, open_books
from remindful.flow.books.position import Position, take_position
from remindful.flow.office.clock import Clock
from remindful.flow.office.organizations import build_sender

LIMITS = "denials.limits"
Limits = dict[str, dict[remits.Way, remits.Limit]]


@dataclass(frozen=True, slots=True)
class Drafted:
    """The appeal's draft. check: what a person must look at before signing."""

    file: str
    claim: str
    cause: str
    denied_cents: int
    deadline_on: date | None
    deadline_says: str
    days_left: int | None
    pages: int
    check: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What the payers said and still say, of the accounts that it concerns."""

    position: Position
    answers: pl.DataFrame  # of latest_answers
    stored: pl.DataFrame  # StoredRemitClaims
    responsibilities: pl.DataFrame  # with meaning


def list_denials(*, on: date | None, clock: Clock) -> pl.DataFrame:
    """DenialWork of every organization at the end of a day, most pressing first."""
    prepare()
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        day = on or clock.today(reads.organizations(books)["zone"][0])
        return find_denials(books, day=day)


def find_denials(books: Books, *, day: date) -> pl.DataFrame:
    """DenialWork of the open organizations. Each has its own deadlines."""
    said = reads.responsibilities(books).with_columns(meaning=remits.meaning_expr())
    standing = _take_standing(books, said, day=day)
    position, limits = standing.position, limits_of(books)
    providers = reads.encounters(books).select("visit_id", provider_npi="rendering_npi").drop_nulls("visit_id")
    visits = position.visits.join(providers.unique("visit_id"), on="visit_id", how="left", maintain_order="left")
    parts = [
        remits.denial_work(
            remits.DenialFrames(
                items=position.items,
                item_balances=position.item_balances,
                responsibilities=standing.responsibilities,
                answers=standing.answers.join(own, on="visit_id", how="semi"),
                remarks=standing.stored.select("remit_claim_id", "remark_codes"),
                visit_payers=position.visit_payers,
                visits=own,
                sent=reads.sent_claims(books).select("visit_id", "level_no", "sent_on").drop_nulls("visit_id"),
            ),
            day=day,
            limits=limits.get(organization_id, {}),
        )
        for organization_id in books.organizations
        for own in [_visits_of(visits, organization_id)]
    ]
    return pl.concat(parts).sort("priority", descending=True, maintain_order=True)


def _visits_of(visits: pl.DataFrame, organization_id: int) -> pl.DataFrame:
    mine = visits.filter(pl.col("organization_id") == organization_id)
    return mine.select("visit_id", "organization_id", "account_id", "visit_key", "provider_npi")


def _take_standing(books: Books, said: pl.DataFrame, *, day: date) -> Standing:
    """The position of the accounts whose payers said anything in `said`, and the answers that stand."""
    visits = books.read("visit_ids").join(said.select("visit_id").unique(), on="visit_id", how="semi")
    account_ids = visits["account_id"].unique().to_list()
    position = take_position(books, account_ids=account_ids, day=day)
    stored = reads.remit_claims(books, account_ids=account_ids)
    answers = latest_answers(stored, day=day)
    return Standing(position, answers, stored, said.join(visits, on="visit_id", how="semi"))


def compare_payments(
    *, on: date | None, tolerance_cents: int, reduced_percent: int | None, clock: Clock
) -> pl.DataFrame:
    """ContractChecks of the first payers' standing answers, worst first."""
    prepare()
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        day = on or clock.today(reads.organizations(books)["zone"][0])
        fees = reads.fees(books)
        if fees.filter(pl.col("schedule") != "charges").is_empty():
            raise WorldFault(
                "permanent",
                "There is no contract's fee schedule to compare with.",
                "Import a CSV of fees whose schedule is the payer's key (docs/how-to/denials.md).",
            )
        matched = reads.remit_claims(books).filter(pl.col("visit_id").is_not_null())
        standing = _take_standing(books, matched, day=day)
        said = reads.responsibilities(books).with_columns(meaning=remits.meaning_expr())
    first = standing.answers.filter(pl.col("level_no") == 1).select("visit_id", "remit_claim_id", "answered_on")
    payers = standing.position.visit_payers.filter(pl.col("level_no") == 1)
    lines = (
        standing.position.items.join(first, on="visit_id", maintain_order="left")
        .join(standing.position.visits.select("visit_id", "visit_key"), on="visit_id", maintain_order="left")
        .join(payers.select("visit_id", "payer_key", "payer_name"), on="visit_id", how="left", maintain_order="left")
    )
    answered = said.join(first, on="remit_claim_id", how="semi")
    moved = standing.position.item_balances.filter(pl.col("payer_paid_cents") + pl.col("contractual_cents") != 0)
    spoken = pl.concat([answered.select("item_id"), moved.select("item_id")]).unique()
    lines = lines.join(spoken, on="item_id", how="semi", maintain_order="left")
    terms = remits.ContractTerms(tolerance_cents=tolerance_cents, reduced_percent=reduced_percent)
    return remits.compare_contract(lines, answered, fees, terms=terms)


# --- the appeal -------------------------------------------------------------------------------------------------------


def write_appeal(claim: str, *, to: tuple[str, ...], out: Path | None, on: date | None, clock: Clock) -> Drafted:
    """Write the draft of an appeal as PDF. claim: its control number, or organization/number. Nothing is sent."""
    prepare()
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        offices = reads.organizations(books)
        day = on or clock.today(offices["zone"][0])
        work = _rows_of(find_denials(books, day=day), claim, offices)
        office = offices.filter(pl.col("organization_id") == work["organization_id"][0]).row(0, named=True)
        appeal = _fill_appeal(books, work, office, to=to, day=day)
    body = typeset_appeal(appeal)
    place = out or Path(f"appeal-{appeal.claim}-{day}.pdf")
    place.write_bytes(body)
    first = work.row(0, named=True)
    return Drafted(
        str(place), appeal.claim, appeal.cause, sum(line.denied_cents for line in appeal.lines), first["deadline_on"],
        first["deadline_says"], first["days_left"], len(pypdf.PdfReader(io.BytesIO(body)).pages), first["next_step"],
    )  # fmt: skip


def _rows_of(work: pl.DataFrame, claim: str, offices: pl.DataFrame) -> pl.DataFrame:
    """The work on one claim at one payer level. Raises WorldFault where there is none, or several organizations have it."""
    organization, _, key = claim.rpartition("/")
    mine = work.filter(pl.col("visit_key") == key)
    if organization:
        ids = offices.filter(pl.col("key") == organization)["organization_id"]
        mine = mine.filter(pl.col("organization_id").is_in(ids.implode()))
    if mine.is_empty():
        raise WorldFault(
            "permanent", f"Nothing of claim {claim} is denied now.", "`remindful denials list` shows what is."
        )
    if mine["organization_id"].n_unique() > 1:
        raise WorldFault("permanent", f"Several organizations have a claim {claim}.", "Write it as organization/claim.")
    return mine.filter(pl.col("remit_claim_id") == pl.col("remit_claim_id").first())


def _fill_appeal(
    books: Books, work: pl.DataFrame, office: dict[str, object], *, to: tuple[str, ...], day: date
) -> Appeal:
    first = work.row(0, named=True)
    account = [first["account_id"]]
    visit = reads.visits(books, account_ids=account).filter(pl.col("visit_id") == first["visit_id"]).row(0, named=True)
    person = reads.parties(books).filter(pl.col("party_id") == visit["patient_id"]).row(0, named=True)
    is_level = (pl.col("visit_id") == first["visit_id"]) & (pl.col("level_no") == first["level_no"])
    payers = reads.visit_payers(books, account_ids=account).filter(is_level).to_dicts()
    answers = reads.remit_claims(books, account_ids=account)
    answer = answers.filter(pl.col("remit_claim_id") == first["remit_claim_id"]).row(0, named=True)
    encounters = reads.encounters(books).filter(pl.col("visit_id") == first["visit_id"]).to_dicts()
    encounter = encounters[0] if encounters else {}
    name = " ".join(str(person[part]) for part in ("first_name", "last_name") if person[part])
    says = work.select("carc", "says").unique(maintain_order=True)["says"].to_list()
    return Appeal(
        written_on=day,
        to=(str(first["payer_name"] or first["payer_key"] or "To the payer"), *to),
        claim=str(first["visit_key"]),
        payer_claim=answer["payer_control_number"],
        member_id=payers[0]["member_id"] if payers else None,
        patient_name=name or str(person["party_key"]),
        patient_birth_on=person["birth_on"],
        answered_on=first["answered_on"],
        deadline_on=first["deadline_on"],
        cause=str(first["cause"]),
        way=str(first["way"]),
        codes=tuple(work.select(pl.format("{}-{}", "group_code", "carc").unique(maintain_order=True)).to_series()),
        remarks=tuple(code for code in str(first["remark_codes"]).split(":") if code),
        says=tuple(dict.fromkeys(says)),
        authorization=encounter.get("authorization_number") or _find_authorization(books, person, first),
        referral=encounter.get("referral_key"),
        lines=tuple(_fill_line(row) for row in work.sort("service_on", "item_id").iter_rows(named=True)),
        sender=build_sender(office),
        npi=str(office["npi"] or ""),
        tax_id=str(office["tax_id"] or ""),
    )


def _find_authorization(books: Books, person: dict[str, object], row: dict[str, object]) -> str | None:
    """The number of the one authorization that the person had on the day of service; None where there is none, or several."""
    held = reads.authorizations(books).filter(
        (pl.col("organization_id") == row["organization_id"])
        & (pl.col("party_key") == person["party_key"])
        & pl.col("state").is_in([str(AuthorizationState.APPROVED), str(AuthorizationState.PARTLY)])
        & pl.col("number").is_not_null()
        # Without a first day it may not cover the service: the draft names none, and a person looks.
        & pl.col("from_on").is_not_null()
        & in_force(pl.lit(row["service_on"]))
    )
    return str(held["number"][0]) if held.height == 1 else None


def _fill_line(row: dict[str, object]) -> AppealLine:
    code = ":".join(str(row[part]) for part in ("procedure_code", "modifiers") if row[part])
    return AppealLine(
        service=code or "revenue line",
        service_on=row["service_on"],  # type: ignore[arg-type]
        reason=f"{row['group_code']}-{row['carc']}",
        charge_cents=int(str(row["charge_cents"])),
        denied_cents=int(str(row["denied_cents"])),
    )


# --- deadlines --------------------------------------------------------------------------------------------------------


def limits_of(books: Books) -> dict[int, Limits]:
    """The deadlines that each organization was told by its payers, by organization_id."""
    rows = reads.office_settings(books).filter(pl.col("name") == LIMITS)
    return {
        organization_id: {
            named: {remits.Way(way): remits.Limit(**limit) for way, limit in ways.items()}
            for named, ways in json.loads(value).items()
        }
        for organization_id, value in rows.select("organization_id", "value").rows()
    }


def keep_limit(
    payer: str, *, way: remits.Way, days: int, is_from_service: bool, organization: str | None, clock: Clock
) -> Limits:
    """Keep a deadline of a payer (its key), or of a kind of payer, for one organization. Returns all of them."""
    prepare()
    with open_books(organizations="all", now=clock.now()) as books:
        offices = reads.organizations(books)
        if organization is not None:
            offices = offices.filter(pl.col("key") == organization)
        if offices.height != 1:
            raise WorldFault(
                "permanent",
                f"No organization has the key {organization!r}."
                if organization
                else "There are several organizations.",
                "Name one with --org.",
            )
        known = set(books.read("visit_levels")["payer_key"].drop_nulls()) | {str(kind) for kind in PayerKind}
        if payer not in known:
            raise WorldFault(
                "permanent",
                f"No visit has a payer {payer!r}, and it is no kind of payer.",
                f"Kinds: {', '.join(PayerKind)}.",
            )
        organization_id = int(offices["organization_id"][0])
        limits = limits_of(books).get(organization_id, {})
        says = f"set by the office: {days} days from the {'service' if is_from_service else 'answer'}"
        limits.setdefault(payer, {})[way] = remits.Limit(days, is_from_service, says)
        _keep_limits(books, organization_id, limits)
    return limits


def _keep_limits(books: Books, organization_id: int, limits: Limits) -> None:
    told = {
        named: {
            str(way): {"days": one.days, "is_from_service": one.is_from_service, "says": one.says} for way, one in ways.items()
        }
        for named, ways in limits.items()
    }  # fmt: skip
    row = pl.DataFrame({"organization_id": [organization_id], "name": [LIMITS], "value": [json.dumps(told)]})
    books.append_new("office_setting", row, on=("organization_id", "name"))
    books.amend("office_setting", row, on=("organization_id", "name"))

"""Payers are asked to authorize what a referral orders (278): one request a referral, kept as asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from remindful.core import coverage, referrals
from remindful.core.words import frames
from remindful.core.words.care import AppointmentState, AuthorizationState, ReferralState
from remindful.core.words.contracts import frame_of
from remindful.core.words.findings import WorldFault
from remindful.edges.formats import authorization278
from remindful.edges.store import prepare, reads
from remindful.edges.store.books import Books, open_books
from remindful.flow.claims import claim_files
from remindful.flow.claims.claim_files import Sender, Written
from remindful.flow.claims.sent_claims import asked_requests
from remindful.flow.office.billing_terms import terms_of
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import Home
from remindful.flow.office.runs import only_one
from remindful.flow.referrals.acts import find_held, name_request
from remindful.flow.referrals.loops import find_referral

FORM = "278"
OWN = ("organization_id", "authorization_key")
APPROVED = (str(AuthorizationState.APPROVED), str(AuthorizationState.PARTLY))
UNDECIDED = (str(AuthorizationState.ASKED), str(AuthorizationState.PENDED))


@dataclass(frozen=True, slots=True)
class RequestReport:
    """What is asked for. authorization_key: the trace number under which the answer comes. file: none in a dry run."""

    referral_key: str
    authorization_key: str
    payer_key: str
    is_dry: bool
    file: str | None


@dataclass(frozen=True, slots=True)
class _Request:
    """One request: the office that asks, the order, and the authorization asked for. is_new: whether the books have it yet.

    first_on: the first day of the care that is asked for; None where no day is asked for or booked.
    """

    office: Mapping[str, Any]
    sender: Sender
    referral: Mapping[str, Any]
    authorization: Mapping[str, Any]
    first_on: date | None
    is_new: bool


def request_authorization(
    name: str, *, home: Home, clock: Clock, on: date | None, dry_run: bool, anyway: bool
) -> RequestReport:
    """Ask the payer to authorize a referral. anyway: although it was asked, has decided, or nothing is said to be needed.

    Raises WorldFault where that is so, where something lacks that a request needs, and where Remindful writes no files for the
    organization.
    """
    prepare()
    with only_one(home, "night"):
        claim_files.finish(home, now=clock.now())
        with open_books(organizations="all", now=clock.now(), read_only=dry_run) as books:
            request = _prepare(books, find_referral(books, name), clock=clock, on=on, anyway=anyway)
            file = _write(books, request, home=home, dry_run=dry_run)
        claim_files.finish(home, now=clock.now())
    return RequestReport(
        referral_key=request.referral["referral_key"],
        authorization_key=request.authorization["authorization_key"],
        payer_key=request.authorization["payer_key"],
        is_dry=dry_run,
        file=None if file is None else str(home.claims / file),
    )


def _prepare(books: Books, referral: dict[str, Any], *, clock: Clock, on: date | None, anyway: bool) -> _Request:
    one = int(referral["organization_id"])
    office = reads.organizations(books).filter(pl.col("organization_id") == one).row(0, named=True)
    terms = terms_of(books).get(one)
    if terms is None:
        says = f"Remindful writes no files for {office['key']}, so it cannot ask the payer."
        raise WorldFault("permanent", says, claim_files.NO_TERMS)
    today = clock.today(office["zone"])
    day = on or today
    _check_order(referral, day=day, today=today)
    held = find_held(books, referral)
    obstacle = _find_obstacle(books, referral, held, day=day)
    if obstacle is not None and not anyway:
        raise WorldFault("permanent", *obstacle)
    waiting = held.filter(pl.col("state").is_in(UNDECIDED))
    asked = waiting.row(0, named=True) if waiting.height else _make_request(referral, held)
    first_on = asked["from_on"] or _find_booked_day(books, referral, day=day)
    payer_key = asked["payer_key"] or referral["payer_key"] or _find_payer(books, referral, day=first_on or day)
    sender = claim_files.make_sender(office, terms, day=day, now=clock.now())
    whole = asked | {"payer_key": payer_key, "asked_on": day}
    return _Request(office, sender, referral, whole, first_on, is_new=waiting.is_empty())


def _check_order(referral: Mapping[str, Any], *, day: date, today: date) -> None:
    key = referral["referral_key"]
    if day > today:
        raise WorldFault("permanent", f"The day {day} has not come yet: today is {today}.", "Correct --on.")
    if day < referral["ordered_on"]:
        raise WorldFault("permanent", f"It was ordered only on {referral['ordered_on']}.", "Correct --on.")
    if referral["state"] in (str(ReferralState.REVOKED), str(ReferralState.COMPLETED)):
        raise WorldFault("permanent", f"The referral {key} is {referral['state']}.", "Order it again as a new one.")


def _find_obstacle(
    books: Books, referral: Mapping[str, Any], held: pl.DataFrame, *, day: date
) -> tuple[str, str] | None:
    """What speaks against asking now, and what to do about it."""
    state = pl.col("state")
    valid = held.join(_find_valid(books, held, day=day), on="authorization_key", how="semi")
    freed = held.filter(state == str(AuthorizationState.NOT_REQUIRED))
    waiting = _without_refused(books, held.filter(state.is_in(UNDECIDED)))
    denied = held.filter(state == str(AuthorizationState.DENIED))
    if valid.height:
        row = valid.row(0, named=True)
        until = "" if row["to_on"] is None else f" until {row['to_on']}"
        return (
            f"It is authorized by {row['number'] or row['authorization_key']}{until}.",
            "Use that one; --anyway asks for another.",
        )
    if freed.height:
        return "The payer says that no authorization is needed.", "Bill without one; --anyway asks all the same."
    if waiting.height:
        row = waiting.row(0, named=True)
        since = "" if row["asked_on"] is None else f" on {row['asked_on']}"
        return f"The payer was asked{since} and has not decided.", "Wait for its answer; --anyway asks again."
    if denied.height:
        return "The payer refused to authorize it.", "Appeal; --anyway asks anew."
    if referral["needs_authorization"] is False:
        return "The order says that no authorization is needed.", "Correct the order; --anyway asks all the same."
    return None


def _find_valid(books: Books, held: pl.DataFrame, *, day: date) -> pl.DataFrame:
    """authorization_key of what is approved, has not ended, and is not used up."""
    used = referrals.used_authorizations(held, reads.encounters(books), reads.charges(books), day=day)
    is_left = [(pl.col(name) > 0).fill_null(value=True) for name in ("visits_left", "units_left")]
    in_time = (pl.col("days_left") >= 0).fill_null(value=True)
    return used.filter(pl.col("state").is_in(APPROVED) & in_time & pl.all_horizontal(is_left)).select(
        "authorization_key"
    )


def _without_refused(books: Books, waiting: pl.DataFrame) -> pl.DataFrame:
    """Requests that wait, but for those whose files the receiver refused: they were never asked."""
    own = [pl.col(name).is_in(waiting[name].implode()) for name in OWN]
    sent = reads.sent_requests(books).filter(own)
    asked = asked_requests(books, reads.sent_claims(books), reads.claim_statuses(books)).filter(own)
    refused = sent.join(asked, on=OWN, how="anti").select(OWN).unique()
    return waiting.join(refused, on=OWN, how="anti", maintain_order="left")


def _make_request(referral: Mapping[str, Any], held: pl.DataFrame) -> dict[str, Any]:
    row = dict.fromkeys(frames.Authorizations.column_names())
    of_order = ("party_key", "payer_key", "referral_key", "service_codes")
    return row | {name: referral[name] for name in of_order} | {
        "authorization_key": name_request(referral, held), "state": str(AuthorizationState.ASKED),
        "provider_npi": referral["referred_npi"],
    }  # fmt: skip


def _find_payer(books: Books, referral: Mapping[str, Any], *, day: date) -> str:
    """The patient's first payer on a day."""
    covered = _find_payers(books, referral, day=day)
    if covered.is_empty():
        says = f"Nobody is known to cover the patient of {referral['referral_key']} on {day}."
        raise WorldFault("permanent", says, "Enter the coverage; a patient who pays needs no authorization.")
    return str(covered["payer_key"][0])


def _find_payers(books: Books, referral: Mapping[str, Any], *, day: date) -> pl.DataFrame:
    """EncounterPayers of the patient on a day, the first payer first."""
    coverages = reads.coverages(books).filter(pl.col("organization_id") == referral["organization_id"])
    return coverage.payers_of_person(coverages, party_key=str(referral["party_key"]), day=day)


def _find_booked_day(books: Books, referral: Mapping[str, Any], *, day: date) -> date | None:
    """The first day from `day` on that is booked for the referral."""
    own = [pl.col(name) == referral[name] for name in ("organization_id", "referral_key")]
    is_ahead = (pl.col("happens_on") >= day) & (pl.col("state") == str(AppointmentState.BOOKED))
    booked: list[date] = reads.appointments(books).filter(is_ahead, *own).sort("happens_on")["happens_on"].to_list()
    return booked[0] if booked else None


def _write(books: Books, request: _Request, *, home: Home, dry_run: bool) -> str | None:
    """Write the request as a file, with rows in the books. Returns its name; raises WorldFault where something lacks."""
    sender = request.sender
    number = 0 if dry_run else books.reserve_ids("claim_file", 1)
    header = authorization278.RequestHeader(
        claim_files.make_interchange(sender, number),
        sender.submitter_name,
        str(request.office["npi"]),
        str(request.office["tax_id"]).replace("-", ""),
        sender.contact,
        sender.contact_phone,
    )
    written = authorization278.write_requests(_gather(books, request), header=header)
    if written.findings:
        raise WorldFault("permanent", written.findings[0].says, written.findings[0].mend)
    if dry_run:
        return None
    name = claim_files.name_file(sender, "authorization", number, form=FORM)
    claim_files.keep(
        books, Written(name, 0, 0), written.text, office=sender, home=home, number=number, form=FORM
    )  # fmt: skip
    _keep_asked(books, request)
    claim_files.keep_requests(books, written.asked, file_name=name, office=sender, number=number)
    return name


def _gather(books: Books, request: _Request) -> dict[str, pl.DataFrame]:
    """What a request is written from. Its first day is the one that is booked, where the request names none."""
    referral = request.referral
    mine = pl.col("organization_id") == referral["organization_id"]
    asked = dict(request.authorization) | {"from_on": request.first_on}
    people = books.read("party_latest").join(
        books.read("party_ids").filter(mine).select("party_id", "party_key"), on="party_id"
    )
    payers = _find_payers(books, referral, day=request.first_on or request.sender.day)
    known = {name: asked[name] for name in frames.Authorizations.column_names()}
    return {
        "authorizations": frame_of(frames.Authorizations, [known]),
        "referrals": reads.referrals(books).filter(mine),
        "coverages": payers.filter(pl.col("payer_key") == asked["payer_key"]).head(1),
        "people": people,
        "providers": reads.providers(books).filter(mine),
    }


def _keep_asked(books: Books, request: _Request) -> None:
    """Note that the payer is asked, and since when. A request that waits keeps the rest of what is known of it."""
    whose = {"organization_id": request.referral["organization_id"]}
    names = frames.Authorizations.column_names() if request.is_new else ("authorization_key", "payer_key", "asked_on")
    row = pl.DataFrame([whose | {name: request.authorization[name] for name in names if request.authorization[name]}])
    if request.is_new:
        books.append("authorization", row)
    else:
        books.amend("authorization", row, on=OWN)

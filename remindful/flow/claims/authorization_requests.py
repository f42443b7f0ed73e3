"""Payers are asked to authorize what a referral orders (278): one request a referral, kept as asked for."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from remindful.core import coverage, referrals
from remindful.core.words import frames
from remindful.core.words.care import AppointmentState, AuthorizationState, ReferralState
from remindful.core.words.contracts import frame_of
from remindful.core.words.findings import Refusal
from remindful.edges.formats import authorization278
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.claims import claim_files
from remindful.flow.claims.claim_files import Submitter, WrittenFile
from remindful.flow.claims.sent_claims import without_refused
from remindful.flow.office.desk import OrganizationDesk
from remindful.flow.office.home import Home
from remindful.flow.office.records import Referral
from remindful.flow.referrals.loops import find_authorizations, name_request

FORM = "278"
APPROVED = (str(AuthorizationState.APPROVED), str(AuthorizationState.PARTLY))
UNDECIDED = (str(AuthorizationState.REQUESTED), str(AuthorizationState.PENDED))


@dataclass(frozen=True, slots=True)
class RequestReport:
    """What is asked for. authorization_key: the trace number under which the answer comes. file: none in a dry run."""

    referral_key: str
    authorization_key: str
    payer_key: str
    is_dry: bool
    file: str | None


@dataclass(frozen=True, slots=True)
class Request:
    """One request: who asks, the order, and the authorization asked for (one row). is_new: whether the books have it yet.

    first_on: the first day of the care that is asked for; None where no day is asked for or booked.
    """

    desk: OrganizationDesk
    sender: Submitter
    referral: Referral
    authorization: pl.DataFrame
    first_on: date | None
    is_new: bool

    @property
    def authorization_key(self) -> str:
        """The trace number under which the answer comes."""
        return str(self.authorization["authorization_key"][0])

    @property
    def payer_key(self) -> str:
        """The payer asked."""
        return str(self.authorization["payer_key"][0])


def prepare_request(one: OrganizationDesk, referral: Referral, *, anyway: bool) -> Request:
    """The request for a referral of an organization, on its day.

    Raises Refusal where it cannot be asked for, and, unless `anyway`, where it was asked for, decided, or is not said to be needed.
    """
    terms = one.organization.billing
    if terms is None:
        raise Refusal(f"Remindful writes no files for {one.key}, so it cannot ask the payer.", claim_files.NO_TERMS)
    _check_order(one, referral)
    authorizations = find_authorizations(one.store, referral)
    obstacle = _find_obstacle(one, referral, authorizations)
    if obstacle is not None and not anyway:
        raise Refusal(*obstacle)
    waiting = authorizations.filter(pl.col("state").is_in(UNDECIDED))
    requested = waiting.head(1) if waiting.height else _make_request(referral, authorizations)
    first_on = requested["from_on"][0] or _find_booked_day(one, referral)
    payer_key = (
        requested["payer_key"][0] or referral.payer_key or _find_payer(one.store, referral, day=first_on or one.day)
    )
    whole = requested.with_columns(payer_key=pl.lit(payer_key), requested_on=pl.lit(one.day))
    authorization = whole.select(frames.Authorizations.column_names())
    return Request(
        one, claim_files.make_submitter(one, terms), referral, authorization, first_on, is_new=waiting.is_empty()
    )


def _check_order(one: OrganizationDesk, referral: Referral) -> None:
    one.check_day()
    if one.day < referral.ordered_on:
        raise Refusal(f"It was ordered only on {referral.ordered_on}.", "Correct --on.")
    if referral.state in (str(ReferralState.REVOKED), str(ReferralState.COMPLETED)):
        raise Refusal(f"The referral {referral.referral_key} is {referral.state}.", "Order it again as a new one.")


def _find_obstacle(one: OrganizationDesk, referral: Referral, authorizations: pl.DataFrame) -> tuple[str, str] | None:
    """What speaks against asking now, and what to do about it."""
    state = pl.col("state")
    valid = authorizations.join(_find_valid(one, referral, authorizations), on="authorization_key", how="semi")
    freed = authorizations.filter(state == str(AuthorizationState.NOT_REQUIRED))
    waiting = _without_refused(one.store, authorizations.filter(state.is_in(UNDECIDED)))
    denied = authorizations.filter(state == str(AuthorizationState.DENIED))
    if valid.height:
        row = valid.row(0, named=True)
        until = "" if row["to_on"] is None else f" until {row['to_on']}"
        return (
            f"It is authorized by {row['number'] or row['authorization_key']}{until}.",
            "Use that one; --anyway requests another.",
        )
    if freed.height:
        return "The payer says that no authorization is needed.", "Bill without one; --anyway requests it anyway."
    if waiting.height:
        requested_on = waiting["requested_on"][0]
        since = "" if requested_on is None else f" on {requested_on}"
        return (
            f"It was requested{since} and the payer has not decided.",
            "Wait for its decision; --anyway requests it again.",
        )
    if denied.height:
        return "The payer denied it.", "Appeal; --anyway requests it again."
    if referral.needs_authorization is False:
        return "The order says that no authorization is needed.", "Correct the order; --anyway requests it anyway."
    return None


def _find_valid(one: OrganizationDesk, referral: Referral, authorizations: pl.DataFrame) -> pl.DataFrame:
    """authorization_key of what is approved, has not ended, and is not used up."""
    # An encounter uses an authorization of its own patient only.
    encounters = reads.encounters(one.store, party_key=[referral.party_key])
    charges = reads.charges(one.store, encounter_key=encounters["encounter_key"].to_list())
    used = referrals.used_authorizations(authorizations, encounters, charges, day=one.day)
    is_left = [(pl.col(name) > 0).fill_null(value=True) for name in ("visits_left", "units_left")]
    in_time = (pl.col("days_left") >= 0).fill_null(value=True)
    return used.filter(pl.col("state").is_in(APPROVED) & in_time & pl.all_horizontal(is_left)).select(
        "authorization_key"
    )


def _without_refused(store: Store, waiting: pl.DataFrame) -> pl.DataFrame:
    """Requests that wait, but for those whose files the receiver refused: they were never asked."""
    sent = reads.sent_requests(store, authorization_key=waiting["authorization_key"].to_list()).with_columns(
        control_number=pl.lit(None, dtype=pl.String)
    )
    if sent.is_empty():
        return waiting
    unrefused = without_refused(sent, reads.claim_statuses(store, kind=["TA1", "999"]))
    refused = sent.join(unrefused, on="authorization_key", how="anti").select("authorization_key").unique()
    return waiting.join(refused, on="authorization_key", how="anti", maintain_order="left")


def _make_request(referral: Referral, authorizations: pl.DataFrame) -> pl.DataFrame:
    row = {
        "authorization_key": name_request(referral, authorizations), "state": str(AuthorizationState.REQUESTED),
        "party_key": referral.party_key, "payer_key": referral.payer_key, "referral_key": referral.referral_key,
        "service_codes": referral.service_codes, "provider_npi": referral.referred_npi,
    }  # fmt: skip
    return frame_of(frames.Authorizations, [row])


def _find_payer(store: Store, referral: Referral, *, day: date) -> str:
    """The patient's first payer on a day."""
    covered = _find_payers(store, referral, day=day)
    if covered.is_empty():
        message = f"No payer is known for the patient of {referral.referral_key} on {day}."
        raise Refusal(message, "Enter the coverage; a patient who pays needs no authorization.")
    return str(covered["payer_key"][0])


def _find_payers(store: Store, referral: Referral, *, day: date) -> pl.DataFrame:
    """EncounterPayers of the patient on a day, the first payer first."""
    coverages = reads.coverages(store, party_key=[referral.party_key])
    return coverage.payers_of_person(coverages, party_key=referral.party_key, day=day)


def _find_booked_day(one: OrganizationDesk, referral: Referral) -> date | None:
    """The first day from the day of asking on that is booked for the referral."""
    booked = reads.appointments(
        one.store, referral_key=[referral.referral_key], state=[str(AppointmentState.BOOKED)]
    ).filter(pl.col("happens_on") >= one.day)  # fmt: skip
    days: list[date] = booked["happens_on"].sort().to_list()
    return days[0] if days else None


def write_request(request: Request, *, home: Home, dry_run: bool) -> str | None:
    """Write the request as a file, with rows in the books. Returns its name; raises Refusal where something lacks."""
    store, sender, office = request.desk.store, request.sender, request.desk.organization
    number = 0 if dry_run else store.reserve_ids("claim_file", 1)
    header = authorization278.RequestHeader(
        claim_files.make_interchange(sender, number),
        sender.submitter_name,
        str(office.npi),
        str(office.tax_id).replace("-", ""),
        sender.contact,
        sender.contact_phone,
    )
    written = authorization278.write_requests(_gather(request), header=header)
    if written.findings:
        raise Refusal(written.findings[0].message, written.findings[0].remedy)
    if dry_run:
        return None
    name = claim_files.name_file(sender, "authorization", number, form=FORM)
    claim_files.keep(
        store, WrittenFile(name, 0, 0), written.text, office=sender, home=home, number=number, form=FORM
    )  # fmt: skip
    _keep_request(request)
    claim_files.keep_requests(store, written.requests, file_name=name, office=sender, number=number)
    return name


def _gather(request: Request) -> dict[str, pl.DataFrame]:
    """What a request is written from. Its first day is the one that is booked, where the request names none."""
    store, referral, day = request.desk.store, request.referral, request.first_on or request.sender.day
    coverages = _find_payers(store, referral, day=day).filter(pl.col("payer_key") == request.payer_key).head(1)
    people = [referral.party_key, *coverages["subscriber_key"].drop_nulls()]
    npis = [referral.referring_npi, referral.referred_npi, request.authorization["provider_npi"][0]]
    requested = request.authorization.with_columns(from_on=pl.lit(request.first_on, dtype=pl.Date))
    return {
        "authorizations": frame_of(frames.Authorizations, requested.to_dicts()),
        "referrals": reads.referrals(store, referral_key=[referral.referral_key]),
        "coverages": coverages,
        "people": reads.people(store, party_key=people),
        "providers": reads.providers(store, npi=[npi for npi in npis if npi is not None]),
    }


def _keep_request(request: Request) -> None:
    """Note that the payer is asked, and since when. A request that waits keeps the rest of what is known of it."""
    row = request.authorization
    if request.is_new:
        request.desk.store.append("authorization", row.select(name for name in row.columns if row[name][0]))
    else:
        known = row.select("authorization_key", "payer_key", "requested_on")
        request.desk.store.amend("authorization", known, on=("authorization_key",))

"""What people note of referrals, and what payers ask for. The same note again changes nothing."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

import polars as pl

from remindful.core.words.care import AppointmentState, AuthorizationState, ReferralState
from remindful.core.words.findings import Refusal
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.office import settings
from remindful.flow.office.actors import Actor
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import OrganizationDesk, open_desk
from remindful.flow.office.records import Referral
from remindful.flow.office.settings import Setting
from remindful.flow.referrals.loops import REQUIREMENTS, PayerRequirement, find_authorizations, name_request

UNDECIDED = (str(AuthorizationState.REQUESTED), str(AuthorizationState.PENDED))


@dataclass(frozen=True, slots=True)
class Granted:
    """An authorization as the payer told it. Null: not said."""

    number: str
    from_on: date | None = None
    to_on: date | None = None
    visits_allowed: int | None = None
    units_allowed: float | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """What happened. Days for which something is booked, kept or missed; whether it was sent, reported, revoked."""

    is_sent: bool = False
    is_requested: bool = False  # the payer, to authorize
    is_denied: bool = False
    granted: Granted | None = None
    booked_on: date | None = None
    appointment_kept_on: date | None = None
    missed_on: date | None = None
    is_reported: bool = False
    is_revoked: bool = False


def note_referral(name: str, *, noted: Noted, on: date | None, clock: Clock, actor: Actor) -> tuple[str, ...]:
    """Note what happened, on a day (default today). Returns what was noted, in words. Raises Refusal where it cannot be."""
    with open_desk(clock, on=on, actor=actor) as desk:
        one, referral = desk.find(Referral, name)
        _check(referral, noted, one=one)
        words = [
            *_note_sent(one, referral, noted),
            *_note_authorization(one, referral, noted),
            *_note_appointments(one, referral, noted),
            *_note_end(one, referral, noted),
        ]
        happened = {name: value for name, value in asdict(noted).items() if name != "granted" and value}
        number = None if noted.granted is None else noted.granted.number
        one.audit("note referral", f"referral {referral.referral_key}", on=one.day, authorization=number, **happened)
    return tuple(words)


def _check(referral: Referral, noted: Noted, *, one: OrganizationDesk) -> None:
    if noted == Noted():
        raise Refusal("Nothing is noted.", "Say what happened: --sent, --booked DATE, --report ...")
    past = [day for day in (one.day, noted.appointment_kept_on, noted.missed_on) if day is not None and day > one.today]
    if past:
        raise Refusal(f"{past[0]} has not come yet: today is {one.today}.", "Note what happened, on its day.")
    if one.day < referral.ordered_on:
        raise Refusal(f"It was ordered only on {referral.ordered_on}.", "Correct --on.")
    if referral.state == ReferralState.REVOKED and not noted.is_revoked:
        raise Refusal(f"The referral {referral.referral_key} is revoked.", "Order it again as a new one.")
    span = noted.granted
    if span is not None and span.from_on is not None and span.to_on is not None and span.to_on < span.from_on:
        raise Refusal(f"The authorization would end on {span.to_on}, before it begins.", "Correct --from or --to.")


def _note_sent(one: OrganizationDesk, referral: Referral, noted: Noted) -> list[str]:
    if not noted.is_sent:
        return []
    _amend(one.store, referral, sent_on=one.day)
    return [f"sent on {one.day}"]


def _note_end(one: OrganizationDesk, referral: Referral, noted: Noted) -> list[str]:
    """The report, and that it is not wanted any more."""
    words: list[str] = []
    if noted.is_reported:
        _amend(one.store, referral, reported_on=one.day)
        words.append(f"the report came on {one.day}")
    if noted.is_revoked:
        _amend(one.store, referral, state=str(ReferralState.REVOKED))
        words.append("revoked")
    return words


def _amend(store: Store, referral: Referral, **columns: object) -> None:
    row = pl.DataFrame([{"referral_key": referral.referral_key} | columns])
    store.amend("referral", row, on=("referral_key",))


# --- authorizations ---------------------------------------------------------------------------------------------------


def _note_authorization(one: OrganizationDesk, referral: Referral, noted: Noted) -> list[str]:
    """Amend the referral's request that is open, or the authorization of the same number; else add one."""
    if not (noted.is_requested or noted.is_denied or noted.granted):
        return []
    authorizations = find_authorizations(one.store, referral)
    found = _find_answered(authorizations, noted.granted)
    is_refused = not authorizations.filter(pl.col("state") == str(AuthorizationState.DENIED)).is_empty()
    if noted.granted is None and noted.is_denied and found is None and is_refused:
        return ["the authorization is refused"]  # as it is known already
    if noted.granted is not None:
        columns, words = _grant(noted.granted, found, day=one.day), f"authorized by {noted.granted.number}"
    elif noted.is_denied:
        columns = {"state": str(AuthorizationState.DENIED), "decided_on": one.day}
        words = "the authorization is refused"
    else:
        requested_on = (None if found is None else found.requested_on) or one.day
        columns = {"state": str(AuthorizationState.REQUESTED), "requested_on": requested_on}
        words = f"the payer was asked on {requested_on}"
    if found is not None:
        row = _typed({"authorization_key": found.authorization_key} | columns)
        one.store.amend("authorization", row, on=("authorization_key",))
        return [words]
    key = name_request(referral, authorizations) if noted.granted is None else noted.granted.number
    whole = {
        "authorization_key": key, "party_key": referral.party_key, "payer_key": referral.payer_key,
        "referral_key": referral.referral_key, "service_codes": referral.service_codes, "provider_npi": referral.referred_npi,
    } | columns  # fmt: skip
    one.store.append_new("authorization", _typed(whole), on=("organization_id", "authorization_key"))
    return [words]


@dataclass(frozen=True, slots=True)
class _Answered:
    """The authorization or request that a note is about."""

    authorization_key: str
    requested_on: date | None
    decided_on: date | None


def _find_answered(authorizations: pl.DataFrame, granted: Granted | None) -> _Answered | None:
    """Of these: the one of the number that is granted, else the request that waits."""
    same = authorizations.filter(pl.col("number") == granted.number) if granted else authorizations.clear()
    waiting = authorizations.filter(pl.col("state").is_in(UNDECIDED))
    found = pl.concat([same, waiting]).head(1).select("authorization_key", "requested_on", "decided_on")
    return None if found.is_empty() else _Answered(*found.row(0))


def _grant(granted: Granted, found: _Answered | None, *, day: date) -> dict[str, object]:
    """The columns of an authorization that is granted; what the payer did not say stays as it was."""
    decided_on = (None if found is None else found.decided_on) or day
    columns: dict[str, object] = {"state": str(AuthorizationState.APPROVED), "decided_on": decided_on}
    return columns | {name: value for name, value in asdict(granted).items() if value is not None}


# --- appointments -----------------------------------------------------------------------------------------------------


def _note_appointments(one: OrganizationDesk, referral: Referral, noted: Noted) -> list[str]:
    words: list[str] = []
    for happens_on, state in (
        (noted.booked_on, AppointmentState.BOOKED),
        (noted.appointment_kept_on, AppointmentState.KEPT),
        (noted.missed_on, AppointmentState.MISSED),
    ):
        if happens_on is not None:
            _note_appointment(one, referral, happens_on, state)
            words.append(f"{state} {'for' if state is AppointmentState.BOOKED else 'on'} {happens_on}")
    return words


def _note_appointment(one: OrganizationDesk, referral: Referral, happens_on: date, state: AppointmentState) -> None:
    """The appointment of that day becomes so. Booked for another day: what was booked and has not been is cancelled."""
    appointments = reads.appointments(one.store, referral_key=[referral.referral_key])
    is_booking = state is AppointmentState.BOOKED
    of_day = appointments.filter(
        (pl.col("happens_on") == happens_on) & (pl.col("state") != str(AppointmentState.CANCELLED))
    )
    if of_day.height:
        was = str(of_day["state"][0])
        if is_booking and was != AppointmentState.BOOKED:
            raise Refusal(f"The visit of {happens_on} was {was}.", "Book another day.")
        _set_state(one.store, of_day.head(1), state)
    else:
        row = {
            "party_key": referral.party_key, "referral_key": referral.referral_key, "provider_npi": referral.referred_npi,
            "appointment_key": f"{referral.referral_key}-{happens_on}-{appointments.height + 1}",
            "booked_on": one.day if is_booking else None, "happens_on": happens_on, "state": str(state),
        }  # fmt: skip
        one.store.append_new("appointment", _typed(row), on=("organization_id", "appointment_key"))
    if is_booking:
        moved = appointments.filter(
            (pl.col("state") == str(AppointmentState.BOOKED)) & (pl.col("happens_on") != happens_on)
        )
        _set_state(one.store, moved, AppointmentState.CANCELLED)


def _set_state(store: Store, appointments: pl.DataFrame, state: AppointmentState) -> None:
    rows = appointments.select("appointment_key", state=pl.lit(str(state)))
    store.amend("appointment", rows, on=("appointment_key",))


def _typed(columns: Mapping[str, object]) -> pl.DataFrame:
    """One row; columns that hold nothing are left to the database."""
    return pl.DataFrame([{name: value for name, value in columns.items() if value is not None}])


# --- what payers ask for ----------------------------------------------------------------------------------------------


def keep_requirement(requirement: PayerRequirement, *, organization: str | None, clock: Clock, actor: Actor) -> None:
    """Keep what a payer asks for, in place of what was known of it. organization: needed where the office has several."""
    with open_desk(clock, organization=organization, actor=actor) as desk:
        one = desk.only()
        known = settings.read(one.store, REQUIREMENTS)
        requirements: dict[str, Setting] = dict(known) if isinstance(known, dict) else {}
        requirements[requirement.payer] = {
            "needs_referral": requirement.needs_referral, "authorization_codes": requirement.authorization_codes, "source": requirement.source,
        }  # fmt: skip
        settings.keep(one.store, REQUIREMENTS, requirements)
        one.audit(
            "keep payer needs",
            f"payer {requirement.payer}",
            needs_referral=requirement.needs_referral,
            authorization_codes=requirement.authorization_codes,
        )

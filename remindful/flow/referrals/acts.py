"""What a person notes of a referral. The same note again changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from remindful.core.words.care import AppointmentState, AuthorizationState, ReferralState
from remindful.core.words.findings import WorldFault
from remindful.edges.store import prepare, reads
from remindful.edges.store.books import Books, open_books
from remindful.flow.office.clock import Clock
from remindful.flow.referrals.loops import find_referral

OWN = ("organization_id", "referral_key")


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
    is_asked: bool = False  # the payer, to authorize
    is_denied: bool = False
    granted: Granted | None = None
    booked_on: date | None = None
    kept_on: date | None = None
    missed_on: date | None = None
    is_reported: bool = False
    is_revoked: bool = False


def note_referral(name: str, noted: Noted, *, on: date | None, clock: Clock) -> tuple[str, ...]:
    """Note what happened, on a day (default today). Returns what was noted, in words. Raises WorldFault where it cannot be."""
    prepare()
    with open_books(organizations="all", now=clock.now()) as books:
        referral = find_referral(books, name)
        zones = dict(reads.organizations(books).select("organization_id", "zone").rows())
        today = clock.today(zones[referral["organization_id"]])
        day = on or today
        _check(referral, noted, day=day, today=today)
        told: list[str] = []
        if noted.is_sent:
            _amend(books, referral, sent_on=day)
            told.append(f"sent on {day}")
        if noted.is_asked or noted.is_denied or noted.granted:
            told.append(_note_authorization(books, referral, noted, day=day))
        for happens_on, state in (
            (noted.booked_on, AppointmentState.BOOKED),
            (noted.kept_on, AppointmentState.KEPT),
            (noted.missed_on, AppointmentState.MISSED),
        ):
            if happens_on is not None:
                _note_appointment(books, referral, happens_on, state, day=day)
                told.append(
                    f"{state} for {happens_on}" if state is AppointmentState.BOOKED else f"{state} on {happens_on}"
                )
        if noted.is_reported:
            _amend(books, referral, reported_on=day)
            told.append(f"the report came on {day}")
        if noted.is_revoked:
            _amend(books, referral, state=str(ReferralState.REVOKED))
            told.append("revoked")
    return tuple(told)


def _check(referral: dict[str, Any], noted: Noted, *, day: date, today: date) -> None:
    if noted == Noted():
        raise WorldFault("permanent", "Nothing is noted.", "Say what happened: --sent, --booked DATE, --report ...")
    past = [one for one in (day, noted.kept_on, noted.missed_on) if one is not None and one > today]
    if past:
        raise WorldFault(
            "permanent", f"{past[0]} has not come yet: today is {today}.", "Note what happened, on its day."
        )
    if day < referral["ordered_on"]:
        raise WorldFault("permanent", f"It was ordered only on {referral['ordered_on']}.", "Correct --on.")
    if referral["state"] == str(ReferralState.REVOKED) and not noted.is_revoked:
        raise WorldFault(
            "permanent", f"The referral {referral['referral_key']} is revoked.", "Order it again as a new one."
        )
    span = noted.granted
    if span is not None and span.from_on is not None and span.to_on is not None and span.to_on < span.from_on:
        raise WorldFault(
            "permanent", f"The authorization would end on {span.to_on}, before it begins.", "Correct --from or --to."
        )


def _amend(books: Books, referral: dict[str, Any], **said: object) -> None:
    row = pl.DataFrame([{name: referral[name] for name in OWN} | said])
    books.amend("referral", row, on=OWN)


def find_held(books: Books, referral: Mapping[str, Any]) -> pl.DataFrame:
    """The authorizations of a referral, and the requests for one."""
    own = [pl.col(name) == referral[name] for name in ("organization_id", "party_key", "referral_key")]
    return reads.authorizations(books).filter(own)


def _note_authorization(books: Books, referral: dict[str, Any], noted: Noted, *, day: date) -> str:
    """Amend the referral's request that is open, or the authorization of the same number; else add one."""
    held = find_held(books, referral)
    granted = noted.granted
    undecided = [str(AuthorizationState.ASKED), str(AuthorizationState.PENDED)]
    same = held.filter(pl.col("number") == granted.number) if granted else held.clear()
    waiting = held.filter(pl.col("state").is_in(undecided))
    found = next((frame.row(0, named=True) for frame in (same, waiting) if frame.height), None)
    refused = held.filter(pl.col("state") == str(AuthorizationState.DENIED))
    if noted.is_denied and found is None and refused.height:
        return "the authorization is refused"  # as it is known already
    said: dict[str, object] = {
        "organization_id": referral["organization_id"],
        "authorization_key": found["authorization_key"] if found else _new_key(referral, granted, held),
    }
    if granted is not None:
        said |= {"state": str(AuthorizationState.APPROVED), "decided_on": (found or {}).get("decided_on") or day}
        spans = ("number", "from_on", "to_on", "visits_allowed", "units_allowed")
        said |= {name: getattr(granted, name) for name in spans if getattr(granted, name) is not None}
        told = f"authorized by {granted.number}"
    elif noted.is_denied:
        said |= {"state": str(AuthorizationState.DENIED), "decided_on": day}
        told = "the authorization is refused"
    else:
        said |= {"state": str(AuthorizationState.ASKED), "asked_on": (found or {}).get("asked_on") or day}
        told = f"the payer was asked on {said['asked_on']}"
    if found is None:
        of_order = ("party_key", "payer_key", "referral_key", "service_codes")
        whole = {name: referral[name] for name in of_order} | {"provider_npi": referral["referred_npi"]} | said
        books.append_new("authorization", _typed(whole), on=("organization_id", "authorization_key"))
    else:
        books.amend("authorization", _typed(said), on=("organization_id", "authorization_key"))
    return told


def _new_key(referral: dict[str, Any], granted: Granted | None, held: pl.DataFrame) -> str:
    return name_request(referral, held) if granted is None else granted.number


def name_request(referral: Mapping[str, Any], held: pl.DataFrame) -> str:
    """The key of a new request for a referral. held: find_held."""
    return f"{referral['referral_key']}-A{held.height + 1}"


def _note_appointment(
    books: Books, referral: dict[str, Any], happens_on: date, state: AppointmentState, *, day: date
) -> None:
    """The appointment of that day becomes so. Booked for another day: what was booked and has not been is cancelled."""
    held = reads.appointments(books).filter(
        *[pl.col(name) == referral[name] for name in ("organization_id", "referral_key")]
    )
    own = ("organization_id", "appointment_key")
    of_day = held.filter((pl.col("happens_on") == happens_on) & (pl.col("state") != str(AppointmentState.CANCELLED)))
    if of_day.height:
        was = of_day.row(0, named=True)
        if state is AppointmentState.BOOKED and was["state"] != str(AppointmentState.BOOKED):
            raise WorldFault("permanent", f"The visit of {happens_on} was {was['state']}.", "Book another day.")
        books.amend("appointment", of_day.head(1).select(*own, state=pl.lit(str(state))), on=own)
    else:
        said = {
            "organization_id": referral["organization_id"], "party_key": referral["party_key"], "referral_key": referral["referral_key"],
            "appointment_key": f"{referral['referral_key']}-{happens_on}-{held.height + 1}", "provider_npi": referral["referred_npi"],
            "booked_on": day if state is AppointmentState.BOOKED else None, "happens_on": happens_on, "state": str(state),
        }  # fmt: skip
        books.append_new("appointment", _typed(said), on=own)
    if state is AppointmentState.BOOKED:
        moved = held.filter((pl.col("state") == str(AppointmentState.BOOKED)) & (pl.col("happens_on") != happens_on))
        books.amend("appointment", moved.select(*own, state=pl.lit(str(AppointmentState.CANCELLED))), on=own)


def _typed(said: Mapping[str, object]) -> pl.DataFrame:
    """One row; columns that hold nothing are left to the database."""
    return pl.DataFrame([{name: value for name, value in said.items() if value is not None}])

"""From the loops of a 278 to Authorizations: one row an event that was reviewed, and one a service that was decided otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from remindful.core.words import frames
from remindful.core.words.care import AuthorizationState
from remindful.core.words.contracts import schema_of
from remindful.edges.formats.authorization278 import words
from remindful.edges.formats.authorization278.events import Loop, Review, Segment, read_day, read_span

CONTRACTS = {"authorizations": frames.Authorizations}
SCHEMA = schema_of(frames.Authorizations)
_REQUEST = "13"
_UNDECIDED = (AuthorizationState.REQUESTED, AuthorizationState.PENDED)
_SERVICES = {"SV1": 1, "SV2": 2, "SV3": 1}


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of Authorizations, the loop that it is of, and its HCR (null: nothing was decided)."""

    row: dict[str, Any]
    loop: Loop
    decision: Segment | None


def find_decisions(review: Review) -> Iterator[Decision]:
    """One for each event; and for each service whose decision or number is not its event's."""
    for event in (loop for loop in review.loops if loop.level == "EV"):
        services = [loop for loop in review.loops if loop.level == "SS" and loop.up("EV") is event]
        decision = event.first("HCR")
        together = [one for one in services if _is_same(one.first("HCR"), decision)]
        apart = [one for one in services if one not in together]
        if decision is not None or not apart:
            yield Decision(_row(review, event, decision, together), event, decision)
        for number, service in enumerate(apart, start=1):
            row = _row(review, service, service.first("HCR"), [service])
            number_text = "" if decision is None and len(apart) == 1 else f"/{number}"
            row["authorization_key"] = f"{row['authorization_key']}{number_text}"
            yield Decision(row, service, service.first("HCR"))


def _is_same(decision: Segment | None, events: Segment | None) -> bool:
    if decision is None:
        return True
    return events is not None and (decision.at(1), decision.at(2)) == (events.at(1), events.at(2))


def _row(review: Review, loop: Loop, decision: Segment | None, services: list[Loop]) -> dict[str, Any]:
    event = loop.up("EV") or loop
    payer, patient = loop.up("20"), loop.up("23") or loop.up("22")
    bht = review.bht
    is_request = bht is not None and bht.at(2) == _REQUEST
    dated_on = read_day(bht.at(4)) if bht is not None else None
    number = decision.at(2) if decision is not None else None
    span = read_span([loop, event])
    refused = next(find_refusals(review, loop), None)
    codes = list(dict.fromkeys(code for code in (_code(service) for service in services) if code))
    state = _state(decision)
    return {
        "authorization_key": _trace(event)
        or number
        or _reference(event, "BB", "NT")
        or f"278-{review.set_segment.at(2)}-{event.segment.number}",
        "party_key": _party(loop),
        "payer_key": _key_of(payer, "X3", "PR"),
        "referral_key": None,
        "number": number or _reference(loop, "BB"),
        "state": str(state),
        "requested_on": dated_on if is_request else None,
        "decided_on": None if state in _UNDECIDED else span.decided_on or dated_on,
        "from_on": span.from_on,
        "to_on": span.to_on,
        "visits_allowed": None if state == AuthorizationState.DENIED else _count([loop, event], "VS"),
        "units_allowed": None if state == AuthorizationState.DENIED else _units(services),
        "service_codes": ":".join(codes) or None,
        "provider_npi": _npi(loop, event, patient),
        "reason_code": (decision.at(3) if decision is not None else None)
        or (refused.at(3) if refused is not None else None),
    }


def _state(decision: Segment | None) -> AuthorizationState:
    """The state that HCR01 says; of an unknown one, and where nothing was decided, only that it was asked."""
    return words.DECISIONS.get((decision.at(1) or "") if decision is not None else "", AuthorizationState.REQUESTED)


def find_refusals(review: Review, loop: Loop) -> Iterator[Segment]:
    """AAA of this loop and of those it stands in: why the request could not be reviewed at all."""
    here: Loop | None = loop
    while here is not None:
        yield from here.pick("AAA")
        here = here.above
    yield from (one for one in review.head if one.name == "AAA")


def _trace(event: Loop) -> str | None:
    """The number under which it was asked: TRN*2 in an answer, TRN*1 in a request."""
    traces = {one.at(1): one.at(2) for one in event.pick("TRN")}
    return traces.get("2") or traces.get("1")


def _reference(loop: Loop, *kinds: str) -> str | None:
    return next((one.at(2) for kind in kinds for one in loop.pick("REF", kind)), None)


def _party(loop: Loop) -> str:
    """The patient as the office names it (REF*EJ), else the number of the patient or subscriber; never empty."""
    for level in ("23", "22"):
        holder = loop.up(level)
        if holder is not None and (reference := _reference(holder, "EJ")):
            return reference
    keys = [_key_of(loop.up(level), "QC", "IL") for level in ("23", "22")]
    return next((key for key in keys if key), "unknown")


def _key_of(loop: Loop | None, *roles: str) -> str | None:
    name = loop.first("NM1", *roles) if loop is not None else None
    return name.at(9) if name is not None else None


def _npi(*loops: Loop | None) -> str | None:
    """Who is to give the service, where an NPI names it."""
    found = (one for loop in loops if loop is not None for one in loop.pick("NM1", "SJ", "71", "72", "FA"))
    return next((one.at(9) for one in found if one.at(8) == "XX"), None)


def _code(service: Loop) -> str | None:
    found = ((one, _SERVICES[one.name]) for one in service.segments if one.name in _SERVICES)
    return next((one.part(position, 1) for one, position in found), None)


def _units(services: list[Loop]) -> float | None:
    """The units of a single service; of several, nobody can say of which."""
    if len(services) != 1:
        return None
    lines = {"SV1": 4, "SV2": 5, "SV3": 6}
    return next((_number(one.at(lines[one.name])) for one in services[0].segments if one.name in lines), None)


def _count(loops: list[Loop], kind: str) -> int | None:
    """How many in all; null where they are so many a week or month (HSD03 on), which is no number of visits."""
    found = (one for loop in loops for one in loop.pick("HSD", kind) if not has_pattern(one))
    number = next((_number(one.at(2)) for one in found), None)
    return int(number) if number is not None and number == int(number) else None


def has_pattern(delivery: Segment) -> bool:
    """Whether an HSD allows a pattern in time, and not a plain count."""
    return any(delivery.at(position) for position in range(3, 9))


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if 0 <= number < 1e9 else None


def as_frame(decisions: list[Decision]) -> pl.DataFrame:
    """Authorizations of these."""
    return pl.DataFrame([one.row for one in decisions], schema=SCHEMA)

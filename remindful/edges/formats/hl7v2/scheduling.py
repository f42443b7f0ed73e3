"""SIU as appointments, REF as referrals and authorizations."""

import re
from datetime import date
from typing import Any

from remindful.core.words.care import AppointmentState, AuthorizationState, CodeSystem, ReferralState
from remindful.edges.formats.hl7v2 import tables
from remindful.edges.formats.hl7v2.agents import REFERRED, REFERRING, Agent, find_npi, read_prd
from remindful.edges.formats.hl7v2.codes import diagnosis_of, procedure_of
from remindful.edges.formats.hl7v2.collected import Collected
from remindful.edges.formats.hl7v2.people import message_day
from remindful.edges.formats.hl7v2.segment import Message, Segment
from remindful.edges.formats.hl7v2.values import Unreadable, day_of, quantity_of

#: Where the time of an appointment stands when SCH-11 does not tell it.
STARTS = (("AIS", 4), ("AIP", 6), ("AIL", 6), ("AIG", 8))
BILLABLE = (CodeSystem.CPT, CodeSystem.HCPCS)


def read_appointment(message: Message, collected: Collected, party_key: str) -> None:
    """SCH and what it books as an appointment."""
    sch = message.first("SCH")
    if sch is None:
        raise Unreadable("hl7v2.no_appointment", "It has no SCH segment.", "Have the sender add it.")
    key = sch.text(2) or sch.text(1)
    if key is None:
        problem = "SCH-1 and SCH-2 are empty: the appointment has no number."
        raise Unreadable("hl7v2.no_appointment", problem, "Have the sender fill SCH-2.")
    row: dict[str, Any] = {
        "appointment_key": key,
        "party_key": party_key,
        "state": _state(message, sch, collected).value,
    }
    happens_on = _happens_on(message, sch)
    known = collected.rows["appointments"].get(key, {}).get("happens_on")
    if happens_on is None and known is None:
        remedy = "Have the sender give SCH-11 or AIP-6."
        raise Unreadable("hl7v2.day", "No segment has the date of the appointment.", remedy)
    row["happens_on"] = happens_on or known
    npi = next((npi for aip in message.every("AIP") if (npi := find_npi(aip, 3, message, collected))), None)
    if npi is not None:
        row["provider_npi"] = npi
    if message.event == "S12" and (booked_on := message_day(message)):
        row["booked_on"] = booked_on
    collected.tell("appointments", key, row)


def _state(message: Message, sch: Segment, collected: Collected) -> AppointmentState:
    by_event = tables.APPOINTMENT_EVENTS.get(message.event)
    status = (sch.text(25) or "").upper()
    by_status = tables.APPOINTMENT_STATUSES.get(status)
    if by_event not in (None, AppointmentState.BOOKED):
        return by_event
    if status and by_status is None:
        collected.note(
            message,
            sch,
            "hl7v2.appointment_status",
            f'SCH-25 "{status}" is no status that we know; the event holds.',
            "Nothing, if the event is right.",
        )
    return by_status or by_event or AppointmentState.BOOKED


def _happens_on(message: Message, sch: Segment) -> date | None:
    """The day on which it begins: SCH-11.4, else of what is booked."""
    if day := day_of(sch, 11, 4):
        return day
    starts = ((one, number) for name, number in STARTS for one in message.every(name))
    tq1 = message.first("TQ1")
    return (day_of(tq1, 7) if tq1 else None) or next(
        (day for one, number in starts if (day := day_of(one, number))), None
    )


def read_referral(message: Message, collected: Collected, party_key: str) -> None:
    """RF1, PRD, AUT, DG1 as a referral, and its authorization where there is one."""
    rf1 = message.first("RF1")
    key = (rf1.text(6) or rf1.text(11)) if rf1 else None
    if rf1 is None or key is None:
        problem = "It has no RF1, or RF1-6 gives the referral no number."
        raise Unreadable("hl7v2.no_referral", problem, "Have the sender fill RF1-6.")
    agents, aut, dg1 = read_prd(message, collected), message.first("AUT"), message.first("DG1")
    ordered_on = day_of(rf1, 7) or message_day(message)
    if ordered_on is None:
        raise Unreadable("hl7v2.day", "RF1-7, the day of the referral, is empty.", "Have the sender fill RF1-7.")
    referred, referring = agents.get(REFERRED, Agent()), agents.get(REFERRING, Agent())
    coded = diagnosis_of(dg1.part(3), dg1.text(2)) if dg1 else None
    services = _services(message)
    columns: dict[str, Any] = {
        "priority": tables.PRIORITIES.get((rf1.text(2) or "").upper()),
        "reason": rf1.text(10, 2)
        or rf1.text(10)
        or (dg1.text(4) if dg1 else None)
        or (coded.description if coded else None),
        "reason_code": coded.code if coded and coded.system is CodeSystem.ICD10CM else None,
        "service_codes": services,
        "referring_npi": referring.npi,
        "referred_npi": referred.npi,
        "referred_name": referred.name,
        "referred_taxonomy": referred.taxonomy,
        "payer_key": (aut.text(2) or aut.text(1)) if aut else None,
        "expires_on": day_of(rf1, 8),
        "visits_allowed": _treatments(aut, 9),
        "sent_on": message_day(message) if message.event == "I12" else None,
    }
    state = (
        ReferralState.REVOKED
        if message.event == "I15"
        else tables.REFERRAL_STATES.get((rf1.text(1) or "A").upper(), ReferralState.ACTIVE)
    )
    fixed = {"referral_key": key, "party_key": party_key, "ordered_on": ordered_on, "state": state.value}
    collected.tell("referrals", key, fixed | {name: value for name, value in columns.items() if value is not None})
    if aut is not None:
        _read_authorization(message, aut, collected, party_key, key, services)


def _read_authorization(
    message: Message, aut: Segment, collected: Collected, party_key: str, referral_key: str, services: str | None
) -> None:
    number, process_on = aut.text(6), day_of(aut, 10)
    allowed = _treatments(aut, 9)
    is_approved = number is not None and allowed != 0
    columns: dict[str, Any] = {
        "payer_key": aut.text(2) or aut.text(1),
        "number": number,
        "decided_on": process_on if is_approved else None,
        "requested_on": None if is_approved else process_on,
        "from_on": day_of(aut, 4),
        "to_on": day_of(aut, 5),
        "visits_allowed": allowed,
        "service_codes": services,
    }
    state = (
        AuthorizationState.CANCELLED
        if message.event == "I15"
        else AuthorizationState.APPROVED
        if is_approved
        else AuthorizationState.REQUESTED
    )
    key = number or referral_key
    fixed = {"authorization_key": key, "party_key": party_key, "referral_key": referral_key, "state": state.value}
    collected.tell("authorizations", key, fixed | {name: value for name, value in columns.items() if value is not None})


def _treatments(aut: Segment | None, number: int) -> int | None:
    quantity = quantity_of(aut, number) if aut else None
    return int(quantity) if quantity is not None and quantity.is_integer() else None


def _services(message: Message) -> str | None:
    """What is asked for: the CPT and HCPCS codes of PR1-3 and OBR-4."""
    parts = [one.part(3) for one in message.every("PR1")] + [one.part(4) for one in message.every("OBR")]
    codes = [coded.code for part in parts if (coded := procedure_of(part)) and coded.system in BILLABLE]
    return ":".join(dict.fromkeys(code for code in codes if re.fullmatch(r"[0-9A-Z]{5}", code))) or None

"""PV1, PV2, ACC and DG1 as encounters and their diagnoses."""

from datetime import date
from typing import Any

from remindful.edges.formats.hl7v2 import tables
from remindful.edges.formats.hl7v2.agents import find_npi
from remindful.edges.formats.hl7v2.codes import diagnosis_of
from remindful.edges.formats.hl7v2.collected import Collected, Row, put
from remindful.edges.formats.hl7v2.people import message_day
from remindful.edges.formats.hl7v2.segment import Message, Segment
from remindful.edges.formats.hl7v2.values import Unreadable, cents_of, day_of

BEGINS = {"A01", "A04"}  # events that are themselves the beginning of a visit
CANCELS_VISIT = {"A11", "A23", "A27", "A38"}
CANCELS_END = {"A13"}
FINAL, EARLIER = "F", {"A", "W"}  # DG1-6: final; admitting, working


def encounter_key(message: Message) -> str | None:
    """The visit number: PV1-19, else the account number PID-18."""
    pv1, pid = message.first("PV1"), message.first("PID")
    return (pv1.text(19) if pv1 else None) or (pid.text(18) if pid else None)


def read_encounter(message: Message, collected: Collected, key: str) -> Row:
    """PV1, PV2, ACC as an encounter, but for whose it is. Returns what is told of it."""
    pv1 = message.first("PV1")
    columns: Row = {"encounter_key": key}
    if pv1 is not None:
        columns |= _stay(message, pv1, collected, key)
        columns |= _agents(message, pv1, collected)
    pv2, acc = message.first("PV2"), message.first("ACC")
    if pv2 is not None:
        put(columns, "reason", pv2, 3, pv2.text(3, 2) or pv2.text(3))
    if acc is not None:
        columns |= _accident(message, acc, collected)
    for in1 in message.every("IN1"):
        if columns.get("authorization_number") is None:
            put(columns, "authorization_number", in1, 14, in1.text(14))
    columns |= _extra_columns(message)
    return collected.tell("encounters", key, columns)


def _stay(message: Message, pv1: Segment, collected: Collected, key: str) -> Row:
    columns: Row = {}
    class_code = (pv1.text(2) or "").upper()
    setting = tables.SETTINGS.get(class_code)
    put(columns, "setting", pv1, 2, setting)
    if setting is None and class_code not in ("", "U", "N", "C"):
        problem = f'PV1-2 "{class_code}" is no class of visit that we know; it is read as not known.'
        collected.note(message, pv1, "hl7v2.class", problem, "Have the sender use HL7 table 0004: I, O, E, P, R.")
    started_on, ended_on = day_of(pv1, 44), day_of(pv1, 45)
    if started_on is None and message.event in BEGINS:
        started_on = message_day(message)
    if started_on and ended_on and ended_on < started_on:
        problem = f"PV1-45: discharged on {ended_on}, before the admission on {started_on} (PV1-44)."
        raise Unreadable("hl7v2.visit_days", problem, "Have the sender correct the days and send the visit again.")
    if started_on:
        columns["started_on"] = started_on
    if ended_on:
        columns |= {"ended_on": ended_on, "is_finished": True}
    elif message.event == "A03":
        columns |= {"is_finished": True} | ({"ended_on": day} if (day := message_day(message)) else {})
    else:
        put(columns, "ended_on", pv1, 45, None)
    kind, status = (pv1.text(4) or "").upper(), pv1.text(36) or ""
    put(columns, "admission_type", pv1, 4, kind if kind.isdigit() else tables.ADMISSION_TYPES.get(kind))
    put(columns, "admission_source", pv1, 14, pv1.text(14))
    put(columns, "discharge_status", pv1, 36, (status.zfill(2) if status.isdigit() else status) or None)
    if message.event in CANCELS_VISIT | CANCELS_END:
        columns |= _cancel(message, pv1, collected, key)
    return columns


def _cancel(message: Message, pv1: Segment, collected: Collected, key: str) -> Row:
    if message.event in CANCELS_END:
        problem = f"A13: the discharge of visit {key} is cancelled; it is not finished any more."
        collected.say(
            message,
            pv1,
            "hl7v2.discharge_cancelled",
            problem,
            "It is billed after the next discharge. If it was billed already, look at the claim.",
        )
        return {"is_finished": False, "ended_on": None, "discharge_status": None}
    collected.cancelled.add(key)
    for line in collected.charges.get(key, {}).values():
        line |= {"units": 0.0, "charge_cents": None}
    problem = f"{message.event}: visit {key} is cancelled. Its charges are taken back, and it is not billed."
    collected.say(
        message,
        pv1,
        "hl7v2.visit_cancelled",
        problem,
        f"If nothing was done: remindful bill --not-billed {key}. If it was billed, void the claim.",
    )
    return {"is_finished": False}


def _agents(message: Message, pv1: Segment, collected: Collected) -> Row:
    columns: Row = {}
    for name, number in (("rendering_npi", 7), ("referring_npi", 8)):
        put(columns, name, pv1, number, find_npi(pv1, number, message, collected))
    return columns


def _accident(message: Message, acc: Segment, collected: Collected) -> Row:
    """ACC as auto, employment or other: job-related (ACC-5) before its code."""
    code = (acc.text(2) or "").upper()
    kind = "employment" if (acc.text(5) or "").upper() == "Y" else tables.ACCIDENTS.get(code)
    kind = kind or ("auto" if acc.text(4) else "other" if code else None)
    try:
        on = day_of(acc, 1)
    except Unreadable as fault:
        collected.note(message, acc, fault.code, f"{fault.problem} It is read as not known.", fault.remedy)
        on = None
    columns: Row = {}
    for name, number, value in (("accident_kind", 2, kind), ("accident_state", 4, acc.text(4)), ("accident_on", 1, on)):
        put(columns, name, acc, number, value)
    return columns


def _extra_columns(message: Message) -> Row:
    """What our own segment tells of a visit: columns for which HL7 has no field."""
    zrv = message.first("ZRV")
    if zrv is None:
        return {}
    names = (
        "form",
        "place_of_service",
        "bill_type",
        "billing_npi",
        "facility_npi",
        "referral_key",
        "authorization_number",
        "accident_kind",
    )
    columns: dict[str, Any] = {name: zrv.text(number) for number, name in enumerate(names, 1)}
    columns["patient_paid_cents"] = cents_of(zrv, 9)
    columns["is_finished"] = None if zrv.text(10) is None else zrv.text(10) == "Y"
    return {name: value for name, value in columns.items() if value is not None}


def read_diagnoses(message: Message, collected: Collected, key: str) -> None:
    """DG1 as diagnoses, told whole by each message that has any. Final ones (DG1-6) before others."""
    every = [one for one in message.every("DG1") if (one.text(21) or "").upper() != "D"]
    if any(one.text(6) == FINAL for one in every):
        early = [one for one in every if one.text(6) in EARLIER]
        if early:
            problem = "Admitting and working diagnoses (DG1-6 A, W) come with final diagnoses and were left out."
            collected.note(message, early[0], "hl7v2.diagnosis_kind", problem, "Nothing, if the final ones are whole.")
        every = [one for one in every if one.text(6) not in EARLIER]
    found: list[tuple[Segment, Row]] = []
    for dg1 in every:
        coded = diagnosis_of(dg1.part(3), dg1.text(2))
        if coded is None:
            problem = f'DG1-3 "{dg1.text(3) or ""}" is no ICD-10-CM code; ICD-9 codes and words alone are not billed.'
            collected.exclude(message, dg1, Unreadable("hl7v2.diagnosis", problem, "Code it manually at the visit."))
            continue
        coding = {"system": coded.system.value, "code": coded.code, "description": coded.description or dg1.text(4)}
        found.append((dg1, coding | {"present_on_admission": dg1.text(26)}))
    ranked = _ranked(found)
    if ranked:
        collected.diagnoses[key] = {rank: row | {"encounter_key": key, "rank": rank} for rank, row in ranked.items()}


def _ranked(found: list[tuple[Segment, Row]]) -> dict[int, Row]:
    """By priority (DG1-15) where each has its own, else in order; the same code twice counts once."""
    once: dict[tuple[str, str], tuple[Segment, Row]] = {}
    for dg1, row in found:
        once.setdefault((row["system"], row["code"]), (dg1, row))
    priorities = [dg1.text(15) or "" for dg1, _ in once.values()]
    is_clear = all(one.isdecimal() and int(one) > 0 for one in priorities) and len(set(priorities)) == len(priorities)
    if is_clear:
        return {
            int(dg1.text(15) or 0): row for dg1, row in sorted(once.values(), key=lambda one: int(one[0].text(15) or 0))
        }
    return {rank: row for rank, (_, row) in enumerate(once.values(), 1)}


def point_charges(collected: Collected) -> None:
    """Each charge's diagnoses as ranks, once the file has told them all; those that no DG1 told are added after the others."""
    for (key, line_no), codes in collected.pointed.items():
        ranked = collected.diagnoses.setdefault(key, {})
        known = {row["code"]: rank for rank, row in ranked.items()}
        for one in codes:
            if one.code not in known:
                rank = known[one.code] = max(known.values(), default=0) + 1
                row = {"encounter_key": key, "rank": rank, "system": one.system.value, "code": one.code}
                ranked[rank] = row | {"description": one.description}
        line = collected.charges[key][line_no]
        pointers = dict.fromkeys(known[one.code] for one in codes)
        line["diagnosis_pointers"] = (":".join(map(str, pointers)) or None) if line["units"] else None


def start_by(collected: Collected, key: str, service_on: date) -> None:
    """A visit without an admission day begins with its first charge."""
    row = collected.rows["encounters"][key]
    was = collected.assumed.get(("encounters", key), {}).get("started_on")
    if row.get("started_on") is None:
        collected.assume("encounters", key, started_on=min(service_on, was) if was else service_on)

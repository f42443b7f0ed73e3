"""IN1 and IN2 as coverages: which payer stands behind a patient, in which place, from when to when."""

from datetime import date
from typing import Any

from remindful.core.words.kinds import PayerKind
from remindful.edges.formats.hl7v2 import tables
from remindful.edges.formats.hl7v2.collected import Collected
from remindful.edges.formats.hl7v2.segment import Message, Segment
from remindful.edges.formats.hl7v2.values import Unreadable, day_of

ALWAYS = date(1900, 1, 1)  # from_on where nobody said
#: Stands before the patient like any payer, until somebody knows which it is.
UNKNOWN_PAYER = "UNKNOWN"
OF_A_POLICY = (8, 15, 36, 47, 49)  # group, plan type, policy number, coverage type, insured's number
BARE = {"1", "01", "2", "02", "3", "03"}  # numbers that several lists of relationships use for different ones


def read_coverages(message: Message, collected: Collected, key: str) -> None:
    """Every IN1 as a coverage of the patient, with the IN2 that follows it."""
    position = 0
    for number, segment in enumerate(message.segments):
        if segment.id != "IN1":
            continue
        position += 1
        following = message.segments[number + 1] if number + 1 < len(message.segments) else None
        in2 = following if following is not None and following.id == "IN2" else None
        try:
            _read_coverage(message, segment, in2, collected, key, position)
        except Unreadable as fault:
            collected.exclude(message, segment, fault)


def _read_coverage(
    message: Message, in1: Segment, in2: Segment | None, collected: Collected, key: str, position: int
) -> None:
    name = in1.text(4)
    payer_key = in1.text(3) or in1.text(2) or name
    if payer_key is None:
        remedy = "Have the sender fill IN1-3 with the payer's id."
        problem = "IN1 names no payer (IN1-3, IN1-2 and IN1-4 are empty)"
        if not any(in1.text(number) for number in OF_A_POLICY):
            raise Unreadable("hl7v2.no_payer", f"{problem}.", remedy)
        problem = f"{problem}, but a policy: what it covers waits for that payer, not for the patient."
        collected.note(message, in1, "hl7v2.no_payer", problem, remedy)
        payer_key = UNKNOWN_PAYER
    order = in1.text(22) or in1.text(1) or ""
    from_on, to_on = _span(message, in1, collected)
    level_no = int(order) if order.isdecimal() and int(order) > 0 else position
    row: dict[str, Any] = {
        "party_key": key,
        "level_no": level_no,
        "from_on": from_on,
        "to_on": to_on,
        "payer_key": payer_key,
        "payer_name": name,
        "payer_kind": _kind(in1, name),
        "member_id": in1.text(36) or _insured_number(in1, {"MI", "MB", "", "HC"}) or (in2.text(61) if in2 else None),
        "group_number": in1.text(8),
        "relationship_code": _relationship(message, in1, collected),
        "subscriber_key": _insured_number(in1, set(tables.RECORD_NUMBERS)),
        "subscriber_last_name": in1.text(16, 1),
        "subscriber_first_name": in1.text(16, 2),
        "subscriber_birth_on": day_of(in1, 18),
        "subscriber_sex": tables.SEXES.get((in1.text(43) or "").upper()),
    }
    collected.tell("coverages", (key, level_no, from_on), row)


def _span(message: Message, in1: Segment, collected: Collected) -> tuple[date, date | None]:
    """From when to when. Days that cannot be are not known: a coverage that may be in force stands before the patient."""
    days: list[date | None] = []
    for number in (12, 13):
        try:
            days.append(day_of(in1, number))
        except Unreadable as fault:
            collected.note(message, in1, fault.code, f"{fault.problem} It is read as not known.", fault.remedy)
            days.append(None)
    from_on, to_on = days[0] or ALWAYS, days[1]
    if to_on is not None and to_on < from_on:
        problem = f"IN1-13: it ends on {to_on}, before it begins on {from_on} (IN1-12); both are read as not known."
        collected.note(message, in1, "hl7v2.coverage_days", problem, "Have the sender correct the days.")
        return ALWAYS, None
    return from_on, to_on


def _kind(in1: Segment, name: str | None) -> str:
    """By the plan's type (IN1-15), the coverage's (IN1-47), or a name that everybody knows."""
    for kind_text in (in1.text(15), in1.text(47)):
        if kind_text and (kind := tables.PAYER_KINDS.get(kind_text.upper())):
            return kind.value
    return tables.NAMED_PAYERS.get((name or "").lower(), PayerKind.UNKNOWN).value


def _insured_number(in1: Segment, kinds: set[str]) -> str | None:
    return next((one.text(1) for one in in1.parts(49) if (one.text(5) or "").upper() in kinds), None)


def _relationship(message: Message, in1: Segment, collected: Collected) -> str | None:
    """X12 1069. 1, 01 and their like are of several lists: then names and birth date tell whether it is the patient."""
    code_text = (in1.text(17) or "").upper()
    if code := tables.RELATIONSHIPS.get(code_text):
        return code
    if not code_text:
        return None
    pid = message.first("PID")
    insured = (in1.text(16, 1), in1.text(16, 2), in1.text(18))
    patient = (pid.text(5, 1), pid.text(5, 2), pid.text(7)) if pid else (None, None, None)
    if code_text in BARE and all(insured) and [_fold(one) for one in insured] == [_fold(one) for one in patient]:
        return "18"
    problem = f'IN1-17 "{code_text}" means different relationships in different lists; it is read as not known.'
    collected.note(
        message, in1, "hl7v2.relationship", problem, "Have the sender use HL7 table 0063: SEL, SPO, CHD, OTH."
    )
    return None


def _fold(text: str | None) -> str:
    return (text or "").casefold()[:8] if (text or "").isdigit() else (text or "").casefold()

"""PID and GT1 as people and who answers for them; deaths as events; merges for a person to decide."""

from datetime import date
from typing import Any

from remindful.core.words.kinds import EventKind
from remindful.edges.formats.hl7v2 import tables
from remindful.edges.formats.hl7v2.collected import Collected, Row, put
from remindful.edges.formats.hl7v2.segment import Message, Part, Segment
from remindful.edges.formats.hl7v2.values import Unreadable, day_of, dial, name_of, phone_text, read_stamp
from remindful.edges.formats.languages import read_language

PID_FIELDS = {"name": 5, "birth": 7, "sex": 8, "address": 11, "phones": (13, 14, 40)}
GT1_FIELDS = {"name": 3, "birth": 8, "sex": 9, "address": 5, "phones": (6, 7)}
ZIP_DIGITS = 5


def number_in(parts: list[Part]) -> str | None:
    """A person's number among identifiers (CX): the record number by its type, else the first that is no other kind of number."""
    typed = [(part, (part.text(5) or "").upper()) for part in parts if part.text(1)]
    for wanted in tables.RECORD_NUMBERS:
        if found := next((part.text(1) for part, kind in typed if kind == wanted), None):
            return found
    return next((part.text(1) for part, kind in typed if kind not in tables.NOT_RECORD_NUMBERS), None)


def party_key(message: Message) -> str:
    """The patient's number: PID-3, else PID-2. Unreadable where there is none: whose the message is cannot be told."""
    pid = message.first("PID")
    if pid is None:
        raise Unreadable(
            "hl7v2.no_patient", "It has no PID segment, so the patient is not known.", "Have the sender add it."
        )
    key = number_in(pid.parts(3)) or number_in(pid.parts(2))
    if key is None:
        problem = "PID-3 gives no number of the patient (a social security or visit number is none)."
        raise Unreadable("hl7v2.no_patient", problem, "Have the sender give the medical record number in PID-3.")
    return key


def read_person(message: Message, collected: Collected) -> str:
    """PID and GT1 as demographics; returns the patient's party_key."""
    key = party_key(message)
    pid = message.first("PID")
    assert pid is not None
    columns = _person(message, pid, collected, PID_FIELDS)
    _refuse_another(key, columns, collected.rows["demographics"].get(key, {}))
    put(columns, "language", pid, 15, read_language(pid.text(15) or "") or read_language(pid.text(15, 2) or ""))
    if pid.text(15) and "language" not in columns:
        collected.note(
            message,
            pid,
            "hl7v2.language",
            f'PID-15 "{pid.text(15)}" is no language that we know.',
            "Have the sender use ISO 639 codes.",
        )
    columns |= _extra_columns(message)
    _read_guarantor(message, collected, key, columns)
    row = collected.tell("demographics", key, _keep_kind(collected, key, columns) | {"party_key": key})
    row.setdefault("line_no", pid.no)
    _date(row, message)
    _read_death(message, pid, collected, key)
    return key


def _refuse_another(key: str, given: Row, was: Row) -> None:
    """Unreadable where an earlier message of the file has this number for a person of another name and another day of birth."""
    days = given.get("birth_on"), was.get("birth_on")
    is_other_day = None not in days and days[0] != days[1]
    is_other_name = any(not _is_alike(given.get(name), was.get(name)) for name in ("last_name", "first_name"))
    if is_other_day and is_other_name:
        who = [" ".join(str(one.get(name)) for name in ("first_name", "last_name", "birth_on")) for one in (was, given)]
        problem = (
            f"Patient {key} is {who[0]} in an earlier message and {who[1]} in this one: the message is somebody else's."
        )
        raise Unreadable(
            "hl7v2.person_of_two", problem, "Have the sender give each patient a number of its own (PID-3)."
        )


def _is_alike(one: str | None, other: str | None) -> bool:
    """Names of which one is the beginning of the other (cut, or an initial); what is not told is no difference."""
    if one is None or other is None:
        return True
    first, second = ("".join(filter(str.isalpha, name)).upper() for name in (one, other))
    return first.startswith(second) or second.startswith(first)


def _person(message: Message, segment: Segment, collected: Collected, field_numbers: dict[str, Any]) -> Row:
    columns: Row = {}
    name = _pick(segment.parts(field_numbers["name"]), 7, tables.OTHER_NAMES)
    if name is not None:
        columns |= _present(last_name=name.text(1), first_name=name.text(2))
    put(
        columns,
        "birth_on",
        segment,
        field_numbers["birth"],
        _known_day(message, segment, collected, field_numbers["birth"]),
    )
    sex = (segment.text(field_numbers["sex"]) or "").upper()
    put(columns, "sex", segment, field_numbers["sex"], tables.SEXES.get(sex))
    if sex and "sex" not in columns:
        collected.note(
            message,
            segment,
            "hl7v2.sex",
            f'{name_of(segment, field_numbers["sex"])} "{sex}" is not one of F, M, X, O, U.',
            "Have the sender correct it.",
        )
    columns |= _address(message, segment, collected, field_numbers["address"])
    columns |= _reach(message, segment, collected, field_numbers["phones"])
    return columns


def _address(message: Message, segment: Segment, collected: Collected, number: int) -> Row:
    if segment.is_deleted(number):
        return dict.fromkeys(("line1", "line2", "city", "state", "zip"))
    address = _pick(segment.parts(number), 7, tables.BAD_ADDRESSES)
    if address is None:
        return {}
    state, zip_text = (address.text(4) or "").upper(), address.text(5) or ""
    is_american = zip_text[:ZIP_DIGITS].isdigit() and len(zip_text) >= ZIP_DIGITS and zip_text[:ZIP_DIGITS] != "00000"
    if zip_text and not is_american and (address.text(6) or "USA").upper() in ("US", "USA"):
        problem = f'{name_of(segment, number)}.5 "{zip_text}" is no ZIP; the address was imported without it.'
        collected.note(
            message,
            segment,
            "hl7v2.zip",
            problem,
            "Have the sender correct it; without a ZIP code the person is not called.",
        )
    # An address is told whole: what the new one lacks is not the old one's.
    return {
        "line1": address.text(1),
        "line2": address.text(2),
        "city": address.text(3),
        "state": state if len(state) == 2 and state.isalpha() else None,
        "zip": zip_text[:ZIP_DIGITS] if is_american else None,
    }


def _reach(message: Message, segment: Segment, collected: Collected, numbers: tuple[int, ...]) -> Row:
    """Phone and email. Of several phones a mobile comes first, then home, then work."""
    columns: Row = {}
    found: list[tuple[int, str, str | None]] = []
    for number in numbers:
        for part in segment.parts(number):
            use, equipment = (part.text(2) or "").upper(), (part.text(3) or "").upper()
            mail = part.text(4) or (part.text(1) if "@" in (part.text(1) or "") else None)
            if mail:
                columns.setdefault("email", mail)
                continue
            number_text = phone_text(part)
            if number_text is None or equipment in ("FX", "BP", "MD"):
                continue
            dialled = dial(number_text)
            if dialled is None:
                problem = f'{name_of(segment, number)} "{number_text}" is not a telephone number that can be dialled.'
                collected.note(message, segment, "hl7v2.phone", problem, "Ask for the number at the next contact.")
                continue
            is_work = use == "WPN" or number in (14, 7)
            kind = "mobile" if equipment == "CP" else "work" if is_work else None
            found.append(((kind != "mobile") + 2 * is_work, dialled, kind))
    if found:
        _, columns["phone"], columns["phone_kind"] = min(found, key=lambda one: one[0])
    elif segment.is_deleted(numbers[0]):
        columns |= {"phone": None, "phone_kind": None}
    return columns


def _keep_kind(collected: Collected, key: str, columns: Row) -> Row:
    """A number told again without its kind keeps the kind told before; of another number the old kind says nothing."""
    was = collected.rows["demographics"].get(key, {})
    is_same = columns.get("phone") is not None and columns.get("phone") == was.get("phone")
    return {name: value for name, value in columns.items() if not (is_same and name == "phone_kind" and value is None)}


def _extra_columns(message: Message) -> Row:
    """What our own segment tells of a person: columns for which HL7 has no field."""
    zrp = message.first("ZRP")
    if zrp is None:
        return {}
    columns = _present(phone_kind=zrp.text(1), preferred_medium=zrp.text(2))
    return columns | ({} if zrp.text(3) is None else {"is_qmb": zrp.text(3) == "Y"})


def _read_guarantor(message: Message, collected: Collected, patient: str, columns: Row) -> None:
    """GT1 as the patient's guarantor_key, and as a person of their own where it is somebody else."""
    gt1 = message.first("GT1")
    is_known = collected.rows["demographics"].get(patient, {}).get("guarantor_key")
    if gt1 is None and (is_known or ("demographics", patient) in collected.assumed):
        return
    if gt1 is None:
        problem = "No GT1 names the guarantor: without one from another source, no statement is sent."
        collected.note(
            message,
            None,
            "hl7v2.no_guarantor",
            problem,
            "Have the sender add GT1, or import demographics with guarantor_key.",
        )
        return
    person = _person(message, gt1, collected, GT1_FIELDS)
    number, relation = number_in(gt1.parts(2)), (gt1.text(11) or "").upper()
    names = ("last_name", "first_name", "birth_on")
    same = all(person.get(name) and person.get(name) == columns.get(name) for name in names)
    if number == patient or tables.RELATIONSHIPS.get(relation) == "18" or (not relation and same):
        columns["guarantor_key"] = patient
        return
    if number is None and all(person.get(name) for name in names):
        number = f"hl7v2:{person['last_name']}:{person['first_name']}:{person['birth_on']}".lower()
    if number is None:
        problem = (
            "GT1 names a guarantor without a number (GT1-2), or name and birth date instead: who owes is not known."
        )
        collected.note(message, gt1, "hl7v2.no_guarantor", problem, "Have the sender fill GT1-2.")
        return
    columns["guarantor_key"] = number
    if person.get("last_name"):
        row = collected.tell("demographics", number, _keep_kind(collected, number, person) | {"party_key": number})
        row.setdefault("line_no", gt1.no)
        collected.assume("demographics", number, guarantor_key=number)
        _date(row, message)


def _read_death(message: Message, pid: Segment, collected: Collected, key: str) -> None:
    """PID-29 and PID-30 as an event, once."""
    died_on = _known_day(message, pid, collected, 29)
    has_died = (pid.text(30) or "").upper() == "Y"
    was = collected.rows["contacts"].get((key, EventKind.DIED))
    if died_on is None and not has_died:
        if was is not None and (pid.text(30) or "").upper() == "N":
            collected.say(
                message,
                pid,
                "hl7v2.death",
                f"PID-30 says that {key} is alive; an earlier message reported a death.",
                "Ask, and correct the account manually.",
            )
        return
    if died_on is None and was is None:
        died_on = message_day(message)
        problem = (
            "The patient has died (PID-30), but no day is given (PID-29); the death is dated by the day of the message."
        )
        collected.note(message, pid, "hl7v2.death", problem, "Have the sender fill PID-29.")
    if died_on is not None:
        event = {"line_no": pid.no, "party_key": key, "kind": EventKind.DIED.value, "happened_on": died_on}
        collected.tell("contacts", (key, EventKind.DIED), event)


def read_merge(message: Message, collected: Collected) -> None:
    """A40 and its kin: told to a person, since which balance is whose cannot be undone once it is mixed."""
    key, mrg = party_key(message), message.first("MRG")
    old = number_in(mrg.parts(1)) if mrg else None
    if mrg is None or old is None:
        raise Unreadable(
            "hl7v2.merge", "It merges two patients, and MRG-1 does not name them.", "Have the sender fill MRG-1."
        )
    problem = (
        f"{message.event}: patient {old} is the same person as {key}; from now on the sender uses {key}. "
        f"Both keep their own account and balance here until a person joins them."
    )
    remedy = (
        f"Look at both accounts. If they are one person, have what comes for {old} sent for {key}, and settle {old}."
    )
    collected.say(message, mrg, "hl7v2.merge", problem, remedy)


def _date(row: Row, message: Message) -> None:
    as_of_on = message_day(message)
    if as_of_on is not None:
        row["as_of_on"] = as_of_on


def message_day(message: Message) -> date | None:
    """The day for which a message holds: EVN-2, else MSH-7."""
    evn = message.first("EVN")
    return read_stamp((evn.text(2) if evn else None) or "") or read_stamp(message.msh.text(7) or "")


def _known_day(message: Message, segment: Segment, collected: Collected, number: int) -> date | None:
    """A day without which the row can go on."""
    try:
        return day_of(segment, number)
    except Unreadable as fault:
        collected.note(message, segment, fault.code, f"{fault.problem} It is read as not known.", fault.remedy)
        return None


def _pick(parts: list[Part], type_component: int, never: set[str]) -> Part | None:
    """The first repetition that is not of a kind that is never meant."""
    return next(
        (one for one in parts if (one.text(type_component) or "").upper() not in never and not one.is_deleted), None
    )


def _present(**columns: object) -> Row:
    return {name: value for name, value in columns.items() if value is not None}

"""FT1 as charges and patients' payments: known again by the transaction's id, taken back by a credit, counted once.

A charge's line_no is its transaction id (FT1-2) where that is a plain number, else a number made of it, the same in every
file: so a charge sent again amends its row, and a credit in a later file takes back the row of an earlier one.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from remindful.core.words.care import CodeSystem
from remindful.core.words.money import say_cents
from remindful.edges.formats.hl7v2 import tables
from remindful.edges.formats.hl7v2.agents import find_npi
from remindful.edges.formats.hl7v2.codes import diagnosis_of, procedure_of, revenue_of, triplets
from remindful.edges.formats.hl7v2.collected import Collected, Row
from remindful.edges.formats.hl7v2.segment import Message, Segment
from remindful.edges.formats.hl7v2.values import Unreadable, cents_of, day_of, quantity_of
from remindful.edges.formats.hl7v2.visits import start_by
from remindful.edges.formats.line_number import number_of

MODIFIERS = 4
RETELL = "Have the sender give each transaction its own id in FT1-2."


@dataclass(frozen=True, slots=True)
class Visit:
    """Whose charges these are. key: None where the message names no visit."""

    party_key: str
    key: str | None
    rendering_npi: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """An FT1 of the charge or credit kind, as read."""

    ft1: Segment
    row: Row
    is_credit: bool

    @property
    def content(self) -> tuple[object, ...]:
        """What tells one charge of a visit from another, but for its id."""
        row = self.row
        return row["service_on"], row["procedure_code"], row["revenue_code"], row["modifiers"]


def read_transactions(message: Message, collected: Collected, visit: Visit) -> None:
    """Every FT1 of a message."""
    lines: list[Line] = []
    for ft1 in message.every("FT1"):
        try:
            line = _read(message, ft1, collected, visit)
        except Unreadable as fault:
            collected.exclude(message, ft1, fault)
            continue
        if line is not None:
            lines.append(line)
    shared = _shared_ids(lines)
    if shared:
        problem = (
            "FT1-2 gives several different charges of a message the same id; they were separated by code and date."
        )
        collected.note(message, lines[0].ft1, "hl7v2.transaction_id", problem, RETELL)
    if visit.key is not None:
        # A credit and a charge of one number in one message, in either order: the charge corrects the one before it.
        credited, charged = (
            {number_of(one) for line in lines if line.is_credit is is_credit and (one := line.ft1.text(2))}
            for is_credit in (True, False)
        )
        collected.corrected.update((visit.key, line_no) for line_no in credited & charged)
    nth: Counter[tuple[object, ...]] = Counter()
    for line in lines:
        charge_id = line.ft1.text(2)
        alone = charge_id is not None and charge_id not in shared
        nth[charge_id, line.is_credit, *line.content] += 1
        content_id = "|".join(map(str, (charge_id, *line.content, nth[charge_id, line.is_credit, *line.content])))
        line_no = number_of(charge_id if alone and charge_id else content_id)
        (_take_back if line.is_credit else _charge)(message, line, collected, visit, line_no, has_id=alone)


def read_procedures(message: Message, collected: Collected, visit: Visit) -> None:
    """PR1 of ICD-10-PCS as charges without a price: hospitals' claims list them. Others are charged by FT1."""
    others = 0
    for pr1 in message.every("PR1"):
        coded = procedure_of(pr1.part(3))
        if coded is None or coded.system is not CodeSystem.ICD10PCS or visit.key is None:
            others += 1
            continue
        try:
            done_on = day_of(pr1, 5)
            if done_on is None:
                raise Unreadable(
                    "hl7v2.day", "PR1-5, the day of the procedure, is empty.", "Have the sender fill PR1-5."
                )
        except Unreadable as fault:
            collected.exclude(message, pr1, fault)
            continue
        line_no = number_of(f"PR1|{coded.code}|{done_on}")
        collected.charges.setdefault(visit.key, {})[line_no] = {
            "encounter_key": visit.key, "line_no": line_no, "system": coded.system.value, "procedure_code": coded.code,
            "description": coded.description or pr1.text(4), "units": 1.0, "service_on": done_on, "revenue_code": None,
            "modifiers": None, "charge_cents": None,
        }  # fmt: skip
        start_by(collected, visit.key, done_on)
    if others and message.first("FT1") is None:
        problem = "PR1 lists procedures; charges come as FT1, so no charge was made from them."
        collected.note(
            message,
            message.first("PR1"),
            "hl7v2.procedure",
            problem,
            "If nothing else charges for them, enter the charges manually.",
        )


def _shared_ids(lines: list[Line]) -> set[str]:
    """Ids that several different charges of the message have. A credit and the charge that replaces it may share one."""
    contents: dict[str, set[tuple[object, ...]]] = {}
    for line in lines:
        if (charge_id := line.ft1.text(2)) and not line.is_credit:
            contents.setdefault(charge_id, set()).add(line.content)
    return {charge_id for charge_id, found in contents.items() if len(found) > 1}


def _read(message: Message, ft1: Segment, collected: Collected, visit: Visit) -> Line | None:
    """A charge or credit; None where it was a payment and is kept as one."""
    kind = (ft1.text(6) or "").upper()
    if kind in tables.PAYMENTS:
        _pay(message, ft1, collected, visit)
        return None
    if kind == tables.ADJUSTMENT:
        problem = "FT1-6 AJ is an adjustment of the sender's own books, which are not ours: it changes nothing here."
        raise Unreadable(
            "hl7v2.adjustment", problem, "If the patient's balance is to change, enter the adjustment here."
        )
    if kind != tables.CHARGE and kind not in tables.CREDITS:
        opening = f'FT1-6 "{kind}" is' if kind else "FT1-6 is empty; it should be"
        problem = f"{opening} none of CG (charge), CR or CD (credit), PY or CO (payment), AJ (adjustment)."
        raise Unreadable("hl7v2.transaction_type", problem, "Have the sender correct FT1-6.")
    if visit.key is None:
        problem = "The charge belongs to no visit: PV1-19 and PID-18 are empty."
        raise Unreadable("hl7v2.no_visit", problem, "Have the sender give the visit number in PV1-19.")
    row = _charge_row(message, ft1, collected, visit)
    is_negative = row["units"] < 0 or (row["charge_cents"] or 0) < 0
    row |= {
        "units": abs(row["units"]),
        "charge_cents": None if row["charge_cents"] is None else abs(row["charge_cents"]),
    }
    if row["units"] == 0 and kind == tables.CHARGE:
        raise Unreadable(
            "hl7v2.quantity", "FT1-10 is 0: nothing is charged.", "Nothing needs to be done if that is so."
        )
    return Line(ft1, row, is_credit=kind in tables.CREDITS or is_negative)


def _charge_row(message: Message, ft1: Segment, collected: Collected, visit: Visit) -> Row:
    service_on = day_of(ft1, 4)
    if service_on is None:
        raise Unreadable("hl7v2.day", "FT1-4, the day of the service, is empty.", "Have the sender fill FT1-4.")
    # FT1-25 says what was done; FT1-7 is the sender's own item where both stand.
    procedure = procedure_of(ft1.part(25)) or procedure_of(ft1.part(7))
    revenue = next((code for number in (7, 13, 25) if (code := revenue_of(ft1.part(number)))), None)
    if procedure is None and revenue is None:
        raise Unreadable(
            "hl7v2.no_code", "Neither FT1-7 nor FT1-25 gives a code.", "Enter the charge manually at the visit."
        )
    stated_units = quantity_of(ft1, 10)
    units = 1.0 if stated_units is None else stated_units
    npi = find_npi(ft1, 20, message, collected)
    modifiers = [code for one in ft1.parts(26) if (code := one.text(1))][:MODIFIERS]
    return {
        "system": (procedure.system if procedure else CodeSystem.UNKNOWN).value,
        "procedure_code": procedure.code if procedure else None,
        "modifiers": ":".join(modifiers).upper() or None,
        "revenue_code": revenue,
        "description": (procedure.description if procedure else None) or ft1.text(7, 2) or ft1.text(8),
        "units": units,
        "charge_cents": _amount(message, ft1, collected, units),
        "service_on": service_on,
        "rendering_npi": None if npi == visit.rendering_npi else npi,
        "ndc": next((code for code, _, _ in triplets(ft1.part(29))), None),
        "captured_on": day_of(ft1, 5),
    }


def _amount(message: Message, ft1: Segment, collected: Collected, units: float) -> int | None:
    """The line's amount (FT1-11), else the unit's (FT1-12) by the quantity; None: the office's own fee holds."""
    whole, each = cents_of(ft1, 11), cents_of(ft1, 12)
    product = None if each is None else each * units
    if product is not None and not float(product).is_integer():
        problem = f"FT1-12 {ft1.text(12)} by FT1-10 {ft1.text(10)} has a part of a cent, and FT1-11 is empty."
        if whole is None:
            raise Unreadable("hl7v2.amount", problem, "Have the sender fill FT1-11.")
        product = None
    if whole is not None and product is not None and abs(whole) != abs(product):
        problem = "FT1-11 (the line's amount) is not FT1-12 (the unit's) by FT1-10 (the quantity); FT1-11 holds."
        collected.note(
            message,
            ft1,
            "hl7v2.amount",
            problem,
            "Ask the sender which is meant; see whether FT1-11 is the price of one.",
        )
    return whole if whole is not None else None if product is None else int(product)


def _charge(message: Message, line: Line, collected: Collected, visit: Visit, line_no: int, *, has_id: bool) -> None:
    key = visit.key
    assert key is not None
    row = line.row | {"encounter_key": key, "line_no": line_no, "diagnosis_pointers": None}
    collected.pointed[key, line_no] = [
        coded for part in line.ft1.parts(19) if (coded := diagnosis_of(part)) is not None
    ]
    start_by(collected, key, line.row["service_on"])
    lines = collected.charges.setdefault(key, {})
    was = lines.get(line_no)
    if was is not None and (key, line_no) not in collected.corrected and _is_other_code(was, row):
        problem = f"FT1-2 {line.ft1.text(2)} is {was['procedure_code']} in an earlier message, {row['procedure_code']} in this one: the first stays."
        collected.exclude(message, line.ft1, Unreadable("hl7v2.charge_changed", problem, RETELL))
        return
    if not has_id:
        collected.messages.setdefault((key, line_no), message.msh.text(10))
    if was is not None and was["units"]:
        _say_repeated(message, line, collected, was, row, has_id=has_id)
    lines[line_no] = row


def _is_other_code(was: Row, row: Row) -> bool:
    """Whether a charge that stands has another code than what is told under its number."""
    codes = {was["procedure_code"], row["procedure_code"]} - {None}
    return was["units"] > 0 and len(codes) > 1


def _say_repeated(message: Message, line: Line, collected: Collected, was: Row, row: Row, *, has_id: bool) -> None:
    compared = ("procedure_code", "modifiers", "revenue_code", "units", "charge_cents", "service_on")
    if any(was[name] != row[name] for name in compared):
        problem = f"FT1-2 {line.ft1.text(2)}: this charge was sent before with other values; the later one is used."
        collected.say(
            message,
            line.ft1,
            "hl7v2.charge_changed",
            problem,
            "Nothing, if it is a correction. Else " + RETELL[0].lower() + RETELL[1:],
        )
    elif has_id:
        problem = "A charge with the same ID (FT1-2) as an earlier one is counted once."
        collected.note(message, line.ft1, "hl7v2.charge_repeated", problem, "Nothing needs to be done.")
    else:
        problem = "A charge without an id (FT1-2) is the same as one of another message; it is counted once."
        collected.note(
            message, line.ft1, "hl7v2.charge_repeated", problem, f"If it was done twice, add it manually. {RETELL}"
        )


def _take_back(message: Message, line: Line, collected: Collected, visit: Visit, line_no: int, *, has_id: bool) -> None:
    """A credit: the charge of its id, else the last of the same code, day and size, has no units any more; a part is subtracted."""
    key = visit.key
    assert key is not None
    lines = collected.charges.setdefault(key, {})
    charge = lines.get(line_no)
    is_charge = charge is not None and charge["units"] > 0
    if charge is not None and is_charge and charge["procedure_code"] != line.row["procedure_code"]:
        problem = f"A credit is for {line.row['procedure_code']}; the charge of its id (FT1-2) is {charge['procedure_code']} now and stays."
        collected.say(
            message,
            line.ft1,
            "hl7v2.credit_of_former",
            problem,
            "Nothing, if the charge was corrected; else correct it manually.",
        )
        return
    row = charge if is_charge else _twin(lines, line)
    if row is not None:
        _subtract(message, line, collected, row)
        return
    lines[line_no] = line.row | {
        "encounter_key": key, "line_no": line_no, "units": 0.0, "charge_cents": None, "diagnosis_pointers": None,
    }  # fmt: skip
    start_by(collected, key, line.row["service_on"])
    which = f"with the id {line.ft1.text(2)}" if has_id else "of this code and day without an id"
    problem = (
        f"A credit of visit {key} ({line.row['procedure_code'] or line.row['revenue_code']}, {line.row['service_on']}) takes back "
        f"a charge that is not in this file: the one {which}, if it was imported before; otherwise nothing."
    )
    collected.say(
        message, line.ft1, "hl7v2.credit_alone", problem, f"Look whether the visit's charges are right now. {RETELL}"
    )


def _subtract(message: Message, line: Line, collected: Collected, row: Row) -> None:
    """The credit's units and amount off the charge. What would leave an amount without units, or the reverse, is left to a person."""
    is_known = None not in (row["charge_cents"], line.row["charge_cents"])
    left_units = row["units"] - line.row["units"]
    left_cents = row["charge_cents"] - line.row["charge_cents"] if is_known else 0
    if left_units > 0 and left_cents > 0:
        row |= {"units": left_units, "charge_cents": left_cents}
        problem = f"A credit reverses part of a charge of visit {row['encounter_key']}: {left_units:g} units, {say_cents(left_cents)} are left."
        collected.say(message, line.ft1, "hl7v2.credit_of_part", problem, "Nothing, if a part was meant.")
        return
    if left_cents != 0:
        problem = (
            f"A credit of {say_cents(line.row['charge_cents'])} is for a charge of {say_cents(row['charge_cents'])} "
            f"with {row['units']:g} units: what is left is not known, so the charge was not changed."
        )
        collected.exclude(
            message, line.ft1, Unreadable("hl7v2.credit_amount", problem, "Correct the charge at the visit manually.")
        )
        return
    row |= {"units": 0.0, "charge_cents": None}


def _twin(lines: dict[int, Row], line: Line) -> Row | None:
    """The last live charge of the visit that the credit mirrors: code, modifiers, day, and amount where both are told."""
    for row in reversed(lines.values()):
        same = (row["service_on"], row["procedure_code"], row["revenue_code"], row["modifiers"]) == line.content
        amounts = {row["charge_cents"], line.row["charge_cents"]} - {None}
        if row["units"] > 0 and same and len(amounts) < 2:  # equal, or one of them not told
            return row
    return None


def _pay(message: Message, ft1: Segment, collected: Collected, visit: Visit) -> None:
    """A payment by or for the patient. What a plan paid comes with its remittance."""
    if ft1.text(14) or ft1.text(15):
        problem = "FT1-14 or FT1-15 names a plan: what a payer paid is posted from its remittance (835), not from here."
        raise Unreadable("hl7v2.payer_payment", problem, "Import the 835, or enter the payer's payment manually.")
    paid_on: date | None = day_of(ft1, 4)
    cents = cents_of(ft1, 11)
    cents = cents_of(ft1, 12) if cents is None else cents
    if paid_on is None or not cents:
        raise Unreadable(
            "hl7v2.payment", "The payment has no day (FT1-4) or no amount (FT1-11).", "Have the sender fill both."
        )
    if cents < 0:
        problem = f"The payment is {say_cents(cents)}: a reversal, or a sender that writes payments with a minus. HL7 does not show which."
        raise Unreadable(
            "hl7v2.payment_sign", problem, "Import payments as CSV with `negate`, or enter this one manually."
        )
    key = ft1.text(2)
    if key is None:
        problem = "The payment has no id (FT1-2), so it could be posted twice."
        raise Unreadable("hl7v2.transaction_id", problem, RETELL)
    if key in collected.rows["payments"]:
        collected.note(
            message,
            ft1,
            "hl7v2.payment_repeated",
            "A payment with the same ID as an earlier one is counted once.",
            "Nothing needs to be done.",
        )
        return
    row = {
        "line_no": ft1.no,
        "payment_key": key,
        "party_key": visit.party_key,
        "visit_key": visit.key,
        "paid_on": paid_on,
        "amount_cents": cents,
        "method": tables.METHODS.get((ft1.text(7) or "").upper()),
    }
    collected.tell("payments", key, row)

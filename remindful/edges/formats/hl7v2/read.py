"""Reads a file of HL7 v2 messages: ADT, DFT, SIU, REF. A bad segment is set aside with its message; the rest goes on."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from remindful.core.words.care import CodeSystem
from remindful.core.words.findings import At, Finding
from remindful.edges.formats import Format, Reading
from remindful.edges.formats.hl7v2 import tables
from remindful.edges.formats.hl7v2.charges import Visit, read_procedures, read_transactions
from remindful.edges.formats.hl7v2.collected import Collected
from remindful.edges.formats.hl7v2.insurance import read_coverages
from remindful.edges.formats.hl7v2.people import read_merge, read_person
from remindful.edges.formats.hl7v2.scheduling import read_appointment, read_referral
from remindful.edges.formats.hl7v2.segment import Message
from remindful.edges.formats.hl7v2.source import Tail, UnreadLine, read_messages
from remindful.edges.formats.hl7v2.values import Unreadable
from remindful.edges.formats.hl7v2.visits import encounter_key, point_charges, read_diagnoses, read_encounter

BEGINNINGS = (b"MSH", b"FHS", b"BHS")
OF_PERSON = {"A28", "A31", "A24", "A37", "A60"}  # a PV1 in these says nothing of a visit
MERGES = {
    "A40",
    "A18",
    "A30",
    "A34",
    "A35",
    "A36",
    "A39",
    "A41",
    "A42",
    "A43",
    "A44",
    "A45",
    "A46",
    "A47",
    "A49",
    "A50",
    "A51",
}
KINDS = "ADT, DFT, SIU and REF"
TESTS = {"T", "D"}  # MSH-11: training, debugging (HL7 table 0103)
WHYS = {
    "no_message": ("hl7v2.no_message", "It is before the first MSH, so it belongs to no message.", "Export the file again from its beginning."),
    "no_signs": ("hl7v2.msh", "The MSH does not define the separators of the message (MSH-1, MSH-2).", "Have the sender write MSH|^~\\& ..."),
    "no_segment": ("hl7v2.segment", "This line is not a segment: most often a value contains a line break.", "Have the sender write line ends as \\.br\\."),
}  # fmt: skip


def sniff_hl7(head: bytes, _name: str) -> bool:
    """MSH, FHS or BHS with a sign after it, behind what a BOM, an MLLP frame or blanks put before."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", "ignore").encode()
    start = head.removeprefix(codecs.BOM_UTF8).lstrip(b"\x0b\r\n\t \0")
    return (
        start.startswith(BEGINNINGS) and len(start) > 4 and not chr(start[3]).isalnum() and not chr(start[3]).isspace()
    )


def read_hl7(path: Path, _mapping: Path | None = None, *, zone: str | None = None) -> Iterator[Reading]:
    """One piece with all frames of the file, and `tellings`: what is deleted, and what nobody told. rows_read counts segments.

    See `Tellings`. Charges with 0 units are taken back. Amounts are dollars only. Messages for training or debugging (MSH-11 T or D)
    are a piece of their own.
    """
    collected, tests = Collected(path.name), Collected(path.name)
    test_line: int | None = None
    rows_read = 0
    for piece in read_messages(path, zone=zone):
        match piece:
            case UnreadLine(no, raw, "charset"):
                problem = "Its charset (MSH-18) is missing or wrong; accented letters may be wrong."
                collected.findings.append(
                    Finding("hl7v2.charset", At(path.name, no), problem, "Have the sender fill MSH-18.", raw)
                )
            case UnreadLine(no, raw, why):
                rows_read += 1
                code, problem, remedy = WHYS[why]
                collected.lose(At(path.name, no), no, code, problem, remedy, raw)
            case Tail(no, stated, counted):
                if stated != counted:
                    problem = f"The batch header states {stated} messages (BTS-1); it has {counted}. Some may be lost."
                    collected.findings.append(
                        Finding("hl7v2.batch", At(path.name, no), problem, "Ask the sender for the whole batch.")
                    )
            case Message() if (piece.msh.text(11) or "").upper() in TESTS:
                rows_read += len(piece.segments)
                test_line = test_line or piece.msh.no
                _read_message(piece, tests)
            case Message():
                rows_read += len(piece.segments)
                _read_message(piece, collected)
    _close(collected)
    yield Reading(collected.frames(), collected.all_findings(), rows_read, len(collected.excluded))
    if test_line is not None:
        _close(tests)
        yield Reading(tests.frames(), tests.all_findings(), 0, len(tests.excluded), test_line)


def _read_message(message: Message, collected: Collected) -> None:
    if message.kind not in ("ADT", "DFT", "SIU", "REF"):
        kind = f"{message.kind}^{message.event}" if message.kind else "of no kind (MSH-9 is empty)"
        problem = f"A message that is {kind} is not read: of HL7 v2, {KINDS} are."
        collected.excluded.update(one.no for one in message.segments)
        collected.note(
            message, None, "hl7v2.kind", problem, "Nothing to do, unless it should have care or billing data."
        )
        return
    try:
        if message.kind == "ADT" and message.event in MERGES:
            read_merge(message, collected)
        key = read_person(message, collected)
        match message.kind:
            case "SIU":
                read_coverages(message, collected, key)
                read_appointment(message, collected, key)
            case "REF":
                read_coverages(message, collected, key)
                read_referral(message, collected, key)
            case _:
                read_coverages(message, collected, key)
                _read_care(message, collected, key)
    except Unreadable as fault:
        collected.exclude(message, None, fault)


def _read_care(message: Message, collected: Collected, patient: str) -> None:
    """The visit of an ADT or DFT with its diagnoses and charges."""
    if message.kind == "ADT" and (message.event in OF_PERSON or message.event in MERGES):
        return
    key = encounter_key(message)
    rendering = None
    if key is not None:
        rendering = _read_visit(message, collected, patient, key)
    elif message.kind == "ADT" and message.first("PV1") is not None:
        problem = "A visit without a number (PV1-19, PID-18) was not imported; the person was."
        collected.note(message, message.first("PV1"), "hl7v2.no_visit", problem, "Have the sender fill PV1-19.")
    visit = Visit(patient, key, rendering)
    read_transactions(message, collected, visit)
    read_procedures(message, collected, visit)


def _read_visit(message: Message, collected: Collected, patient: str, key: str) -> str | None:
    kinds = {(ft1.text(6) or "").upper() for ft1 in message.every("FT1")}
    is_payment = bool(kinds) and kinds <= tables.PAYMENTS and message.first("PR1") is None
    was = collected.rows["encounters"].get(key, {}).get("party_key")
    if was is not None and was != patient:
        if is_payment and _answers_for(collected, patient, was):
            return None
        problem = (
            f"Visit {key} is {was}'s in an earlier message and {patient}'s in this one: so the patient is not certain."
        )
        raise Unreadable(
            "hl7v2.visit_of_two", problem, "Have the sender correct the patient; the earlier one is used until then."
        )
    try:
        row = read_encounter(message, collected, key)
    except Unreadable as fault:
        collected.exclude(message, message.first("PV1"), fault)
        row = collected.tell("encounters", key, {"encounter_key": key})
    collected.places.setdefault(key, (message, message.first("PV1")))
    if is_payment:
        # Anybody may pay for a visit: who does tells neither whose it is nor that it is over.
        collected.assume("encounters", key, party_key=patient)
    else:
        row["party_key"] = patient
    if message.kind == "DFT" and kinds - tables.PAYMENTS and row.get("setting") != "inpatient":
        # Who sends the charges of an office visit has documented it; a stay is over with its discharge.
        row.setdefault("is_finished", True)
    read_diagnoses(message, collected, key)
    return row.get("rendering_npi")


def _answers_for(collected: Collected, payer: str, patient: str) -> bool:
    """Whether the guarantor whom the payer's messages name owes for the patient, too."""
    people = collected.rows["demographics"]
    guarantor = people[payer].get("guarantor_key")
    return guarantor is not None and guarantor == people.get(patient, {}).get("guarantor_key")


def _close(collected: Collected) -> None:
    """What the whole file tells: charges as rows, and what needed columns are where nobody told them."""
    point_charges(collected)
    for key, row in list(collected.rows["encounters"].items()):
        if row.get("started_on") is None and "started_on" not in collected.assumed.get(("encounters", key), {}):
            _drop(collected, key)
            continue
        lines = collected.charges.get(key, {}).values()
        if any(line["revenue_code"] for line in lines):
            row.setdefault("form", "I")
        is_coded = any(line["procedure_code"] and line["system"] != CodeSystem.ICD10PCS for line in lines)
        is_hospital = row.get("setting") in tables.HOSPITAL
        if is_coded and is_hospital:
            row.setdefault("form", "P")  # told by what was done, against what the class lets expect
        collected.assume("encounters", key, form="I" if is_hospital else "P", is_finished=False)
    for frame, by_visit in (("diagnoses", collected.diagnoses), ("charges", collected.charges)):
        collected.rows[frame] = {(key, number): row for key, rows in by_visit.items() for number, row in rows.items()}


def _drop(collected: Collected, key: str) -> None:
    message, pv1 = collected.places[key]
    del collected.rows["encounters"][key]
    collected.diagnoses.pop(key, None)
    problem = f"Visit {key}: no message in the file has its start date (PV1-44)."
    fault = Unreadable("hl7v2.day", problem, "Have the sender fill PV1-44, or import the admission in the same file.")
    collected.exclude(message, pv1 or message.msh, fault)


FORMAT = Format(
    name="hl7v2",
    description="HL7 v2 messages: ADT, DFT, SIU, REF, alone or in batches.",
    sniff=sniff_hl7,
    read=read_hl7,
    has_instants=True,
)

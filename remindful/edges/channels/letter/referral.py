"""Letters about a referral on paper: to the patient in plain words and without anything clinical, and to the office that is to see the patient."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from remindful.core.words.messages import Sender
from remindful.edges.channels import wording
from remindful.edges.channels.letter.document import Document, typeset_documents
from remindful.edges.channels.letter.sheet import Passage

_TEXTS = Path(__file__).with_name("referral.yaml")


@dataclass(frozen=True, slots=True)
class ReferralLetter:
    """The facts of one referral. What only the other office may read: reason, codes, birth date."""

    written_on: date
    language: str
    patient_name: str
    patient_birth_on: date | None
    address: tuple[str, ...]
    to_name: str
    to_specialty: str | None
    to_phone: str | None
    to_address: tuple[str, ...]
    visit_on: date | None
    last_on: date | None
    visits_allowed: int | None
    priority: str
    number: str
    authorization_number: str | None
    needs_authorization: bool | None
    reason: str | None
    reason_code: str | None
    service_codes: tuple[str, ...]
    referring_npi: str | None
    sender: Sender


def typeset_to_patient(letter: ReferralLetter) -> bytes:
    """The patient's letter as PDF/UA-1."""
    return typeset_documents([compose_to_patient(letter)], day=letter.written_on)


def typeset_to_office(letter: ReferralLetter) -> bytes:
    """The other office's letter as PDF/UA-1, in English."""
    return typeset_documents([compose_to_office(letter)], day=letter.written_on)


def compose_to_patient(letter: ReferralLetter) -> Document:
    """In the patient's language: where to go, what to do, what the plan says. Nothing about why."""
    words = _texts()[letter.language]
    say_day = wording.load_wording("first_statement", letter.language).say_day
    where = letter.to_name or words["an_office"]
    if letter.visit_on is not None:
        steps = words["booked"].format(day=say_day(letter.visit_on), to=where)
    elif letter.to_phone:
        steps = words["call"].format(to=where, phone=letter.to_phone)
    else:
        steps = words["wait"].format(to=where, phone=letter.sender.phone)
    bring = words["bring"].format(number=letter.number)
    last = [words["last"].format(day=say_day(letter.last_on))] if letter.last_on else []
    visits = [words["visits"].format(count=letter.visits_allowed)] if letter.visits_allowed else []
    if letter.authorization_number:
        plan = words["authorized"].format(number=letter.authorization_number)
    elif letter.needs_authorization is False:
        plan = words["not_needed"]
    else:
        plan = words["ask_first"].format(phone=letter.sender.phone)
    return Document(
        language=letter.language,
        document_title=words["document_title"].format(sender=letter.sender.name),
        page_of=words["page_of"],
        return_address=_from(letter.sender),
        address=letter.address,
        title=words["title"],
        facts=((words["date"], say_day(letter.written_on)), (words["patient"], letter.patient_name), (words["number"], letter.number)),
        opening=(words["hello"].format(name=letter.patient_name), words["opening"].format(to=where)),
        passages=(
            Passage(words["where"], "\n".join(_place(letter))),
            Passage(words["next"], " ".join([steps, bring])),
            Passage(words["plan"], " ".join([plan, *last, *visits])),
            Passage(words["cannot"], words["cannot_text"].format(to=where, phone=letter.sender.phone)),
        ),
        closing=(words["closing"].format(phone=letter.sender.phone),),
    )  # fmt: skip


def compose_to_office(letter: ReferralLetter) -> Document:
    """Whom we send, why, how soon, with what authorization, and where the report is to go."""
    words = _texts()["office"]
    say_day = wording.load_wording("first_statement", "en").say_day
    born = words["not_known"] if letter.patient_birth_on is None else say_day(letter.patient_birth_on)
    why = " ".join(filter(None, (letter.reason, f"({letter.reason_code})" if letter.reason_code else None)))
    services = ", ".join(letter.service_codes)
    last = [words["last"].format(day=say_day(letter.last_on))] if letter.last_on else []
    visits = [words["visits"].format(count=letter.visits_allowed)] if letter.visits_allowed else []
    number = letter.authorization_number
    plan = words["authorized"].format(number=number) if number else words["no_authorization"]
    if not number and letter.needs_authorization is False:
        plan = words["not_needed"]
    place = f"{letter.sender.line1}, {letter.sender.city}, {letter.sender.state} {letter.sender.zip}"
    return Document(
        language="en",
        document_title=words["document_title"].format(sender=letter.sender.name),
        page_of=_texts()["en"]["page_of"],
        return_address=_from(letter.sender),
        address=letter.to_address,
        title=words["title"],
        facts=(
            (words["date"], say_day(letter.written_on)), (words["patient"], letter.patient_name), (words["born"], born),
            (words["priority"], words["priorities"][letter.priority]), (words["number"], letter.number),
        ),
        opening=(words["hello"], words["opening"].format(name=letter.patient_name)),
        passages=(
            Passage(words["reason"], why or words["no_reason"]),
            *([Passage(words["services"], services)] if services else []),
            Passage(words["plan"], " ".join([plan, *last, *visits])),
            Passage(words["report"], words["report_text"].format(sender=letter.sender.name, place=place, phone=letter.sender.phone)),
        ),
        closing=(words["closing"].format(npi=letter.referring_npi or words["not_known"]),),
        small_print=(Passage(words["private"], words["private_text"]),),
    )  # fmt: skip


def _place(letter: ReferralLetter) -> list[str]:
    words = _texts()[letter.language]
    name = ", ".join(filter(None, (letter.to_name or words["an_office"], letter.to_specialty)))
    street = [", ".join(letter.to_address[1:])] if letter.to_address else []
    return [". ".join([name, *street, *([letter.to_phone] if letter.to_phone else [])]) + "."]


def _from(sender: Sender) -> tuple[str, ...]:
    return (sender.name, sender.line1, f"{sender.city}, {sender.state} {sender.zip}")


@cache
def _texts() -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load(_TEXTS.read_text(encoding="utf-8"))
    return table

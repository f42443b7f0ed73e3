"""The appeal on paper: a draft to a payer with the claim's facts filled in. A person reads it, adds the papers, and signs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from remindful.core.words.messages import Sender
from remindful.core.words.money import say_cents
from remindful.edges.channels import wording
from remindful.edges.channels.letter.document import Document, Grid, typeset_documents
from remindful.edges.channels.letter.sheet import Passage

_TEXTS = Path(__file__).with_name("appeal.yaml")


@dataclass(frozen=True, slots=True)
class AppealLine:
    """One line that was not paid. reason: `CO-197`."""

    service: str
    service_on: date
    reason: str
    charge_cents: int
    denied_cents: int


@dataclass(frozen=True, slots=True)
class Appeal:
    """The facts of one claim. cause and way as remits.RootCause and Way. says: the payer's reasons, in words."""

    written_on: date
    to: tuple[str, ...]  # the payer's name and address, as far as known
    claim: str
    payer_claim: str | None
    member_id: str | None
    patient_name: str
    patient_birth_on: date | None
    adjudicated_on: date
    deadline_on: date | None
    cause: str
    way: str
    codes: tuple[str, ...]
    remarks: tuple[str, ...]
    reasons: tuple[str, ...]
    authorization: str | None
    referral: str | None
    lines: tuple[AppealLine, ...]
    sender: Sender
    npi: str
    tax_id: str


def typeset_appeal(appeal: Appeal) -> bytes:
    """The letter as PDF/UA-1."""
    return typeset_documents([compose_appeal(appeal)], day=appeal.written_on)


def compose_appeal(appeal: Appeal) -> Document:
    """The letter in words."""
    words, sender = _texts(), appeal.sender
    say_day = wording.load_wording("first_statement", "en").say_day
    denied = sum(line.denied_cents for line in appeal.lines)
    answered = say_day(appeal.adjudicated_on)
    days = sorted({line.service_on for line in appeal.lines})
    facts = (
        (words["date"], say_day(appeal.written_on)),
        (words["claim"], appeal.claim),
        (words["payer_claim"], appeal.payer_claim),
        (words["member"], appeal.member_id),
        (words["patient"], _say_patient(appeal, say_day)),
        (words["service_on"], ", ".join(say_day(day) for day in days)),
        (words["deadline"], say_day(appeal.deadline_on) if appeal.deadline_on else None),
    )
    return Document(
        language="en",
        document_title=words["document_title"].format(claim=appeal.claim, sender=sender.name),
        page_of=words["page_of"],
        return_address=(sender.name, sender.line1, f"{sender.city}, {sender.state} {sender.zip}"),
        address=appeal.to,
        title=words["titles"][appeal.way],
        facts=tuple((label, fact) for label, fact in facts if fact),
        opening=tuple(text.format(adjudicated_on=answered, denied=say_cents(denied)) for text in words["opening"]),
        grids=(_compose_lines(appeal, words, say_day),),
        passages=_compose_passages(appeal, words, answered=answered),
        closing=(
            words["closing"].format(sender=sender.name, npi=appeal.npi, tax_id=appeal.tax_id),
            words["sign"],
        ),
    )


def _say_patient(appeal: Appeal, say_day: Callable[[date], str]) -> str:
    born = appeal.patient_birth_on
    return appeal.patient_name if born is None else f"{appeal.patient_name}, born {say_day(born)}"


def _compose_lines(appeal: Appeal, words: dict[str, Any], say_day: Callable[[date], str]) -> Grid:
    charge = sum(line.charge_cents for line in appeal.lines)
    denied = sum(line.denied_cents for line in appeal.lines)
    total = (words["total"], "", "", say_cents(charge), say_cents(denied))
    return Grid(
        heading=words["lines"],
        columns=tuple(words["columns"]),
        words_columns=3,
        rows=tuple(
            (line.service, say_day(line.service_on), line.reason, say_cents(line.charge_cents), say_cents(line.denied_cents))
            for line in appeal.lines
        ),
        total=total if len(appeal.lines) > 1 else (),
    )  # fmt: skip


def _compose_passages(appeal: Appeal, words: dict[str, Any], *, answered: str) -> tuple[Passage, ...]:
    reason = words["reason_text"].format(codes=", ".join(appeal.codes), message=" ".join(appeal.reasons))
    if appeal.remarks:
        reason += " " + words["remarks_text"].format(remarks=", ".join(appeal.remarks))
    listed = [*words["enclosures"]["always"], *words["enclosures"].get(appeal.cause, [])]
    enclosed = "; ".join(text.format(adjudicated_on=answered) for text in listed)
    return (
        Passage(words["reason"], reason),
        Passage(words["ask"], _say_why(appeal, words["causes"])),
        Passage(words["enclosed"], f"{enclosed[0].upper()}{enclosed[1:]}."),
        Passage(words["answer"], words["answer_text"].format(phone=appeal.sender.phone, hours=appeal.sender.hours)),
    )


def _say_why(appeal: Appeal, causes: dict[str, str]) -> str:
    numbers = {"authorization": appeal.authorization, "referral": appeal.referral}
    known = f"{appeal.cause}_known" if numbers.get(appeal.cause) else appeal.cause
    return causes[known].format(**numbers)


@cache
def _texts() -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load(_TEXTS.read_text(encoding="utf-8"))
    return table

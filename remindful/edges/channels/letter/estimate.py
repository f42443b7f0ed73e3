"""The good-faith estimate on paper: every word that 45 CFR 149.610(c)(1) asks for, in plain language."""

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

_TEXTS = Path(__file__).with_name("estimate.yaml")


@dataclass(frozen=True, slots=True)
class EstimateLine:
    """One service that is expected."""

    code: str
    description: str
    units: float
    charge_cents: int
    expected_cents: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is told to the patient. `npi` and `tax_id` are the sender's."""

    number: str
    given_on: date
    service_on: date
    patient_name: str
    patient_birth_on: date | None
    address: tuple[str, ...]
    language: str
    service: str
    lines: tuple[EstimateLine, ...]
    diagnosis_codes: tuple[str, ...]
    discount_percent: int
    sender: Sender
    npi: str
    tax_id: str


def typeset_estimate(estimate: Estimate) -> bytes:
    """The estimate as PDF/UA-1."""
    return typeset_documents([compose_estimate(estimate)], day=estimate.given_on)


def compose_estimate(estimate: Estimate) -> Document:
    """The estimate in words."""
    words = _texts()[estimate.language]
    say_day = wording.load_wording("first_statement", estimate.language).say_day
    sender = estimate.sender
    name = estimate.patient_name
    person = name if estimate.patient_birth_on is None else words["born"].format(
        name=name, day=say_day(estimate.patient_birth_on)
    )  # fmt: skip
    codes = ", ".join(estimate.diagnosis_codes)
    diagnoses = words["diagnoses"].format(codes=codes) if codes else words["no_diagnosis"]
    discount = [words["discount"].format(percent=estimate.discount_percent)] if estimate.discount_percent else []
    place = f"{sender.line1}, {sender.city}, {sender.state} {sender.zip}"
    charge = sum(line.charge_cents for line in estimate.lines)
    expected = sum(line.expected_cents for line in estimate.lines)
    return Document(
        language=estimate.language,
        document_title=words["document_title"].format(sender=sender.name),
        page_of=words["page_of"],
        return_address=(sender.name, sender.line1, f"{sender.city}, {sender.state} {sender.zip}"),
        address=estimate.address,
        title=words["title"],
        facts=(
            (words["date"], say_day(estimate.given_on)),
            (words["patient"], person),
            (words["care_on"], say_day(estimate.service_on)),
            (words["number"], estimate.number),
        ),
        opening=tuple(text.format(name=name, service=estimate.service) for text in words["opening"]),
        grids=(
            Grid(
                heading=words["lines"],
                columns=tuple(words["columns"]),
                words_columns=2,
                rows=tuple(
                    (line.code, line.description, f"{line.units:g}", say_cents(line.charge_cents), say_cents(line.expected_cents))
                    for line in estimate.lines
                ),
                total=("", words["together"], "", say_cents(charge), say_cents(expected)),
            ),
        ),
        passages=(
            Passage(words["provider"], " ".join([
                words["provider_text"].format(sender=sender.name, place=place, npi=estimate.npi, tax_id=estimate.tax_id),
                diagnoses, *discount,
            ])),
            Passage(words["other"], words["other_text"]),
            Passage(words["dispute"], words["dispute_text"]),
        ),
        closing=(words["closing"].format(phone=sender.phone),),
        small_print=tuple(Passage(heading, text) for heading, text in words["small"]),
    )  # fmt: skip


@cache
def _texts() -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load(_TEXTS.read_text(encoding="utf-8"))
    return table

"""Letters about a referral: to the patient in plain words, and to the office that is to see the patient."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from remindful.core.words.findings import Refusal
from remindful.core.words.loops import LoopStage
from remindful.core.words.messages import say_zip
from remindful.edges.channels.letter.referral import ReferralLetter, typeset_to_office, typeset_to_patient
from remindful.edges.codes.taxonomy import specialty_name
from remindful.edges.store import reads
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import OrganizationDesk, open_desk
from remindful.flow.office.home import Home
from remindful.flow.office.organizations import build_sender
from remindful.flow.office.records import Patient, Referral
from remindful.flow.referrals.loops import find_stage

LANGUAGES = ("en", "es")


class Recipient(StrEnum):
    """Whom a letter is for."""

    PATIENT = "patient"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A letter that was written."""

    file: str
    language: str


@dataclass(frozen=True, slots=True)
class _OtherOffice:
    """Whom the patient is sent to."""

    name: str
    taxonomy: str | None
    phone: str | None
    address: tuple[str, ...]


def write_letter(
    name: str, *, reader: Recipient, language: str | None, out: Path | None, home: Home, clock: Clock
) -> WrittenLetter:
    """Write it as PDF. Raises Refusal where the referral or the patient is not known, or there is no such language."""
    if language is not None and language not in LANGUAGES:
        raise Refusal(f"There is no letter in {language!r}.", f"Choose {' or '.join(LANGUAGES)}.")
    with open_desk(clock) as desk:
        one, referral = desk.find(Referral, name)
        letter = _fill(one, referral, language=language, stored_in=home.codes)
    match reader:
        case Recipient.PATIENT:
            body, spoken = typeset_to_patient(letter), letter.language
        case Recipient.OFFICE:
            body, spoken = typeset_to_office(letter), "en"
        case _:
            assert_never(reader)
    place = out or Path(f"{_plain(referral.referral_key)}-{reader}.pdf")
    place.write_bytes(body)
    return WrittenLetter(str(place), spoken)


def _fill(one: OrganizationDesk, referral: Referral, *, language: str | None, stored_in: Path) -> ReferralLetter:
    patient = _find_patient(one, referral)
    stage = find_stage(one, referral, day=max(one.day, referral.ordered_on))
    assert stage is not None, "a referral is in its loop from the day on which it was ordered"
    other = _find_other_office(one, referral)
    spoken = language or (patient.language if patient.language in LANGUAGES else "en") or "en"
    name = f"{patient.first_name} {patient.last_name}"
    ends_on = _find_end(one, stage.authorization_number)
    return ReferralLetter(
        written_on=one.day,
        language=spoken,
        patient_name=name,
        patient_birth_on=patient.birth_on,
        address=_address(name, patient.line1, patient.line2, patient.city, patient.state, patient.zip),
        to_name=other.name,
        to_specialty=specialty_name(referral.referred_taxonomy or other.taxonomy, language=spoken, stored_in=stored_in),
        to_phone=other.phone,
        to_address=other.address,
        visit_on=stage.visit_on if stage.stage == LoopStage.BOOKED else None,
        last_on=min((day for day in (referral.expires_on, ends_on) if day is not None), default=None),
        visits_allowed=referral.visits_allowed,
        priority=stage.priority,
        number=referral.payer_number or referral.referral_key,
        authorization_number=stage.authorization_number,
        needs_authorization=referral.needs_authorization,
        reason=referral.reason,
        reason_code=referral.reason_code,
        service_codes=tuple(referral.service_codes.split(":")) if referral.service_codes else (),
        referring_npi=referral.referring_npi,
        sender=build_sender(one.organization),
    )


def _find_patient(one: OrganizationDesk, referral: Referral) -> Patient:
    found = Patient.read(one.store, [referral.party_key])
    if found.is_empty():
        raise Refusal(f"No file has named the patient {referral.party_key}.", "Import the demographics first.")
    return Patient.of_row(found.row(0, named=True))


def _find_other_office(one: OrganizationDesk, referral: Referral) -> _OtherOffice:
    """Whom the patient is sent to: as the referral names it, with what is known of its NPI."""
    npis = [] if referral.referred_npi is None else [referral.referred_npi]
    found = reads.providers(one.store, npi=npis)
    if found.is_empty():
        return _OtherOffice(referral.referred_name or "", None, None, ())
    row = found.row(0, named=True)
    name = referral.referred_name or " ".join(row[part] for part in ("first_name", "last_name") if row[part])
    address = _address(name, row["line1"], None, row["city"], row["state"], row["zip"])
    return _OtherOffice(name, row["taxonomy"], row["phone"], address)


def _find_end(one: OrganizationDesk, number: str | None) -> date | None:
    """The last day of an authorization; None where there is none, or nobody gave it."""
    found = reads.authorizations(one.store, number=[] if number is None else [number])
    return found["to_on"][0] if found.height else None


def _address(
    name: str, line1: str | None, line2: str | None, city: str | None, state: str | None, zip_code: str | None
) -> tuple[str, ...]:
    if not line1:
        return ()
    return (name, line1, *([line2] if line2 else []), f"{city}, {state} {say_zip(zip_code or '')}".strip())


def _plain(key: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in key)

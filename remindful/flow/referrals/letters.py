"""Letters about a referral: to the patient in plain words, and to the office that is to see the patient."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, assert_never

import polars as pl

from remindful.core.words.findings import WorldFault
from remindful.edges.channels.letter.referral import ReferralLetter, typeset_to_office, typeset_to_patient
from remindful.edges.codes.taxonomy import specialty_name
from remindful.edges.store import prepare, reads
from remindful.edges.store.books import Books, open_books
from remindful.flow.office.clock import Clock
from remindful.flow.office.home import read_home
from remindful.flow.office.organizations import build_sender, of_row
from remindful.flow.referrals.loops import find_loops, find_referral

LANGUAGES = ("en", "es")


class Reader(StrEnum):
    """Whom a letter is for."""

    PATIENT = "patient"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Written:
    """A letter that was written."""

    file: str
    language: str


def write_letter(name: str, *, reader: Reader, language: str | None, out: Path | None, clock: Clock) -> Written:
    """Write it as PDF. Raises WorldFault where the referral or the patient is not known, or there is no such language."""
    if language is not None and language not in LANGUAGES:
        raise WorldFault("permanent", f"There is no letter in {language!r}.", f"Choose {' or '.join(LANGUAGES)}.")
    prepare()
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        referral = find_referral(books, name)
        letter = _fill(books, referral, language=language, clock=clock)
    match reader:
        case Reader.PATIENT:
            body, spoken = typeset_to_patient(letter), letter.language
        case Reader.OFFICE:
            body, spoken = typeset_to_office(letter), "en"
        case _:
            assert_never(reader)
    place = out or Path(f"{_plain(referral['referral_key'])}-{reader}.pdf")
    place.write_bytes(body)
    return Written(str(place), spoken)


def _fill(books: Books, referral: dict[str, Any], *, language: str | None, clock: Clock) -> ReferralLetter:
    one = pl.col("organization_id") == referral["organization_id"]
    office = reads.organizations(books).filter(one).row(0, named=True)
    day = clock.today(office["zone"])
    person = _find_person(books, referral)
    stage = find_loops(books, day=max(day, referral["ordered_on"])).filter(
        one & (pl.col("referral_key") == referral["referral_key"])
    ).row(0, named=True)  # fmt: skip
    providers = reads.providers(books).filter(one & (pl.col("npi") == referral["referred_npi"]))
    to = providers.row(0, named=True) if providers.height else {}
    spoken = language or (person["language"] if person["language"] in LANGUAGES else "en")
    held = reads.authorizations(books).filter(one & (pl.col("number") == stage["authorization_number"]))
    ends: date | None = held["to_on"][0] if held.height else None
    known = " ".join(str(to[part]) for part in ("first_name", "last_name") if to.get(part))
    return ReferralLetter(
        written_on=day,
        language=spoken,
        patient_name=f"{person['first_name']} {person['last_name']}",
        patient_birth_on=person["birth_on"],
        address=_address(person, f"{person['first_name']} {person['last_name']}"),
        to_name=referral["referred_name"] or known or "",
        to_specialty=specialty_name(
            referral["referred_taxonomy"] or to.get("taxonomy"), language=spoken, kept_in=read_home().codes
        ),
        to_phone=to.get("phone"),
        to_address=_address(to, referral["referred_name"] or known or ""),
        visit_on=stage["visit_on"] if stage["stage"] == "booked" else None,
        last_on=min((one for one in (referral["expires_on"], ends) if one is not None), default=None),
        visits_allowed=referral["visits_allowed"],
        priority=stage["priority"],
        number=referral["payer_number"] or referral["referral_key"],
        authorization_number=stage["authorization_number"],
        needs_authorization=referral["needs_authorization"],
        reason=referral["reason"],
        reason_code=referral["reason_code"],
        service_codes=tuple((referral["service_codes"] or "").split(":")) if referral["service_codes"] else (),
        referring_npi=referral["referring_npi"],
        sender=build_sender(of_row(office, billing=None)),
    )


def _find_person(books: Books, referral: dict[str, Any]) -> dict[str, Any]:
    ids = reads.party_ids(books).filter(*[pl.col(name) == referral[name] for name in ("organization_id", "party_key")])
    found = reads.people(books).join(ids.select("party_id"), on="party_id", how="semi")
    if found.is_empty():
        raise WorldFault(
            "permanent", f"No file has named the patient {referral['party_key']}.", "Import the demographics first."
        )
    return found.row(0, named=True)


def _address(row: dict[str, Any], name: str) -> tuple[str, ...]:
    if not row.get("line1"):
        return ()
    lines = [str(row["line1"]), *([str(row["line2"])] if row.get("line2") else [])]
    return (name, *lines, f"{row['city']}, {row['state']} {row['zip']}")


def _plain(key: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in key)

"""Patient and RelatedPerson as people, who answers for them, and deaths as events."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from remindful.core.words.kinds import EventKind
from remindful.edges.formats.fhir import agents, keys
from remindful.edges.formats.fhir.collected import Collected, Rows
from remindful.edges.formats.fhir.elements import (
    Json,
    Resource,
    Unreadable,
    codings,
    day,
    part,
    parts,
    text,
    texts,
    truth,
)
from remindful.edges.formats.fhir.native_columns import is_native, restore, stored_columns
from remindful.edges.formats.fhir.systems import SEXES

FULL_AGE_YEARS = 18
PHONE_USES = ("mobile", "home", "work")
PHONE_KINDS = {"mobile": "mobile", "work": "work"}  # a home number may be of either kind
PERSON_COLUMNS = ("guarantor_key", "sex", "phone_kind", "preferred_medium", "is_qmb", "as_of_on", "line1", "line2")


@dataclass(frozen=True, slots=True)
class Person:
    """What claims and coverages say of a person."""

    key: str | None = None
    last_name: str | None = None
    first_name: str | None = None
    birth_on: date | None = None
    sex: str | None = None
    line1: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None


def person_of(body: Json) -> Person:
    """The record of a Patient or RelatedPerson. A day of birth that is not full is not known."""
    name, address = _name(body), _address(body)
    try:
        birth_on = day(body, "birthDate")
    except Unreadable:
        birth_on = None
    return Person(
        key=keys.party_key(body),
        last_name=text(name, "family"),
        first_name=text(name, "given"),
        birth_on=birth_on,
        sex=stored_columns(body).get("sex") or SEXES.get(text(body, "gender") or ""),
        line1=text(address, "line"),
        city=text(address, "city"),
        state=agents.state_of(address),
        zip=agents.zip_of(address),
    )


def read_patient(resource: Resource, collected: Collected) -> Rows:
    """Demographics; contacts of the dead."""
    body = resource.body
    row = _demographics(resource, collected)
    if not is_native(body):
        row["as_of_on"] = day(body, "meta", "lastUpdated") or collected.known.last_on
        row["guarantor_key"] = _guarantor(resource, row, collected)
    row = restore(row, body, PERSON_COLUMNS)
    rows: Rows = {"demographics": [row]}
    died_on = day(body, "deceasedDateTime")
    if died_on is None and truth(body, "deceasedBoolean"):
        died_on = row.get("as_of_on")
        message = (
            "This patient has died, but no day is given; the death is dated by the day on which this file is true."
        )
        collected.note(resource, "fhir.death", message, "Have the sender give deceasedDateTime.")
    if died_on is not None:
        event = {"line_no": resource.no, "party_key": row["party_key"], "kind": EventKind.DIED.value}
        rows["contacts"] = [event | {"happened_on": died_on}]
    return rows


def read_related(resource: Resource, collected: Collected) -> Rows:
    """Demographics of a person who answers for a patient; nobody else's relatives are kept."""
    if is_native(resource.body):
        return {}  # whoever we know is written as a Patient too
    patient = collected.known.find(part(resource.body, "patient"), resource)
    reference = collected.known.guarantors.get(patient.ref or "", {})
    is_named = bool(reference) and collected.known.find(reference, resource).ref == resource.name
    if not (keys.is_guarantor(resource.body) or is_named):
        message = "A RelatedPerson who is not marked as guarantor or guardian is not a guarantor."
        collected.leave_out(
            resource, "fhir.related_person", message, "If this person pays, name them in Account.guarantor."
        )
        return {}
    row = _demographics(resource, collected) | {
        "as_of_on": day(resource.body, "meta", "lastUpdated") or collected.known.last_on
    }
    return {"demographics": [row | {"guarantor_key": row["party_key"]}]}


def _demographics(resource: Resource, collected: Collected) -> dict[str, Any]:
    body = resource.body
    key = keys.party_key(body)
    if key is None:
        raise Unreadable("fhir.no_key", "it has neither a record number nor an id", "Have the sender give one of them.")
    person, address = person_of(body), _address(body)
    if text(body, "birthDate") and person.birth_on is None:
        message = "The day of birth is not a full day and is left empty; whether this is a minor is not known."
        collected.note(resource, "fhir.birth", message, "Have the sender give year, month and day.")
    phone, use, is_bad = agents.phone_in(body, uses=PHONE_USES)
    if is_bad:
        message = "The telephone number is not a valid number; it is left empty."
        collected.note(resource, "fhir.phone", message, "Ask for the number at the next contact.")
    lines = list(texts(address, "line"))
    return {
        "line_no": resource.no,
        "party_key": key,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "birth_on": person.birth_on,
        "sex": person.sex,
        "language": _language(body),
        "line1": lines[0] if lines else None,
        "line2": lines[1] if len(lines) > 1 else None,
        "city": person.city,
        "state": person.state,
        "zip": person.zip,
        "phone": phone,
        "phone_kind": PHONE_KINDS.get(use or ""),
        "email": _email(body),
    }


def _guarantor(resource: Resource, row: dict[str, Any], collected: Collected) -> str | None:
    """Who owes: whom an Account or RelatedPerson names; else an adult for themselves; of a minor else one known parent."""
    reference = collected.known.guarantors.get(resource.name)
    if reference is not None:
        found = collected.known.find(reference, resource)
        return keys.party_key(found.body) if found.body else keys.record_number([found.identifier])
    born, as_of_on = row["birth_on"], row["as_of_on"]
    if born is None or as_of_on is None:
        return None
    years = as_of_on.year - born.year - ((as_of_on.month, as_of_on.day) < (born.month, born.day))
    return row["party_key"] if years >= FULL_AGE_YEARS else None


def _name(body: Json) -> Json:
    given = [one for one in parts(body, "name") if text(one, "use") not in ("old", "maiden", "nickname", "temp")]
    return next((one for one in given if text(one, "use") in ("official", "usual")), given[0] if given else {})


def _address(body: Json) -> Json:
    given = [one for one in parts(body, "address") if text(one, "use") not in ("old", "temp")]
    return next((one for one in given if text(one, "use") == "home"), given[0] if given else {})


def _email(body: Json) -> str | None:
    mails = [one for one in parts(body, "telecom") if text(one, "system") == "email" and text(one, "use") != "old"]
    return text(mails[0], "value") if mails else None


def _language(body: Json) -> str | None:
    """ISO 639-1 of the preferred language, else of the only one."""
    spoken = [*parts(body, "communication")]
    preferred = [one for one in spoken if truth(one, "preferred")] or (spoken if len(spoken) == 1 else [])
    codes = [code for one in preferred for _, code, _ in codings(part(one, "language"))]
    return codes[0].split("-", 1)[0].lower() if codes else None

"""Demographics, contacts, coverages and providers as Patient, RelatedPerson, Coverage, Practitioner and Organization."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl

from remindful.core.words.kinds import EventKind
from remindful.edges.formats.fhir import plans, providers
from remindful.edges.formats.fhir.build import (
    Links,
    Made,
    concept,
    head,
    hl7,
    id_of,
    key_of,
    say_day,
    span,
)  # fmt: skip
from remindful.edges.formats.fhir.native_columns import Row, keep
from remindful.edges.formats.fhir.people import PERSON_COLUMNS
from remindful.edges.formats.fhir.systems import (
    EIN,
    GENDERS,
    NATIVE_PAYER_KIND,
    NPI,
    RELATIONSHIP_CODES,
    TAXONOMY,
)  # fmt: skip

PHONE_USE = {"mobile": "mobile", "work": "work"}


def write_people(frames: dict[str, pl.DataFrame], links: Links) -> Iterator[Made]:
    """Each person as a Patient; whoever answers for another also as a RelatedPerson of theirs."""
    died = {row["party_key"]: row["happened_on"] for row in _rows(frames, "contacts") if row["kind"] == EventKind.DIED}
    names = {row["party_key"]: row for row in _rows(frames, "demographics")}
    for row in _rows(frames, "demographics"):
        yield _patient(row, died.get(row["party_key"]))
        if row["guarantor_key"] not in (None, row["party_key"]):
            yield _guarantor(row, names.get(row["guarantor_key"], {}), links)


def _rows(frames: dict[str, pl.DataFrame], name: str) -> Iterator[dict[str, Any]]:
    return frames[name].iter_rows(named=True) if name in frames else iter(())


def _patient(row: Row, died_on: date | None) -> Made:
    return {
        **head("Patient", row["party_key"], row, PERSON_COLUMNS, is_person=True),
        **_person(row),
        "deceasedDateTime": say_day(died_on),
        "communication": [{"language": concept("urn:ietf:bcp:47", row["language"]), "preferred": True}] if row["language"] else None,
    }  # fmt: skip


def _person(row: Row) -> Made:
    address = {
        "use": "home",
        "line": [row.get("line1"), row.get("line2")],
        "city": row.get("city"),
        "state": row.get("state"),
        "postalCode": row.get("zip"),
    }
    has_address = any(row.get(name) for name in ("line1", "line2", "city", "state", "zip"))
    phone, email = row.get("phone"), row.get("email")
    return {
        "name": [{"use": "official", "family": row.get("last_name"), "given": [row.get("first_name")]}],
        "telecom": [
            {"system": "phone", "value": phone, "use": PHONE_USE.get(row.get("phone_kind") or "", "home")} if phone else None,
            {"system": "email", "value": email} if email else None,
        ],
        "gender": GENDERS.get(row.get("sex") or ""),
        "birthDate": say_day(row.get("birth_on")),
        "address": [address] if has_address else None,
    }  # fmt: skip


def _guarantor(row: Row, guarantor: Row, links: Links) -> Made:
    key = row["guarantor_key"]
    made = head("RelatedPerson", f"{key} for {row['party_key']}", {}, ())
    return made | {
        **_person(guarantor),
        "identifier": [key_of(key, is_person=True)],
        "patient": links.to("Patient", row["party_key"]),
        "relationship": [hl7("v3-RoleClass", "GUAR")],
    }


def write_coverages(frames: dict[str, pl.DataFrame], links: Links) -> Iterator[Made]:
    """Coverages, with their subscriber contained."""
    for row in _rows(frames, "coverages"):
        key = f"{row['party_key']} {row['level_no']} {row['from_on']}"
        yield head("Coverage", key, row, plans.EXTRA_COLUMNS) | {
            "status": "active",
            "contained": [subscriber(row, links.to("Patient", row["party_key"]))],
            **coverage(row, links.to("Patient", row["party_key"])),
            "order": row["level_no"],
            "period": span(row["from_on"], row["to_on"]),
        }


def subscriber(row: Row, patient: Made | None) -> Made | None:
    """A RelatedPerson to contain, where anything is said of the subscriber."""
    person = {
        name: row.get(f"subscriber_{name}")
        for name in ("last_name", "first_name", "birth_on", "sex", "line1", "city", "state", "zip")
    }
    key = row.get("subscriber_key")
    if key is None and not any(person.values()):
        return None
    made = {
        "resourceType": "RelatedPerson",
        "id": "subscriber",
        "patient": patient,
        "extension": keep(person, ("sex",)),
    }
    return made | _person(person) | ({"identifier": [key_of(key, is_person=True)]} if key else {})


def coverage(row: Row, patient: Made | None) -> Made:
    """What a Coverage says of the plan, contained or by itself."""
    has_subscriber = subscriber(row, patient) is not None
    relationship = RELATIONSHIP_CODES.get(row["relationship_code"] or "")
    payer = {"type": "Organization", "identifier": {"system": "urn:remindful:payer", "value": row["payer_key"]}}
    return {
        "type": concept(NATIVE_PAYER_KIND, row["payer_kind"]),
        "subscriber": {"reference": "#subscriber"} if has_subscriber else None,
        "subscriberId": row["member_id"],
        "beneficiary": patient,
        "relationship": hl7("subscriber-relationship", relationship) if relationship else None,
        "payor": [(payer if row["payer_key"] else {}) | {"display": row["payer_name"] or row["payer_key"]}],
        "class": [{"type": hl7("coverage-class", "group"), "value": row["group_number"]}] if row["group_number"] else None,
    }  # fmt: skip


def write_providers(frames: dict[str, pl.DataFrame]) -> Iterator[Made]:
    """Providers as Practitioner with their role, or Organization."""
    for row in _rows(frames, "providers"):
        kind = "Practitioner" if row["is_person"] else "Organization"
        yield head(kind, row["npi"], row, providers.EXTRA_COLUMNS) | provider(row)
        if row["is_person"] and row["taxonomy"]:
            who = {"reference": f"{kind}/{id_of(kind, row['npi'])}"}
            role = head("PractitionerRole", row["npi"], row, ())
            yield role | {"practitioner": who, "specialty": [concept(TAXONOMY, row["taxonomy"])]}


def provider(row: Row) -> Made:
    """Identifiers, name and address of a provider."""
    address = {"line": [row["line1"]], "city": row["city"], "state": row["state"], "postalCode": row["zip"]}
    name = [{"family": row["last_name"], "given": [row["first_name"]]}] if row["is_person"] else row["last_name"]
    phone = row.get("phone")
    tax_id = {"type": hl7("v2-0203", "TAX"), "system": EIN, "value": row["tax_id"]} if row["tax_id"] else None
    return {
        "identifier": [{"system": NPI, "value": row["npi"]} if row["npi"] else None, tax_id],
        "name": name,
        "telecom": [{"system": "phone", "value": phone, "use": "work"}] if phone else None,
        "address": [address] if any(row[one] for one in ("line1", "city", "state", "zip")) else None,
    }

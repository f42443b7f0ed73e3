"""Whoever gives care or pays for it: practitioners, their roles, organizations and places, as one record."""

from dataclasses import dataclass, replace

import phonenumbers

from remindful.edges.formats.fhir import keys
from remindful.edges.formats.fhir.collected import Collected
from remindful.edges.formats.fhir.elements import Json, Resource, code_in, part, parts, text
from remindful.edges.formats.fhir.known import Found, Known
from remindful.edges.formats.fhir.systems import EIN, NPI, PLACE, TAXONOMY
from remindful.edges.formats.synthea_care import NO_ZIP

PAYER_TYPES = {"pay", "ins", "payer"}
STATE_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Agent:
    """A person or an organization. key: by which a payer is known."""

    key: str | None = None
    npi: str | None = None
    is_person: bool | None = None
    last_name: str | None = None  # or the organization's
    first_name: str | None = None
    taxonomy: str | None = None
    tax_id: str | None = None
    line1: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    phone: str | None = None
    place: str | None = None  # place of service


def agent_of(body: Json) -> Agent:
    """The record of a Practitioner, Organization or Location. Its telephone is not read, see `phone_in`."""
    kind = text(body, "resourceType")
    is_person = kind == "Practitioner"
    name, address = part(body, "name"), part(body, "address")
    taxonomies = [*parts(body, "qualification", "code"), *parts(body, "type"), *parts(body, "specialty")]
    return Agent(
        key=keys.business_key(body),
        npi=keys.npi_in(parts(body, "identifier")),
        is_person=is_person,
        last_name=(text(name, "family") or text(name, "text")) if is_person else text(body, "name"),
        first_name=text(name, "given") if is_person else None,
        taxonomy=next((code for one in taxonomies if (code := code_in(one, TAXONOMY))), None),
        tax_id=keys.tax_id_in(parts(body, "identifier")),
        line1=text(address, "line"),
        city=text(address, "city"),
        state=state_of(address),
        zip=zip_of(address),
        place=next((code for one in parts(body, "type") if (code := code_in(one, PLACE))), None),
    )


def find_agent(reference: Json, owner: Resource, collected: Collected, *, what: str) -> Agent:
    """Who is meant. Where nobody is there, what the reference itself tells (NPI, display), and a note of what is missing."""
    if not reference:
        return Agent()
    found = collected.known.find(reference, owner)
    if not found.body:
        return _from_reference(found, owner, collected, what=what)
    if text(found.body, "resourceType") == "PractitionerRole":
        return _of_role(found.body, owner, collected, what=what)
    agent = agent_of(found.body)
    if agent.taxonomy is None and found.ref is not None:
        agent = replace(agent, taxonomy=taxonomies_of(collected.known).get(found.ref))
    if text(found.body, "resourceType") == "Location" and agent.npi is None:
        manager = find_agent(part(found.body, "managingOrganization"), owner, collected, what="managingOrganization")
        agent = replace(agent, npi=manager.npi, last_name=agent.last_name or manager.last_name)
    return agent


def _of_role(role: Json, owner: Resource, collected: Collected, *, what: str) -> Agent:
    person = find_agent(part(role, "practitioner"), owner, collected, what=what)
    house = find_agent(part(role, "organization"), owner, collected, what=what)
    specialty = next((code for one in parts(role, "specialty") if (code := code_in(one, TAXONOMY))), None)
    if person == Agent():
        return replace(house, taxonomy=specialty or house.taxonomy)
    return replace(person, taxonomy=specialty or person.taxonomy)


def _from_reference(found: Found, owner: Resource, collected: Collected, *, what: str) -> Agent:
    npi = keys.npi_in([found.identifier]) if found.identifier else None
    value = text(found.identifier, "value")
    tax_id = value if text(found.identifier, "system") == EIN else None
    if found.is_dangling:
        message = (
            f"The {what} of this {owner.kind} is {found.written}, which is missing; the row was imported without it."
        )
        collected.note(
            owner, "fhir.dangling_agent", message, "Bring the Practitioner or Organization along, or its NPI."
        )
    elif value and text(found.identifier, "system") == NPI and npi is None:
        message = (
            f"The {what} of this {owner.kind} has an NPI whose check digit is wrong; it was imported without the NPI."
        )
        collected.note(owner, "fhir.npi", message, "Look the NPI up in NPPES and have the sender correct it.")
    return Agent(key=value or found.display, npi=npi, last_name=found.display, tax_id=tax_id)


def phone_in(node: Json, *, uses: tuple[str, ...] = ()) -> tuple[str | None, str | None, bool]:
    """The first telephone by preference of use: E.164, its use, and whether there was one that cannot be dialled."""
    given = [
        one
        for one in parts(node, "telecom")
        if text(one, "system") in ("phone", "sms") and text(one, "use") not in ("old", "temp")
    ]
    order = {use: rank for rank, use in enumerate(uses)}
    given.sort(key=lambda one: order.get(text(one, "use") or "", len(order)))
    for one in given:
        number = dial(text(one, "value") or "")
        if number:
            return number, text(one, "use"), False
    return None, None, bool(given)


def dial(number_text: str) -> str | None:
    """E.164 of a number, of the United States where no country is said; null where it cannot be dialled."""
    try:
        read = phonenumbers.parse(number_text.removeprefix("tel:"), "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(read):
        return None
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)


def state_of(address: Json) -> str | None:
    """The state as two letters; a name spelt out is not guessed at."""
    state = text(address, "state") or ""
    return state.upper() if len(state) == STATE_LETTERS and state.isalpha() else None


def zip_of(address: Json) -> str | None:
    """The ZIP code; 00000 is none."""
    postal_code = text(address, "postalCode")
    return None if postal_code == NO_ZIP else postal_code


def taxonomies_of(known: Known) -> dict[str, str]:
    """The specialty that a role gives to its practitioner, or to its organization where it names no person."""
    if known.taxonomies is None:
        known.taxonomies = {}
        for ref in [ref for ref in known.bodies if ref.startswith("PractitionerRole/")]:
            role = known.body(ref)
            code = next((code for one in _specialties(role) if (code := code_in(one, TAXONOMY))), None)
            person = known.find(part(role, "practitioner"), Resource("PractitionerRole", role, "", 0))
            if code and person.ref:
                known.taxonomies.setdefault(person.ref, code)
    return known.taxonomies


def _specialties(role: Json) -> list[Json]:
    return [*parts(role, "specialty"), *parts(role, "code")]

"""Practitioner, PractitionerRole and Organization as providers of care."""

from remindful.edges.formats.fhir import agents
from remindful.edges.formats.fhir.collected import Collected, Rows
from remindful.edges.formats.fhir.elements import Resource, any_code, part, parts, text
from remindful.edges.formats.fhir.native_columns import restore
from remindful.edges.formats.fhir.systems import NPI

EXTRA_COLUMNS = ("first_name", "taxonomy", "state", "phone")


def read_provider(resource: Resource, collected: Collected) -> Rows:
    """Providers, of a Practitioner or Organization that has an NPI. Others serve by name where something refers to them."""
    agent = agents.agent_of(resource.body)
    if agent.npi is None:
        has_wrong = any(text(one, "system") == NPI for one in parts(resource.body, "identifier"))
        _note_no_npi(resource, collected, has_wrong=has_wrong)
        return {}
    phone, _, _ = agents.phone_in(resource.body, uses=("work",))
    row = {
        "npi": agent.npi,
        "is_person": bool(agent.is_person),
        "last_name": agent.last_name,
        "first_name": agent.first_name,
        "taxonomy": agent.taxonomy or agents.taxonomies_of(collected.known).get(resource.name),
        "tax_id": agent.tax_id,
        "line1": agent.line1,
        "city": agent.city,
        "state": agent.state,
        "zip": agent.zip,
        "phone": phone,
    }
    return {"providers": [restore(row, resource.body, EXTRA_COLUMNS)]}


def _note_no_npi(resource: Resource, collected: Collected, *, has_wrong: bool) -> None:
    if has_wrong:
        message = f"This {resource.kind} has an NPI whose check digit is wrong, so it was not saved as a provider."
        collected.note(resource, "fhir.npi", message, "Look the NPI up in NPPES and have the sender correct it.")
    elif any_code(part(resource.body, "type")) not in agents.PAYER_TYPES:
        message = f"This {resource.kind} has no NPI, so it is known by name only and was not saved as a provider."
        collected.note(
            resource, "fhir.no_npi", message, "Have the sender add its NPI (system http://hl7.org/fhir/sid/us-npi)."
        )

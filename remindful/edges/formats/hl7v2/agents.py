"""XCN and PRD: who gives care, by NPI."""

from dataclasses import dataclass

from remindful.edges.formats.hl7v2.collected import Collected
from remindful.edges.formats.hl7v2.segment import Message, Part, Segment
from remindful.edges.formats.hl7v2.values import dial, name_of, phone_text
from remindful.edges.formats.npi import is_valid_npi
from remindful.edges.formats.quirks import apply_quirks

QUIRKS = "remindful.edges.formats.hl7v2.quirks"
NPI_OID = "2.16.840.1.113883.4.6"
REFERRING, REFERRED = "RP", "RT"


@dataclass(frozen=True, slots=True)
class Agent:
    """A person or an organization that gives care."""

    npi: str | None = None
    name: str | None = None
    taxonomy: str | None = None


def find_npi(segment: Segment, number: int, message: Message, collected: Collected) -> str | None:
    """The NPI of whom a field of XCN names; who has one is told as a provider. A wrong one is noted and left out."""
    wrong: str | None = None
    for part in segment.parts(number):
        npi, wrong_number = _npi_of(part)
        wrong = wrong or wrong_number
        if npi is not None:
            name = {"last_name": part.text(2), "first_name": part.text(3)}
            columns = {column: value for column, value in name.items() if value}
            collected.tell("providers", npi, {"npi": npi, "is_person": True} | columns)
            return npi
    where = name_of(segment, number)
    if wrong is None and segment.part(number).text(2):
        problem = f"{where} names who gives care without an NPI; the row was imported without it."
        collected.note(
            message,
            segment,
            "hl7v2.no_npi",
            problem,
            "Have the sender give the NPI, with NPI as its type (XCN.13) or authority (XCN.9).",
        )
    if wrong is not None:
        problem = f'{where} gives the NPI "{wrong}", whose check digit is wrong or which does not have ten digits; it was left out.'
        collected.note(message, segment, "hl7v2.npi", problem, "Look it up in NPPES and have the sender correct it.")
    return None


def _npi_of(part: Part) -> tuple[str | None, str | None]:
    """(the NPI, what is said to be one and is not). Told by its type (13) or authority (9), else known by its check digit."""
    part = apply_quirks(part, QUIRKS)
    number, authority = part.text(1) or "", {part.text(9, 1), part.text(9, 3)}
    universal = part.text(9, 2) or ""
    is_npi = (part.text(13) or "").upper() == "NPI" or "NPI" in authority or universal == NPI_OID
    if is_valid_npi(number):
        return number, None
    return None, number if is_npi and number else None


def read_prd(message: Message, collected: Collected) -> dict[str, Agent]:
    """The providers of a referral by role: RP who refers, RT to whom."""
    found: dict[str, Agent] = {}
    for prd in message.every("PRD"):
        npi = next((one.text(1) for one in prd.parts(7) if (one.text(2) or "").upper() == "NPI"), None)
        if npi is not None and not is_valid_npi(npi):
            problem = f'PRD-7 has the NPI "{npi}", which is not valid; it was left out.'
            collected.note(message, prd, "hl7v2.npi", problem, "Look it up in NPPES and have the sender correct it.")
            npi = None
        last, first = prd.text(2, 1), prd.text(2, 2)
        house = prd.text(10) or prd.text(14)
        taxonomy = next((one.text(1) for one in prd.parts(1) if (one.text(3) or "").upper() == "NUCC"), None)
        agent = Agent(npi, " ".join(one for one in (first, last) if one) or house, taxonomy)
        if npi is not None:
            collected.tell(
                "providers", npi, _provider(prd, npi, last=last, first=first, house=house, taxonomy=taxonomy)
            )
        for one in prd.parts(1):
            found.setdefault((one.text(1) or "").upper(), agent)
    return found


def _provider(
    prd: Segment, npi: str, *, last: str | None, first: str | None, house: str | None, taxonomy: str | None
) -> dict[str, str | bool]:
    phone = phone_text(prd.part(5))
    state = prd.text(3, 4)
    columns = {
        "last_name": last or house,
        "first_name": first,
        "taxonomy": taxonomy,
        "line1": prd.text(3, 1),
        "city": prd.text(3, 3),
        "state": state.upper() if state and len(state) == 2 else None,
        "zip": (prd.text(3, 5) or "")[:5] or None,
        "phone": dial(phone) if phone else None,
    }
    return {"npi": npi, "is_person": last is not None} | {name: value for name, value in columns.items() if value}

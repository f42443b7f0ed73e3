"""By what a resource is known outside: record numbers, claim numbers, NPIs."""

from collections.abc import Iterable

from remindful.core.words.care import CodeSystem
from remindful.edges.formats import synthea_care
from remindful.edges.formats.fhir.elements import Json, any_code, code_in, codings, part, parts, text, texts, words_of
from remindful.edges.formats.fhir.systems import BILLABLE_FIRST, CODE_SYSTEMS, EIN, IDENTIFIER_TYPE, NATIVE_KEY, NPI

PAST_USES = ("old", "temp", "secondary")
GUARANTOR_CODES = {"GUAR", "GUARD", "RESPRSN", "GT", "guarantor"}
NPI_DIGITS = 10


def record_number(identifiers: Iterable[Json]) -> str | None:
    """Our own key, or the medical record number (type MR)."""
    given = list(identifiers)
    native = [text(one, "value") for one in given if text(one, "system") == NATIVE_KEY]
    numbers = [
        text(one, "value")
        for one in given
        if "MR" in {code for _, code, _ in codings(part(one, "type"))} and text(one, "use") not in PAST_USES
    ]
    return next((value for value in [*native, *numbers] if value), None)


def party_key(body: Json) -> str | None:
    """Of a Patient or RelatedPerson: the medical record number, else the logical id."""
    return record_number(parts(body, "identifier")) or text(body, "id")


def is_synthetic(body: Json) -> bool:
    """Whether Synthea made this person up: by the system of an identifier."""
    return any(text(one, "system") == synthea_care.SYSTEM for one in parts(body, "identifier"))


def business_key(body: Json) -> str | None:
    """Of anything else: our own key, else the first identifier in use, else the logical id."""
    given = [one for one in parts(body, "identifier") if text(one, "value")]
    native = [one for one in given if text(one, "system") == NATIVE_KEY]
    current = [one for one in given if text(one, "use") not in PAST_USES]
    chosen = next(iter([*native, *current]), None)
    return text(chosen, "value") if chosen else text(body, "id")


def npi_in(identifiers: Iterable[Json]) -> str | None:
    """The NPI among identifiers, where its check digit is right."""
    for one in identifiers:
        npi = text(one, "value")
        is_npi = text(one, "system") == NPI or code_in(one.get("type"), IDENTIFIER_TYPE) == "NPI"
        if is_npi and npi and is_valid_npi(npi):
            return npi
    return None


def is_valid_npi(npi: str) -> bool:
    """Ten digits and the check digit (Luhn, after the prefix 80840 of 45 CFR 162.406)."""
    if len(npi) != NPI_DIGITS or not npi.isascii() or not npi.isdigit():
        return False
    digits = [int(digit) for digit in f"80840{npi}"][::-1]
    doubled = [2 * digit - 9 * (digit > 4) if position % 2 else digit for position, digit in enumerate(digits)]
    return sum(doubled) % 10 == 0


def tax_id_in(identifiers: Iterable[Json]) -> str | None:
    """The tax number among identifiers."""
    for one in identifiers:
        if text(one, "system") == EIN or code_in(one.get("type"), IDENTIFIER_TYPE) in ("TAX", "EN"):
            return text(one, "value")
    return None


def first_code(concept: object) -> str | None:
    """The first code of a concept, whatever its system."""
    return any_code(concept)


def coded(concept: object) -> tuple[str, str, str | None] | None:
    """system, code and description of a concept: the billable code where several say the same."""
    given = [
        (CODE_SYSTEMS.get(system, CodeSystem.UNKNOWN), code, display) for system, code, display in codings(concept)
    ]
    if not given:
        return None
    system, code, display = min(given, key=lambda one: BILLABLE_FIRST.index(one[0]))
    return str(system), code, words_of(concept) or display


def is_guarantor(body: Json) -> bool:
    """Whether a RelatedPerson is said to be the guarantor or guardian."""
    relationship_codes = {code for concept in parts(body, "relationship") for _, code, _ in codings(concept)}
    return bool(relationship_codes & GUARANTOR_CODES)


def is_remit(body: Json) -> bool:
    """Whether a PaymentReconciliation is a payer's: it names an issuer, or answers to claims. A patient's payment does neither."""
    if text(body, "status") != "active":
        return False
    has_issuer = bool(part(body, "paymentIssuer"))
    return has_issuer or any(texts(body, "detail", "response", "reference"))

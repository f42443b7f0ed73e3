"""Coded elements (CE, CWE, CNE): code, words and code set, of the first or the alternate triplet."""

import re
from dataclasses import dataclass

from remindful.core.words.care import CodeSystem
from remindful.edges.formats.hl7v2 import tables
from remindful.edges.formats.hl7v2.segment import Part
from remindful.edges.formats.hl7v2.values import dotted

CPT = re.compile(r"\d{4}[0-9FTUAM]")
HCPCS = re.compile(r"[A-V]\d{4}")
ICD10CM = re.compile(r"[A-TV-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{1,4})?")
UNTOLD = {"", "99CPT", "CDM", "99CDM"}  # no code set that says more than the code's own form


@dataclass(frozen=True, slots=True)
class Coded:
    """A code, whose it is, and what the sender calls it."""

    system: CodeSystem
    code: str
    description: str | None = None


def triplets(part: Part) -> list[tuple[str, str | None, str]]:
    """(code, words, code set in capitals) of a coded element: the first and the alternate."""
    found = [
        (part.text(component), part.text(component + 1), (part.text(component + 2) or "").upper())
        for component in (1, 4)
    ]
    return [(code, words, system) for code, words, system in found if code]


def procedure_of(part: Part) -> Coded | None:
    """A procedure: by its code set, else by the form of the code. A revenue code or an NDC is none."""
    codings = [one for one in triplets(part) if one[2] not in tables.REVENUE | tables.NDC]
    named = [one for one in codings if one[2] in tables.CODE_SYSTEMS]
    for code, words, system in [*named, *codings]:
        known = tables.CODE_SYSTEMS.get(system)
        if known in (CodeSystem.CPT, CodeSystem.HCPCS, None) and system != "L":
            by_form = (
                CodeSystem.CPT
                if CPT.fullmatch(code.upper())
                else CodeSystem.HCPCS
                if HCPCS.fullmatch(code.upper())
                else None
            )
            if by_form and (known or system in UNTOLD):
                return Coded(by_form, code.upper(), words)
        return Coded(known or CodeSystem.UNKNOWN, code, words)
    return None


def revenue_of(part: Part) -> str | None:
    """A revenue code as four digits."""
    revenue_code = next((code for code, _, system in triplets(part) if system in tables.REVENUE), None)
    return revenue_code.zfill(4) if revenue_code is not None and revenue_code.isdecimal() else revenue_code


def diagnosis_of(part: Part, method: str | None = None) -> Coded | None:
    """A diagnosis: ICD-10-CM with its dot. None for ICD-9, which no claim may bear since 2015-10-01."""
    codings = triplets(part)
    coding = (method or "").upper()
    tens = [one for one in codings if tables.CODE_SYSTEMS.get(one[2] or coding) is CodeSystem.ICD10CM]
    rest = [one for one in codings if (one[2] or coding) not in tables.ICD9]
    for code, words, system in [*tens, *rest]:
        known = tables.CODE_SYSTEMS.get(system or coding)
        if known is CodeSystem.ICD10CM or (not (system or coding) and ICD10CM.fullmatch(code.upper())):
            return Coded(CodeSystem.ICD10CM, dotted(code), words)
        return Coded(known or CodeSystem.UNKNOWN, code, words)
    return None

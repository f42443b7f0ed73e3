"""Closed lists of care and the words that offices write for them; codes by their form."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from remindful.core.words.care import AppointmentState, AuthorizationState, CodeSystem, ReferralState
from remindful.core.words.kinds import PayerKind
from remindful.edges.formats.npi import npi_is_valid

_SYSTEMS = {
    CodeSystem.ICD10CM: "icd10cm icd10 icd-10 icd-10-cm i10 10 abk",
    CodeSystem.ICD10PCS: "icd10pcs icd-10-pcs pcs i10p",
    CodeSystem.CPT: "cpt cpt4 cpt-4 c4",
    CodeSystem.HCPCS: "hcpcs hcpcs2 hcpcsii",
    CodeSystem.SNOMED: "snomed sct snomedct",
    CodeSystem.CVX: "cvx",
    CodeSystem.UNKNOWN: "unknown local",
}
_PAYER_KINDS = {
    PayerKind.COMMERCIAL: "commercial com ppo hmo epo pos ci bl hm 12 13 14 bcbs private",
    PayerKind.MEDICARE: "medicare mcr mb ma",
    PayerKind.MEDICARE_ADVANTAGE: "medicare_advantage medicareadvantage mco 16",
    PayerKind.MEDICAID: "medicaid mcd mc",
    PayerKind.MILITARY: "military tricare champus ch va",
    PayerKind.WORKERS_COMPENSATION: "workers_compensation workerscompensation workerscomp wc",
    PayerKind.AUTO: "auto am nofault",
    PayerKind.OTHER: "other of zz",
    PayerKind.UNKNOWN: "unknown",
}
# 01 is the spouse in X12 and the insured in older lists, so a bare 1 is no word for either.
_RELATIONSHIPS = {
    "18": "18 self sel subscriber insured",
    "01": "01 spouse spo husband wife",
    "19": "19 child chd son daughter",
    "53": "53 domesticpartner lifepartner partner",
    "20": "20 employee",
    "21": "21",
    "39": "39",
    "40": "40",
    "G8": "g8 other oth",
}
_FORMS = {"P": "p professional pro 837p cms1500 1500", "I": "i institutional inst 837i ub04 ub-04 facility"}
_SETTINGS = {
    "ambulatory": "ambulatory amb outpatient office o op clinic",
    "emergency": "emergency emer er ed e",
    "inpatient": "inpatient imp ip i",
    "home": "home hh",
    "virtual": "virtual vr telehealth telemedicine",
}
_PRIORITIES = {
    "routine": "routine r normal elective",
    "urgent": "urgent u",
    "asap": "asap a",
    "stat": "stat s emergent emergency",
}
_ACCIDENTS = {"auto": "auto aa automobile car", "employment": "employment em work job", "other": "other oa"}
_PRESENT = {"Y": "y yes", "N": "n no", "U": "u unknown", "W": "w", "1": "1 exempt"}
_REFERRAL_STATES = {
    ReferralState.DRAFT: "draft pending",
    ReferralState.ACTIVE: "active open approved sent",
    ReferralState.ON_HOLD: "on_hold onhold on-hold hold held",
    ReferralState.COMPLETED: "completed complete closed done",
    ReferralState.REVOKED: "revoked cancelled canceled void denied",
}
_AUTHORIZATION_STATES = {
    AuthorizationState.REQUESTED: "asked requested submitted sent",
    AuthorizationState.APPROVED: "approved a1 certified authorized",
    AuthorizationState.PARTLY: "partly partial modified a2 a6",
    AuthorizationState.PENDED: "pended pending a4",
    AuthorizationState.DENIED: "denied a3 notcertified",
    AuthorizationState.CANCELLED: "cancelled canceled void",
    AuthorizationState.NOT_REQUIRED: "not_required notrequired na none",
}
_APPOINTMENT_STATES = {
    AppointmentState.BOOKED: "booked scheduled confirmed pending rescheduled",
    AppointmentState.KEPT: "kept arrived completed complete checkedin checkedout fulfilled seen",
    AppointmentState.CANCELLED: "cancelled canceled",
    AppointmentState.MISSED: "missed noshow no-show",
}
_LETTERS = "ABCDEFGHIJKL"  # box 21 of the paper claim names diagnoses by letters


def _words(known: Mapping[Any, str]) -> dict[str, str]:
    return {word: str(meaning) for meaning, words in known.items() for word in words.split()}


#: For each closed list, what a word means.
WORDS: dict[str, dict[str, str]] = {
    "code_system": _words(_SYSTEMS),
    "payer_kind": _words(_PAYER_KINDS),
    "relationship": _words(_RELATIONSHIPS),
    "form": _words(_FORMS),
    "setting": _words(_SETTINGS),
    "priority": _words(_PRIORITIES),
    "accident": _words(_ACCIDENTS),
    "present_on_admission": _words(_PRESENT),
    "referral_state": _words(_REFERRAL_STATES),
    "authorization_state": _words(_AUTHORIZATION_STATES),
    "appointment_state": _words(_APPOINTMENT_STATES),
}


def read_listed(texts: pl.Series, name: str) -> pl.Series:
    """A word of the closed list; blanks and capitals do not matter."""
    bare = texts.str.replace_all(" ", "").str.to_lowercase()
    return bare.replace_strict(WORDS[name], default=None, return_dtype=pl.String).alias(texts.name)


def read_npis(texts: pl.Series) -> pl.Series:
    """NPIs whose check digit is right. What a spreadsheet added (.0) is taken off."""
    bare = texts.str.strip_suffix(".0")
    return bare.set(~npi_is_valid(bare).fill_null(value=True), None)


def read_diagnoses(texts: pl.Series) -> pl.Series:
    """Codes in capitals; what has the form of ICD-10-CM gets its dot, another code (with a digit, without blanks) stays."""
    frame = texts.alias("text").str.to_uppercase().to_frame()
    bare = pl.col("text").str.replace_all(".", "", literal=True)
    is_icd10 = pl.col("text").str.contains(r"^[A-TV-Z][0-9][0-9A-Z](?:\.?[0-9A-Z]{1,4})?$")
    is_other = pl.col("text").str.contains(r"^[0-9A-Z][0-9A-Z.\-]{0,17}$") & pl.col("text").str.contains("[0-9]")
    dotted = pl.when(bare.str.len_chars() > 3).then(bare.str.head(3) + "." + bare.str.slice(3)).otherwise(bare)
    code = pl.when(is_icd10).then(dotted).when(is_other).then(pl.col("text"))
    return frame.select(code.alias("value"))["value"].alias(texts.name)


def read_procedures(texts: pl.Series) -> pl.Series:
    """Codes of letters and digits in capitals. Three digits are none: 450 may be anesthesia 00450 or revenue 0450."""
    bare = texts.str.to_uppercase().str.strip_suffix(".0")
    is_code = bare.str.contains(r"^[0-9A-Z]{3,20}$") & ~bare.str.contains(r"^[0-9]{3}$")
    return bare.set(~is_code.fill_null(value=True), None)


def read_codes(texts: pl.Series) -> pl.Series:
    """Codes joined by ":", however they were parted."""
    return _joined(texts, r"^[0-9A-Z]{3,7}(?::[0-9A-Z]{3,7})*$")


def read_modifiers(texts: pl.Series) -> pl.Series:
    """At most four modifiers of two signs, joined by ":", however they were parted: "25,59" "25 59" "2559"."""
    glued = texts.str.replace(
        r"^([0-9A-Za-z]{2})([0-9A-Za-z]{2})([0-9A-Za-z]{2})?([0-9A-Za-z]{2})?$", "${1} ${2} ${3} ${4}"
    )
    return _joined(glued.str.strip_chars(), r"^[0-9A-Z]{2}(?::[0-9A-Z]{2}){0,3}$")


def read_pointers(texts: pl.Series) -> pl.Series:
    """Ranks joined by ":": "1,2" "1:2" "A,B" "AB". A bare 12 is the twelfth: digits that stand together are one number."""
    spread = (
        texts.str.to_uppercase()
        .str.replace(r"^([A-L])([A-L])([A-L])?([A-L])?$", "${1} ${2} ${3} ${4}")
        .str.strip_chars()
    )
    joined = _joined(spread, r"^(?:[A-L]|[1-9]|1[0-2])(?::(?:[A-L]|[1-9]|1[0-2])){0,11}$")
    return joined.str.replace_many(list(_LETTERS), [str(position) for position in range(1, len(_LETTERS) + 1)])


def _joined(texts: pl.Series, form: str) -> pl.Series:
    joined = texts.str.to_uppercase().str.replace_all(r"[\s,;:/|+]+", ":").str.strip_chars(":")
    return joined.set(~joined.str.contains(form).fill_null(value=True), None)


def read_digits(texts: pl.Series, width: int) -> pl.Series:
    """Digits with the zeros that a spreadsheet dropped."""
    bare = texts.str.strip_suffix(".0")
    return bare.set(~bare.str.contains(rf"^[0-9]{{1,{width}}}$").fill_null(value=True), None).str.zfill(width)


def read_taxonomies(texts: pl.Series) -> pl.Series:
    """NUCC codes: ten signs, the last X."""
    upper = texts.str.to_uppercase()
    return upper.set(~upper.str.contains(r"^[0-9A-Z]{9}X$").fill_null(value=True), None)


def read_wholes(texts: pl.Series) -> pl.Series:
    """Whole numbers from 0."""
    bare = texts.str.strip_suffix(".0").str.replace_all(",", "")
    return bare.set(~bare.str.contains(r"^[0-9]{1,18}$").fill_null(value=True), None).cast(pl.Int64)


def read_numbers(texts: pl.Series) -> pl.Series:
    """Numbers, at most nine digits before the point."""
    return texts.set(~texts.str.contains(r"^-?[0-9]{0,9}(?:\.[0-9]{0,6})?$").fill_null(value=True), None).cast(
        pl.Float64, strict=False
    )


def systems_by_form(code: pl.Expr) -> pl.Expr:
    """Of a procedure whose code set nobody told: CPT, HCPCS or unknown, by the form of its code."""
    return (
        pl.when(code.str.contains(r"^[0-9]{4}[0-9FTUAM]$"))
        .then(pl.lit(CodeSystem.CPT.value))
        .when(code.str.contains(r"^[A-V][0-9]{4}$"))
        .then(pl.lit(CodeSystem.HCPCS.value))
        .otherwise(pl.lit(CodeSystem.UNKNOWN.value))
    )


def diagnosis_systems_by_form(code: pl.Expr) -> pl.Expr:
    """Of a diagnosis whose code set nobody told: ICD-10-CM or unknown, by the form of its code."""
    is_icd10 = code.str.contains(r"^[A-TV-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?$")
    return pl.when(is_icd10).then(pl.lit(CodeSystem.ICD10CM.value)).otherwise(pl.lit(CodeSystem.UNKNOWN.value))

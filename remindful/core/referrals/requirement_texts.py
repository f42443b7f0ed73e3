"""What an encounter lacks of what its payer requires, in words, and the remedy."""

from collections.abc import Mapping
from typing import Any

import polars as pl

AUTHORIZATION: Mapping[str, tuple[str, str]] = {
    "missing": (
        "{payer} requires an authorization for {code}, and none is on file.",
        "Ask {payer} whether it authorizes after the service, and enter its decision. Never bill the patient for it.",
    ),
    "number_missing": (
        "{payer} requires an authorization for {code}. There is one that fits, and the encounter does not name it.",
        "Enter the number {number} on the encounter.",
    ),
    "number_unknown": (
        "The encounter names the authorization {named}, which the office has no record of.",
        "Compare the number with the payer's letter, and import the authorization.",
    ),
    "other_patient": (
        "The authorization {named} belongs to another patient.",
        "Enter the number of this patient's authorization.",
    ),
    "span_unknown": (
        "The authorization {number} was approved on {decided}, after the service of {service_on}, and its start date is not known.",
        "Ask {payer} from which day it holds, and enter that.",
    ),
    "units_used": (
        "The authorization {number} allows {allowed_units} units. {left_units} were left for this line, and {units} are charged.",
        "Ask {payer} for more units, or charge what is authorized. The rest is not the patient's.",
    ),
    "visits_used": (
        "The authorization {number} allows {allowed_visits} visits, and this is visit {visit_no}.",
        "Ask {payer} for more visits, back to {service_on}.",
    ),
    "expired": (
        "The authorization {number} held until {to_on}; the service was on {service_on}.",
        "Ask {payer} to extend it back to {service_on}, or for a new one.",
    ),
    "not_begun": (
        "The authorization {number} holds from {from_on}; the service was on {service_on}.",
        "Ask {payer} to let it begin on {service_on}.",
    ),
    "wrong_provider": (
        "The authorization {number} is for the provider {provider}; the service was given by {giver}.",
        "Ask {payer} to change the provider, or correct who gave the service.",
    ),
    "wrong_service": (
        "The authorization {number} is for {services}; {code} is charged.",
        "Ask {payer} to add {code}, or correct the charge or the number.",
    ),
    "not_decided": (
        "{payer} has not yet decided on the authorization {number}.",
        "Ask {payer} for its decision, and hold the claim until it is there.",
    ),
    "wrong_payer": (
        "The authorization {number} is of {payer_of}; this claim goes to {payer}.",
        "Ask {payer} for its own authorization, or correct the coverage.",
    ),
    "denied": (
        "{payer} refused the authorization {number}.",
        "Appeal the denial, or mark the encounter do-not-bill. The patient does not owe what was not authorized.",
    ),
    "cancelled": ("The authorization {number} was cancelled.", "Enter the one that took its place."),
}
REFERRAL: Mapping[str, tuple[str, str]] = {
    "missing": (
        "{payer} requires a referral, and none is on file for this visit.",
        "Ask the referring office for it, with the payer's number. Never bill the patient for it.",
    ),
    "not_named": (
        "{payer} asks for a referral. There is one that fits, and the encounter does not name it.",
        "Name the referral {would_fit} on the encounter.",
    ),
    "unknown": (
        "The encounter names the referral {named}, which the office has no record of.",
        "Correct its number, or import the referral.",
    ),
    "other_patient": ("The referral {named} belongs to another patient.", "Name this patient's referral."),
    "revoked": ("The referral {named} was revoked.", "Ask the referring office for a new one."),
    "not_active": (
        "The referral {named} is {state}: it is not in force.",
        "Have it signed or taken off hold, and dated.",
    ),
    "expired": (
        "The referral {named} held until {expires_on}; the visit was on {started_on}.",
        "Ask the referring office for one that holds on {started_on}.",
    ),
    "after_visit": (
        "The referral {named} was ordered on {ordered_on}, after the visit of {started_on}.",
        "Ask {payer} whether it takes a referral after the visit.",
    ),
    "wrong_provider": (
        "The referral {named} sends to {referred}; the visit was with {giver}.",
        "Ask the referring office to name who was seen, or name the right referral.",
    ),
    "wrong_payer": (
        "The referral {named} is for {payer_of}; this claim goes to {payer}.",
        "Ask the referring office to give it to {payer}.",
    ),
    "wrong_service": (
        "The referral {named} asks for {services}, and nothing of it is charged.",
        "See that it is the right referral for this visit.",
    ),
    "visits_used": (
        "The referral {named} allows {allowed_visits} visits, and this is visit {visit_no}.",
        "Ask the referring office for more visits.",
    ),
    "number_missing": (
        "{payer} requires a referral, and the payer's number of the referral {named} is not known.",
        "Ask the referring office or {payer} for the number, and enter it.",
    ),
}


def say_authorization(found: pl.DataFrame, visits: pl.DataFrame) -> pl.DataFrame:
    """EditFindings of faults. Few rows: only what is wrong."""
    sources = visits.select("encounter_key", "source")
    rows = found.join(sources, on="encounter_key", how="left", maintain_order="left").to_dicts()
    return _frame([_one("authorization", AUTHORIZATION, row, _authorization_words(row)) for row in rows])


def say_referral(found: pl.DataFrame) -> pl.DataFrame:
    """EditFindings of faults."""
    return _frame([_one("referral", REFERRAL, row, _referral_words(row)) for row in found.to_dicts()])


def _one(
    kind: str, texts: Mapping[str, tuple[str, str]], row: Mapping[str, Any], words: dict[str, object]
) -> dict[str, object]:
    message, remedy = texts[row["fault"]]
    other = row.get("would_fit")
    hint = f" {other} would fit." if other and "{number}" not in remedy and "{would_fit}" not in remedy else ""
    return {
        "encounter_key": row["encounter_key"],
        "line_no": row.get("edit_line_no"),
        "edit": f"{kind}.{row['fault']}",
        "severity": row["severity"],
        "code": row.get("number") or row.get("named") or None,
        "other_code": other,
        "message": message.format(**words),
        "remedy": remedy.format(**words) + hint,
        "source": row["source"],
    }


def _authorization_words(row: Mapping[str, Any]) -> dict[str, object]:
    # Several may fit: a person chooses.
    number = (row.get("would_fit") if row["fault"] == "number_missing" else None) or row["number"]
    left = None if row["units_allowed"] is None else max(row["units_allowed"] - (row["units_before"] or 0), 0)
    return {
        "payer": row["payer_key"] or "the payer",
        "payer_of": row["payer_of"],
        "code": row["code"] or "this service",
        "number": number or f"(no number yet: {row['authorization_key']})",
        "named": row["named"],
        "decided": row["decided_on"],
        "service_on": row["service_on"],
        "from_on": row["from_on"],
        "to_on": row["to_on"],
        "allowed_visits": row["visits_allowed"],
        "visit_no": row["visit_no"],
        "allowed_units": _amount(row["units_allowed"]),
        "left_units": _amount(left),
        "units": _amount(row["units"]),
        "provider": row["provider_npi"],
        "giver": row["line_npi"] or row["biller"] or row["facility_npi"] or "a provider who is not named",
        "services": (row["service_codes"] or "all services").replace(":", ", "),
    }


def _referral_words(row: Mapping[str, Any]) -> dict[str, object]:
    return {
        "payer": row["payer_key"] or "the payer",
        "payer_of": row["payer_of"],
        "named": row["named"],
        "would_fit": row["would_fit"],
        "state": (row["referral_state"] or "").replace("_", " "),
        "expires_on": row["expires_on"],
        "ordered_on": row["ordered_on"],
        "started_on": row["started_on"],
        "referred": row["referred_name"] or row["referred_npi"],
        "giver": row["rendering_npi"] or row["biller"] or row["facility_npi"] or "a provider who is not named",
        "services": (row["service_codes"] or "").replace(":", ", "),
        "allowed_visits": row["visits_allowed"],
        "visit_no": row["visit_no"],
    }


def _amount(units: float | None) -> str:
    return "-" if units is None else f"{units:g}"


def _frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    texts = ("encounter_key", "edit", "severity", "code", "other_code", "message", "remedy", "source")
    return pl.DataFrame(rows, schema={"line_no": pl.Int64, **dict.fromkeys(texts, pl.String)})

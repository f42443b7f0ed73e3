"""Writes requests to authorize: 278 (ASC X12 005010X217), one set an authorization, answered by the 278 that read.py reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from remindful.core.words.findings import At, Finding
from remindful.edges.x12.write import (
    ELEMENT,
    Interchange,
    SetHead,
    cannot_be_key,
    clean_texts,
    write_interchange,
)

VERSION = "005010X217"
_SELF = "18"
#: UM01 and UM03: a referral is a consultation by a specialist, anything else medical care.
_REFERRAL, _SERVICES = ("SC", "3"), ("HS", "1")
_KEYS = ("authorization_key", "party_key", "payer_key", "member_id", "service_codes", "requester_npi")
_NO_DRAFT = pl.LazyFrame(schema={"key": pl.Int64, "text": pl.String})
#: What a request cannot do without, and what to do about it.
_NEEDED = {
    "payer_key": ("the payer has no number", "Give the payer's number as the clearinghouse lists it."),
    "member_id": ("the member ID is missing", "Enter the member ID of the coverage."),
    "subscriber_last_name": ("the subscriber has no name", "Enter the subscriber of the coverage."),
    "birth_on": ("the patient's date of birth is missing", "Enter the date of birth."),
    "provider_name": ("the provider of the service has no name", "Enter the provider with name and NPI."),
}


@dataclass(frozen=True, slots=True)
class RequestHeader:
    """The office that asks (loop 2000B), and the envelope."""

    interchange: Interchange
    name: str
    npi: str
    tax_id: str  # nine digits; with a 9 before them they say whose numbers TRN02 are
    contact_name: str
    contact_phone: str  # ten digits


@dataclass(frozen=True, slots=True)
class RequestFile:
    """A file as written. requests: authorization_key, set_number. findings: on each request that was left out."""

    text: str
    requests: pl.DataFrame
    findings: tuple[Finding, ...]


def write_requests(frames: Mapping[str, pl.DataFrame], *, header: RequestHeader) -> RequestFile:
    """The authorizations of these frames as one interchange of requests.

    frames: authorizations (those to ask), referrals, coverages (one a person: that of the payer asked), people (party_key, last_name,
    first_name, birth_on, sex), providers. A request that lacks what its guide requires is left out, and told.
    """
    rows = _widen(frames)
    keys = pl.any_horizontal(
        cannot_be_key(pl.col(name).str.replace_all(":", "")).fill_null(value=False) for name in _KEYS
    )
    lacks = pl.coalesce([pl.when(pl.col(name).is_null()).then(pl.lit(name)) for name in _NEEDED])
    rows = rows.with_columns(lacking=pl.when(keys).then(pl.lit("keys")).otherwise(lacks))
    good = clean_texts(rows.filter(pl.col("lacking").is_null()), joined=("service_codes",))
    heads = [_write_set(row, number, header) for number, row in enumerate(good.iter_rows(named=True))]
    text = write_interchange(header.interchange, heads, [_NO_DRAFT], function="HI")
    findings = tuple(_say_lacking(row) for row in rows.filter(pl.col("lacking").is_not_null()).iter_rows(named=True))
    requests = pl.DataFrame(
        {"authorization_key": good["authorization_key"], "set_number": [head.control_number for head in heads]},
        schema={"authorization_key": pl.String, "set_number": pl.String},
    )
    return RequestFile(text, requests, findings)


def _widen(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Authorizations with their referral, patient, subscriber and provider."""
    referrals = frames["referrals"].select(
        "referral_key", "reason_code", "referred_npi", "referred_name", "referred_taxonomy", "priority",
        requester_npi="referring_npi", referral_codes="service_codes", referral_visits="visits_allowed",
    )  # fmt: skip
    coverages = frames["coverages"].unique(["party_key", "payer_key"], keep="last", maintain_order=True).select(
        "party_key", "payer_key", "payer_name", "member_id", "relationship_code", "subscriber_last_name", "subscriber_first_name",
        "subscriber_birth_on", "subscriber_sex",
    )  # fmt: skip
    people = frames["people"].select("party_key", "last_name", "first_name", "birth_on", "sex")
    providers = frames["providers"].select(
        "npi",
        provider_last="last_name",
        provider_first="first_name",
        provider_is_person="is_person",
        provider_taxonomy="taxonomy",
    )
    requesters = frames["providers"].select(
        requester_npi="npi", requester_last="last_name", requester_first="first_name", requester_is_person="is_person"
    )
    rows = (
        frames["authorizations"]
        .drop("reason_code")
        .join(referrals, on="referral_key", how="left", maintain_order="left")
        .join(coverages, on=["party_key", "payer_key"], how="left", maintain_order="left")
        .join(people, on="party_key", how="left", maintain_order="left")
        .with_columns(npi=pl.coalesce("provider_npi", "referred_npi"))
        .join(providers, on="npi", how="left", maintain_order="left")
        .join(requesters, on="requester_npi", how="left", maintain_order="left")
    )
    return _add_subscriber(rows)


def _add_subscriber(rows: pl.DataFrame) -> pl.DataFrame:
    """Who is insured: the patient, unless the coverage names somebody else. What the authorization leaves open, the referral says."""
    is_self = (pl.col("relationship_code") == _SELF).fill_null(pl.col("subscriber_last_name").is_null())
    return rows.with_columns(
        is_self=is_self,
        provider_name=pl.coalesce("provider_last", "referred_name"),
        service_codes=pl.coalesce("service_codes", "referral_codes"),
        visits_allowed=pl.coalesce("visits_allowed", "referral_visits"),
    ).with_columns(
        pl.when("is_self")
        .then(pl.coalesce(f"subscriber_{name}", name))
        .otherwise(f"subscriber_{name}")
        .alias(f"subscriber_{name}")
        for name in ("last_name", "first_name", "birth_on", "sex")
    )


def _write_set(row: Mapping[str, Any], number: int, header: RequestHeader) -> SetHead:
    control, now = f"{number + 1:04d}", header.interchange.now
    body = [
        ("ST", "278", control, VERSION),
        ("BHT", "0007", "13", str(row["authorization_key"]), f"{now:%Y%m%d}", f"{now:%H%M}"),
        ("HL", "1", "", "20", "1"),
        ("NM1", "X3", "2", row["payer_name"] or row["payer_key"], "", "", "", "", "PI", row["payer_key"]),
        ("HL", "2", "1", "21", "1"),
        _requester(row, header),
        ("PER", "IC", header.contact_name, "TE", header.contact_phone),
        *_people(row),
        *_event(row, header),
    ]
    segments = tuple(_join(elements) for elements in body)
    return SetHead(number, control, segments, VERSION)


def _requester(row: Mapping[str, Any], header: RequestHeader) -> Sequence[str]:
    """Of a referral, whoever refers, where the office has the name; else the office. A name stands with its own NPI."""
    if not row["requester_last"]:
        return ("NM1", "1P", "2", header.name, "", "", "", "", "XX", header.npi)
    kind = "1" if row["requester_is_person"] else "2"
    return (
        "NM1",
        "1P",
        kind,
        row["requester_last"],
        row["requester_first"] or "",
        "",
        "",
        "",
        "XX",
        row["requester_npi"],
    )


def _people(row: Mapping[str, Any]) -> list[Sequence[str]]:
    """2000C and 2000D: the subscriber, and the patient where that is somebody else. REF*EJ brings the answer home."""
    reference = ("REF", "EJ", str(row["party_key"]))
    subscriber = (
        "NM1", "IL", "1", row["subscriber_last_name"], row["subscriber_first_name"] or "", "", "", "", "MI", row["member_id"]
    )  # fmt: skip
    birth = [_birth(row["subscriber_birth_on"], row["subscriber_sex"])] if row["subscriber_birth_on"] else []
    if row["is_self"]:
        return [("HL", "3", "2", "22", "1"), subscriber, reference, *birth]
    patient = ("NM1", "QC", "1", row["last_name"], row["first_name"] or "")
    insured = ("INS", "N", row["relationship_code"] or "G8")
    return [
        ("HL", "3", "2", "22", "1"), subscriber, *birth, ("HL", "4", "3", "23", "1"), patient, reference,
        _birth(row["birth_on"], row["sex"]), insured,
    ]  # fmt: skip


def _birth(day: date, sex: str | None) -> Sequence[str]:
    return ("DMG", "D8", f"{day:%Y%m%d}", sex or "")


def _event(row: Mapping[str, Any], header: RequestHeader) -> list[Sequence[str]]:
    """2000E, and a loop for each service (2000F)."""
    codes = [code for code in (row["service_codes"] or "").split(":") if code]
    hl = 4 if row["is_self"] else 5
    kind, service = _REFERRAL if row["referral_key"] else _SERVICES
    level = "U" if row["priority"] in ("urgent", "asap", "stat") else ""
    event: list[Sequence[str]] = [
        ("HL", str(hl), str(hl - 1), "EV", "1" if codes else "0"),
        ("TRN", "1", row["authorization_key"], f"9{header.tax_id}"),
        ("UM", kind, "I", service, "", "", level),
    ]
    if row["from_on"]:
        first, last = row["from_on"], row["to_on"] or row["from_on"]
        span = f"{first:%Y%m%d}" if first == last else f"{first:%Y%m%d}-{last:%Y%m%d}"
        event.append(("DTP", "AAH", "D8" if first == last else "RD8", span))
    if row["reason_code"]:
        event.append(("HI", f"ABK:{str(row['reason_code']).replace('.', '')}"))
    if row["visits_allowed"]:
        event.append(("HSD", "VS", str(row["visits_allowed"])))
    event += _provider(row)
    for position, code in enumerate(codes, start=1):
        units = f"{row['units_allowed']:g}" if row["units_allowed"] and len(codes) == 1 else ""
        event += [
            ("HL", str(hl + position), str(hl), "SS", "0"),
            ("SV1", f"HC:{code}", "", "UN" if units else "", units),
        ]
    return event


def _provider(row: Mapping[str, Any]) -> list[Sequence[str]]:
    """2010EA: who is to give the service."""
    npi, taxonomy = row["npi"], row["provider_taxonomy"] or row["referred_taxonomy"]
    kind = "1" if row["provider_is_person"] else "2"
    name = (
        "NM1",
        "SJ",
        kind,
        row["provider_name"],
        row["provider_first"] or "",
        "",
        "",
        "",
        "XX" if npi else "",
        npi or "",
    )
    return [name, *([("PRV", "PE", "PXC", taxonomy)] if taxonomy else [])]


def _join(elements: Sequence[str]) -> str:
    """A segment of these; only diagnoses and services have parts, so elsewhere a component separator is text."""
    joined = ("text",) if elements[0] in ("HI", "SV1") else ()
    texts = pl.DataFrame({"text": pl.Series(elements, dtype=pl.String)})
    return ELEMENT.join(clean_texts(texts, joined=joined)["text"].fill_null("")).rstrip(ELEMENT)


def _say_lacking(row: Mapping[str, Any]) -> Finding:
    key = str(row["authorization_key"])
    reason, cure = _NEEDED.get(
        row["lacking"], ("one of its numbers has characters that X12 cannot carry", "Correct the number.")
    )
    message = f"The authorization {key} cannot be requested electronically: {reason}."
    return Finding("authorization.cannot_ask", At("authorizations to ask", key=key), message, cure)

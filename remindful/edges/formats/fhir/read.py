"""Reads FHIR in two passes: first what references mean, then rows in parts, so that NDJSON stays flat in memory."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import dataframely as dy
import orjson
import polars as pl

from remindful.core.words import frames
from remindful.core.words.contracts import schema_of
from remindful.core.words.findings import At, Finding
from remindful.edges.formats import Reading
from remindful.edges.formats.fhir import (
    balances,
    charges,
    claims,
    encounters,
    keys,
    people,
    plans,
    providers,
    referrals,
    remits,
    responses,
    source,
    synthea_people,
)  # fmt: skip
from remindful.edges.formats.fhir.collected import Collected, Rows
from remindful.edges.formats.fhir.elements import Resource, Unreadable, text
from remindful.edges.formats.fhir.known import index
from remindful.edges.formats.fhir.versions import Watch

PART_RESOURCES = 20_000
RAW_LETTERS = 2_000
CONTRACTS: dict[str, type[dy.Schema]] = {
    "demographics": frames.Demographics,
    "contacts": frames.ContactRows,
    "coverages": frames.Coverages,
    "providers": frames.Providers,
    "encounters": frames.Encounters,
    "diagnoses": frames.Diagnoses,
    "charges": frames.Charges,
    "referrals": frames.Referrals,
    "authorizations": frames.Authorizations,
    "appointments": frames.Appointments,
    "claims": frames.Claims,
    "claim_payers": frames.ClaimPayers,
    "claim_lines": frames.ClaimLines,
    "claim_codes": frames.ClaimCodes,
    "claim_providers": frames.ClaimProviders,
    "remits": frames.Remits,
    "remit_claims": frames.RemitClaims,
    "remit_lines": frames.RemitLines,
    "remit_adjustments": frames.RemitAdjustments,
    "remit_provider_adjustments": frames.RemitProviderAdjustments,
    "open_balances": frames.OpenBalances,
    "payments": frames.Payments,
}
PRIMARY = {name: tuple(contract.primary_key()) for name, contract in CONTRACTS.items()}
SCHEMAS = {name: schema_of(contract) for name, contract in CONTRACTS.items()}
#: Read for what others say by them; they make no rows of their own.
SERVING = {"PractitionerRole", "Location"}
READERS: dict[str, Callable[[Resource, Collected], Rows]] = {
    "Patient": people.read_patient,
    "RelatedPerson": people.read_related,
    "Coverage": plans.read_coverage,
    "Practitioner": providers.read_provider,
    "Organization": providers.read_provider,
    "Encounter": encounters.read_encounter,
    "Condition": encounters.read_condition,
    "ChargeItem": charges.read_charge_item,
    "Procedure": charges.read_procedure,
    "ServiceRequest": referrals.read_service_request,
    "Task": referrals.read_task,
    "Appointment": referrals.read_appointment,
    "Claim": claims.read_claim,
    "ExplanationOfBenefit": remits.read_benefit,
    "Invoice": balances.read_invoice,
    "Account": balances.read_account,
}


def read_fhir(
    path: Path, mapping: Path | None = None, *, part_resources: int = PART_RESOURCES, zone: str | None = None
) -> Iterator[Reading]:
    """Pieces of a file, or of a folder of files that are read as one. No mapping is needed. zone: in which instants become days."""
    del mapping
    given = source.source_of(path, zone=zone)
    watch = Watch()
    known = index(watch.over(given.resources()))
    old = watch.finding()
    if old is not None:
        yield Reading({}, [*given.findings, old], watch.total + given.broken, watch.total + given.broken)
        return
    if known.answered:
        known.remember(given.resources())
    collected = Collected(known)
    reader = _Reader(collected)
    resources = given.resources()
    while (reading := reader.read_part(islice(resources, part_resources))).rows_read:
        yield reading
    last = reader.close()
    findings = [*given.findings, *last.findings]
    yield Reading(last.frames, findings, last.rows_read + given.broken, last.exception_count + given.broken)


class _Reader:
    """What goes from part to part while rows are made."""

    def __init__(self, collected: Collected) -> None:
        self.collected = collected
        self.unread: dict[str, tuple[int, At]] = {}
        self.seen: dict[str, set[tuple[Any, ...]]] = {}
        self.remit_no = 0

    def read_part(self, resources: Iterable[Resource]) -> Reading:
        """The rows of some resources, each let go once it is read."""
        rows: dict[str, list[dict[str, Any]]] = {}
        findings: list[Finding] = []
        file, count, excluded = "", 0, 0
        for resource in resources:
            count += 1
            file = file or resource.file
            if (resource.file, resource.no) in self.collected.known.twice:
                findings.append(_say_twice(resource, resource.name))
                excluded += 1
                continue
            try:
                made = self._read(resource)
            except Unreadable as fault:
                findings.append(_as_finding(resource, fault))
                excluded += 1
                made = fault.spared
            twice = self._find_twice(made)
            if twice is not None:
                findings.append(_say_twice(resource, twice))
                excluded += 1
                continue
            for name, every in made.items():
                rows.setdefault(name, []).extend(every)
        made_frames, faults = _frames_of(rows, file)
        excluded += self.collected.left_out
        self.collected.left_out = 0
        return Reading(made_frames, [*findings, *faults], count, excluded)

    def _read(self, resource: Resource) -> Rows:
        kind = resource.kind
        if kind == "PaymentReconciliation":
            if not keys.is_remit(resource.body):
                return balances.read_payment(resource, self.collected)
            self.remit_no += 1
            return remits.read_reconciliation(resource, self.collected, remit_no=self.remit_no)
        if kind == "ClaimResponse":
            is_authorization = text(resource.body, "use") == "preauthorization"
            return (referrals.read_authorization if is_authorization else responses.read_response)(
                resource, self.collected
            )
        if kind in READERS:
            return READERS[kind](resource, self.collected)
        if kind not in SERVING:
            count, at = self.unread.get(kind, (0, resource.at))
            self.unread[kind] = (count + 1, at)
        return {}

    def _find_twice(self, made: Rows) -> str | None:
        """The key of a row that another resource gave already. All of a resource's keys are taken, or none."""
        taken: list[tuple[str, tuple[Any, ...]]] = []
        for name, every in made.items():
            columns = PRIMARY[name]
            for row in every:
                key = tuple(row.get(column) for column in columns)
                if columns and (key in self.seen.get(name, ()) or (name, key) in taken):
                    return f"{name} {' '.join(str(one) for one in key)}"
                taken.append((name, key))
        for name, key in taken:
            self.seen.setdefault(name, set()).add(key)
        return None

    def close(self) -> Reading:
        """What only the whole source tells: implied remittances, coverages told by claims, and all that was noted."""
        known = {(row[0], row[1]) for row in self.seen.get("coverages", set())}
        implied = [
            row for row in plans.covered_by_claims(self.collected) if (row["party_key"], row["level_no"]) not in known
        ]
        made, faults = _frames_of({"remits": list(self.collected.remits.values()), "coverages": implied}, "")
        if not (diagnoses := synthea_people.rank_diagnoses(self.collected)).is_empty():
            made["diagnoses"] = diagnoses
        unread = [_say_unread(kind, count, at) for kind, (count, at) in sorted(self.unread.items())]
        excluded = sum(count for count, _ in self.unread.values())
        return Reading(made, [*self.collected.notes(), *unread, *faults], 0, excluded)


def _frames_of(rows: dict[str, list[dict[str, Any]]], file: str) -> tuple[dict[str, pl.DataFrame], list[Finding]]:
    """Frames that keep their contracts; a row that would not is told."""
    made: dict[str, pl.DataFrame] = {}
    findings: list[Finding] = []
    for name, every in rows.items():
        if not every:
            continue
        schema = SCHEMAS[name]
        plain = [{column: row.get(column) for column in schema} for row in every]
        frame = pl.DataFrame(plain, schema=schema, strict=False)
        good, failure = CONTRACTS[name].filter(frame, cast=True)
        made[name] = good
        for message, count in failure.counts().items():
            findings.append(
                Finding("fhir.contract", At(file), f"{count} rows of {name} break {message} and were not imported.",
                        "Report a sample of the file without names, so that this message can be improved.")
            )  # fmt: skip
    return made, findings


def _as_finding(resource: Resource, fault: Unreadable) -> Finding:
    raw = orjson.dumps({name: value for name, value in resource.body.items() if name != "text"}).decode()
    besides = " What was done is charged all the same." if fault.spared else ""
    message = f"This {resource.kind} was not imported: {fault.message}.{besides}"
    return Finding(fault.code, resource.at, message, fault.remedy, raw[:RAW_LETTERS])


def _say_twice(resource: Resource, key: str) -> Finding:
    message = f"This {resource.kind} was not imported: {key} is a duplicate in the same source."
    return Finding(
        "fhir.duplicate", resource.at, message, "Have the sender export each resource once, in its last version."
    )


def _say_unread(kind: str, count: int, at: At) -> Finding:
    message = f"{count} {kind} are not read: nothing in them is needed to bill or to collect."
    return Finding("fhir.not_read", At(at.file, at.line, kind), message, "Nothing to do; they are kept with the file.")

"""Writes frames as a FHIR R4 bundle or as bulk NDJSON: the same frames give the same bytes."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from remindful.edges.formats.fhir.build import Links, Made, tidy
from remindful.edges.formats.fhir.write_care import (
    write_appointments,
    write_authorizations,
    write_charges,
    write_diagnoses,
    write_encounters,
    write_referrals,
)  # fmt: skip
from remindful.edges.formats.fhir.write_claims import write_claims
from remindful.edges.formats.fhir.write_money import (
    write_balances,
    write_benefits,
    write_payments,
    write_reconciliations,
)  # fmt: skip
from remindful.edges.formats.fhir.write_people import write_coverages, write_people, write_providers

#: By which key each frame's resource is referred to.
LINKED = {
    ("demographics", "party_key"): "Patient",
    ("encounters", "encounter_key"): "Encounter",
    ("referrals", "referral_key"): "ServiceRequest",
    ("open_balances", "visit_key"): "Account",
}


def write_bundle(frames: Mapping[str, pl.DataFrame], *, is_part: bool = False) -> bytes:
    """A bundle (collection) of frames by the name of their contract. Entries refer to each other by urn:uuid.

    is_part: of some people only, so payers' payments, which are for others too, are named by their answers alone.
    """
    made = resources_of(dict(frames), is_part=is_part)
    entries = [{"fullUrl": f"urn:uuid:{one['id']}", "resource": _by_uuid(one)} for one in made]
    return orjson.dumps(tidy({"resourceType": "Bundle", "type": "collection", "entry": entries}))


def write_ndjson(frames: Mapping[str, pl.DataFrame], folder: Path, *, is_part: bool = False) -> list[Path]:
    """One file a kind of resource, `Patient.ndjson` and so on; returns the files written. Entries refer as `Kind/id`.

    is_part: as write_bundle.
    """
    folder.mkdir(parents=True, exist_ok=True)
    by_kind: dict[str, list[bytes]] = {}
    for one in resources_of(dict(frames), is_part=is_part):
        by_kind.setdefault(one["resourceType"], []).append(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE))
    written: list[Path] = []
    for kind, texts in sorted(by_kind.items()):
        path = folder / f"{kind}.ndjson"
        path.write_bytes(b"".join(texts))
        written.append(path)
    return written


def resources_of(frames: dict[str, pl.DataFrame], *, is_part: bool = False) -> Iterator[Made]:
    """Every resource, people first, in the frames' order. is_part: without payers' payments."""
    links = _links(frames)
    made = (
        write_people(frames, links),
        write_providers(frames),
        write_coverages(frames, links),
        write_referrals(frames, links),
        write_appointments(frames, links),
        write_authorizations(frames, links),
        write_encounters(frames, links),
        write_diagnoses(frames, links),
        write_charges(frames, links),
        write_claims(frames, links),
        iter(()) if is_part else write_reconciliations(frames),
        write_benefits(frames),
        write_balances(frames, links),
        write_payments(frames, links),
    )
    for some in made:
        for one in some:
            yield tidy(one)


def _links(frames: dict[str, pl.DataFrame]) -> Links:
    there = {(kind, key) for (name, column), kind in LINKED.items() if name in frames for key in frames[name][column]}
    for row in frames["providers"].iter_rows(named=True) if "providers" in frames else ():
        there.add(("Practitioner" if row["is_person"] else "Organization", row["npi"]))
    return Links(frozenset(there))


def _by_uuid(node: Any) -> Any:  # noqa: ANN401 - any JSON
    """The same with literal references as urn:uuid, as entries of one bundle refer to each other."""
    if isinstance(node, list):
        return [_by_uuid(one) for one in node]
    if not isinstance(node, dict):
        return node
    reference = node.get("reference")
    inner = {name: _by_uuid(value) for name, value in node.items()}
    if isinstance(reference, str) and not reference.startswith("#"):
        inner["reference"] = f"urn:uuid:{reference.rsplit('/', 1)[-1]}"
    return inner

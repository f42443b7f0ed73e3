"""Export: what the store holds, written as FHIR or HL7 v2 for another system. No fact in the store is changed by it."""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import orjson
import polars as pl

from remindful.core.words.findings import Refusal
from remindful.edges.formats import fhir, hl7v2
from remindful.flow.ask.export_frames import (
    ExportFrames,
    Frames,
    LeftOut,
    Share,
    read_export_frames,
    share_account,
    share_all,
    share_patient,
)
from remindful.flow.books.remit_lines import fill_lines
from remindful.flow.office.actors import NIGHT
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import Desk, OrganizationDesk, open_desk
from remindful.flow.office.home import Home
from remindful.flow.office.records import Account, Party

PART = ".part"


class ExportFormat(StrEnum):
    """In what an export is written."""

    FHIR = "fhir"  # one bundle, one file
    FHIR_NDJSON = "fhir-ndjson"  # a folder: one file a kind of resource
    HL7V2 = "hl7v2"  # one file: ADT messages, then DFT


@dataclass(frozen=True, slots=True)
class ExportScope:
    """Whose rows are asked for, by the keys of the outside. All null: all of the only organization."""

    organization: str | None = None
    account: str | None = None
    patient: str | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: how many of each kind of resource or message, and what could not be."""

    shape: str
    out: str
    organization: str
    counts: Mapping[str, int]
    left_out: tuple[LeftOut, ...]


def export(scope: ExportScope, *, shape: ExportFormat, out: Path, home: Home, clock: Clock) -> Exported:
    """Write what is held of an organization, an account or a patient. The file or folder is there whole, or not at all.

    Raises Refusal where nobody, or several, are meant, and where there is something at `out` already.
    """
    place = out.expanduser().resolve()
    _refuse(place, shape=shape)
    with open_desk(clock, actor=NIGHT) as desk:
        for one in desk:
            fill_lines(one.store, home=home)
    with open_desk(clock, organization=scope.organization) as desk:
        one, share = _find_share(desk, scope)
        exported = read_export_frames(one, share, has_bills=shape is not ExportFormat.HL7V2)
    match shape:
        case ExportFormat.FHIR | ExportFormat.FHIR_NDJSON:
            left_out = exported.left_out
            counts = _write_fhir(
                exported.frames, place, is_lines=shape is ExportFormat.FHIR_NDJSON, is_part=not share.is_whole
            )
        case ExportFormat.HL7V2:
            content, left_out = fit_hl7(exported)
            counts = _write_hl7(content, place, now=one.now, facility=one.key)
    return Exported(shape.value, str(out), one.key, dict(sorted(counts.items())), left_out)


# --- whose ----------------------------------------------------------------------------------------------------------------


def _find_share(desk: Desk, scope: ExportScope) -> tuple[OrganizationDesk, Share]:
    """Whose rows are asked for. Raises Refusal where nobody is meant, or several organizations are."""
    if scope.account is not None:
        one, account = desk.find(Account, scope.account)
        return one, share_account(one.store, account)
    if scope.patient is not None:
        one, patient = desk.find(Party, scope.patient)
        return one, share_patient(one.store, patient)
    one = desk.only()
    return one, share_all(one.store)


# --- written --------------------------------------------------------------------------------------------------------------


def _refuse(place: Path, *, shape: ExportFormat) -> None:
    """Nothing is written over. An empty file or folder of the right kind is as good as none."""
    is_folder = shape is ExportFormat.FHIR_NDJSON
    if not place.exists():
        return
    if not place.is_dir() and not place.is_file():
        raise Refusal(f"{place} is neither a file nor a folder.", "Name another with --out.")
    if place.is_dir() != is_folder:
        wanted = f"a folder, and {place} is a file" if is_folder else f"one file, and {place} is a folder"
        raise Refusal(f"{shape.value} is written as {wanted}.", "Name another with --out.")
    if any(place.iterdir()) if is_folder else place.stat().st_size:
        message = f"{place} is there already and not empty; nothing is written over."
        raise Refusal(message, "Name another with --out, or move that one away first.")


def _write_whole(place: Path, write: Callable[[Path], None]) -> None:
    """Have a file or folder written beside its place, and give it its name once it is whole."""
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f"{place.name}.{os.getpid()}{PART}")
    try:
        write(part)
        if place.is_dir():
            place.rmdir()  # fails where something came into it meanwhile
        part.replace(place)
    except BaseException:
        shutil.rmtree(part) if part.is_dir() else part.unlink(missing_ok=True)
        raise


def _write_fhir(content: Frames, place: Path, *, is_lines: bool, is_part: bool) -> Counter[str]:
    counts: Counter[str] = Counter()

    def write_lines(folder: Path) -> None:
        for file in fhir.write_ndjson(content, folder, is_part=is_part):
            counts[file.stem] = file.read_bytes().count(b"\n")

    def write_file(file: Path) -> None:
        body = fhir.write_bundle(content, is_part=is_part)
        file.write_bytes(body)
        counts.update(entry["resource"]["resourceType"] for entry in orjson.loads(body).get("entry", []))

    _write_whole(place, write_lines if is_lines else write_file)
    return counts


def _write_hl7(content: Frames, place: Path, *, now: datetime, facility: str) -> Counter[str]:
    """ADT before DFT in one file: what a later message does not tell of a person, an earlier one of the file has told."""
    sender = hl7v2.Sender(facility=facility)
    adt = hl7v2.write_adt(content, now=now, sender=sender)
    first_no = _count_messages(adt).total() + 1
    text = adt + hl7v2.write_dft(content, now=now, sender=sender, first_no=first_no)
    _write_whole(place, lambda part: _write_text(part, text))
    return _count_messages(text)


def _write_text(part: Path, text: str) -> None:
    part.write_bytes(text.encode())


def _count_messages(text: str) -> Counter[str]:
    """Messages by kind and event (MSH-9): ADT^A31."""
    kinds = [line.split("|")[8] for line in text.split("\r") if line.startswith("MSH|")]
    return Counter("^".join(kind.split("^")[:2]) for kind in kinds)


def fit_hl7(exported: ExportFrames) -> tuple[Frames, tuple[LeftOut, ...]]:
    """What HL7 has a form for: no reversed payments, and no pointer of a charge to a diagnosis that is not there."""
    left_out = [*exported.left_out]
    payments = exported.frames["payments"]
    is_paid = pl.col("amount_cents") > 0
    if gone := payments.filter(~is_paid).height:
        message = "HL7 has no form for a payment that is taken back."
        left_out.append(LeftOut("reversed payments", gone, message, "Enter them manually, or export as FHIR."))
    charges, dangling = _point_at_known(exported.frames["charges"], exported.frames["diagnoses"])
    if dangling:
        message = "These charges point at a diagnosis that is withdrawn; they are written without that pointer."
        left_out.append(
            LeftOut("pointers of charges", dangling, message, "Correct the charge's pointers, then export again.")
        )
    return exported.frames | {"payments": payments.filter(is_paid), "charges": charges}, tuple(left_out)


def _point_at_known(charges: pl.DataFrame, diagnoses: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Charges whose pointers all lead somewhere, and how many charges lost one."""
    key = ["encounter_key", "line_no"]
    pointed = charges.select(*key, rank=pl.col("diagnosis_pointers").str.split(":")).explode("rank").drop_nulls("rank")
    ranks = diagnoses.select("encounter_key", rank=pl.col("rank").cast(pl.String))
    known = pointed.join(ranks, on=["encounter_key", "rank"], how="semi", maintain_order="left")
    dangling = pointed.join(ranks, on=["encounter_key", "rank"], how="anti").select(key).unique()
    rejoined = known.group_by(key, maintain_order=True).agg(known_pointers=pl.col("rank").str.join(":"))
    joined = charges.join(rejoined, on=key, how="left", maintain_order="left")
    return joined.with_columns(diagnosis_pointers="known_pointers").drop("known_pointers"), dangling.height

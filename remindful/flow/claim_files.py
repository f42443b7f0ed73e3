"""Files of claims: written whole beside the books, given their name only when the books are kept, and never twice."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from remindful.core.billing import ClaimFrames
from remindful.core.words.care import EditFindings
from remindful.core.words.contracts import frame_of
from remindful.edges.formats import claim837
from remindful.edges.store.books import Books, open_books
from remindful.flow.home import Home

PART = ".part"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends the files, to whom, and when."""

    organization_id: int
    key: str
    day: date
    now: datetime
    submitter_id: str
    submitter_name: str
    contact: str
    contact_phone: str
    receiver_id: str
    receiver_name: str
    is_production: bool


@dataclass(frozen=True, slots=True)
class Written:
    """One file."""

    file_name: str
    claims: int
    charge_cents: int


def find_unwritable(composed: ClaimFrames, encounters: pl.DataFrame, *, day: date) -> pl.DataFrame:
    """EditFindings of claims for a payer that lack what the 837 requires. encounters: with encounter_key and control_number."""
    found = claim837.find_unwritable(_for_payers(composed), day=day)
    keys = dict(encounters.select("control_number", "encounter_key").rows())
    rows = [
        {
            "encounter_key": keys[str(one.at.key)], "edit": one.code, "severity": "stop", "says": one.says, "mend": one.mend,
            "source": "X12 837 implementation guides (005010X222A1, 005010X223A2)",
        }
        for one in found.findings
    ]  # fmt: skip
    return frame_of(EditFindings, rows)


def _for_payers(composed: ClaimFrames) -> dict[str, pl.DataFrame]:
    """The frames of claims that some payer is asked, by the names of the reader."""
    asked = composed.payers.filter("is_destination").select("claim_no").unique()
    every = {
        "claims": composed.claims,
        "claim_payers": composed.payers,
        "claim_lines": composed.lines,
        "claim_codes": composed.codes,
        "claim_providers": composed.providers,
        "claim_payer_answers": composed.answers,
        "claim_payer_adjustments": composed.adjustments,
    }
    return {name: rows.join(asked, on="claim_no", how="semi", maintain_order="left") for name, rows in every.items()}


def write(
    books: Books,
    composed: ClaimFrames,
    claims: pl.DataFrame,
    *,
    office: Sender,
    home: Home,
    label: str = "claims",
) -> list[Written]:
    """Write claims that have a payer as one file, with a row for each in the books. It gets its name by `finish`, once they are kept.

    claims: those of `composed` with visit_id and was_sent. Returns the file, or nothing where no claim has a payer.
    """
    frames = _for_payers(composed)
    if frames["claims"].is_empty():
        return []
    number = books.reserve_ids("claim_file", 1)
    written = claim837.write_claims(frames, header=_header(office, number))
    assert not written.findings, written.findings
    name = f"{office.key}-{office.day}-{label}-{number}.837"
    body = written.text.encode()
    place = home.claims / f"{name}{PART}"
    place.write_bytes(body)
    asked = frames["claim_payers"].filter("is_destination").select("claim_no", "level_no", "payer_key")
    rows = (
        claims.join(written.sent.select("claim_no", "group_number", "set_number"), on="claim_no")
        .join(asked, on="claim_no", maintain_order="left")
        .select(
            "visit_id", "control_number", "level_no", "form", "frequency_code", "payer_key", "charge_cents", "service_from_on",
            "group_number", "set_number", organization_id=pl.lit(office.organization_id, dtype=pl.Int64),
            claim_file_id=pl.lit(number, dtype=pl.Int64), sent_on=pl.lit(office.day), file_name=pl.lit(name),
            interchange_number=pl.lit(f"{number:09d}"), is_resubmission="was_sent",
        )
    )  # fmt: skip
    charge_cents = int(rows["charge_cents"].sum())
    books.append(
        "claim_file",
        pl.DataFrame(
            {
                "claim_file_id": [number], "organization_id": [office.organization_id], "file_name": [name], "form": ["837"],
                "sha256": [hashlib.sha256(body).hexdigest()], "claims": [rows.height], "charge_cents": [charge_cents],
                "sent_on": [office.day],
            }
        ),
    )  # fmt: skip
    books.append("claim_sent", rows)
    return [Written(name, rows.height, charge_cents)]


def _header(office: Sender, number: int) -> claim837.ClaimHeader:
    return claim837.ClaimHeader(
        interchange=claim837.Interchange(
            sender_key=office.submitter_id,
            receiver_key=office.receiver_id,
            number=number,
            group_number=2 * number,  # professional and institutional claims stand in groups of their own
            now=office.now,
            is_production=office.is_production,
        ),
        submitter_name=office.submitter_name,
        submitter_key=office.submitter_id,
        contact_name=office.contact,
        contact_phone=re.sub(r"\D", "", office.contact_phone)[-10:],
        receiver_name=office.receiver_name,
        receiver_key=office.receiver_id,
    )


def finish(home: Home, *, now: datetime) -> None:
    """Give files their name whose rows are in the books, and remove those that a killed run left without. Under the night's lock."""
    waiting = sorted(home.claims.glob(f"*{PART}"))
    if not waiting:
        return
    with open_books(organizations="all", now=now, read_only=True) as books:
        known = dict(books.read("claim_files").select("file_name", "sha256").rows())
    for place in waiting:
        name = place.name.removesuffix(PART)
        if known.get(name) == hashlib.sha256(place.read_bytes()).hexdigest():
            place.replace(place.with_name(name))
        else:
            place.unlink()

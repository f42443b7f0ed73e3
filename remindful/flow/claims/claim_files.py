"""Files for payers (claims, requests): written whole beside the books, given their name only when the books are kept, and never twice."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from remindful.core.billing import ClaimFrames
from remindful.core.words.contracts import frame_of
from remindful.core.words.frames import EditFindings
from remindful.edges.formats import claim837
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.office.billing_terms import BillingTerms
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import OrganizationDesk, open_desk
from remindful.flow.office.home import Home

PART = ".part"
#: What to do where an organization has no terms.
NO_TERMS = "Add `billing:` to the organization in office.yaml and import it (docs/how-to/billing.md)."


@dataclass(frozen=True, slots=True)
class Submitter:
    """Who sends the files, to whom, and when."""

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


def make_submitter(one: OrganizationDesk, terms: BillingTerms) -> Submitter:
    """An organization as a sender, on its day. terms: the organization's own."""
    office = one.organization
    return Submitter(
        key=one.key,
        day=one.day,
        now=one.now,
        submitter_id=terms.submitter_id,
        submitter_name=office.name,
        contact=terms.contact,
        contact_phone=re.sub(r"\D", "", terms.contact_phone or office.phone)[-10:],
        receiver_id=terms.receiver_id,
        receiver_name=terms.receiver_name,
        is_production=terms.is_production and not office.is_practice,
    )


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """One file."""

    file_name: str
    claims: int
    charge_cents: int


def find_submission_edits(composed: ClaimFrames, encounters: pl.DataFrame, *, day: date) -> pl.DataFrame:
    """EditFindings of claims for a payer that lack what the 837 requires. encounters: with encounter_key and control_number."""
    found = claim837.find_submission_edits(_for_payers(composed), day=day)
    keys = dict(encounters.select("control_number", "encounter_key").rows())
    rows = [
        {
            "encounter_key": keys[str(one.at.key)], "edit": one.code, "severity": "stop", "message": one.message, "remedy": one.remedy,
            "source": "X12 837 implementation guides (005010X222A1, 005010X223A2)",
        }
        for one in found.findings
    ]  # fmt: skip
    return frame_of(EditFindings, rows)


def _for_payers(composed: ClaimFrames) -> dict[str, pl.DataFrame]:
    """The frames of claims that some payer is asked, by the names of the reader."""
    billable = composed.payers.filter("is_destination").select("claim_no").unique()
    every = {
        "claims": composed.claims,
        "claim_payers": composed.payers,
        "claim_lines": composed.lines,
        "claim_codes": composed.codes,
        "claim_providers": composed.providers,
        "claim_adjudications": composed.adjudications,
        "claim_payer_adjustments": composed.adjustments,
    }
    return {name: rows.join(billable, on="claim_no", how="semi", maintain_order="left") for name, rows in every.items()}


def write(
    store: Store,
    composed: ClaimFrames,
    claims: pl.DataFrame,
    *,
    office: Submitter,
    home: Home,
    label: str = "claims",
) -> list[WrittenFile]:
    """Write claims that have a payer as one file, with a row for each in the books. It gets its name by `finish`, once they are kept.

    claims: those of `composed` with visit_id and was_sent. Returns the file, or nothing where no claim has a payer.
    """
    frames = _for_payers(composed)
    if frames["claims"].is_empty():
        return []
    number = store.reserve_ids("claim_file", 1)
    written = claim837.write_claims(frames, header=_header(office, number))
    assert not written.findings, written.findings
    name = name_file(office, label, number, form="837")
    destinations = frames["claim_payers"].filter("is_destination").select("claim_no", "level_no", "payer_key")
    rows = (
        claims.join(written.sent.select("claim_no", "group_number", "set_number"), on="claim_no")
        .join(destinations, on="claim_no", maintain_order="left")
        .select(
            "visit_id", "control_number", "level_no", "form", "frequency_code", "payer_key", "charge_cents", "service_from_on",
            "group_number", "set_number", claim_file_id=pl.lit(number, dtype=pl.Int64), sent_on=pl.lit(office.day), file_name=pl.lit(name),
            interchange_number=pl.lit(f"{number:09d}"), is_resubmission="was_sent",
        )
    )  # fmt: skip
    charge_cents = int(rows["charge_cents"].sum())
    file = WrittenFile(name, rows.height, charge_cents)
    keep(store, file, written.text, office=office, home=home, number=number, form="837")
    store.append("claim_sent", rows)
    return [file]


def name_file(office: Submitter, label: str, number: int, *, form: str) -> str:
    """What a file is called. form: the transaction in it, 837, 276 or 278."""
    return f"{office.key}-{office.day}-{label}-{number}.{form}"


def keep(store: Store, file: WrittenFile, text: str, *, office: Submitter, home: Home, number: int, form: str) -> None:
    """Write a file under its name and PART, with its row in the books. It gets its name by `finish`, once they are kept."""
    body = text.encode()
    (home.claims / f"{file.file_name}{PART}").write_bytes(body)
    row = {
        "claim_file_id": number, "file_name": file.file_name, "form": form, "sha256": hashlib.sha256(body).hexdigest(),
        "claims": file.claims, "charge_cents": file.charge_cents, "sent_on": office.day,
    }  # fmt: skip
    store.append("claim_file", pl.DataFrame([row]))


def keep_requests(store: Store, rows: pl.DataFrame, *, file_name: str, office: Submitter, number: int) -> None:
    """Keep what was asked for in a file. rows: set_number, and claim_sent_id or authorization_key."""
    store.append(
        "request_sent",
        rows.with_columns(
            claim_file_id=pl.lit(number, dtype=pl.Int64),
            sent_on=pl.lit(office.day),
            file_name=pl.lit(file_name),
            interchange_number=pl.lit(f"{number:09d}"),
            group_number=pl.lit(str(2 * number)),
        ),
    )


def make_interchange(office: Submitter, number: int) -> claim837.Interchange:
    """ISA and GS of a file. number: of the sequence that all files share."""
    return claim837.Interchange(
        sender_key=office.submitter_id,
        receiver_key=office.receiver_id,
        number=number,
        group_number=2 * number,  # professional and institutional claims stand in groups of their own
        now=office.now,
        is_production=office.is_production,
    )


def _header(office: Submitter, number: int) -> claim837.ClaimHeader:
    return claim837.ClaimHeader(
        interchange=make_interchange(office, number),
        submitter_name=office.submitter_name,
        submitter_key=office.submitter_id,
        contact_name=office.contact,
        contact_phone=office.contact_phone,
        receiver_name=office.receiver_name,
        receiver_key=office.receiver_id,
    )


def finish(home: Home, *, clock: Clock) -> None:
    """Give files their name whose rows are in the books, and remove those that a killed run left without. Under the night's lock."""
    waiting = sorted(home.claims.glob(f"*{PART}"))
    if not waiting:
        return
    names = [place.name.removesuffix(PART) for place in waiting]
    with open_desk(clock) as desk:
        known = dict(reads.claim_files(desk.store, file_name=names).select("file_name", "sha256").rows())
    for place in waiting:
        name = place.name.removesuffix(PART)
        if known.get(name) == hashlib.sha256(place.read_bytes()).hexdigest():
            place.replace(place.with_name(name))
        else:
            place.unlink()

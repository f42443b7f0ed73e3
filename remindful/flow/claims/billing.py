"""Billing: finished encounters are checked, composed to claims, written as files and booked; or held, with what has to be mended."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

import polars as pl

from remindful.core import billing
from remindful.core.billing import Biller, CareFrames, ClaimFrames
from remindful.core.coding.crosswalk import Crosswalk, cross_charges, cross_diagnoses
from remindful.core.words.care import EncounterState
from remindful.core.words.findings import At, Finding
from remindful.core.words.frames import EditFindings
from remindful.core.words.kinds import LedgerAccount
from remindful.edges.store import reads
from remindful.edges.store.books import Books
from remindful.flow.books import booking
from remindful.flow.books.position import post_entries
from remindful.flow.claims import claim_files
from remindful.flow.claims.claim_files import Sender
from remindful.flow.claims.estimates import link_bills
from remindful.flow.claims.sent_claims import read_standing
from remindful.flow.codes.editing import read_house_crosswalk
from remindful.flow.office.billing_terms import BillingTerms
from remindful.flow.office.exceptions import keep_findings
from remindful.flow.office.home import Home
from remindful.flow.referrals.loops import find_cover_edits

STATION = "bill"
STOP = "stop"


@dataclass(frozen=True, slots=True)
class Billed:
    """What billing did. Each encounter that came in was billed or held."""

    came_in: int
    billed: int
    held: int
    charge_cents: int
    next_payer_claims: int
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """The organization that bills, its terms, and when."""

    organization_id: int
    biller: Biller
    terms: BillingTerms
    sender: Sender
    crosswalk: Crosswalk
    home: Home
    day: date
    now: datetime


@dataclass(frozen=True, slots=True)
class Ready:
    """Encounters that came in, checked: what stands against each, and the claims of those that nothing stands against."""

    encounters: pl.DataFrame
    edits: pl.DataFrame  # EditFindings
    claims: ClaimFrames
    part_of_others: pl.DataFrame  # Charges that are none of their own, by the crosswalk


def open_office(
    books: Books, organization_id: int, terms: BillingTerms, *, home: Home, day: date, now: datetime
) -> Office:
    """The organization as a biller."""
    row = reads.organizations(books).filter(pl.col("organization_id") == organization_id).row(0, named=True)
    biller = Biller(
        npi=str(row["npi"]),
        name=str(row["name"]),
        tax_id=str(row["tax_id"]).replace("-", ""),
        taxonomy=terms.taxonomy,
        line1=str(row["line1"]),
        city=str(row["city"]),
        state=str(row["state"]),
        zip=str(row["zip"]),
        self_pay_discount_percent=terms.self_pay_discount_percent,
    )
    sender = claim_files.make_sender(row, terms, day=day, now=now)
    return Office(organization_id, biller, terms, sender, read_house_crosswalk(home), home, day, now)


def look(ready: Ready) -> Billed:
    """What billing would do. Claims for the next payer are known only once the books are kept."""
    claims = ready.claims.claims
    came_in = ready.encounters.height
    return Billed(came_in, claims.height, came_in - claims.height, int(claims["charge_cents"].sum()), 0, ())


def bill(books: Books, office: Office, ready: Ready, *, run_id: int | None) -> Billed:
    """Bill what is ready, and ask the next payer of what the one before has answered. All in the caller's transaction."""
    written, booked = _send(books, office, ready)
    passed_on = _ask_next_payers(books, office)
    _keep_states(books, office, ready, booked, run_id=run_id)
    return Billed(
        came_in=ready.encounters.height,
        billed=booked.height,
        held=ready.encounters.height - booked.height,
        charge_cents=int(booked["charge_cents"].sum()),
        next_payer_claims=passed_on.claims if passed_on else 0,
        files=tuple(one.file_name for one in [*written, *([passed_on] if passed_on else [])]),
    )


def prepare_claims(books: Books, office: Office, *, check: Callable[[CareFrames], pl.DataFrame]) -> Ready:
    """Look at every finished encounter that is not billed. Nothing is written.

    check: the coding edits (EditFindings) of care frames.
    """
    frames = read_care(books, office.organization_id, office.crosswalk)
    states = [str(EncounterState.OPEN), str(EncounterState.HELD)]
    waiting = frames.encounters.filter(
        pl.col("is_finished") & pl.col("state").is_in(states) & (pl.col("started_on") <= office.day)
    )
    frames = narrow(replace(frames, encounters=waiting))
    frames = replace(frames, charges=billing.price_charges(frames.charges, _own(reads.fees(books), office)))
    standing = _own(read_standing(books), office)
    chosen = billing.choose_frequency(
        frames.encounters, frames.charges, standing=standing, answers=reads.remit_claims(books)
    ).with_columns(
        control_number=billing.control_numbers(pl.col("encounter_key"), pl.col("encounter_id")),
        level_no=pl.lit(1, dtype=pl.Int64),
    )  # fmt: skip
    frames = replace(frames, encounters=chosen)
    frames = _with_voided(books, office, frames)
    cover = find_cover_edits(books, organization_id=office.organization_id, biller_npi=office.biller.npi)
    edits = pl.concat(
        [
            billing.find_obstacles(chosen, frames.charges, frames.people),
            check(frames) if chosen.height else EditFindings.create_empty(),
            cover.join(chosen.select("encounter_key"), on="encounter_key", how="semi", maintain_order="left"),
        ]
    ).unique(["encounter_key", "line_no", "rank", "edit", "other_code"], keep="first", maintain_order=True)
    stopped = edits.filter(pl.col("severity") == STOP).select("encounter_key").unique()
    clean = narrow(replace(frames, encounters=chosen.join(stopped, on="encounter_key", how="anti")))
    composed = billing.compose_claims(clean, biller=office.biller, day=office.day)
    unwritable = claim_files.find_unwritable(composed, clean.encounters, day=office.day)
    keep = clean.encounters.join(unwritable.select("encounter_key").unique(), on="encounter_key", how="anti")
    if unwritable.height:
        composed = billing.compose_claims(narrow(replace(clean, encounters=keep)), biller=office.biller, day=office.day)
    told = _own(reads.charges(books), office).join(chosen.select("encounter_key"), on="encounter_key", how="semi")
    part_of_others = told.join(frames.charges, on=["encounter_key", "line_no"], how="anti")
    return Ready(chosen, pl.concat([edits, unwritable]), composed, part_of_others)


def _with_voided(books: Books, office: Office, frames: CareFrames) -> CareFrames:
    """A void repeats the charges that it takes back: those of encounters whose charges were all withdrawn."""
    voided = frames.encounters.filter(pl.col("frequency_code") == "8").select("organization_id", "encounter_key")
    withdrawn = reads.charges(books, with_withdrawn=True).join(
        voided, on=["organization_id", "encounter_key"], how="semi"
    )
    crossed = cross_charges(withdrawn.drop("is_withdrawn"), frames.encounters, office.crosswalk)
    return replace(frames, charges=pl.concat([frames.charges, crossed], how="diagonal"))


def read_care(books: Books, organization_id: int, crosswalk: Crosswalk) -> CareFrames:
    """All that an organization's claims are made of, in the codes of claims as far as the crosswalk has them."""

    def own(name: str) -> pl.DataFrame:
        frame: pl.DataFrame = getattr(reads, name)(books)
        return frame.filter(pl.col("organization_id") == organization_id)

    people = reads.people(books)
    encounters = own("encounters")
    return CareFrames(
        encounters=encounters,
        diagnoses=cross_diagnoses(own("diagnoses"), crosswalk),
        charges=cross_charges(own("charges"), encounters, crosswalk),
        coverages=own("coverages"),
        people=people.filter(pl.col("organization_id") == organization_id),
        providers=own("providers"),
    )


def narrow(frames: CareFrames) -> CareFrames:
    """Only what belongs to the encounters."""
    keys, people = frames.encounters.select("encounter_key"), frames.encounters.select("party_key").unique()
    return replace(
        frames,
        diagnoses=frames.diagnoses.join(keys, on="encounter_key", how="semi", maintain_order="left"),
        charges=frames.charges.join(keys, on="encounter_key", how="semi", maintain_order="left"),
        coverages=frames.coverages.join(people, on="party_key", how="semi", maintain_order="left"),
    )


def _own(rows: pl.DataFrame, office: Office) -> pl.DataFrame:
    return rows.filter(pl.col("organization_id") == office.organization_id)


# --- sent and booked ------------------------------------------------------------------------------------------------------


def _send(books: Books, office: Office, ready: Ready) -> tuple[list[claim_files.Written], pl.DataFrame]:
    """Book every claim, and write those that have a payer. (files, claims with encounter_key)."""
    composed = ready.claims
    if composed.claims.is_empty():
        nothing = {"encounter_key": pl.String, "visit_id": pl.Int64}
        return [], composed.claims.with_columns(pl.lit(None, dtype=kind).alias(name) for name, kind in nothing.items())
    of_encounter = ready.encounters.select("control_number", "encounter_key", "visit_id")
    claims = composed.claims.join(of_encounter, on="control_number", maintain_order="left")
    file_key = f"bill:{books.reserve_ids('claim_file', 1)}"
    _take_back_discounts(books, office, claims, file_key=file_key)
    # What the books hold already is replaced on them, whatever the receiver made of the file that it went out in.
    on_books = claims.with_columns(
        frequency_code=pl.when(pl.col("visit_id").is_not_null() & (pl.col("frequency_code") == "1"))
        .then(pl.lit("7"))
        .otherwise("frequency_code")
    )
    booked = booking.book_composed(
        books, on_books.drop("encounter_key", "visit_id"), composed.payers, composed.lines,
        file=f"billed {office.day}", file_key=file_key, day=office.day,
    )  # fmt: skip
    assert not booked.findings, booked.findings
    visits = reads.visit_ids(books).filter(pl.col("organization_id") == office.organization_id)
    numbered = claims.drop("visit_id").join(
        visits.select("visit_id", control_number="visit_key"), on="control_number", maintain_order="left"
    )
    _discount(books, office, booked, numbered, composed, file_key=file_key)
    was_sent = ready.encounters.select("control_number", "was_sent")
    written = claim_files.write(
        books, composed, numbered.join(was_sent, on="control_number"), office=office.sender, home=office.home
    )
    return written, numbered


def _discount(
    books: Books, office: Office, booked: billing.Booked, claims: pl.DataFrame, composed: ClaimFrames, *, file_key: str
) -> None:
    """The house's discount on what nobody covers."""
    nobody = claims.join(composed.payers.select("claim_no").unique(), on="claim_no", how="anti")
    items = booked.items.join(
        nobody.select("visit_id", "billed_on", visit_key="control_number"), on="visit_id", maintain_order="left"
    )
    entries, postings = billing.discount_items(items, percent=office.terms.self_pay_discount_percent, key=file_key)
    _post(books, office, entries, postings)


def _take_back_discounts(books: Books, office: Office, claims: pl.DataFrame, *, file_key: str) -> None:
    """Discounts of visits that are billed anew."""
    again = claims.filter(pl.col("visit_id").is_not_null()).select("visit_id", "billed_on", visit_key="control_number")
    if again.is_empty():
        return
    lines = reads.ledger_lines(books)
    discounts = lines.filter(pl.col("ledger_account") == str(LedgerAccount.DISCOUNT)).select("entry_id").unique()
    off = (
        lines.filter(pl.col("ledger_account") == str(LedgerAccount.RECEIVABLE))
        .join(discounts, on="entry_id", how="semi")
        .group_by("item_id")
        .agg(off_cents=-pl.col("amount_cents").sum())
    )
    standing = reads.items(books).select("item_id", "visit_id").join(off, on="item_id").join(again, on="visit_id")
    _post(books, office, *billing.take_back_discounts(standing.sort("item_id"), key=file_key))


def _post(books: Books, office: Office, entries: pl.DataFrame, postings: pl.DataFrame) -> None:
    whose = pl.lit(office.organization_id, dtype=pl.Int64).alias("organization_id")
    post_entries(books, entries.with_columns(whose), postings.with_columns(whose))


def _ask_next_payers(books: Books, office: Office) -> claim_files.Written | None:
    """Claims to the next payer of visits billed here that the payer before has answered, with what it decided."""
    frames = read_care(books, office.organization_id, office.crosswalk)
    billed = frames.encounters.filter(pl.col("visit_id").is_not_null())
    sent = _own(reads.sent_claims(books), office)
    next_levels = billing.find_next_payers(reads.visit_payers(books), reads.remit_claims(books), sent).join(
        billed.select("visit_id"), on="visit_id", how="semi"
    )
    # A claim that the office changed after its payer answered is corrected first.
    next_levels = next_levels.join(
        billed.filter(pl.col("state") == str(EncounterState.BILLED)).select("visit_id"), on="visit_id", how="semi"
    )
    if next_levels.is_empty():
        return None
    asked = billed.join(next_levels, on="visit_id", maintain_order="left").with_columns(
        control_number=billing.control_numbers(pl.col("encounter_key"), pl.col("encounter_id")),
        frequency_code=pl.lit("1"),
        payer_claim_number=pl.lit(None, dtype=pl.String),
    )
    frames = narrow(replace(frames, encounters=asked))
    frames = replace(frames, charges=billing.price_charges(frames.charges, _own(reads.fees(books), office)))
    composed = billing.compose_claims(frames, biller=office.biller, day=office.day)
    claims = composed.claims.join(
        asked.select("control_number", "encounter_key", "visit_id"), on="control_number", maintain_order="left"
    ).with_columns(was_sent=pl.lit(value=False))
    standing = reads.charged_items(books).select("item_id")
    items = (
        reads.items(books).join(standing, on="item_id", how="semi").join(claims.select("visit_id", "claim_no"), on="visit_id")
    )  # fmt: skip
    of_items = items.select("item_id")
    composed = billing.add_answers(
        composed,
        items=items,
        responsibilities=reads.responsibilities(books).join(of_items, on="item_id", how="semi"),
        ledger_lines=reads.ledger_lines(books).join(of_items, on="item_id", how="semi"),
        answers=reads.remit_claims(books).join(claims.select("visit_id"), on="visit_id", how="semi"),
    )
    written = claim_files.write(books, composed, claims, office=office.sender, home=office.home, label="next")
    return written[0] if written else None


# --- what is told of it -----------------------------------------------------------------------------------------------------


def _keep_states(books: Books, office: Office, ready: Ready, booked: pl.DataFrame, *, run_id: int | None) -> None:
    """Encounters billed and held, with the findings of those that are held; findings of the billed are settled."""
    key = ("organization_id", "encounter_key")
    whose = pl.lit(office.organization_id, dtype=pl.Int64).alias("organization_id")
    billed = booked.select(
        whose, "encounter_key", "visit_id", state=pl.lit(str(EncounterState.BILLED)), billed_on=pl.lit(office.day)
    )
    books.amend("encounter", billed, on=key)
    of_encounter = ready.encounters.select("encounter_key", "party_key", "started_on")
    link_bills(books, billed.join(of_encounter, on="encounter_key"), organization_id=office.organization_id)
    held = ready.encounters.join(billed, on="encounter_key", how="anti").filter(
        pl.col("state") != str(EncounterState.HELD)
    )
    books.amend("encounter", held.select(whose, "encounter_key", state=pl.lit(str(EncounterState.HELD))), on=key)
    settle_findings(books, office.organization_id, ready.encounters, ready.edits, now=office.now)
    findings = say_edits(
        ready.edits.filter(pl.col("severity") == STOP)
    )  # a warning is told when it is billed, and no work
    keep_findings(books, findings, station=STATION, run_id=run_id)


def settle_findings(
    books: Books, organization_id: int, encounters: pl.DataFrame, edits: pl.DataFrame, *, now: datetime
) -> None:
    """Mark what was found before of these encounters and is found no more as resolved."""
    there = reads.open_findings(books).filter(
        (pl.col("organization_id") == organization_id) & (pl.col("station") == STATION)
    )
    looked_at = there.join(encounters.select(at_key="encounter_key").unique(), on="at_key", how="semi")
    stands = edits.select(at_key="encounter_key", code="edit", says="says").unique()
    gone = looked_at.join(stands, on=["at_key", "code", "says"], how="anti")
    books.amend("finding", gone.select("finding_id", resolved_at=pl.lit(now)), on=("finding_id",))


def say_edits(edits: pl.DataFrame) -> list[Finding]:
    """Edits as findings about their encounter, with where they come from."""
    return [
        Finding(
            row["edit"],
            At("encounters", row["line_no"], row["encounter_key"]),
            row["says"],
            f"{row['mend']} [{row['source']}]",
        )
        for row in edits.iter_rows(named=True)
    ]

"""Billing: finished encounters are checked, composed to claims, written as files and booked; or held, with what has to be mended."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date

import polars as pl

from remindful.core import billing
from remindful.core.billing import Biller, CareFrames, ClaimFrames
from remindful.core.coding.crosswalk import Crosswalk, cross_charges
from remindful.core.words.care import EncounterState
from remindful.core.words.findings import At, Finding
from remindful.core.words.frames import EditFindings
from remindful.core.words.kinds import LedgerAccount
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.books import booking
from remindful.flow.books.position import post_entries
from remindful.flow.claims import claim_files
from remindful.flow.claims.billing_frames import BillingFrames, narrow_care, read_billing_frames
from remindful.flow.claims.claim_files import Submitter
from remindful.flow.claims.estimates import link_bills
from remindful.flow.codes.claim_edits import read_house_crosswalk
from remindful.flow.office.billing_terms import BillingTerms
from remindful.flow.office.desk import OrganizationDesk
from remindful.flow.office.exceptions import keep_findings
from remindful.flow.office.home import Home
from remindful.flow.referrals.loops import find_requirement_edits

STATION = "bill"
STOP = "stop"
FOUND_IN = "encounters"  # At.file of billing's findings


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
    """The organization that bills, on its day, with what only billing needs of it."""

    desk: OrganizationDesk
    terms: BillingTerms
    biller: Biller
    sender: Submitter
    crosswalk: Crosswalk
    home: Home

    @property
    def store(self) -> Store:
        """The organization's books."""
        return self.desk.store

    @property
    def day(self) -> date:
        """The day on which it bills."""
        return self.desk.day


@dataclass(frozen=True, slots=True)
class ReadyClaims:
    """Encounters that came in, checked: what stands against each, and the claims of those that nothing stands against."""

    frames: BillingFrames
    encounters: pl.DataFrame
    edits: pl.DataFrame  # EditFindings
    claims: ClaimFrames
    part_of_others: pl.DataFrame  # Charges that are none of their own, by the crosswalk


def open_office(desk: OrganizationDesk, *, home: Home) -> Office:
    """An organization as a biller. Asserts that Remindful bills for it."""
    organization = desk.organization
    terms = organization.billing
    assert terms is not None, f"another system bills for {desk.key}"
    biller = Biller(
        npi=str(organization.npi),
        name=organization.name,
        tax_id=str(organization.tax_id).replace("-", ""),
        taxonomy=terms.taxonomy,
        line1=organization.line1,
        city=organization.city,
        state=organization.state,
        zip=organization.zip,
        self_pay_discount_percent=terms.self_pay_discount_percent,
    )
    return Office(desk, terms, biller, claim_files.make_submitter(desk, terms), read_house_crosswalk(home), home)


def look(ready: ReadyClaims) -> Billed:
    """What billing would do. Claims for the next payer are known only once the books are kept."""
    claims = ready.claims.claims
    came_in = ready.encounters.height
    return Billed(came_in, claims.height, came_in - claims.height, int(claims["charge_cents"].sum()), 0, ())


def bill(office: Office, ready: ReadyClaims, *, run_id: int | None) -> Billed:
    """Bill what is ready, and ask the next payer of what the one before has answered. All in the caller's transaction."""
    written, booked = _send(office, ready)
    passed_on = _ask_next_payers(office, ready.frames)
    _keep_states(office, ready, booked, run_id=run_id)
    return Billed(
        came_in=ready.encounters.height,
        billed=booked.height,
        held=ready.encounters.height - booked.height,
        charge_cents=int(booked["charge_cents"].sum()),
        next_payer_claims=passed_on.claims if passed_on else 0,
        files=tuple(one.file_name for one in [*written, *([passed_on] if passed_on else [])]),
    )


def prepare_claims(office: Office, *, check: Callable[[CareFrames], pl.DataFrame]) -> ReadyClaims:
    """Look at every finished encounter that is not billed. Nothing is written.

    check: the coding edits (EditFindings) of care frames.
    """
    frames = read_billing_frames(office.store, office.crosswalk)
    care = _choose_encounters(frames, office)
    chosen = care.encounters
    requirement_edits = find_requirement_edits(
        office.store, encounters=frames.care.encounters, charges=frames.charges, coverages=frames.care.coverages,
        biller_npi=office.biller.npi,
    )  # fmt: skip
    edits = pl.concat(
        [
            billing.find_obstacles(chosen, care.charges, care.people),
            check(care) if chosen.height else EditFindings.create_empty(),
            requirement_edits.join(
                chosen.select("encounter_key"), on="encounter_key", how="semi", maintain_order="left"
            ),
        ]
    ).unique(["encounter_key", "line_no", "rank", "edit", "other_code"], keep="first", maintain_order=True)
    stopped = edits.filter(pl.col("severity") == STOP).select("encounter_key").unique()
    clean = narrow_care(care, chosen.join(stopped, on="encounter_key", how="anti"))
    composed = billing.compose_claims(clean, biller=office.biller, day=office.day)
    submission_edits = claim_files.find_submission_edits(composed, clean.encounters, day=office.day)
    captured = frames.charges.join(chosen.select("encounter_key"), on="encounter_key", how="semi")
    part_of_others = captured.join(care.charges, on=["encounter_key", "line_no"], how="anti")
    claims = _without_submission_edits(composed, clean.encounters, submission_edits)
    return ReadyClaims(frames, chosen, pl.concat([edits, submission_edits]), claims, part_of_others)


def _choose_encounters(frames: BillingFrames, office: Office) -> CareFrames:
    """The care of every finished encounter that is not billed: priced, with control_number, level_no and how it is to be claimed."""
    states = [str(EncounterState.OPEN), str(EncounterState.HELD)]
    care = frames.care
    waiting = care.encounters.filter(
        pl.col("is_finished") & pl.col("state").is_in(states) & (pl.col("started_on") <= office.day)
    )
    care = narrow_care(care, waiting)
    charges = billing.price_charges(care.charges, frames.fees)
    chosen = billing.choose_frequency(
        waiting, charges, claim_states=frames.claim_states, adjudications=frames.adjudications
    ).with_columns(
        control_number=billing.control_numbers(pl.col("encounter_key"), pl.col("encounter_id")),
        level_no=pl.lit(1, dtype=pl.Int64),
    )  # fmt: skip
    voided = _charges_of_voided(frames, chosen, office.crosswalk)
    return replace(care, encounters=chosen, charges=pl.concat([charges, voided], how="diagonal"))


def _charges_of_voided(frames: BillingFrames, encounters: pl.DataFrame, crosswalk: Crosswalk) -> pl.DataFrame:
    """A void repeats the charges that it takes back: those of encounters whose charges were all withdrawn."""
    voided = encounters.filter(pl.col("frequency_code") == "8").select("encounter_key")
    withdrawn = frames.captured.join(voided, on="encounter_key", how="semi")
    return cross_charges(withdrawn.drop("is_withdrawn"), encounters, crosswalk)


def _without_submission_edits(
    composed: ClaimFrames, encounters: pl.DataFrame, submission_edits: pl.DataFrame
) -> ClaimFrames:
    """The claims without those that cannot be written. encounters: with encounter_key and control_number."""
    if submission_edits.is_empty():
        return composed
    numbers = encounters.join(submission_edits, on="encounter_key", how="semi").select("control_number")
    gone = composed.claims.join(numbers, on="control_number", how="semi").select("claim_no")
    every: dict[str, pl.DataFrame] = {spot.name: getattr(composed, spot.name) for spot in fields(composed)}
    return ClaimFrames(
        **{name: frame.join(gone, on="claim_no", how="anti", maintain_order="left") for name, frame in every.items()}
    )


# --- sent and booked ------------------------------------------------------------------------------------------------------


def _send(office: Office, ready: ReadyClaims) -> tuple[list[claim_files.WrittenFile], pl.DataFrame]:
    """Book every claim, and write those that have a payer. (files, claims with encounter_key)."""
    composed = ready.claims
    if composed.claims.is_empty():
        nothing = {"encounter_key": pl.String, "visit_id": pl.Int64}
        return [], composed.claims.with_columns(pl.lit(None, dtype=kind).alias(name) for name, kind in nothing.items())
    of_encounter = ready.encounters.select("control_number", "encounter_key", "visit_id")
    claims = composed.claims.join(of_encounter, on="control_number", maintain_order="left")
    file_key = f"bill:{office.store.reserve_ids('claim_file', 1)}"
    _take_back_discounts(office, claims, file_key=file_key)
    # What the books hold already is replaced on them, whatever the receiver made of the file that it went out in.
    replacing = claims.with_columns(
        frequency_code=pl.when(pl.col("visit_id").is_not_null() & (pl.col("frequency_code") == "1"))
        .then(pl.lit("7"))
        .otherwise("frequency_code")
    )
    booked, visits = booking.book_composed(
        office.store, replacing.drop("encounter_key", "visit_id"), composed.payers, composed.lines,
        file=f"billed {office.day}", file_key=file_key, day=office.day,
    )  # fmt: skip
    assert not booked.findings, booked.findings
    numbered = claims.drop("visit_id").join(
        visits.select("visit_id", control_number="visit_key"), on="control_number", maintain_order="left"
    )
    _discount(office, booked, numbered, composed, file_key=file_key)
    was_sent = ready.encounters.select("control_number", "was_sent")
    written = claim_files.write(
        office.store, composed, numbered.join(was_sent, on="control_number"), office=office.sender, home=office.home
    )
    return written, numbered


def _discount(
    office: Office, booked: billing.Booked, claims: pl.DataFrame, composed: ClaimFrames, *, file_key: str
) -> None:
    """The house's discount on what nobody covers."""
    nobody = claims.join(composed.payers.select("claim_no").unique(), on="claim_no", how="anti")
    items = booked.items.join(
        nobody.select("visit_id", "billed_on", visit_key="control_number"), on="visit_id", maintain_order="left"
    )
    entries, postings = billing.discount_items(items, percent=office.terms.self_pay_discount_percent, key=file_key)
    post_entries(office.store, entries, postings)


def _take_back_discounts(office: Office, claims: pl.DataFrame, *, file_key: str) -> None:
    """Discounts of visits that are billed anew."""
    again = claims.filter(pl.col("visit_id").is_not_null()).select("visit_id", "billed_on", visit_key="control_number")
    if again.is_empty():
        return
    visits = reads.visit_ids(office.store, visit_id=again["visit_id"].to_list())
    lines = reads.ledger_lines(office.store, account_ids=visits["account_id"].unique().to_list())
    discounts = lines.filter(pl.col("ledger_account") == str(LedgerAccount.DISCOUNT)).select("entry_id").unique()
    off = (
        lines.filter(pl.col("ledger_account") == str(LedgerAccount.RECEIVABLE))
        .join(discounts, on="entry_id", how="semi")
        .group_by("item_id")
        .agg(off_cents=-pl.col("amount_cents").sum())
    )
    items = reads.items(office.store, visit_id=again["visit_id"].to_list()).select("item_id", "visit_id")
    discounted = items.join(off, on="item_id").join(again, on="visit_id")
    post_entries(office.store, *billing.take_back_discounts(discounted.sort("item_id"), key=file_key))


def _ask_next_payers(office: Office, frames: BillingFrames) -> claim_files.WrittenFile | None:
    """Claims to the next payer of visits billed here that the payer before has answered, with what it decided."""
    # A claim that the office changed after its payer answered is corrected first: then its encounter is not in the state `billed`.
    is_billed = pl.col("visit_id").is_not_null() & (pl.col("state") == str(EncounterState.BILLED))
    billed = frames.care.encounters.filter(is_billed)
    levels = billing.find_next_payers(reads.visit_payers(office.store), frames.adjudications, frames.claim_states)
    due = billed.join(levels, on="visit_id", maintain_order="left").with_columns(
        control_number=billing.control_numbers(pl.col("encounter_key"), pl.col("encounter_id")),
        frequency_code=pl.lit("1"),
        payer_claim_number=pl.lit(None, dtype=pl.String),
    )
    if due.is_empty():
        return None
    care = narrow_care(frames.care, due)
    care = replace(care, charges=billing.price_charges(care.charges, frames.fees))
    composed = billing.compose_claims(care, biller=office.biller, day=office.day)
    claims = composed.claims.join(
        due.select("control_number", "encounter_key", "visit_id"), on="control_number", maintain_order="left"
    ).with_columns(was_sent=pl.lit(value=False))
    composed = _add_adjudications(office, composed, claims, adjudications=frames.adjudications)
    written = claim_files.write(office.store, composed, claims, office=office.sender, home=office.home, label="next")
    return written[0] if written else None


def _add_adjudications(
    office: Office, composed: ClaimFrames, claims: pl.DataFrame, *, adjudications: pl.DataFrame
) -> ClaimFrames:  # fmt: skip
    """The claims with what earlier payers decided. claims: with visit_id; adjudications: StoredRemitClaims."""
    visit_ids = claims["visit_id"].to_list()
    charged = reads.charged_items(office.store, visit_id=visit_ids)
    item_ids = charged["item_id"].to_list()
    return billing.add_adjudications(
        composed,
        items=charged.join(claims.select("visit_id", "claim_no"), on="visit_id").sort("item_id"),
        responsibilities=reads.responsibilities(office.store, item_id=item_ids),
        ledger_lines=reads.ledger_lines(office.store, item_id=item_ids),
        adjudications=adjudications.join(claims.select("visit_id"), on="visit_id", how="semi"),
    )


# --- what is told of it -----------------------------------------------------------------------------------------------------


def _keep_states(office: Office, ready: ReadyClaims, booked: pl.DataFrame, *, run_id: int | None) -> None:
    """Encounters billed and held, with the findings of those that are held; findings of the billed are settled."""
    store, key = office.store, ("encounter_key",)
    billed = booked.select(
        "encounter_key", "visit_id", state=pl.lit(str(EncounterState.BILLED)), billed_on=pl.lit(office.day)
    )
    store.amend("encounter", billed, on=key)
    of_encounter = ready.encounters.select("encounter_key", "party_key", "started_on")
    link_bills(store, billed.join(of_encounter, on="encounter_key"))
    held = ready.encounters.join(billed, on="encounter_key", how="anti").filter(
        pl.col("state") != str(EncounterState.HELD)
    )
    store.amend("encounter", held.select("encounter_key", state=pl.lit(str(EncounterState.HELD))), on=key)
    there = reads.open_findings(store, at_file=[FOUND_IN])
    settle_findings(office.desk, ready.encounters, ready.edits, there=there)
    findings = say_edits(
        ready.edits.filter(pl.col("severity") == STOP)
    )  # a warning is told when it is billed, and no work
    keep_findings(store, findings, station=STATION, run_id=run_id, there=there)


def settle_findings(
    desk: OrganizationDesk, encounters: pl.DataFrame, edits: pl.DataFrame, *, there: pl.DataFrame
) -> None:
    """Mark what was found before of these encounters and is found no more as resolved. there: open findings, of them at least."""
    found = there.filter(pl.col("station") == STATION)
    looked_at = found.join(encounters.select(at_key="encounter_key").unique(), on="at_key", how="semi")
    current = edits.select(at_key="encounter_key", code="edit", message="message").unique()
    gone = looked_at.join(current, on=["at_key", "code", "message"], how="anti")
    desk.store.amend("finding", gone.select("finding_id", resolved_at=pl.lit(desk.now)), on=("finding_id",))


def say_edits(edits: pl.DataFrame) -> list[Finding]:
    """Edits as findings about their encounter, with where they come from."""
    return [
        Finding(
            row["edit"],
            At(FOUND_IN, row["line_no"], row["encounter_key"]),
            row["message"],
            f"{row['remedy']} [{row['source']}]",
        )
        for row in edits.iter_rows(named=True)
    ]

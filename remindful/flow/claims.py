"""Claims that were sent: what receivers said of them, how far each is, what does not move, and how long there is to file."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from remindful.core.billing.standing import list_work, stand_claims
from remindful.core.billing.statuses import match_statuses, say_unmatched
from remindful.core.billing.timely import FilingAct, filing_clocks, say_timely
from remindful.core.words.care import EncounterState
from remindful.core.words.findings import Finding
from remindful.edges.store import prepare, reads
from remindful.edges.store.books import Books, open_books
from remindful.flow.clock import Clock


def keep_statuses(
    books: Books, statuses: pl.DataFrame, *, organization_id: int, source_file_id: int, file: str
) -> tuple[int, list[Finding]]:
    """Keep what receivers told, each word with the claims that it is about. Returns (words kept, findings on those about no claim of ours)."""
    sent = reads.sent_claims(books).filter(pl.col("organization_id") == organization_id)
    matched = match_statuses(statuses, sent=sent, known=_known_numbers(books, sent))
    whose = {
        "organization_id": pl.lit(organization_id, dtype=pl.Int64), "source_file_id": pl.lit(source_file_id, dtype=pl.Int64)
    }  # fmt: skip
    columns = [*statuses.columns, "organization_id", "source_file_id", "claim_sent_id"]
    books.append("claim_status", matched.frame.with_columns(**whose).select(columns))
    lost = matched.unmatched.with_columns(**whose, claim_sent_id=pl.lit(None, dtype=pl.Int64))
    books.append("claim_status", lost.select(columns))
    return statuses.height, list(say_unmatched(matched.unmatched, file=file))


def _known_numbers(books: Books, sent: pl.DataFrame) -> pl.DataFrame:
    """payer_control_number, claim_sent_id: as earlier words and remittances gave them."""
    told = reads.claim_statuses(books).select("payer_control_number", "claim_sent_id").drop_nulls()
    answered = (
        reads.remit_claims(books)
        .filter(pl.col("visit_id").is_not_null() & pl.col("payer_control_number").is_not_null())
        .join(sent.select("claim_sent_id", "visit_id", "level_no"), on=["visit_id", "level_no"])
        .select("payer_control_number", "claim_sent_id")
    )
    return pl.concat([told, answered]).unique("payer_control_number", keep="last", maintain_order=True)


def read_standing(books: Books) -> pl.DataFrame:
    """Every sent claim with how far it is: billing.standing.stand_claims."""
    told = reads.claim_statuses(books)
    answers = reads.remit_claims(books).select("visit_id", "level_no", "answered_on")
    return stand_claims(reads.sent_claims(books), told, answers=answers)


@dataclass(frozen=True, slots=True)
class ClaimsView:
    """What the desk looks at: sent claims with their state; those that wait for somebody; clocks of what is not filed yet."""

    claims: pl.DataFrame
    work: pl.DataFrame
    clocks: pl.DataFrame
    findings: tuple[Finding, ...]


def view_claims(*, on: date | None, clock: Clock) -> ClaimsView:
    """Look at the office's claims at the end of a day. Nothing is changed."""
    prepare()
    with open_books(organizations="all", now=clock.now(), read_only=True) as books:
        offices = reads.organizations(books)
        day = on or (clock.today(offices["zone"][0]) if offices.height else clock.now().date())
        standing = read_standing(books)
        clocks = filing_clocks(_dues(books, standing), day=day)
    return ClaimsView(standing, list_work(standing, day=day), clocks, tuple(say_timely(clocks)))


def _dues(books: Books, standing: pl.DataFrame) -> pl.DataFrame:
    """What must still be filed: encounters that are not billed, and claims that no receiver has taken in."""
    encounters = reads.encounters(books).filter(
        pl.col("state").is_in([str(EncounterState.OPEN), str(EncounterState.HELD)])
    )
    first = (
        reads.coverages(books)
        .filter(pl.col("level_no") == 1)
        .sort("from_on")
        .unique(["organization_id", "party_key"], keep="last", maintain_order=True)
        .select("organization_id", "party_key", "payer_key", "payer_kind")
    )
    charges = (
        reads.charges(books).group_by("organization_id", "encounter_key").agg(amount_cents=pl.col("charge_cents").sum())
    )
    unbilled = (
        encounters.join(first, on=["organization_id", "party_key"])
        .join(charges, on=["organization_id", "encounter_key"], how="left")
        .select(
            "form", "payer_key", "payer_kind", "amount_cents", due_key="encounter_key", act=pl.lit(str(FilingAct.CLAIM)),
            service_from_on="started_on", service_to_on=pl.coalesce("ended_on", "started_on"), remit_on=pl.lit(None, dtype=pl.Date),
            is_filed=pl.lit(value=False),
        )
    )  # fmt: skip
    levels = reads.visit_payers(books).select("visit_id", "level_no", "payer_kind")
    unfiled = standing.filter(
        pl.col("is_current") & (pl.col("level_no") == 1) & pl.col("state").is_in(["written", "rejected"])
    ).join(levels, on=["visit_id", "level_no"])
    visits = reads.visits(books).select("visit_id", "service_to_on")
    sent = unfiled.join(visits, on="visit_id", how="left").select(
        "form", "payer_key", "payer_kind", "service_from_on", "service_to_on", amount_cents="charge_cents", due_key="control_number",
        act=pl.lit(str(FilingAct.CLAIM)), remit_on=pl.lit(None, dtype=pl.Date), is_filed=pl.lit(value=False),
    )  # fmt: skip
    return pl.concat([unbilled, sent], how="diagonal").unique("due_key", keep="first", maintain_order=True)

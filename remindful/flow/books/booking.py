"""Claims and opening balances to the books: what core.billing makes of them, with the store's own numbers."""

from datetime import date

import polars as pl

from remindful.core import billing
from remindful.core.words.findings import Finding
from remindful.edges.store.books import Books
from remindful.flow.books.people import people_of_claims, store_people
from remindful.flow.books.position import post_entries


def read_known(books: Books, *, organization_id: int, visits: int, items: int) -> billing.Known:
    """What the books of an organization have, and free numbers for so many new visits and items."""

    def own(name: str) -> pl.DataFrame:
        return books.read(name).filter(pl.col("organization_id") == organization_id)

    return billing.Known(
        visits=own("visit_ids").select("visit_id", "visit_key"),
        items=own("charged_items").select("item_id", "visit_id", "line_no", "charge_cents"),
        people=own("party_accounts").select("party_key", "party_id", "account_id"),
        first_visit_id=books.reserve_ids("visit", max(visits, 1)),
        first_item_id=books.reserve_ids("item", max(items, 1)),
    )


def book_claims(
    books: Books,
    frames: dict[str, pl.DataFrame],
    *,
    organization_id: int,
    facility_state: str,
    file: str,
    source_file_id: int,
    day: date,
) -> tuple[int, list[Finding]]:
    """Book the claims of a file. Patients whom only the claim names become known by it. Returns (claims booked, findings)."""
    known_people = books.read("party_ids").filter(pl.col("organization_id") == organization_id)
    claims, newcomers = people_of_claims(frames["claims"], known_people)
    store_people(
        books,
        newcomers,
        organization_id=organization_id,
        facility_state=facility_state,
        source_file_id=source_file_id,
        day=day,
    )
    lines = frames["claim_lines"]
    known = read_known(books, organization_id=organization_id, visits=claims.height, items=lines.height)
    booked = billing.book_claims(
        claims, frames["claim_payers"], lines, known=known, file=file, file_key=str(source_file_id), day=day
    )
    _write(books, booked, organization_id=organization_id)
    return booked.booked, list(booked.findings)


def book_composed(
    books: Books,
    claims: pl.DataFrame,
    payers: pl.DataFrame,
    lines: pl.DataFrame,
    *,
    organization_id: int,
    file: str,
    file_key: str,
    day: date,
) -> billing.Booked:
    """Book claims that were composed here, of patients whom the books know."""
    known = read_known(books, organization_id=organization_id, visits=claims.height, items=lines.height)
    booked = billing.book_claims(claims, payers, lines, known=known, file=file, file_key=file_key, day=day)
    _write(books, booked, organization_id=organization_id)
    return booked


def book_balances(
    books: Books, balances: pl.DataFrame, *, organization_id: int, file: str
) -> tuple[int, list[Finding]]:
    """Book the open balances of a former system."""
    known = read_known(books, organization_id=organization_id, visits=balances.height, items=balances.height)
    booked = billing.book_opening(balances, known=known, file=file)
    _write(books, booked, organization_id=organization_id)
    return booked.booked, list(booked.findings)


def _write(books: Books, booked: billing.Booked, *, organization_id: int) -> None:
    whose = pl.lit(organization_id, dtype=pl.Int64).alias("organization_id")
    books.append("visit", booked.visits.with_columns(whose))
    books.append_new("visit_payer", booked.visit_payers.with_columns(whose), on=("visit_id", "level_no"))
    books.append("item", booked.items.with_columns(whose))
    post_entries(books, booked.entries.with_columns(whose), booked.postings.with_columns(whose))

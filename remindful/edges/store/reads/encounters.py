"""Reads of what was done for patients, of who sent them, and of the claims made of it. Each frame has organization_id first."""

import dataframely as dy
import polars as pl

from remindful.core.words import frames
from remindful.core.words.contracts import schema_of
from remindful.edges.store.books import Books


def _read(books: Books, query_name: str, contract: type[dy.Schema]) -> pl.DataFrame:
    """The rows of a named query, its contract's columns checked; the store's own columns stand beside them."""
    rows = books.read(query_name)
    keys = contract.primary_key()
    owned = ["organization_id", *[name for name in keys if name != "organization_id"]]
    assert rows.select(owned).is_unique().all(), f"{query_name} has a row twice"
    return rows.with_columns(pl.col(name).cast(dtype) for name, dtype in schema_of(contract).items())


def coverages(books: Books) -> pl.DataFrame:
    """Coverages."""
    return _read(books, "coverages", frames.Coverages)


def providers(books: Books) -> pl.DataFrame:
    """Providers."""
    return _read(books, "providers", frames.Providers)


def encounters(books: Books) -> pl.DataFrame:
    """Encounters, with encounter_id, state (EncounterState), visit_id and billed_on."""
    return _read(books, "encounters", frames.Encounters)


def diagnoses(books: Books) -> pl.DataFrame:
    """Diagnoses that stand."""
    return _read(books, "diagnoses", frames.Diagnoses).filter(~pl.col("is_withdrawn")).drop("is_withdrawn")


def charges(books: Books) -> pl.DataFrame:
    """Charges that stand."""
    return _read(books, "charges", frames.Charges).filter(~pl.col("is_withdrawn")).drop("is_withdrawn")


def fees(books: Books) -> pl.DataFrame:
    """Fees."""
    return _read(books, "fees", frames.Fees)


def referrals(books: Books) -> pl.DataFrame:
    """Referrals."""
    return _read(books, "referrals", frames.Referrals)


def authorizations(books: Books) -> pl.DataFrame:
    """Authorizations."""
    return _read(books, "authorizations", frames.Authorizations)


def appointments(books: Books) -> pl.DataFrame:
    """Appointments."""
    return _read(books, "appointments", frames.Appointments)


def sent_claims(books: Books) -> pl.DataFrame:
    """SentClaims."""
    return _read(books, "sent_claims", frames.SentClaims)


def sent_requests(books: Books) -> pl.DataFrame:
    """SentRequests."""
    return _read(books, "sent_requests", frames.SentRequests)


def claim_statuses(books: Books) -> pl.DataFrame:
    """ClaimStatuses, with claim_status_id, claim_sent_id (null: not matched), source_file_id and recorded_at."""
    rows = books.read("claim_statuses")
    return rows.with_columns(pl.col(name).cast(dtype) for name, dtype in schema_of(frames.ClaimStatuses).items())

"""Reads of what was done for patients, of who sent them, and of the claims made of it. Each frame has organization_id first."""

import dataframely as dy
import polars as pl

from remindful.core.words import frames
from remindful.core.words.contracts import schema_of
from remindful.edges.store.named_sql import Keys
from remindful.edges.store.store import Store


def _read(store: Store, query_name: str, contract: type[dy.Schema], only: dict[str, Keys | None]) -> pl.DataFrame:
    """The rows of a named query, its contract's columns checked; the store's own columns stand beside them."""
    rows = store.read(query_name, only=only)
    keys = contract.primary_key()
    owned = ["organization_id", *[name for name in keys if name != "organization_id"]]
    assert rows.select(owned).is_unique().all(), f"{query_name} has a row twice"
    return rows.with_columns(pl.col(name).cast(dtype) for name, dtype in schema_of(contract).items())


def _without_withdrawn(rows: pl.DataFrame, *, with_withdrawn: bool) -> pl.DataFrame:
    return rows if with_withdrawn else rows.filter(~pl.col("is_withdrawn")).drop("is_withdrawn")


def coverages(store: Store, **only: Keys | None) -> pl.DataFrame:
    """Coverages."""
    return _read(store, "coverages", frames.Coverages, only)


def providers(store: Store, **only: Keys | None) -> pl.DataFrame:
    """Providers."""
    return _read(store, "providers", frames.Providers, only)


def encounters(store: Store, **only: Keys | None) -> pl.DataFrame:
    """Encounters, with encounter_id, state (EncounterState), visit_id and billed_on."""
    return _read(store, "encounters", frames.Encounters, only)


def diagnoses(store: Store, *, with_withdrawn: bool = False, **only: Keys | None) -> pl.DataFrame:
    """Diagnoses that count. with_withdrawn: those that were withdrawn too, with is_withdrawn."""
    return _without_withdrawn(_read(store, "diagnoses", frames.Diagnoses, only), with_withdrawn=with_withdrawn)


def charges(store: Store, *, with_withdrawn: bool = False, **only: Keys | None) -> pl.DataFrame:
    """Charges that count. with_withdrawn: those that were withdrawn too, with is_withdrawn."""
    return _without_withdrawn(_read(store, "charges", frames.Charges, only), with_withdrawn=with_withdrawn)


def charge_messages(store: Store, **only: Keys | None) -> pl.DataFrame:
    """organization_id, encounter_key, line_no, message_key of charges without a number of their own."""
    return store.read("charge_messages", only=only)


def fees(store: Store, **only: Keys | None) -> pl.DataFrame:
    """Fees."""
    return _read(store, "fees", frames.Fees, only)


def referrals(store: Store, **only: Keys | None) -> pl.DataFrame:
    """Referrals."""
    return _read(store, "referrals", frames.Referrals, only)


def authorizations(store: Store, **only: Keys | None) -> pl.DataFrame:
    """Authorizations."""
    return _read(store, "authorizations", frames.Authorizations, only)


def appointments(store: Store, **only: Keys | None) -> pl.DataFrame:
    """Appointments."""
    return _read(store, "appointments", frames.Appointments, only)


def sent_claims(store: Store, **only: Keys | None) -> pl.DataFrame:
    """SentClaims."""
    return _read(store, "sent_claims", frames.SentClaims, only)


def sent_requests(store: Store, **only: Keys | None) -> pl.DataFrame:
    """SentRequests."""
    return _read(store, "sent_requests", frames.SentRequests, only)


def claim_statuses(store: Store, **only: Keys | None) -> pl.DataFrame:
    """ClaimStatuses, with claim_status_id, claim_sent_id (null: not matched), source_file_id and recorded_at."""
    rows = store.read("claim_statuses", only=only)
    return rows.with_columns(pl.col(name).cast(dtype) for name, dtype in schema_of(frames.ClaimStatuses).items())


def estimates(store: Store, **only: Keys | None) -> pl.DataFrame:
    """Good-faith estimates: organization_id, estimate_id, estimate_key, party_key, encounter_key, scheduled_on, service_on, given_on,
    due_on, expected_cents, lines (JSON text), visit_id (null: not billed yet)."""
    return store.read("estimates", only=only)


def claim_files(store: Store, **only: Keys | None) -> pl.DataFrame:
    """Files written for payers: claim_file_id, organization_id, file_name, sha256, claims, charge_cents, sent_on."""
    return store.read("claim_files", only=only)

"""Reads of visits, their payers and their charge lines."""

from collections.abc import Sequence
from datetime import datetime

import dataframely as dy
import polars as pl

from remindful.core.words import frames
from remindful.edges.store.named_sql import Keys
from remindful.edges.store.reads.of_accounts import read_contract
from remindful.edges.store.store import Store


def visits(
    store: Store, *, account_ids: Sequence[int] | None = None, known_at: datetime | None = None, **only: Keys | None
) -> dy.DataFrame[frames.Visits]:
    """Visits, as known at the moment."""
    return read_contract(store, "visits", frames.Visits, account_ids=account_ids, known_at=known_at, only=only)


def visit_payers(
    store: Store, *, account_ids: Sequence[int] | None = None, known_at: datetime | None = None, **only: Keys | None
) -> dy.DataFrame[frames.VisitPayers]:
    """Payer levels of visits, as known at the moment."""
    return read_contract(
        store, "visit_payers", frames.VisitPayers, account_ids=account_ids, known_at=known_at, only=only
    )


def items(
    store: Store, *, account_ids: Sequence[int] | None = None, known_at: datetime | None = None, **only: Keys | None
) -> dy.DataFrame[frames.Items]:
    """Charge lines as billed."""
    return read_contract(store, "items", frames.Items, account_ids=account_ids, known_at=known_at, only=only)


def visit_ids(store: Store, **only: Keys | None) -> pl.DataFrame:
    """Ids and keys of visits, as they are now: organization_id, visit_key, visit_id, account_id, patient_id, service_from_on, billed_on,
    is_opening, first_statement_on."""
    return store.read("visit_ids", only=only)


def opened_balances(store: Store, **only: Keys | None) -> pl.DataFrame:
    """Visits with what was brought in of them, and what is open now: organization_id, visit_key, visit_id, account_id, patient_id,
    is_opening, party_key, account_key, service_on, charge_cents, opened_cents, open_cents."""
    return store.read("opened_balances", only=only)


def reported_payments(
    store: Store, *, account_ids: Sequence[int] | None = None, known_at: datetime | None = None
) -> pl.DataFrame:
    """What claims say that patients paid at their visits: organization_id, visit_id, account_id, service_from_on, service_to_on,
    patient_paid_cents."""
    ids = None if account_ids is None else list(account_ids)
    if known_at is None:
        return store.read("reported_payments", account_ids=ids)
    return store.read("reported_payments", account_ids=ids, known_at=known_at)


def visit_numbers(store: Store, **only: Keys | None) -> pl.DataFrame:
    """organization_id, visit_id and visit_key of each control number that a claim of a visit had."""
    return store.read("visit_numbers", only=only)


def visit_levels(store: Store, **only: Keys | None) -> pl.DataFrame:
    """VisitPayers, whenever known."""
    return store.read("visit_levels", only=only)


def charged_items(store: Store, **only: Keys | None) -> pl.DataFrame:
    """Items whose charge counts: not taken back by a replacement or a void."""
    return store.read("charged_items", only=only)


def current_items(store: Store, **only: Keys | None) -> pl.DataFrame:
    """Items of the claims that count: those still charged, and lines of no charge that were booked with the visit's last."""
    return store.read("current_items", only=only)

"""Reads of the ledger and of what payers answered."""

from collections.abc import Sequence
from datetime import date, datetime

import dataframely as dy
import polars as pl

from remindful.core.words import frames
from remindful.edges.store.named_sql import Keys
from remindful.edges.store.reads.of_accounts import read_contract
from remindful.edges.store.store import Store


def ledger_lines(
    store: Store, *, account_ids: Sequence[int] | None = None, known_at: datetime | None = None, **only: Keys | None
) -> dy.DataFrame[frames.LedgerLines]:
    """Postings with their entry's kind and days."""
    return read_contract(
        store, "ledger_lines", frames.LedgerLines, account_ids=account_ids, known_at=known_at, only=only
    )


def responsibilities(
    store: Store, *, account_ids: Sequence[int] | None = None, known_at: datetime | None = None, **only: Keys | None
) -> dy.DataFrame[frames.Responsibilities]:
    """What payers said of each item."""
    return read_contract(
        store, "responsibilities", frames.Responsibilities, account_ids=account_ids, known_at=known_at, only=only
    )


def remit_claims(
    store: Store,
    *,
    account_ids: Sequence[int] | None = None,
    known_at: datetime | None = None,
    only_unmatched: bool = False,
    **only: Keys | None,
) -> dy.DataFrame[frames.StoredRemitClaims]:
    """Payers' answers, claim by claim; only_unmatched: those that no visit explains yet."""
    return read_contract(
        store,
        "remit_claims",
        frames.StoredRemitClaims,
        account_ids=account_ids,
        known_at=known_at,
        only=only,
        only_unmatched=only_unmatched,
    )


def answered_levels(store: Store, **only: Keys | None) -> pl.DataFrame:
    """Payers' answers that are matched and no reversals, oldest first: visit_id, level_no, payer_control_number."""
    return store.read("answered_levels", only=only)


def patient_payments(store: Store, **only: Keys | None) -> pl.DataFrame:
    """Patients' payments: entry_key, account_id, visit_id (null: not directed to one), paid_on, amount_cents."""
    return store.read("patient_payments", only=only)


def unapplied_pools(store: Store, *, day: date, known_at: datetime | None = None, **only: Keys | None) -> pl.DataFrame:
    """Patients' money on no item at the end of a day: account_id, visit_id (null: not directed to one), unapplied_cents, returned_cents (of
    the payments so directed, what came back)."""
    return store.read("unapplied_pools", only=only, day=day, known_at=known_at or store.known_at)


def payer_money(store: Store) -> tuple[int, int]:
    """Payers' cents on items, and in suspense."""
    on_items, suspense = store.read("payer_money").row(0)
    return int(on_items or 0), int(suspense or 0)


def remits(store: Store, **only: Keys | None) -> pl.DataFrame:
    """Remittances, newest first, with the file they came in, and how many of their claims are posted or wait, with their money."""
    return store.read("remits", only=only)


def remit_claim_keys(store: Store, **only: Keys | None) -> pl.DataFrame:
    """By what each remittance is known again, one row a claim: remit_id, trace_number, payer_originator, paid_cents, control_number,
    status_code, charge_cents, claim_paid_cents."""
    return store.read("remit_claim_keys", only=only)


def adjudication_postings(store: Store, **only: Keys | None) -> pl.DataFrame:
    """Postings of adjudications: remit_claim_id and Postings' columns but for the entry's."""
    return store.read("adjudication_postings", only=only)

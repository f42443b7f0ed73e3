"""Reads of accounts, people and events."""

from collections.abc import Sequence
from datetime import datetime

import dataframely as dy
import polars as pl

from remindful.core.words import frames
from remindful.edges.store.named_sql import Keys
from remindful.edges.store.reads.of_accounts import read_contract
from remindful.edges.store.store import Store


def accounts(
    store: Store, *, account_ids: Sequence[int] | None = None, known_at: datetime | None = None, **only: Keys | None
) -> dy.DataFrame[frames.Accounts]:
    """Accounts, as known at the moment."""
    return read_contract(store, "accounts", frames.Accounts, account_ids=account_ids, known_at=known_at, only=only)


def parties(
    store: Store, *, account_ids: Sequence[int] | None = None, known_at: datetime | None = None, **only: Keys | None
) -> dy.DataFrame[frames.Parties]:
    """People: the latest version of each that was known at the moment; of accounts: guarantors and patients."""
    return read_contract(store, "parties", frames.Parties, account_ids=account_ids, known_at=known_at, only=only)


def events(
    store: Store, *, account_ids: Sequence[int] | None = None, known_at: datetime | None = None, **only: Keys | None
) -> dy.DataFrame[frames.Events]:
    """Events known at the moment; of accounts: their own, their people's and their visits'."""
    return read_contract(store, "events", frames.Events, account_ids=account_ids, known_at=known_at, only=only)


def people(store: Store, **only: Keys | None) -> pl.DataFrame:
    """People with all that their latest version says: party_id, organization_id, party_key, effective_on, guarantor_key, first_name,
    last_name, birth_on, sex, language, line1, line2, city, state, zip, zone, phone, phone_kind, phone_zones, email, preferred_medium,
    is_qmb, source_file_id, recorded_at."""
    return store.read("people", only=only)


def party_ids(store: Store, **only: Keys | None) -> pl.DataFrame:
    """organization_id, party_key, party_id of every person, those of whom only the number is known too."""
    return store.read("party_ids", only=only)


def party_accounts(store: Store, *, party_key: Sequence[str] | None = None, **only: Keys | None) -> pl.DataFrame:
    """organization_id, party_key, party_id, account_id: each person and the account that bills them (their guarantor's)."""
    return store.read("party_accounts", only=only, party_keys=party_key)


def account_ids(store: Store, **only: Keys | None) -> pl.DataFrame:
    """organization_id, account_key, account_id, guarantor_id of every account, as it is now."""
    return store.read("account_ids", only=only)


def event_keys(store: Store, **only: Keys | None) -> pl.DataFrame:
    """What distinguishes one event from another: organization_id, account_id, party_id, visit_id, kind, happened_on, happened_at, medium,
    value, amount_cents."""
    return store.read("event_keys", only=only)

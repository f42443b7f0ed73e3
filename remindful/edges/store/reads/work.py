"""Reads of the work itself: messages, runs, files, findings, organizations and their settings."""

from collections.abc import Sequence
from datetime import date, datetime

import polars as pl

from remindful.core.words import contracts, frames
from remindful.core.words.kinds import MessageState
from remindful.edges.store.named_sql import Keys
from remindful.edges.store.store import Store


def messages(
    store: Store,
    *,
    account_ids: Sequence[int] | None = None,
    known_at: datetime | None = None,
    states: Sequence[MessageState] | None = None,
    since: date | None = None,
    **only: Keys | None,
) -> pl.DataFrame:
    """Messages, and what became of them: the contract's columns, then those of sending. States are those of now."""
    found = store.read(
        "messages",
        only=only,
        account_ids=None if account_ids is None else list(account_ids),
        states=None if states is None else [state.value for state in states],
        since=since,
        known_at=known_at or store.known_at,
    )
    contracts.check(frames.Messages, found)
    return found


def organizations(store: Store, **only: Keys | None) -> pl.DataFrame:
    """The organizations that are open, with all their columns."""
    return store.read("organizations", only=only)


def office_settings(store: Store, **only: Keys | None) -> pl.DataFrame:
    """organization_id, name, value (JSON text)."""
    return store.read("office_settings", only=only)


def runs(
    store: Store, *, kind: str | None = None, known_at: datetime | None = None, **only: Keys | None
) -> pl.DataFrame:
    """Nights and imports, oldest first; counts is JSON text."""
    return store.read("runs", only=only, kind=kind, known_at=known_at or store.known_at)


def station_runs(store: Store, *, run_id: int) -> pl.DataFrame:
    """The stations of a run that are through."""
    return store.read("station_runs", run_id=run_id)


def source_files(store: Store, *, known_at: datetime | None = None, **only: Keys | None) -> pl.DataFrame:
    """Files received; counts is JSON text."""
    return store.read("source_files", only=only, known_at=known_at or store.known_at)


def open_findings(store: Store, *, known_at: datetime | None = None, **only: Keys | None) -> pl.DataFrame:
    """Findings that were open at the moment."""
    return store.read("open_findings", only=only, known_at=known_at or store.known_at)


def findings(store: Store, **only: Keys | None) -> pl.DataFrame:
    """Findings, open and closed, newest first: finding_id, organization_id, station, code, at_file, at_line, at_key, message, remedy, raw,
    account_key, amount_cents, recorded_at, resolved_at, closed_by, closed_how."""
    return store.read("findings", only=only)


def message_reasons(store: Store, *, day: date) -> pl.DataFrame:
    """state, why, count of a day's messages that were not sent."""
    return store.read("message_reasons", day=day)


def audit_events(store: Store, *, since: datetime | None = None, **only: Keys | None) -> pl.DataFrame:
    """What people did, newest first: audit_event_id, organization_id, recorded_at, actor, origin, act, subject, details (JSON text).

    since: those recorded at this moment or later.
    """
    return store.read("audit_events", only=only, since=since)

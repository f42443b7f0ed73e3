"""Reads of the work itself: messages, runs, files, findings, organizations and their settings."""

from collections.abc import Sequence
from datetime import date, datetime

import polars as pl

from remindful.core.words import contracts, frames
from remindful.core.words.kinds import MessageState
from remindful.edges.store.books import Books
from remindful.edges.store.named_sql import Keys


def messages(
    books: Books,
    *,
    account_ids: Sequence[int] | None = None,
    known_at: datetime | None = None,
    states: Sequence[MessageState] | None = None,
    since: date | None = None,
    **only: Keys | None,
) -> pl.DataFrame:
    """Messages, and what became of them: the contract's columns, then those of sending. States are those of now."""
    found = books.read(
        "messages",
        only=only,
        account_ids=None if account_ids is None else list(account_ids),
        states=None if states is None else [state.value for state in states],
        since=since,
        known_at=known_at or books.known_at,
    )
    contracts.check(frames.Messages, found)
    return found


def organizations(books: Books, **only: Keys | None) -> pl.DataFrame:
    """The organizations that are open, with all their columns."""
    return books.read("organizations", only=only)


def office_settings(books: Books, **only: Keys | None) -> pl.DataFrame:
    """organization_id, name, value (JSON text)."""
    return books.read("office_settings", only=only)


def runs(
    books: Books, *, kind: str | None = None, known_at: datetime | None = None, **only: Keys | None
) -> pl.DataFrame:
    """Nights and imports, oldest first; counts is JSON text."""
    return books.read("runs", only=only, kind=kind, known_at=known_at or books.known_at)


def station_runs(books: Books, *, run_id: int) -> pl.DataFrame:
    """The stations of a run that are through."""
    return books.read("station_runs", run_id=run_id)


def source_files(books: Books, *, known_at: datetime | None = None, **only: Keys | None) -> pl.DataFrame:
    """Files received; counts is JSON text."""
    return books.read("source_files", only=only, known_at=known_at or books.known_at)


def open_findings(books: Books, *, known_at: datetime | None = None, **only: Keys | None) -> pl.DataFrame:
    """Findings that were open at the moment."""
    return books.read("open_findings", only=only, known_at=known_at or books.known_at)


def message_reasons(books: Books, *, day: date) -> pl.DataFrame:
    """state, why, count of a day's messages that were not sent."""
    return books.read("message_reasons", day=day)


def audit_events(books: Books, *, since: datetime | None = None, **only: Keys | None) -> pl.DataFrame:
    """What people did, newest first: audit_event_id, organization_id, recorded_at, actor, origin, act, subject, details (JSON text).

    since: those recorded at this moment or later.
    """
    return books.read("audit_events", only=only, since=since)

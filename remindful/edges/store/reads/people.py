"""Reads of accounts, people and events."""

from collections.abc import Sequence
from datetime import datetime

import dataframely as dy

from remindful.core.words import frames
from remindful.edges.store.books import Books
from remindful.edges.store.reads.of_accounts import read_contract


def accounts(
    books: Books, *, account_ids: Sequence[int] | None = None, known_at: datetime | None = None
) -> dy.DataFrame[frames.Accounts]:
    """Accounts, as known at the moment."""
    return read_contract(books, "accounts", frames.Accounts, account_ids, known_at)


def parties(
    books: Books, *, account_ids: Sequence[int] | None = None, known_at: datetime | None = None
) -> dy.DataFrame[frames.Parties]:
    """People: the latest version of each that was known at the moment; of accounts: guarantors and patients."""
    return read_contract(books, "parties", frames.Parties, account_ids, known_at)


def events(
    books: Books, *, account_ids: Sequence[int] | None = None, known_at: datetime | None = None
) -> dy.DataFrame[frames.Events]:
    """Events known at the moment; of accounts: their own, their people's and their visits'."""
    return read_contract(books, "events", frames.Events, account_ids, known_at)

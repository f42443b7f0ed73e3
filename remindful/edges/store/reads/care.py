"""Reads of visits, their payers and their charge lines."""

from collections.abc import Sequence
from datetime import datetime

import dataframely as dy

from remindful.core.words import frames
from remindful.edges.store.books import Books
from remindful.edges.store.reads.of_accounts import read_contract


def visits(
    books: Books, *, account_ids: Sequence[int] | None = None, known_at: datetime | None = None
) -> dy.DataFrame[frames.Visits]:
    """Visits, as known at the moment."""
    return read_contract(books, "visits", frames.Visits, account_ids, known_at)


def visit_payers(
    books: Books, *, account_ids: Sequence[int] | None = None, known_at: datetime | None = None
) -> dy.DataFrame[frames.VisitPayers]:
    """Payer levels of visits, as known at the moment."""
    return read_contract(books, "visit_payers", frames.VisitPayers, account_ids, known_at)


def items(
    books: Books, *, account_ids: Sequence[int] | None = None, known_at: datetime | None = None
) -> dy.DataFrame[frames.Items]:
    """Charge lines as billed."""
    return read_contract(books, "items", frames.Items, account_ids, known_at)

"""Reads of the ledger and of what payers answered."""

from collections.abc import Sequence
from datetime import datetime

import dataframely as dy

from remindful.core.words import frames
from remindful.edges.store.books import Books
from remindful.edges.store.reads.of_accounts import read_contract


def ledger_lines(
    books: Books, *, account_ids: Sequence[int] | None = None, known_at: datetime | None = None
) -> dy.DataFrame[frames.LedgerLines]:
    """Postings with their entry's kind and days."""
    return read_contract(books, "ledger_lines", frames.LedgerLines, account_ids, known_at)


def responsibilities(
    books: Books, *, account_ids: Sequence[int] | None = None, known_at: datetime | None = None
) -> dy.DataFrame[frames.Responsibilities]:
    """What payers said of each item."""
    return read_contract(books, "responsibilities", frames.Responsibilities, account_ids, known_at)


def remit_claims(
    books: Books,
    *,
    account_ids: Sequence[int] | None = None,
    known_at: datetime | None = None,
    only_unmatched: bool = False,
) -> dy.DataFrame[frames.StoredRemitClaims]:
    """Payers' answers, claim by claim; only_unmatched: those that no visit explains yet."""
    return read_contract(
        books, "remit_claims", frames.StoredRemitClaims, account_ids, known_at, only_unmatched=only_unmatched
    )

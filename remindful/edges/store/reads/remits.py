"""Reads of remittances as payers sent them. remit_no is the store's remit_id and claim_no its remit_claim_id: files never mix."""

from collections.abc import Sequence

import dataframely as dy
import polars as pl

from remindful.core.words import frames
from remindful.edges.store.books import Books
from remindful.edges.store.named_sql import Value


def remits_as_sent(books: Books, *, remit_ids: Sequence[int] | None = None) -> pl.DataFrame:
    """Remits, in the order of their files, with has_lines: whether their lines and adjustments are in the store."""
    return _read(books, "remits_as_sent", frames.Remits, remit_ids=_ids(remit_ids))


def remit_claims_as_sent(books: Books, *, remit_ids: Sequence[int] | None = None) -> pl.DataFrame:
    """RemitClaims, in the order of their files, with all_remark_codes (its lines' too) and visit_id (null: it waits)."""
    return _read(books, "remit_claims_as_sent", frames.RemitClaims, remit_ids=_ids(remit_ids))


def waiting_claims(books: Books, *, remit_claim_ids: Sequence[int] | None = None) -> pl.DataFrame:
    """RemitClaims that no visit explains yet, oldest first.

    With organization_id, remit_claim_id, payer_key, answered_on, source_file_id, file (its name) and has_lines.
    """
    return _read(books, "waiting_claims", frames.RemitClaims, remit_claim_ids=_ids(remit_claim_ids))


def remit_lines(books: Books, *, remit_claim_ids: Sequence[int] | None = None) -> pl.DataFrame:
    """RemitLines."""
    return _read(books, "remit_lines", frames.RemitLines, remit_claim_ids=_ids(remit_claim_ids))


def remit_adjustments(books: Books, *, remit_claim_ids: Sequence[int] | None = None) -> pl.DataFrame:
    """RemitAdjustments, in the order in which payers sent them."""
    return _read(books, "remit_adjustments", frames.RemitAdjustments, remit_claim_ids=_ids(remit_claim_ids))


def remit_provider_adjustments(books: Books, *, remit_ids: Sequence[int] | None = None) -> pl.DataFrame:
    """RemitProviderAdjustments, in the order in which payers sent them."""
    return _read(books, "remit_provider_adjustments", frames.RemitProviderAdjustments, remit_ids=_ids(remit_ids))


def _read(books: Books, query_name: str, contract: type[dy.Schema], **narrowed: Value) -> pl.DataFrame:
    """The rows of a named query, its contract's columns checked; the store's own columns stand beside them."""
    rows = books.read(query_name, **narrowed)
    checked = contract.validate(rows.select(contract.column_names()), cast=True)
    return rows.with_columns(checked.get_columns())


def _ids(asked: Sequence[int] | None) -> list[int] | None:
    return None if asked is None else list(asked)

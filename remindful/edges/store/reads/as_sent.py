"""Reads of remittances as payers sent them. remit_no is the store's remit_id and claim_no its remit_claim_id: files never mix."""

import dataframely as dy
import polars as pl

from remindful.core.words import contracts, frames
from remindful.edges.store.named_sql import Keys
from remindful.edges.store.store import Store


def remits_as_sent(store: Store, **only: Keys | None) -> pl.DataFrame:
    """Remits, in the order of their files, with has_lines: whether their lines and adjustments are in the store."""
    return _read(store, "remits_as_sent", frames.Remits, only)


def remit_claims_as_sent(store: Store, **only: Keys | None) -> pl.DataFrame:
    """RemitClaims, in the order of their files, with all_remark_codes (its lines' too) and visit_id (null: it waits)."""
    return _read(store, "remit_claims_as_sent", frames.RemitClaims, only)


def waiting_claims(store: Store, **only: Keys | None) -> pl.DataFrame:
    """RemitClaims that no visit explains yet, oldest first.

    With organization_id, remit_claim_id, payer_key, adjudicated_on, source_file_id, file (its name) and has_lines.
    """
    return _read(store, "waiting_claims", frames.RemitClaims, only)


def remit_lines(store: Store, **only: Keys | None) -> pl.DataFrame:
    """RemitLines."""
    return _read(store, "remit_lines", frames.RemitLines, only)


def remit_adjustments(store: Store, **only: Keys | None) -> pl.DataFrame:
    """RemitAdjustments, in the order in which payers sent them."""
    return _read(store, "remit_adjustments", frames.RemitAdjustments, only)


def remit_provider_adjustments(store: Store, **only: Keys | None) -> pl.DataFrame:
    """RemitProviderAdjustments, in the order in which payers sent them."""
    return _read(store, "remit_provider_adjustments", frames.RemitProviderAdjustments, only)


def files_without_remit_lines(store: Store) -> pl.DataFrame:
    """Files whose remittances a version posted that did not store their lines: source_file_id, organization_id, sha256, name."""
    return store.read("files_without_remit_lines")


def remit_numbers(store: Store, *, source_file_id: int) -> pl.DataFrame:
    """Remittances and claims of a file by their numbers in it and in the store: remit_id, remit_no, remit_claim_id, claim_no (null: of
    no claim), control_number, charge_cents, paid_cents."""
    return store.read("remit_numbers", source_file_id=source_file_id)


def _read(store: Store, query_name: str, contract: type[dy.Schema], only: dict[str, Keys | None]) -> pl.DataFrame:
    """The rows of a named query, its contract's columns checked; the store's own columns stand beside them."""
    rows = store.read(query_name, only=only)
    checked = contracts.check(contract, rows)
    return rows.with_columns(checked.get_columns())

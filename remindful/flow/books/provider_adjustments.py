"""Adjustments of whole payments (PLB) to the books, and forward balances that settle each other."""

import polars as pl

from remindful.core import remits
from remindful.core.words.findings import Finding
from remindful.core.words.kinds import EntryKind, LedgerAccount
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.books.position import post_entries

FORWARD_CODE = "remit.forward_balance"


def post_provider(store: Store, provider: pl.DataFrame, fresh: pl.DataFrame, *, file: str) -> list[Finding]:
    """Post a PLB's adjustments at the level of the office; returns what a person must do about them.

    provider: RemitProviderAdjustments. fresh: remit_no, remit_id, payer_key, adjudicated_on of the remittances that are new.
    """
    of_remit = fresh.select("remit_no", "remit_id", "payer_key", effective_on="adjudicated_on")
    rows = provider.join(of_remit, on="remit_no", maintain_order="left")
    if rows.is_empty():
        return []
    [organization_id] = store.organizations
    visits = reads.visit_numbers(store).select("visit_id", "visit_key")
    answered = reads.answered_levels(store)
    rows = remits.tie_provider(rows, visits=visits, answered=answered).with_columns(
        entry_key=pl.format("plb:{}:{}", "remit_id", pl.int_range(pl.len())),
        organization_id=pl.lit(organization_id, dtype=pl.Int64),
        remit_claim_id=pl.lit(None, dtype=pl.Int64),
        source=pl.format("{}:{}", pl.lit(file), "segment_no"),
        row_no=pl.int_range(pl.len(), dtype=pl.Int64),
    )
    entries, postings = remits.post_pairs(
        rows,
        kind=EntryKind.PROVIDER_ADJUSTMENT,
        debit=LedgerAccount.PROVIDER_LEVEL,
        credit=LedgerAccount.PAYER_CASH,
        cents="amount_cents",
    )
    named = rows.select("entry_key", about="visit_id", reason="reason_code")
    entries = entries.join(named, on="entry_key", maintain_order="left").with_columns(visit_id="about")
    postings = postings.join(named, on="entry_key", maintain_order="left").with_columns(
        group_code=pl.lit("PLB"), carc="reason"
    )
    post_entries(store, entries.drop("about", "reason"), postings.drop("about", "reason"))
    settled = _settle_forwards(store, rows)
    return remits.say_provider(rows.filter(~pl.col("row_no").is_in(settled.implode())), file=file)


def _settle_forwards(store: Store, rows: pl.DataFrame) -> pl.Series:
    """row_no of balances that came and went: another payment of this file, or an earlier one whose finding is resolved, answers them."""
    visit_ids = rows["visit_id"].drop_nulls().unique().to_list()
    decisions = reads.remit_claims(store, visit_id=visit_ids)
    reversed_ids = decisions.filter(pl.col("status_code") == remits.REVERSAL)["visit_id"].unique()
    is_reversed = pl.col("visit_id").is_in(reversed_ids.implode()).fill_null(value=False)
    carried = remits.find_carried(rows.with_columns(is_reversed=is_reversed))
    if carried.is_empty():
        return carried["row_no"]
    findings = reads.open_findings(store, code=[FORWARD_CODE])
    still, settled = remits.pair_forwards(carried, remits.read_forwards(findings.select("finding_id", "raw")))
    store.amend("finding", settled.with_columns(resolved_at=pl.lit(store.now)), on=("finding_id",))
    unpaired = remits.pair_within(still)
    return carried.join(unpaired, on="row_no", how="anti")["row_no"]

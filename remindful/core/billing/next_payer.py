"""Secondary and tertiary claims: which visits are the next payer's to answer, and what the payers before it said, line by line."""

from dataclasses import replace
from datetime import date

import polars as pl

from remindful.core.billing.compose import ClaimFrames
from remindful.core.coverage import adjudications_in_force
from remindful.core.words import contracts, frames
from remindful.core.words.kinds import EntryKind, LedgerAccount

#: CLP02: processed, and forwarded by the payer itself to the next one (as primary, secondary, tertiary; not our claim).
CROSSED_OVER = ("19", "20", "21", "23")


def find_next_payers(visit_payers: pl.DataFrame, adjudications: pl.DataFrame, sent: pl.DataFrame) -> pl.DataFrame:
    """visit_id, level_no: the level that is to be asked now. Its payer has not answered nor been asked; all before it answered.

    visit_payers: VisitPayers. adjudications: StoredRemitClaims with a visit. sent: SentClaims. Where the payer before it crossed the claim
    over, nothing is to be sent: a second claim would be a duplicate.
    """
    latest = (
        adjudications_in_force(adjudications, day=date.max)
        .group_by("visit_id", "level_no", maintain_order=True)
        .last()
        .select("visit_id", "level_no", is_crossed=pl.col("status_code").is_in(CROSSED_OVER))
    )
    levels = (
        visit_payers.select("visit_id", "level_no")
        .sort("visit_id", "level_no")
        .join(latest, on=["visit_id", "level_no"], how="left", maintain_order="left")
    )
    open_level = levels.filter(pl.col("is_crossed").is_null()).group_by("visit_id").agg(pl.col("level_no").min())
    before = (
        levels.join(open_level.rename({"level_no": "open_no"}), on="visit_id")
        .filter(pl.col("level_no") < pl.col("open_no"))
        .group_by("visit_id")
        .agg(
            is_crossed=pl.col("is_crossed").sort_by("level_no").last(), answered=pl.len()
        )
    )  # fmt: skip
    billed = sent.filter(pl.col("visit_id").is_not_null()).select("visit_id", "level_no").unique()
    return (
        open_level.join(before, on="visit_id")
        .filter(~pl.col("is_crossed"))
        .join(billed, on=["visit_id", "level_no"], how="anti")
        .select("visit_id", "level_no")
        .sort("visit_id")
    )


def add_adjudications(
    composed: ClaimFrames, *, items: pl.DataFrame, responsibilities: pl.DataFrame, ledger_lines: pl.DataFrame,
    adjudications: pl.DataFrame,
) -> ClaimFrames:  # fmt: skip
    """The claims with what earlier payers decided on each line (loops 2320 and 2430), as it was posted.

    items: of the claims' visits, with claim_no and line_control_number; responsibilities, ledger_lines: of those items; adjudications:
    StoredRemitClaims. Per line and level: charge = paid + adjustments, as COB must balance (TR3 1.4.3).
    """
    in_force = adjudications_in_force(adjudications, day=date.max).select("remit_claim_id")
    decided_now = responsibilities.join(in_force, on="remit_claim_id", how="semi", maintain_order="left")
    adjusted = decided_now.group_by("item_id", "level_no", "group_code", "carc", maintain_order=True).agg(
        pl.col("amount_cents").sum()
    )
    decided = _decided_lines(composed, items, adjusted, _paid_by_level(ledger_lines), adjudications)
    by_line = decided.with_columns(
        patient_cents=pl.lit(None, dtype=pl.Int64), noncovered_cents=pl.lit(None, dtype=pl.Int64)
    )
    shares = (
        decided.join(adjusted.filter(pl.col("group_code") == "PR"), on=["item_id", "level_no"])
        .group_by("claim_no", "level_no")
        .agg(patient_cents=pl.col("amount_cents").sum())
    )
    by_claim = (
        decided.group_by("claim_no", "level_no", maintain_order=True)
        .agg(pl.col("paid_cents").sum(), pl.col("paid_on").max(), pl.col("segment_no").first())
        .join(shares, on=["claim_no", "level_no"], how="left", maintain_order="left")
        .with_columns(pl.col("patient_cents").fill_null(0))
    )
    adjustments = (
        decided.select("item_id", "claim_no", "line_no", "level_no", "segment_no")
        .join(adjusted.filter(pl.col("amount_cents") != 0), on=["item_id", "level_no"])
        .with_columns(units=pl.lit(None, dtype=pl.Float64))
        .sort("claim_no", "level_no", "line_no", "group_code", "carc")
    )
    both = pl.concat([by_claim, by_line], how="diagonal")
    return replace(
        composed,
        adjudications=contracts.check(frames.ClaimAdjudications, both),
        adjustments=contracts.check(frames.ClaimPayerAdjustments, adjustments),
    )


def _paid_by_level(ledger_lines: pl.DataFrame) -> pl.DataFrame:
    """item_id, level_no, paid_cents: what each payer level paid on each item, less what it took back."""
    is_payers = pl.col("kind").is_in([str(EntryKind.ADJUDICATION), str(EntryKind.PAYER_REVERSAL)])
    on_item = (pl.col("ledger_account") == str(LedgerAccount.RECEIVABLE)) & pl.col("group_code").is_null()
    return (
        ledger_lines.filter(is_payers & on_item)
        .group_by("item_id", "level_no")
        .agg(paid_cents=-pl.col("amount_cents").sum())
    )


def _decided_lines(
    composed: ClaimFrames, items: pl.DataFrame, adjusted: pl.DataFrame, paid: pl.DataFrame, adjudications: pl.DataFrame
) -> pl.DataFrame:
    """One row a line of a claim and a payer level before the one that it goes to: what that level paid, and when it decided."""
    of_item = items.select("item_id", "visit_id", "claim_no", "line_control_number").join(
        composed.lines.select("claim_no", "line_no", "line_control_number", "procedure_code", "modifiers", "units"),
        on=["claim_no", "line_control_number"],
    )
    destination = composed.payers.filter("is_destination").select("claim_no", destination_no="level_no")
    level_days = (
        adjudications.filter(pl.col("visit_id").is_not_null())
        .group_by("visit_id", "level_no")
        .agg(paid_on=pl.col("adjudicated_on").max())
    )
    levels = pl.concat([paid.select("item_id", "level_no"), adjusted.select("item_id", "level_no")]).unique()
    return (
        levels.join(of_item, on="item_id")
        .join(destination, on="claim_no")
        .filter(pl.col("level_no") < pl.col("destination_no"))
        .join(paid, on=["item_id", "level_no"], how="left")
        .join(level_days, on=["visit_id", "level_no"], how="left")
        .with_columns(pl.col("paid_cents").fill_null(0), segment_no="claim_no")
        .sort("claim_no", "level_no", "line_no")
    )

"""Denials as work: what payers did not pay and can be asked to, why, until when, and in what order. See docs/algorithms/denials.md."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from remindful.core.remits.carcs import Meaning, carc_frame
from remindful.core.remits.causes import PERCENT, REMEDIES, Recovery, RootCause, Way
from remindful.core.remits.limits import AppealLimits, add_deadlines
from remindful.core.remits.rarcs import rarc_frame
from remindful.core.words import contracts
from remindful.core.words.frames import DenialWork

#: How much sooner a deadline makes the work: days left at most, factor. A passed one is looked at last; an unknown one is not safe.
URGENCY = ((-1, 1), (14, 16), (45, 8))
LATER, UNKNOWN_DEADLINE = 4, 8
_CLAIM = ("remit_claim_id", "visit_id", "level_no")


@dataclass(frozen=True, slots=True)
class DenialFrames:
    """What `denial_work` reads. responsibilities carry `meaning`; adjudications: those that stand, one a visit and level.

    visits: visit_id, organization_id, account_id, visit_key, provider_npi. sent: visit_id, level_no, sent_on.
    """

    items: pl.DataFrame
    item_balances: pl.DataFrame
    responsibilities: pl.DataFrame
    adjudications: pl.DataFrame
    remarks: pl.DataFrame  # remit_claim_id, remark_codes (a list)
    visit_payers: pl.DataFrame
    visits: pl.DataFrame
    sent: pl.DataFrame


def denial_work(frames: DenialFrames, *, day: date, limits: AppealLimits) -> pl.DataFrame:
    """DenialWork at the end of `day`, most pressing first.

    A row is a line that a standing answer denies, or leaves to a person, or cuts as bundled, and of which something can still be had:
    what is open and not the patient's, or what was written off as bundled.
    """
    lines = _sum_lines(frames)
    payers = frames.visit_payers.select("visit_id", "level_no", "payer_key", "payer_name", "payer_kind")
    joined = (
        lines.join(frames.visits, on="visit_id", maintain_order="left")
        .join(frames.items.select("item_id", "procedure_code", "modifiers", "service_on", "charge_cents"), on="item_id", maintain_order="left")
        .join(payers, on=["visit_id", "level_no"], how="left", maintain_order="left")
        .join(_last_sent(frames), on=list(_CLAIM), how="left", maintain_order="left")
        .with_columns(pl.col("payer_kind").fill_null("unknown"))
    )  # fmt: skip
    work = add_deadlines(_find_remarks(joined, frames.remarks), limits=limits)
    work = _rank(work, day=day)
    contract = contracts.check(DenialWork, work)
    return contract.sort("priority", "item_id", "remit_claim_id", descending=[True, False, False])


def _sum_lines(frames: DenialFrames) -> pl.DataFrame:
    """One row an item and answer, with the code of its largest denied amount, and what of it can still be had."""
    adjustments = frames.responsibilities.join(
        frames.adjudications.select("remit_claim_id"), on="remit_claim_id", how="semi"
    )
    coded = adjustments.join(carc_frame(), on="carc", how="left", maintain_order="left").with_columns(
        cause=pl.col("cause").fill_null(str(RootCause.INFORMATION)),
        recovery=pl.col("recovery").fill_null(str(Recovery.SOMETIMES)),
        way=pl.col("way").fill_null(str(Way.RECONSIDERATION)),
        carc_text=pl.col("carc_text").fill_null("A reason code that no table knows: ask the payer what it means."),
    )
    waits = [str(Meaning.DENIED), str(Meaning.COVERAGE), str(Meaning.UNKNOWN)]
    is_cut = (pl.col("meaning") == str(Meaning.OFF)) & (pl.col("cause") == str(RootCause.BUNDLING))
    can_ask = pl.col("way") != str(Way.NONE)
    denied = coded.filter(can_ask & (pl.col("amount_cents") > 0) & (pl.col("meaning").is_in(waits) | is_cut))
    summed = (
        denied.with_columns(is_written_off=is_cut)
        .sort("amount_cents", descending=True, maintain_order=True)
        .group_by("item_id", *_CLAIM, "adjudicated_on", maintain_order=True)
        .agg(
            pl.col("group_code", "carc", "cause", "recovery", "way", "carc_text", "is_written_off").first(),
            denied_cents=pl.col("amount_cents").sum(),
            cut_cents=pl.col("amount_cents").filter("is_written_off").sum(),
        )
    )
    still = frames.item_balances.select("item_id", "open_cents", "patient_due_cents")
    left = (pl.col("open_cents") - pl.col("patient_due_cents")).clip(0)
    open_part = pl.min_horizontal(pl.col("denied_cents") - pl.col("cut_cents"), left)
    joined = summed.join(still, on="item_id", maintain_order="left")
    return joined.with_columns(recoverable_cents=open_part + pl.col("cut_cents")).filter(
        pl.col("recoverable_cents") > 0
    )


def _last_sent(frames: DenialFrames) -> pl.DataFrame:
    """When a claim of the level went out again after the answer: the columns of _CLAIM, resent_on."""
    later = frames.adjudications.join(frames.sent, on=["visit_id", "level_no"]).filter(
        pl.col("sent_on") > pl.col("adjudicated_on")
    )
    return later.group_by(*_CLAIM).agg(resent_on=pl.col("sent_on").max())


def _find_remarks(work: pl.DataFrame, remarks: pl.DataFrame) -> pl.DataFrame:
    """Add remark_codes, says and next_step. A remark that our table knows tells more than a CARC that only says `see the remark`."""
    coded = work.select("remit_claim_id").unique().join(remarks, on="remit_claim_id")
    known = (
        coded.explode("remark_codes")
        .rename({"remark_codes": "rarc"})
        .join(rarc_frame(), on="rarc", maintain_order="left")
        .unique("remit_claim_id", keep="first", maintain_order=True)
    )
    texts = coded.select("remit_claim_id", remark_codes=pl.col("remark_codes").list.join(":"))
    joined = (
        work.join(texts, on="remit_claim_id", how="left", maintain_order="left")
        .join(
            known.select("remit_claim_id", "rarc_cause", "rarc_text", "rarc_remedy"),
            on="remit_claim_id",
            how="left",
            maintain_order="left",
        )
        .with_columns(pl.col("remark_codes").fill_null(""))
    )
    tells_more = (pl.col("cause") == str(RootCause.INFORMATION)) & pl.col("rarc_cause").is_not_null()
    joined = joined.with_columns(is_vague=tells_more).with_columns(
        cause=pl.when("is_vague").then("rarc_cause").otherwise("cause")
    )
    remedies = {str(cause): remedy for cause, remedy in REMEDIES.items()}
    by_cause = pl.col("cause").replace_strict(remedies, return_dtype=pl.String)
    remedy = pl.when("is_vague").then("rarc_remedy").otherwise(by_cause)
    waits = pl.format(
        "A claim went out again on {}: wait for its adjudication; send a status inquiry (276) after 30 days.",
        "resent_on",
    )
    message = pl.when(pl.col("rarc_text").is_not_null()).then(pl.format("{} {}", "carc_text", "rarc_text"))
    return joined.with_columns(
        message=message.otherwise("carc_text"),
        next_step=pl.when(pl.col("resent_on").is_not_null()).then(waits).otherwise(remedy),
    )


def _rank(work: pl.DataFrame, *, day: date) -> pl.DataFrame:
    """Add days_left, expected_cents and priority."""
    percent = pl.col("recovery").replace_strict(
        {str(recovery): share for recovery, share in PERCENT.items()}, return_dtype=pl.Int64
    )
    work = work.with_columns(
        days_left=(pl.col("deadline_on") - pl.lit(day)).dt.total_days(),
        expected_cents=pl.col("recoverable_cents") * percent // 100,
    )
    factor = pl.lit(LATER)
    for most, times in reversed(URGENCY):
        factor = pl.when(pl.col("days_left") <= most).then(times).otherwise(factor)
    factor = pl.when(pl.col("days_left").is_null()).then(UNKNOWN_DEADLINE).otherwise(factor)
    # What went out again is not worked on twice.
    factor = pl.when(pl.col("resent_on").is_not_null()).then(1).otherwise(factor)
    return work.with_columns(priority=pl.col("expected_cents") * factor)


def sum_denials(work: pl.DataFrame, *, by: str) -> pl.DataFrame:
    """`by` (a column of DenialWork), lines, denied_cents, recoverable_cents, expected_cents, first_deadline_on: largest first."""
    return (
        work.group_by(by)
        .agg(
            pl.len().alias("lines"),
            pl.col("denied_cents", "recoverable_cents", "expected_cents").sum(),
            first_deadline_on=pl.col("deadline_on").min(),
        )
        .sort("recoverable_cents", by, descending=[True, False], nulls_last=True)
    )

"""Back along the chain: the cause of each open amount, the days of each stage, and what it costs. See docs/algorithms/trace.md."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from remindful.core.words.care import EncounterState
from remindful.core.words.contracts import complete
from remindful.core.words.frames import Traces
from remindful.core.words.kinds import BalanceOwner, Cause

#: After so many days without a word a payer's answer counts as late (45 CFR sets no day; state prompt-pay laws give 30 to 45).
LATE_DAYS = 45


@dataclass(frozen=True, slots=True)
class TraceFrames:
    """What a trace is read from, each keeping its contract; frames of what is not known are empty.

    item_balances also has procedure_code; encounters: with state and visit_id; edits: EditFindings of encounters that are held;
    sent: SentClaims with state (find_claim_states); statuses: ClaimStatuses with claim_sent_id; roots: carc, root (a Cause), for what was denied.
    """

    item_balances: pl.DataFrame
    visits: pl.DataFrame
    visit_payers: pl.DataFrame
    encounters: pl.DataFrame
    charges: pl.DataFrame
    edits: pl.DataFrame
    referrals: pl.DataFrame
    authorizations: pl.DataFrame
    sent: pl.DataFrame
    statuses: pl.DataFrame
    adjudications: pl.DataFrame
    roots: pl.DataFrame


def trace(frames: TraceFrames, *, day: date) -> pl.DataFrame:
    """Traces of every amount that is open at the end of `day`, and of every encounter that is not billed."""
    every = pl.concat([_trace_items(frames, day=day), _trace_encounters(frames)], how="diagonal_relaxed")
    every = every.with_columns(open_days=(pl.lit(day) - pl.col("service_on")).dt.total_days())
    return complete(Traces, every).sort("service_on", "chart_key", "item_id")


def _stages(frames: TraceFrames) -> pl.DataFrame:
    """encounter_key: the days of order, authorization and capture, the provider and the site."""
    captured = frames.charges.group_by("encounter_key").agg(
        captured_on=pl.col("captured_on").max(), priced_cents=pl.col("charge_cents").sum()
    )
    ordered = frames.referrals.select("referral_key", "ordered_on").unique("referral_key")
    authorized = (
        frames.authorizations.filter(pl.col("number").is_not_null())
        .sort("decided_on")
        .unique("number", keep="last")
        .select(authorization_number="number", authorized_on="decided_on")
    )
    return (
        frames.encounters.join(captured, on="encounter_key", how="left", maintain_order="left")
        .join(ordered, on="referral_key", how="left", maintain_order="left")
        .join(authorized, on="authorization_number", how="left", maintain_order="left")
        .with_columns(provider_npi="rendering_npi", site=pl.coalesce("facility_npi", "place_of_service", "bill_type"))
    )


def _receipts(frames: TraceFrames) -> pl.DataFrame:
    """visit_id: the last claim sent, and whether its receiver took it in."""
    last = frames.sent.filter(pl.col("visit_id").is_not_null()).sort("claim_sent_id").unique("visit_id", keep="last")
    dated = frames.statuses.filter(pl.col("claim_sent_id").is_not_null()).sort("claim_status_id")
    verdicts = dated.group_by("claim_sent_id", maintain_order=True).agg(
        accepted_on=pl.col("effective_on").filter(pl.col("is_accepted")).first(),
        status=pl.format(
            "{}{}", pl.col("category_code").fill_null(""), pl.format(":{}", "status_code").fill_null("")
        ).last(),
    )
    return last.join(verdicts, on="claim_sent_id", how="left").select(
        "visit_id",
        "sent_on",
        "accepted_on",
        "status",
        sent_level_no="level_no",
        is_rejected=pl.col("state") == "rejected",
    )


def _trace_items(frames: TraceFrames, *, day: date) -> pl.DataFrame:
    open_items = frames.item_balances.filter(pl.col("open_cents") != 0)
    visits = frames.visits.select("visit_id", chart_key="visit_key", first_billed_on="billed_on")
    stages = _stages(frames).filter(pl.col("visit_id").is_not_null()).select(
        "visit_id", "ordered_on", "authorized_on", "captured_on", "provider_npi", "site"
    )  # fmt: skip
    answered = (
        frames.adjudications.filter(pl.col("visit_id").is_not_null())
        .sort("adjudicated_on", "remit_claim_id")
        .unique("visit_id", keep="last")
        .select("visit_id", "adjudicated_on", adjudicated_level_no="level_no")
    )
    rows = (
        open_items.join(visits, on="visit_id", how="left", maintain_order="left")
        .join(stages.unique("visit_id"), on="visit_id", how="left", maintain_order="left")
        .join(_receipts(frames), on="visit_id", how="left", maintain_order="left")
        .join(answered, on="visit_id", how="left", maintain_order="left")
        .join(frames.roots.select("carc", "root").unique("carc"), on="carc", how="left", maintain_order="left")
        .with_columns(
            billed_on="first_billed_on",
            level_no=pl.coalesce("adjudicated_level_no", "sent_level_no", pl.lit(1, dtype=pl.Int64)),
            requested_on=pl.coalesce("sent_on", "first_billed_on"),
        )
    )
    payers = frames.visit_payers.select("visit_id", "level_no", "payer_key", "payer_name")
    rows = rows.join(payers, on=["visit_id", "level_no"], how="left", maintain_order="left")
    return rows.with_columns(cause=_cause_of_item(day), detail=_detail_of_item())


def _cause_of_item(day: date) -> pl.Expr:
    balance_owner, causes = pl.col("balance_owner"), Cause
    is_rejected = pl.col("is_rejected").fill_null(value=False)
    is_late = (pl.lit(day) - pl.coalesce("adjudicated_on", "requested_on")).dt.total_days() > LATE_DAYS
    branches: list[tuple[pl.Expr, Cause]] = [
        (balance_owner == str(BalanceOwner.CREDIT), causes.CREDIT),
        (balance_owner == str(BalanceOwner.NOT_BILLABLE), causes.PROTECTED),
        (balance_owner == str(BalanceOwner.NEEDS_REVIEW), causes.UNDER_REVIEW),
        (
            (balance_owner == str(BalanceOwner.PAYER)) & is_rejected & pl.col("adjudicated_on").is_null(),
            causes.REJECTION,
        ),
        ((balance_owner == str(BalanceOwner.PAYER)) & is_late.fill_null(value=False), causes.PAYER_LATE),
        ((balance_owner == str(BalanceOwner.PAYER)) & pl.col("adjudicated_on").is_not_null(), causes.NEXT_PAYER),
        (balance_owner == str(BalanceOwner.PAYER), causes.PAYER),
        ((balance_owner == str(BalanceOwner.PATIENT)) & (pl.col("self_pay_cents") > 0), causes.SELF_PAY),
        (balance_owner == str(BalanceOwner.PATIENT), causes.PATIENT_SHARE),
    ]
    known = pl.coalesce([pl.when(here).then(pl.lit(str(cause))) for here, cause in branches])
    return pl.coalesce(known, pl.col("root"), pl.lit(str(Cause.DENIAL)))


def _detail_of_item() -> pl.Expr:
    carc = pl.when(pl.col("carc").is_not_null()).then(pl.format("CARC {}", "carc"))
    rejected = pl.when(pl.col("is_rejected")).then(pl.format("status {}", "status"))
    return pl.coalesce(carc, rejected, "reason")


#: What kept an encounter back, by the first word of the edit's name.
_BY_EDIT = {
    "referral": Cause.REFERRAL, "authorization": Cause.AUTHORIZATION, "charge": Cause.CHARGE_CAPTURE,
    "encounter": Cause.REGISTRATION, "claim": Cause.REGISTRATION, "timely": Cause.TIMELY_FILING,
}  # fmt: skip


def _trace_encounters(frames: TraceFrames) -> pl.DataFrame:
    """Encounters that are not billed, each with the first thing, along the chain, that keeps it back."""
    waiting = _stages(frames).filter(
        pl.col("state").is_in([str(EncounterState.OPEN), str(EncounterState.HELD)]) & pl.col("visit_id").is_null()
    )
    by_edit = pl.col("edit").str.extract(r"^([a-z_]+)").replace_strict(
        {word: str(cause) for word, cause in _BY_EDIT.items()}, default=str(Cause.CODING), return_dtype=pl.String
    )  # fmt: skip
    in_chain = pl.Enum([str(cause) for cause in Cause])
    first = (
        frames.edits.filter(pl.col("severity") == "stop")
        .select("encounter_key", detail="edit", cause=by_edit.cast(in_chain))
        .sort("encounter_key", "cause", "detail")
        .unique("encounter_key", keep="first", maintain_order=True)
        .with_columns(pl.col("cause").cast(pl.String))
    )
    unfinished = pl.when(~pl.col("is_finished")).then(pl.lit(str(Cause.DOCUMENTATION)))
    return waiting.join(first, on="encounter_key", how="left", maintain_order="left").select(
        "ordered_on",
        "authorized_on",
        "captured_on",
        "provider_npi",
        "site",
        "detail",
        chart_key="encounter_key",
        service_on="started_on",
        open_cents=pl.col("priced_cents").fill_null(0),
        cause=pl.coalesce(unfinished, "cause", pl.lit(str(Cause.CODING))),
    )

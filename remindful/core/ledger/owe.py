"""Whose each open amount is, derived every night from the ledger and from what the payers said. See docs/algorithms/owe.md."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from remindful.core.coverage import adjudications_in_force
from remindful.core.ledger.paid_at_visit import hold_paid_at_visit, missing_at_visit
from remindful.core.words import contracts
from remindful.core.words.findings import Out
from remindful.core.words.frames import ItemBalances
from remindful.core.words.kinds import BalanceOwner, EntryKind, LedgerAccount, PayerKind

#: Meanings of adjustments (remits.Meaning) by what they make of a patient's share.
SHARES = {
    "deductible": "deductible_cents",
    "coinsurance": "coinsurance_cents",
    "copay": "copay_cents",
    "not_covered": "not_covered_cents",
}
#: CARC of a line that its payer has not decided, though it says so in a remittance.
PENDING_CARC = "133"
#: CLP02 of a claim that its payer sent on to the next one: that one is to decide, whether the claim names it or not.
FORWARDED = ("19", "20", "21")
PARTS = ("payer_paid_cents", "contractual_cents", "other_off_cents", "opening_off_cents", "patient_paid_cents")


@dataclass(frozen=True, slots=True)
class OweFrames:
    """What `owe` reads, each keeping its contract. `responsibilities` carries `meaning` (remits.meaning_expr) beside its columns."""

    items: pl.DataFrame
    visits: pl.DataFrame
    visit_payers: pl.DataFrame
    ledger_lines: pl.DataFrame
    responsibilities: pl.DataFrame
    adjudications: pl.DataFrame  # StoredRemitClaims with a visit
    parties: pl.DataFrame
    discharges: pl.DataFrame | None = (
        None  # account_id, discharged_through_on: care up to it is discharged in bankruptcy
    )
    reported: pl.DataFrame | None = (
        None  # visit_id, account_id, service_from_on, service_to_on, patient_paid_cents of the claim
    )


def owe(frames: OweFrames, *, day: date) -> Out:
    """ItemBalances at the end of `day`; exceptions: the same of items that are somebody else's than the patient's.

    Nothing unknown is the patient's: an answer outstanding, a denial, a code nobody knows, a missing reason all wait elsewhere.
    """
    balances = _sum_items(frames.items, frames.ledger_lines, day=day)
    in_force = adjudications_in_force(frames.adjudications, day=day)
    shares = _sum_shares(frames.responsibilities, in_force)
    visits = _sum_visits(frames, in_force)
    rows = (
        balances.join(visits, on="visit_id", maintain_order="left")
        .join(shares, on="item_id", how="left", maintain_order="left")
        .with_columns(pl.col(*SHARES.values(), "denied_cents", "review_cents", "adjustment_rows").fill_null(0))
    )
    rows = _decide(rows)
    if frames.reported is not None:
        lines = frames.ledger_lines.filter(pl.col("effective_on") <= day)
        rows = hold_paid_at_visit(rows, missing_at_visit(frames.reported, lines))
    contract = contracts.check(ItemBalances, rows)
    not_patients = contract.filter(
        ~pl.col("balance_owner").is_in([str(BalanceOwner.PATIENT), str(BalanceOwner.SETTLED)])
    )
    return Out(contract, not_patients)


def _sum_items(items: pl.DataFrame, lines: pl.DataFrame, *, day: date) -> pl.DataFrame:
    """Each item's parts: charge = payer paid + contractual + other + opening + patient paid + open, by the receivable's legs."""
    legs = lines.filter((pl.col("ledger_account") == str(LedgerAccount.RECEIVABLE)) & (pl.col("effective_on") <= day))
    is_answer = pl.col("kind").is_in([str(EntryKind.ADJUDICATION), str(EntryKind.PAYER_REVERSAL)])
    is_charge = pl.col("kind").is_in([str(EntryKind.CHARGE), str(EntryKind.OPENING_BALANCE), str(EntryKind.VOID)])
    has_group = pl.col("group_code").is_not_null()
    is_opening_off = (pl.col("kind") == str(EntryKind.OPENING_BALANCE)) & has_group
    is_patients = pl.col("kind") == str(EntryKind.ALLOCATION)
    cents = pl.col("amount_cents")
    summed = legs.group_by("item_id").agg(
        charge_cents=cents.filter(is_charge & ~has_group).sum(),
        payer_paid_cents=-cents.filter(is_answer & ~has_group).sum(),
        contractual_cents=-cents.filter((is_answer | is_charge) & has_group & ~is_opening_off).sum(),
        opening_off_cents=-cents.filter(is_opening_off).sum(),
        patient_paid_cents=-cents.filter(is_patients).sum(),
        other_off_cents=-cents.filter(~is_answer & ~is_charge & ~is_patients).sum(),
        open_cents=cents.sum(),
        charged_on=pl.col("effective_on").filter(is_charge & (cents > 0)).max(),
    )
    # An item that was voided, or not yet charged on this day, has no legs that stand: it is worth nothing, and stays visible.
    return items.drop("charge_cents").join(summed, on="item_id", how="inner", maintain_order="left")


def _sum_shares(responsibilities: pl.DataFrame, in_force: pl.DataFrame) -> pl.DataFrame:
    """What the last payer level says of each item: shares of the patient, what is denied, what a person must look at, in how many rows."""
    final = in_force.filter(pl.col("level_no") == pl.col("level_no").max().over("visit_id"))
    final_rows = responsibilities.filter(pl.col("carc") != PENDING_CARC).join(
        final.select("remit_claim_id"), on="remit_claim_id", how="semi"
    )
    is_patients = pl.col("group_code") == "PR"
    cents = pl.col("amount_cents")
    shares = {
        name: cents.filter(is_patients & (pl.col("meaning") == meaning)).sum() for meaning, name in SHARES.items()
    }
    is_odd = pl.col("meaning").is_in(["coverage", "unknown"]) | (
        is_patients & pl.col("meaning").is_in(["off", "prior_payer"])
    )
    stopping = (pl.col("meaning") == "denied") | is_odd
    return final_rows.group_by("item_id").agg(
        **shares,
        denied_cents=cents.filter(pl.col("meaning") == "denied").sum(),
        review_cents=cents.filter(is_odd).sum(),
        carc=pl.col("carc").filter(stopping).first(),
        adjustment_rows=pl.len(),
    )


def _sum_visits(frames: OweFrames, in_force: pl.DataFrame) -> pl.DataFrame:
    """Each visit: its payer levels, how many were adjudicated, and how much of the charge; Medicaid, Medicare for a QMB, the last day."""
    by_level = _sum_levels(frames.responsibilities, in_force)
    last_status = by_level.sort("level_no").group_by("visit_id").agg(is_forwarded=pl.col("is_forwarded").last())
    payers = frames.visit_payers.join(by_level, on=["visit_id", "level_no"], how="left").group_by("visit_id").agg(
        levels=pl.len(),
        answered=pl.col("adjudicated_on").count(),
        decided_cents=pl.col("decided_cents").min(),
        pending_decided_cents=pl.col("decided_cents").filter("has_pending").min(),
        has_medicaid=(pl.col("payer_kind") == str(PayerKind.MEDICAID)).any(),
        has_medicare=pl.col("payer_kind").is_in([str(PayerKind.MEDICARE), str(PayerKind.MEDICARE_ADVANTAGE)]).any(),
        adjudicated_on=pl.col("adjudicated_on").max(),
    )  # fmt: skip
    discharges = frames.discharges
    if discharges is None:
        discharges = pl.DataFrame(schema={"account_id": pl.Int64, "discharged_through_on": pl.Date})
    is_discharged = (pl.col("service_from_on") <= pl.col("discharged_through_on")).fill_null(value=False)
    qmb = frames.parties.select(patient_id="party_id", is_qmb="is_qmb")
    return (
        frames.visits.join(payers, on="visit_id", how="left", maintain_order="left")
        .join(last_status, on="visit_id", how="left", maintain_order="left")
        .join(qmb, on="patient_id", how="left", maintain_order="left")
        .join(discharges, on="account_id", how="left", maintain_order="left")
        .with_columns(
            pl.col("levels", "answered").fill_null(0),
            pl.col("has_medicaid", "has_medicare", "is_forwarded").fill_null(value=False),
            is_discharged=is_discharged,
            self_pay_on=pl.when("is_opening")
            .then(pl.coalesce("first_statement_on", "billed_on", "service_from_on"))
            .otherwise(pl.coalesce("billed_on", "service_from_on")),
        )
        .select(
            "visit_id", "account_id", "patient_id", "is_opening", "opening_reason", "levels", "answered", "has_medicaid",
            "has_medicare", "is_qmb", "is_discharged", "adjudicated_on", "decided_cents", "pending_decided_cents", "is_forwarded", "self_pay_on",
        )
    )  # fmt: skip


def _sum_levels(responsibilities: pl.DataFrame, in_force: pl.DataFrame) -> pl.DataFrame:
    """visit_id, level_no, adjudicated_on, decided_cents (charges decided, without lines that are pending), has_pending, is_forwarded."""
    pending = (
        responsibilities.filter(pl.col("carc") == PENDING_CARC)
        .group_by("remit_claim_id")
        .agg(pending_cents=pl.col("amount_cents").sum())
    )
    joined = in_force.join(pending, on="remit_claim_id", how="left", maintain_order="left")
    pending_cents = pl.col("pending_cents").fill_null(0)
    return joined.group_by("visit_id", "level_no").agg(
        pl.col("adjudicated_on").max(),
        decided_cents=(pl.col("charge_cents") - pending_cents).sum(),
        has_pending=(pending_cents != 0).any(),
        is_forwarded=pl.col("status_code").is_in(FORWARDED).any(),
    )


def _is_self_pay() -> pl.Expr:
    return (pl.col("levels") == 0) & ~pl.col("is_opening")


def _has_opening_reason() -> pl.Expr:
    return pl.col("is_opening") & pl.col("opening_reason").is_not_null()


def _due_cents() -> pl.Expr:
    """What the patient's share is now: of an item that nobody decides, all that is open; else what the payers left to the patient."""
    share_cents = pl.sum_horizontal(SHARES.values())
    room = (share_cents - pl.col("patient_paid_cents")).clip(0)
    open_cents = pl.col("open_cents").clip(0)
    # Where the whole visit comes out to the cent, amounts shared out over its lines may each be a cent off: the line's rest is due.
    # More than a cent for each amount is no rounding: a line that nobody explained, made up for by a discount on another.
    is_rounding = (room - open_cents).abs().max().over("visit_id") <= pl.col("adjustment_rows").max().over("visit_id")
    comes_out = room.sum().over("visit_id") == open_cents.sum().over("visit_id")
    is_even = comes_out & is_rounding & (pl.col("denied_cents") == 0)
    share_due = pl.when(is_even).then(open_cents).otherwise(pl.min_horizontal(room, "open_cents"))
    return pl.when(_is_self_pay() | _has_opening_reason()).then("open_cents").otherwise(share_due)


def _is_answered() -> pl.Expr:
    """Whether every payer level has decided the item, as it is charged now."""
    charged = pl.col("charge_cents").sum().over("visit_id")
    # What was billed anew after the last answer (a replacement took the old charge back) is not answered yet.
    has_no_adjustment = (
        (pl.col("adjustment_rows") == 0) & (pl.col("payer_paid_cents") == 0) & (pl.col("contractual_cents") == 0)
    )
    is_anew = (has_no_adjustment & (pl.col("charged_on") > pl.col("adjudicated_on"))).fill_null(value=False)
    # Of a claim that the payer split, a line that no part has named yet is not decided.
    is_partly = (pl.col("decided_cents") < charged).fill_null(value=False)
    # A line that its payer has not decided keeps the visit with the payer: the correction takes all lines back.
    is_pending = (pl.col("pending_decided_cents") < charged).fill_null(value=False)
    has_all_levels = (pl.col("answered") >= pl.col("levels")) & ~pl.col("is_forwarded") & ~is_pending
    return has_all_levels & ~is_anew & ~(has_no_adjustment & is_partly)


def _owners(due: pl.Expr, copay_due: pl.Expr) -> list[tuple[pl.Expr, BalanceOwner, str]]:
    """(where, balance_owner, reason): the first that holds counts. What none explains is for a person."""
    is_self_pay, has_reason = _is_self_pay(), _has_opening_reason()
    is_of_unknown_reason = pl.col("is_opening") & pl.col("opening_reason").is_null()
    return [
        (pl.col("open_cents") == 0, BalanceOwner.SETTLED, "settled"),
        (pl.col("open_cents") < 0, BalanceOwner.CREDIT, "overpaid"),
        (is_of_unknown_reason, BalanceOwner.NEEDS_REVIEW, "opening_reason_unknown"),
        (pl.col("is_discharged") & (has_reason | is_self_pay), BalanceOwner.NOT_BILLABLE, "discharged"),
        (has_reason, BalanceOwner.PATIENT, "opening"),
        (is_self_pay, BalanceOwner.PATIENT, "self_pay"),
        (~_is_answered(), BalanceOwner.PAYER, "waits_for_payer"),
        (pl.col("has_medicaid") & (copay_due > 0), BalanceOwner.PATIENT, "medicaid_copay"),
        (pl.col("has_medicaid"), BalanceOwner.NOT_BILLABLE, "medicaid"),
        (pl.col("has_medicare") & pl.col("is_qmb").fill_null(value=False), BalanceOwner.NOT_BILLABLE, "qmb"),
        (pl.col("is_discharged") & (due > 0), BalanceOwner.NOT_BILLABLE, "discharged"),
        (pl.col("review_cents") != 0, BalanceOwner.NEEDS_REVIEW, "code_needs_a_person"),
        (due > 0, BalanceOwner.PATIENT, "share"),
        (pl.col("denied_cents") != 0, BalanceOwner.DENIED, "denied"),
        (pl.lit(value=True), BalanceOwner.NEEDS_REVIEW, "unexplained"),
    ]


def _decide(rows: pl.DataFrame) -> pl.DataFrame:
    """Add balance_owner, reason, patient_due_cents and became_patients_on."""
    due = _due_cents()
    copay_due = pl.min_horizontal((pl.col("copay_cents") - pl.col("patient_paid_cents")).clip(0), "open_cents")
    owners = _owners(due, copay_due)
    rows = rows.with_columns(
        balance_owner=pl.coalesce(pl.when(here).then(pl.lit(str(owner))) for here, owner, _ in owners),
        reason=pl.coalesce(pl.when(here).then(pl.lit(reason)) for here, _, reason in owners),
    )
    is_patients = pl.col("balance_owner") == str(BalanceOwner.PATIENT)
    patient_due = pl.when(pl.col("reason") == "medicaid_copay").then(copay_due).when(is_patients).then(due).otherwise(0)
    share = pl.col("open_cents") + pl.col("patient_paid_cents")
    # What an open balance is owed for is what the former system said of it.
    of_openings = [
        pl.when("is_opening")
        .then(pl.when(pl.col("opening_reason") == reason).then(share).otherwise(0))
        .otherwise(name)
        .alias(name)
        for reason, name in SHARES.items()
    ]
    is_unadjudicated = _is_self_pay() | pl.col("is_opening")
    has_carc = pl.col("balance_owner").is_in([str(BalanceOwner.DENIED), str(BalanceOwner.NEEDS_REVIEW)])
    return rows.with_columns(
        *of_openings,
        patient_due_cents=patient_due,
        self_pay_cents=pl.when(_is_self_pay() | (pl.col("opening_reason") == "self_pay")).then(share).otherwise(0),
        became_patients_on=pl.when(is_unadjudicated).then("self_pay_on").when(_is_answered()).then("adjudicated_on"),
        carc=pl.when(has_carc).then("carc"),
    )

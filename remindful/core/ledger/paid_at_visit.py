"""What a claim says that the patient paid at the visit (837 AMT*F5), and what of it is not on file: it is not asked for again."""

import polars as pl

from remindful.core.words.kinds import BalanceOwner, EntryKind, LedgerAccount

#: Reasons of amounts of which a part, or all, is not asked for; the second of what Medicaid leaves to the patient.
PAID_AT_VISIT, COPAY_PAID_AT_VISIT = "paid_at_visit", "copay_paid_at_visit"
#: A payment counts as the visit's that was taken from its first day to so many days after its last: offices post it late.
NEAR_DAYS = 7


def missing_at_visit(reported: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """visit_id, missing_cents: what a claim says was paid, less the account's payments of those days, where that is more than 0.

    reported: visit_id, account_id, service_from_on, service_to_on, patient_paid_cents. lines: LedgerLines. A later payment of exactly
    the amount counts too: it is the same payment posted late. Visits of one account that begin on one day share its payments.
    """
    paying = reported.filter(pl.col("patient_paid_cents") > 0)
    payments = (
        lines.filter(
            (pl.col("ledger_account") == str(LedgerAccount.UNAPPLIED))
            & (pl.col("kind") == str(EntryKind.PATIENT_PAYMENT))
        )
        .group_by("account_id", "entry_id")
        .agg(paid_cents=-pl.col("amount_cents").sum(), paid_on=pl.col("effective_on").first())
    )
    on = ["account_id", "service_from_on"]
    last_day = pl.coalesce("service_to_on", "service_from_on").dt.offset_by(f"{NEAR_DAYS}d")
    groups = paying.with_columns(last_day=last_day).group_by(on).agg(
        pl.col("last_day").max(), all_cents=pl.col("patient_paid_cents").sum(), each_cents="patient_paid_cents"
    )  # fmt: skip
    is_near = pl.col("paid_on").is_between("service_from_on", "last_day")
    is_same = (pl.col("paid_on") > pl.col("last_day")) & (
        (pl.col("paid_cents") == pl.col("all_cents")) | pl.col("paid_cents").is_in(pl.col("each_cents"))
    )
    found = groups.join(payments, on="account_id").filter(is_near | is_same)
    received = found.group_by(on).agg(received_cents=pl.col("paid_cents").sum())
    short = (
        paying.join(received, on=on, how="left", maintain_order="left")
        .with_columns(pl.col("received_cents").fill_null(0))
        .sort("visit_id")
    )
    before = pl.col("patient_paid_cents").cum_sum().over(on) - pl.col("patient_paid_cents")
    got = pl.min_horizontal("patient_paid_cents", (pl.col("received_cents") - before).clip(0))
    short = short.with_columns(missing_cents=pl.col("patient_paid_cents") - got)
    return short.filter(pl.col("missing_cents") > 0).select("visit_id", "missing_cents")


def hold_paid_at_visit(rows: pl.DataFrame, missing: pl.DataFrame) -> pl.DataFrame:
    """Items less what was paid at their visit and is not on file: in order of the items, until that amount is used up.

    rows: item_id, visit_id, patient_due_cents, balance_owner, reason. missing: of missing_at_visit. What is left is asked for; an item
    of which nothing is left needs review.
    """
    if missing.is_empty():
        return rows
    joined = rows.join(missing, on="visit_id", how="left", maintain_order="left")
    due = pl.col("patient_due_cents")
    before = due.cum_sum().over("visit_id", order_by="item_id") - due
    held = pl.min_horizontal(due, (pl.col("missing_cents").fill_null(0) - before).clip(0))
    is_copay = pl.col("reason") == "medicaid_copay"
    return (
        joined.with_columns(held_cents=held)
        .with_columns(
            patient_due_cents=due - pl.col("held_cents"),
            reason=pl.when(pl.col("held_cents") == 0)
            .then("reason")
            .when(is_copay)
            .then(pl.lit(COPAY_PAID_AT_VISIT))
            .otherwise(pl.lit(PAID_AT_VISIT)),
            balance_owner=pl.when((pl.col("held_cents") > 0) & (pl.col("held_cents") == due))
            .then(pl.lit(str(BalanceOwner.NEEDS_REVIEW)))
            .otherwise("balance_owner"),
        )
        .drop("missing_cents", "held_cents")
    )


def payable_cents() -> pl.Expr:
    """Of an item, what a payment of the patient may fill: what is due, with what was paid at the visit and is not on file yet."""
    shares = pl.sum_horizontal(
        "deductible_cents", "coinsurance_cents", "copay_cents", "not_covered_cents", "self_pay_cents"
    )
    room = pl.min_horizontal("open_cents", (shares - pl.col("patient_paid_cents")).clip(0))
    copay = pl.min_horizontal("open_cents", (pl.col("copay_cents") - pl.col("patient_paid_cents")).clip(0))
    is_patients = pl.col("balance_owner") == str(BalanceOwner.PATIENT)
    return (
        pl.when(pl.col("reason") == PAID_AT_VISIT)
        .then(room)
        .when(pl.col("reason") == COPAY_PAID_AT_VISIT)
        .then(copay)
        .when(is_patients)
        .then("patient_due_cents")
        .otherwise(0)
    )

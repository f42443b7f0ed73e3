"""Items summed by account: what a guarantor is asked for, and what waits elsewhere."""

import polars as pl

from remindful.core.words import contracts
from remindful.core.words.frames import AccountBalances
from remindful.core.words.kinds import BalanceOwner, LedgerAccount

WAITING = {
    "pending_payer_cents": BalanceOwner.PAYER,
    "denied_cents": BalanceOwner.DENIED,
    "review_cents": BalanceOwner.NEEDS_REVIEW,
    "protected_cents": BalanceOwner.NOT_BILLABLE,
}


def sum_accounts(
    items: pl.DataFrame, *, unapplied: pl.DataFrame, last_payments: pl.DataFrame, accounts: pl.DataFrame
) -> pl.DataFrame:
    """AccountBalances, one row each of `accounts` (account_id). items: ItemBalances. last_payments: account_id, last_payment_on.

    unapplied: of `spendable_money`. What the patient overpaid on one item counts against what is due on another: nobody is reminded while we hold their money.
    """
    is_due = pl.col("patient_due_cents") > 0
    is_credit = pl.col("balance_owner") == str(BalanceOwner.CREDIT)
    # Of an overpaid item, at most what the patient paid is the patient's; the rest goes back to a payer.
    patient_credit = pl.min_horizontal(-pl.col("open_cents"), "patient_paid_cents").clip(0)
    summed = items.group_by("account_id").agg(
        patient_cents=pl.col("patient_due_cents").sum(),
        credit_cents=-pl.col("open_cents").filter(is_credit).sum(),
        patient_credit_cents=patient_credit.filter(is_credit).sum(),
        visits_due=pl.col("visit_id").filter(is_due).n_unique(),
        oldest_service_on=pl.col("service_on").filter(is_due).min(),
        newest_service_on=pl.col("service_on").filter(is_due).max(),
        first_became_patients_on=pl.col("became_patients_on").filter(is_due).min(),
        last_became_patients_on=pl.col("became_patients_on").filter(is_due).max(),
        **{
            name: pl.col("open_cents").filter(pl.col("balance_owner") == str(balance_owner)).sum()
            for name, balance_owner in WAITING.items()
        },
    )
    joined = (
        accounts.select("account_id")
        .join(summed, on="account_id", how="left", maintain_order="left")
        .join(unapplied, on="account_id", how="left", maintain_order="left")
        .join(last_payments, on="account_id", how="left", maintain_order="left")
        .with_columns(
            pl.col(
                "patient_cents", "credit_cents", "patient_credit_cents", "visits_due", "unapplied_cents", *WAITING
            ).fill_null(0)
        )
        .with_columns(unapplied_cents=pl.col("unapplied_cents") + pl.col("patient_credit_cents"))
        .with_columns(due_cents=(pl.col("patient_cents") - pl.col("unapplied_cents")).clip(0))
    )
    return contracts.check(AccountBalances, joined)


def last_patient_payments(ledger_lines: pl.DataFrame) -> pl.DataFrame:
    """account_id, last_payment_on: the last day on which a patient's money came in."""
    legs = ledger_lines.filter(
        (pl.col("ledger_account") == str(LedgerAccount.UNAPPLIED))
        & (pl.col("kind") == "patient_payment")
        & (pl.col("amount_cents") < 0)
    )
    return legs.group_by("account_id").agg(last_payment_on=pl.col("effective_on").max())

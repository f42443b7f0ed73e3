"""Patients' payments to the books: cash to the account's unapplied money, where the night's `settle` finds it."""

import polars as pl

from remindful.core.words.findings import At, Finding
from remindful.core.words.kinds import EntryKind, LedgerAccount
from remindful.core.words.money import say_cents
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.books.position import post_entries


def post_payments(store: Store, payments: pl.DataFrame, *, file: str) -> tuple[int, list[Finding]]:
    """Patients' payments: cash to the account's unapplied money, where the night's `settle` finds it. Returns (new, findings)."""
    people = reads.party_accounts(store, party_key=payments["party_key"].unique().to_list())
    visits = reads.visit_ids(store, visit_key=payments["visit_key"].drop_nulls().unique().to_list())
    rows = (
        payments.join(people.select("party_key", "account_id"), on="party_key", how="left", maintain_order="left")
        .join(
            visits.select("visit_key", "visit_id", visit_account="account_id"),
            on="visit_key",
            how="left",
            maintain_order="left",
        )
        .with_columns(account_id=pl.coalesce("visit_account", "account_id"))
    )
    lost = rows.filter(pl.col("account_id").is_null())
    good = rows.filter(pl.col("account_id").is_not_null() & (pl.col("amount_cents") != 0)).with_columns(
        entry_key=pl.format("payment:{}", "payment_key")
    )
    entries = good.select(
        "entry_key", "visit_id", "account_id", kind=pl.lit(str(EntryKind.PATIENT_PAYMENT)), effective_on="paid_on",
        source=pl.format("{}:{}", pl.lit(file), "line_no"),
    )  # fmt: skip
    there = good.select("entry_key", "amount_cents", ledger_account=pl.lit(str(LedgerAccount.PATIENT_CASH)),
                        account_id=pl.lit(None, dtype=pl.Int64))  # fmt: skip
    back = good.select("entry_key", amount_cents=-pl.col("amount_cents"), ledger_account=pl.lit(str(LedgerAccount.UNAPPLIED)),
                       account_id="account_id")  # fmt: skip
    columns = there.columns
    number = post_entries(store, entries, pl.concat([there, back.select(columns)]))
    return number, _say_lost(lost, file)


def _say_lost(lost: pl.DataFrame, file: str) -> list[Finding]:
    return [
        Finding(
            "payment.unknown_person",
            At(file, row["line_no"], row["payment_key"]),
            f"The payment of {say_cents(row['amount_cents'])} on {row['paid_on']} is by {row['party_key']}, who is not on file; it was not posted.",
            "Import the demographics, then this file again: nothing is posted twice.",
            raw=str(row),
        )
        for row in lost.iter_rows(named=True)
    ]

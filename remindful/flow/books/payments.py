"""Patients' payments to the books: cash to the account's unapplied money, where the night's `settle` finds it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

from remindful.core import ledger
from remindful.core.words.findings import At, Finding
from remindful.core.words.kinds import EntryKind, LedgerAccount
from remindful.core.words.money import say_cents
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.books.position import post_entries, take_position

PREFIX = "payment:"


def post_payments(store: Store, payments: pl.DataFrame, *, file: str, day: date) -> tuple[int, list[Finding]]:
    """Patients' payments: cash to the account's unapplied money, where the night's `settle` finds it. Returns (new, findings).

    payments: Payments. A payment's number that came before with the same content changes nothing; with other content the row is an
    exception. What came back is posted after what came in, and never more of it than there is to take back.
    """
    placed = _place(store, payments)
    lost = placed.filter(pl.col("account_id").is_null())
    numbered = placed.filter(pl.col("account_id").is_not_null())
    numbered = numbered.join(_known_payments(store, numbered), on="entry_key", how="left", maintain_order="left")
    is_known = pl.col("known_on").is_not_null()
    reused = numbered.filter(is_known & _is_other())
    fresh = numbered.filter(~is_known & (pl.col("amount_cents") != 0))
    came_in, came_back = (fresh.filter(which) for which in (pl.col("amount_cents") > 0, pl.col("amount_cents") < 0))
    number = _post(store, came_in, file=file)
    decided = _split_returned(store, came_back, day=day)
    number += _post(store, decided.filter("is_covered"), file=file)
    findings = [
        *_say_unposted("payment.unknown_person", lost, file),
        *_say_unposted("payment.number_reused", reused, file),
        *_say_unposted("payment.more_back_than_paid", decided.filter(~pl.col("is_covered")), file),
    ]
    return number, sorted(findings, key=lambda finding: finding.at.line or 0)


def _place(store: Store, payments: pl.DataFrame) -> pl.DataFrame:
    """Payments with account_id (the visit's, where one is named), visit_id and entry_key."""
    people = reads.party_accounts(store, party_key=payments["party_key"].unique().to_list())
    visits = reads.visit_ids(store, visit_key=payments["visit_key"].drop_nulls().unique().to_list())
    return (
        payments.join(people.select("party_key", "account_id"), on="party_key", how="left", maintain_order="left")
        .join(
            visits.select("visit_key", "visit_id", visit_account="account_id"),
            on="visit_key",
            how="left",
            maintain_order="left",
        )
        .with_columns(
            account_id=pl.coalesce("visit_account", "account_id"),
            entry_key=pl.format(PREFIX + "{}", "payment_key"),
        )
    )


def _known_payments(store: Store, rows: pl.DataFrame) -> pl.DataFrame:
    """What is on the books under the rows' numbers: entry_key, known_on, known_account, known_visit, known_cents, known_key."""
    known = reads.patient_payments(store, entry_key=rows["entry_key"].to_list())
    accounts = reads.account_ids(store, account_id=known["account_id"].unique().to_list())
    return known.join(accounts.select("account_id", "account_key"), on="account_id", how="left").select(
        "entry_key",
        known_on="paid_on",
        known_account="account_id",
        known_visit="visit_id",
        known_cents="amount_cents",
        known_key="account_key",
    )


def _is_other() -> pl.Expr:
    """Whether a number that came before now stands for another payment: of another day, amount, visit or account."""
    pairs = {
        "paid_on": "known_on",
        "amount_cents": "known_cents",
        "account_id": "known_account",
        "visit_id": "known_visit",
    }
    return pl.any_horizontal(pl.col(name).ne_missing(pl.col(known)) for name, known in pairs.items())


def _split_returned(store: Store, came_back: pl.DataFrame, *, day: date) -> pl.DataFrame:
    """Payments that came back, with is_covered and left_cents, as the books are now."""
    if came_back.is_empty():
        return came_back.with_columns(is_covered=pl.lit(value=True), left_cents=pl.lit(0, dtype=pl.Int64))
    accounts = came_back["account_id"].unique().to_list()
    latest = max(day, *came_back["paid_on"].to_list())
    position = take_position(store, account_ids=accounts, day=latest)
    pools = reads.unapplied_pools(store, day=latest, account_id=accounts)
    returnable, reserved = ledger.returnable_money(pools, position.item_balances)
    return ledger.split_returned(came_back, returnable=returnable, reserved=reserved)


def _post(store: Store, rows: pl.DataFrame, *, file: str) -> int:
    entries = rows.select(
        "entry_key", "visit_id", "account_id", kind=pl.lit(str(EntryKind.PATIENT_PAYMENT)), effective_on="paid_on",
        source=pl.format("{}:{}", pl.lit(file), "line_no"),
    )  # fmt: skip
    there = rows.select("entry_key", "amount_cents", ledger_account=pl.lit(str(LedgerAccount.PATIENT_CASH)),
                        account_id=pl.lit(None, dtype=pl.Int64))  # fmt: skip
    back = rows.select("entry_key", amount_cents=-pl.col("amount_cents"), ledger_account=pl.lit(str(LedgerAccount.UNAPPLIED)),
                       account_id="account_id")  # fmt: skip
    return post_entries(store, entries, pl.concat([there, back.select(there.columns)]))


def _say_lost(row: dict[str, Any]) -> str:
    return f"The payment of {say_cents(row['amount_cents'])} on {row['paid_on']} is by {row['party_key']}, who is not on file; it was not posted."


def _say_reused(row: dict[str, Any]) -> str:
    return (
        f"Payment number {row['payment_key']} is already on file for another payment: {say_cents(row['known_cents'])} on {row['known_on']} for "
        f"account {row['known_key']}. This row is {say_cents(row['amount_cents'])} on {row['paid_on']} by {row['party_key']}; it was not posted."
    )


def _say_more_back(row: dict[str, Any]) -> str:
    return (
        f"{say_cents(-row['amount_cents'])} of {row['party_key']} was taken back on {row['paid_on']}, and {say_cents(row['left_cents'])} that was "
        "paid is there to take back; it was not posted."
    )


#: Why a payment is not posted: how that is said, and what to do.
WHY: dict[str, tuple[Callable[[dict[str, Any]], str], str]] = {
    "payment.unknown_person": (_say_lost, "Import the demographics: the row is tried again every night."),
    "payment.number_reused": (
        _say_reused,
        "If it is a payment of its own, export it with a number of its own (for example the date and the receipt number together) and import it "
        "again. If it corrects the payment on file, enter the correction as a payment that takes the difference back.",
    ),
    "payment.more_back_than_paid": (
        _say_more_back,
        "Import the payment that came back first, then export this row again. If the export writes payments with a minus sign, put `negate: true` "
        "at amount_cents in the mapping file.",
    ),
}


def _say_unposted(code: str, rows: pl.DataFrame, file: str) -> list[Finding]:
    say, remedy = WHY[code]
    return [
        Finding(
            code, At(file, row["line_no"], row["payment_key"]), say(row), remedy, raw=str(row), account_key=row["party_key"],
            amount_cents=row["amount_cents"],
        )
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip

"""What must always hold of the books. A finding here means that we are wrong, not the data."""

import polars as pl

from remindful.core.ledger.owe import PARTS
from remindful.core.words.findings import At, Finding
from remindful.core.words.money import say_cents

_REPORT = "This is a fault of Remindful: nothing is sent until it is mended. Please report it with the output of `remindful doctor`."


def check_ledger(ledger_lines: pl.DataFrame, items: pl.DataFrame) -> list[Finding]:
    """Entries sum to nothing; the receivable is the sum of open items; each item's parts are its charge. items: ItemBalances."""
    unbalanced = ledger_lines.group_by("entry_id").agg(pl.col("amount_cents").sum()).filter(pl.col("amount_cents") != 0)
    receivable = int(ledger_lines.filter(pl.col("ledger_account") == "receivable")["amount_cents"].sum())
    open_cents = int(items["open_cents"].sum())
    parts = pl.sum_horizontal([*PARTS, "open_cents"])
    odd = items.filter(pl.col("charge_cents") != parts)
    over = items.filter(
        (pl.col("patient_due_cents") < 0) | (pl.col("patient_due_cents") > pl.col("open_cents").clip(0))
    )
    found = [
        (unbalanced.height, "ledger.unbalanced", f"{unbalanced.height} entries do not sum to nothing."),
        (
            receivable != open_cents,
            "ledger.receivable",
            f"Open items sum to {say_cents(open_cents)}, the receivable to {say_cents(receivable)}.",
        ),
        (odd.height, "ledger.parts", f"The parts of {odd.height} items are not their charge."),
        (over.height, "ledger.due", f"{over.height} items ask the patient for more than is open."),
    ]
    return [Finding(code, At("ledger"), message, _REPORT) for is_wrong, code, message in found if is_wrong]


def check_items(items: pl.DataFrame) -> list[Finding]:
    """No item is open for more than its charge, and none is written off below zero. items: ItemBalances.

    A charge that was taken back (a void, a replacement) keeps what payers decided on it until they take it back: it may be below zero.
    """
    over = items.filter(pl.col("open_cents") > pl.col("charge_cents"))
    off = pl.col("contractual_cents") + pl.col("other_off_cents")
    below = items.filter((pl.col("charge_cents") > 0) & (off > pl.col("charge_cents")))
    return [
        *_say_items(over, "ledger.over_charge", "are open for more than their charge"),
        *_say_items(below, "ledger.written_off_below_zero", "are written off by more than their charge"),
    ]


def check_decisions(in_force: pl.DataFrame, decided: pl.DataFrame) -> list[Finding]:
    """One decision stands per item and payer level. standing: remit_claim_id, visit_id, level_no. decided: remit_claim_id, item_id."""
    twice = (
        decided.unique()
        .join(in_force, on="remit_claim_id")
        .group_by("visit_id", "level_no", "item_id")
        .len()
        .filter(pl.col("len") > 1)
    )
    return _say_items(twice, "ledger.decided_twice", "have two decisions of one payer level that stand")


def check_cash(*, remitted_cents: int, posted_cents: int, waiting_cents: int, suspense_cents: int) -> list[Finding]:
    """Cash posted is cash told, and what waits is in suspense. told: sum of BPR02; waiting: payments of claims that no visit explains."""
    found = [
        (
            remitted_cents,
            posted_cents,
            "ledger.cash",
            "Payers' remittances come to {}, the cash that was posted to {}.",
        ),
        (
            waiting_cents,
            suspense_cents,
            "ledger.suspense",
            "Payments that wait come to {}, the suspense account to {}.",
        ),
    ]
    return [
        Finding(code, At("ledger"), text.format(say_cents(want), say_cents(got)), _REPORT)
        for want, got, code, text in found
        if want != got
    ]


def _say_items(rows: pl.DataFrame, code: str, what: str) -> list[Finding]:
    """One finding for all rows, with the first of their numbers. rows: item_id."""
    if rows.is_empty():
        return []
    shown = ", ".join(str(one) for one in rows["item_id"].sort().head(10))
    return [Finding(code, At("ledger"), f"{rows.height} charge lines {what}: item {shown}.", _REPORT)]

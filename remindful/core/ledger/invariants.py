"""What must always hold of the books. A finding here means that we are wrong, not the data."""

import polars as pl

from remindful.core.ledger.owe import PARTS
from remindful.core.words.findings import At, Finding
from remindful.core.words.money import say_cents


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
    remedy = "This is a fault of Remindful: nothing is sent until it is mended. Please report it with the output of `remindful doctor`."
    return [Finding(code, At("ledger"), message, remedy) for is_wrong, code, message in found if is_wrong]

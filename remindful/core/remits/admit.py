"""Which remittances are money: not a test, a prenotification, another currency, a notice with an amount, or a debit."""

import polars as pl

from remindful.core.words.findings import At, Finding
from remindful.core.words.money import say_cents

DOLLARS = "USD"
PRENOTIFICATION, NOTIFICATION = "P", "H"  # BPR01
NO_PAYMENT = "NON"  # BPR04

_TIMELY = "If the payer really paid, ask it for a remittance of the payment."
#: Why a remittance is not money: code, what is said of it, remedy.
WHY = {
    "test": (
        "remit.test_file",
        "is in a test file (ISA15 = T), so it is not a payment",
        "Nothing, if you are testing with the payer. Otherwise ask the clearinghouse for the production file.",
    ),
    "currency": (
        "remit.currency",
        "is in {currency} (CUR02); only US dollars are posted",
        "Ask the payer for a remittance in US dollars, or post the deposit by hand at the rate of your bank.",
    ),
    "prenotification": (
        "remit.prenotification",
        "only tests an account number (BPR01 = P), so it is not a payment",
        f"Nothing: the payer is setting up electronic payment. {_TIMELY}",
    ),
    "notification": (
        "remit.notification_amount",
        "is a notice without a payment (BPR01 = H, or BPR04 = NON), yet it states an amount",
        "Compare it with the bank's deposits, and ask the payer for a corrected remittance.",
    ),
    "debit": (
        "remit.debit",
        "is taken from the account (BPR03 = D); a payer takes money back by a provider adjustment (PLB)",
        "Compare it with the bank's debits, and ask the payer for a remittance with a provider adjustment.",
    ),
}  # fmt: skip


def admit_remits(
    remits: pl.DataFrame, *, file: str, is_in_test: bool
) -> tuple[pl.DataFrame, pl.DataFrame, list[Finding]]:
    """(remittances that are money, or decisions without money; the others; a finding about each of the others).

    remits: Remits. is_in_test: the organization exchanges test files, so ISA15 = T counts. What a file does not say does not keep it
    back: no CUR is US dollars (TR3 X221, CUR). Source: ASC X12 005010X221A1, ISA15, BPR01 to BPR04, CUR02.
    """
    is_test = ~pl.col("is_production").fill_null(value=True) & pl.lit(not is_in_test)
    is_foreign = pl.col("currency").str.to_uppercase() != DOLLARS
    is_notice = (pl.col("handling_code") == NOTIFICATION) | (pl.col("method") == NO_PAYMENT)
    whys = {
        "test": is_test,
        "prenotification": pl.col("handling_code") == PRENOTIFICATION,
        "currency": is_foreign,
        "notification": is_notice & (pl.col("paid_cents") != 0),
        "debit": pl.col("is_debit"),
    }
    why = pl.coalesce(pl.when(is_so.fill_null(value=False)).then(pl.lit(name)) for name, is_so in whys.items())
    sorted_remits = remits.with_columns(why=why)
    others = sorted_remits.filter(pl.col("why").is_not_null())
    admitted = sorted_remits.filter(pl.col("why").is_null()).drop("why")
    return admitted, others.drop("why"), _say_others(others, file)


def _say_others(others: pl.DataFrame, file: str) -> list[Finding]:
    return [_say(row, file) for row in others.iter_rows(named=True)]


def _say(row: dict[str, object], file: str) -> Finding:
    code, message, remedy = WHY[str(row["why"])]
    trace, cents = row["trace_number"], row["paid_cents"]
    amount = f" of {say_cents(cents)}" if isinstance(cents, int) else ""
    said = message.format(currency=row["currency"])
    line = row["segment_no"]
    return Finding(
        code,
        At(file, line if isinstance(line, int) else None, None if trace is None else str(trace)),
        f"The remittance {trace or 'without a number'}{amount} {said}; nothing of it was posted.",
        remedy,
    )

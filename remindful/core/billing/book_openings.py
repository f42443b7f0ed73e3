"""Opening balances as visits, items and entries: what another system left open."""

import polars as pl

from remindful.core.billing.book import ITEM, NO_DAY, NO_ID, NO_TEXT, VISIT, Booked, KnownRecords, two_legs
from remindful.core.words.findings import At, Finding
from remindful.core.words.kinds import EntryKind, LedgerAccount
from remindful.core.words.money import say_cents

_NO_PAYERS = {
    "visit_id": pl.Int64, "level_no": pl.Int64, "payer_name": pl.String, "payer_key": pl.String, "payer_kind": pl.String,
    "member_id": pl.String,
}  # fmt: skip


def book_opening(balances: pl.DataFrame, *, known: KnownRecords, file: str, guarantors: pl.DataFrame) -> Booked:
    """Book OpenBalances: one visit and one item each; what was settled before is taken off against `opening`.

    guarantors: guarantor_key, guarantor_account_id. The guarantor that a row names owes for that visit; else the patient's own.
    """
    rows = _find_accounts(balances, known=known, guarantors=guarantors)
    is_unknown = pl.col("account_id").is_null()
    exceptions = rows.filter(is_unknown).with_columns(
        why=pl.lit("patient_unknown"), segment_no="line_no", control_number="visit_key"
    )
    good = rows.filter(~is_unknown)
    new = good.filter(pl.col("known_id").is_null()).with_columns(
        visit_id=known.first_visit_id + pl.int_range(pl.len(), dtype=pl.Int64),
        item_id=known.first_item_id + pl.int_range(pl.len(), dtype=pl.Int64),
        entry_key=pl.format("opening:{}", "visit_key"),
        settled_cents=pl.col("open_cents") - pl.col("charge_cents"),
    )
    visits = new.select(
        "visit_id", "account_id", "visit_key", "first_statement_on", patient_id="party_id", service_from_on="service_on",
        service_to_on="service_on", discharged_on=NO_DAY, billed_on="service_on", is_opening=pl.lit(value=True), opening_reason="reason",
        patient_paid_cents=NO_ID,
    )  # fmt: skip
    items = new.select(
        "item_id", "visit_id", "procedure_code", "description", "service_on", "charge_cents", line_no=pl.lit(1, dtype=pl.Int64),
        line_control_number=NO_TEXT, modifiers=NO_TEXT, revenue_code=NO_TEXT, units=pl.lit(1.0),
    )  # fmt: skip
    entries, postings = _open(new.filter(pl.col("charge_cents") != 0), file=file)
    return Booked(
        visits.select(VISIT), pl.DataFrame(schema=_NO_PAYERS), items.select(ITEM), entries, postings, new.height,
        good.height - new.height, exceptions, tuple(_say_openings(exceptions, file)),
    )  # fmt: skip


def _find_accounts(balances: pl.DataFrame, *, known: KnownRecords, guarantors: pl.DataFrame) -> pl.DataFrame:
    """Balances with account_id (who owes; null: nobody is on file) and known_id, the visit where it is on file."""
    owed_by = pl.when(pl.col("account_id").is_not_null()).then(pl.coalesce("guarantor_account_id", "account_id"))
    visits = known.visits.select("visit_key", known_id="visit_id")
    return (
        balances.join(known.people, on="party_key", how="left", maintain_order="left")
        .join(guarantors, on="guarantor_key", how="left", maintain_order="left")
        .with_columns(account_id=owed_by)
        .join(visits, on="visit_key", how="left", maintain_order="left")
    )


def _open(moving: pl.DataFrame, *, file: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(entries, postings): the charge against `opening`, and what was settled before taken off it again."""
    entries = moving.select(
        "entry_key", "visit_id", kind=pl.lit(str(EntryKind.OPENING_BALANCE)), effective_on="service_on",
        source=pl.format("{}:{}", pl.lit(file), "line_no"),
    )  # fmt: skip
    charges = two_legs(moving, "charge_cents", LedgerAccount.RECEIVABLE, LedgerAccount.OPENING)
    settled = two_legs(
        moving.filter(pl.col("settled_cents") != 0), "settled_cents", LedgerAccount.RECEIVABLE, LedgerAccount.OPENING
    )
    return entries, pl.concat(
        [charges.with_columns(group_code=NO_TEXT), settled.with_columns(group_code=pl.lit("OPENING"))]
    )


def _say_openings(exceptions: pl.DataFrame, file: str) -> list[Finding]:
    return [
        Finding(
            "opening.patient_unknown",
            At(file, row["line_no"], row["visit_key"]),
            f"The open balance {row['visit_key']} of {say_cents(row['open_cents'])} is for a patient who is not in any imported file, so it was not booked.",
            "Import the demographics: the row is tried again every night.",
        )
        for row in exceptions.iter_rows(named=True)
    ]

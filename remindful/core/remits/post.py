"""Payers' answers as ledger entries. PR amounts change no balance: they say whose it is (docs/decisions/0005-whose-is-derived.md)."""

from dataclasses import dataclass

import polars as pl

from remindful.core.coverage import REVERSAL
from remindful.core.remits.carcs import Meaning, meaning_expr
from remindful.core.words.kinds import EntryKind, LedgerAccount

ENTRY = (
    "entry_key",
    "organization_id",
    "kind",
    "effective_on",
    "visit_id",
    "account_id",
    "remit_claim_id",
    "reverses_key",
    "source",
)
POSTING = (
    "entry_key",
    "organization_id",
    "ledger_account",
    "item_id",
    "account_id",
    "amount_cents",
    "level_no",
    "group_code",
    "carc",
)
NO_TEXT, NO_ID = pl.lit(None, dtype=pl.String), pl.lit(None, dtype=pl.Int64)


@dataclass(frozen=True, slots=True)
class Posted:
    """What to write: Entries, Postings (each entry balanced), Responsibilities without recorded_at."""

    entries: pl.DataFrame
    postings: pl.DataFrame
    responsibilities: pl.DataFrame


def post_adjudications(claims: pl.DataFrame, amounts: pl.DataFrame) -> Posted:
    """Entries for matched answers, one a claim that moves money.

    claims: claim_no, organization_id, remit_claim_id, visit_id, level_no, status_code, adjudicated_on, answer_key, source.
    amounts: of spread_claim. Written off: what the contract takes (CO-45 and its kin). Left open: denials, and what we do not know.
    """
    rows = amounts.join(claims, on="claim_no", maintain_order="left").with_columns(meaning=meaning_expr())
    is_payment = pl.col("is_payment")
    moves = take_off(claims, amounts).with_columns(
        entry_key="adjudication_key",
        ledger_account=pl.when(is_payment)
        .then(pl.lit(str(LedgerAccount.PAYER_CASH)))
        .when(pl.col("group_code") == "CO")
        .then(pl.lit(str(LedgerAccount.CONTRACTUAL)))
        .otherwise(pl.lit(str(LedgerAccount.PAYER_OTHER))),
    )
    there = moves.with_columns(account_id=NO_ID).select(POSTING)
    back = there.with_columns(
        ledger_account=pl.lit(str(LedgerAccount.RECEIVABLE)), amount_cents=-pl.col("amount_cents")
    )
    kind = (
        pl.when(pl.col("status_code") == REVERSAL)
        .then(pl.lit(str(EntryKind.PAYER_REVERSAL)))
        .otherwise(pl.lit(str(EntryKind.ADJUDICATION)))
    )
    entries = claims.join(moves.select("claim_no").unique(), on="claim_no", how="semi", maintain_order="left").select(
        entry_key="adjudication_key", organization_id="organization_id", kind=kind, effective_on="adjudicated_on", visit_id="visit_id",
        account_id=NO_ID, remit_claim_id="remit_claim_id", reverses_key=NO_TEXT, source="source",
    )  # fmt: skip
    responsibilities = rows.filter(~is_payment).select(
        "organization_id",
        "item_id",
        "visit_id",
        "level_no",
        "remit_claim_id",
        "group_code",
        "carc",
        "amount_cents",
        "adjudicated_on",
    )
    return Posted(entries, pl.concat([there, back]), responsibilities)


def take_off(claims: pl.DataFrame, amounts: pl.DataFrame) -> pl.DataFrame:
    """The rows of `amounts` that move money, with the columns of their claims: payments, and what the contract takes.

    claims: claim_no, level_no. amounts: of spread_claim. A later payer that does not name the earlier one's work (OA-23) repeats it in
    its own CO: taking that off would take it twice.
    """
    rows = amounts.join(claims, on="claim_no", maintain_order="left").with_columns(meaning=meaning_expr())
    has_prior = rows.filter(pl.col("meaning") == str(Meaning.PRIOR_PAYER))["claim_no"].unique().implode()
    is_payment = pl.col("is_payment")
    is_not_repeated = (pl.col("level_no") == 1) | pl.col("claim_no").is_in(has_prior)
    is_off = ~is_payment & (pl.col("meaning") == str(Meaning.OFF)) & (pl.col("group_code") != "PR") & is_not_repeated
    return rows.filter((is_payment | is_off).fill_null(value=False))


def mirror_adjudications(claims: pl.DataFrame, postings: pl.DataFrame, amounts: pl.DataFrame) -> Posted:
    """Entries that take posted decisions back, leg by leg, whatever lines or groups the reversal names.

    claims: as post_adjudications has them, with takes_back_id. postings: remit_claim_id and Postings of the decisions. amounts:
    Responsibilities of them.
    """
    of_claim = claims.select(
        "organization_id", "visit_id", "adjudicated_on", "adjudication_key", "source",
        takes_back_id="takes_back_id", new_id="remit_claim_id",
    )  # fmt: skip
    legs = postings.rename({"remit_claim_id": "takes_back_id"}).join(
        of_claim, on="takes_back_id", maintain_order="left"
    )
    legs = legs.with_columns(entry_key="adjudication_key", amount_cents=-pl.col("amount_cents")).select(POSTING)
    entries = claims.filter(pl.col("takes_back_id").is_in(postings["remit_claim_id"].unique().implode())).select(
        entry_key="adjudication_key", organization_id="organization_id", kind=pl.lit(str(EntryKind.PAYER_REVERSAL)),
        effective_on="adjudicated_on", visit_id="visit_id", account_id=NO_ID, remit_claim_id="remit_claim_id",
        reverses_key=NO_TEXT, source="source",
    )  # fmt: skip
    back = amounts.drop("adjudicated_on", "recorded_at", "visit_id").rename({"remit_claim_id": "takes_back_id"})
    responsibilities = back.join(of_claim, on="takes_back_id", maintain_order="left").select(
        "organization_id", "item_id", "visit_id", "level_no", "group_code", "carc", "adjudicated_on",
        remit_claim_id="new_id", amount_cents=-pl.col("amount_cents"),
    )  # fmt: skip
    return Posted(entries, legs, responsibilities)


def post_pairs(
    rows: pl.DataFrame, *, kind: EntryKind, debit: LedgerAccount, credit: LedgerAccount, cents: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(entries, postings) of two legs a row. rows: entry_key, organization_id, effective_on, remit_claim_id, source and `cents`."""
    moving = rows.filter(pl.col(cents) != 0)
    entries = moving.with_columns(
        kind=pl.lit(str(kind)), visit_id=NO_ID, account_id=NO_ID, reverses_key=NO_TEXT
    ).select(ENTRY)
    legs = moving.with_columns(
        item_id=NO_ID, account_id=NO_ID, level_no=NO_ID, group_code=NO_TEXT, carc=NO_TEXT, amount_cents=pl.col(cents)
    )
    there = legs.with_columns(ledger_account=pl.lit(str(debit))).select(POSTING)
    back = legs.with_columns(ledger_account=pl.lit(str(credit)), amount_cents=-pl.col("amount_cents")).select(POSTING)
    return entries, pl.concat([there, back])

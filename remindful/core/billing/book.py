"""Claims as visits, items and charge entries. The same claim again adds nothing but its new payer."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from remindful.core.billing.claim_identity import REPLACES, VOIDS, compare_claims
from remindful.core.billing.unbooked import say_unbooked
from remindful.core.words.findings import Finding
from remindful.core.words.kinds import EntryKind, LedgerAccount, PayerKind

NO_TEXT, NO_ID, NO_DAY = (pl.lit(None, dtype=kind) for kind in (pl.String, pl.Int64, pl.Date))
#: Kinds that a claim form may have without any payer: what exports fill in.
NO_PROGRAMS = (PayerKind.COMMERCIAL, PayerKind.OTHER, PayerKind.UNKNOWN)
VISIT = (
    "visit_id", "account_id", "patient_id", "visit_key", "service_from_on", "service_to_on", "discharged_on", "billed_on", "is_opening",
    "opening_reason", "first_statement_on", "patient_paid_cents",
)  # fmt: skip
ITEM = (
    "item_id", "visit_id", "line_no", "line_control_number", "procedure_code", "modifiers", "revenue_code", "description", "units",
    "service_on", "charge_cents",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownRecords:
    """What the books have, and the first free ids.

    visits: visit_id, visit_key, patient_id, patient_name, patient_born_on, known_from_on (of service). items: item_id, visit_id, line_no,
    procedure_code, revenue_code, charge_cents, still charged. people: party_key, party_id, account_id.
    """

    visits: pl.DataFrame
    items: pl.DataFrame
    people: pl.DataFrame
    first_visit_id: int
    first_item_id: int


@dataclass(frozen=True, slots=True)
class Booked:
    """What to write. Each claim is in exactly one of: booked, repeated (nothing new but payers), exceptions."""

    visits: pl.DataFrame
    visit_payers: pl.DataFrame
    items: pl.DataFrame
    entries: pl.DataFrame  # entry_key, kind, effective_on, visit_id, source
    postings: pl.DataFrame  # entry_key, ledger_account, item_id, amount_cents
    booked: int
    repeated: int
    exceptions: pl.DataFrame
    findings: tuple[Finding, ...]
    corrected: pl.DataFrame | None = None  # visit_id, patient_paid_cents of known visits whose claim was replaced


def book_claims(
    claims: pl.DataFrame,
    payers: pl.DataFrame,
    lines: pl.DataFrame,
    *,
    known: KnownRecords,
    file: str,
    file_key: str,
    day: date,
) -> Booked:
    """Book claims (Claims, ClaimPayers, ClaimLines): new ones charge, replacements (7) and voids (8) take the old charge back first.

    A voided visit that is billed again is charged again.
    """
    sorted_claims = _sort_claims(claims, lines, known=known)
    new = sorted_claims.filter(pl.col("disposition").is_in(["new", "again", "replace"]))
    visits = _number_visits(new, known=known, day=day)
    new = new.drop("visit_id").join(
        visits.select("visit_key", "visit_id"), left_on="control_number", right_on="visit_key", maintain_order="left"
    )
    items = _number_items(new, lines, known=known)
    taken_back = sorted_claims.filter(pl.col("disposition").is_in(["replace", "void"]))
    entries, postings = _charge(new, items, file=file, file_key=file_key, day=day)
    void_entries, void_postings = _take_back(taken_back, known=known, file=file, file_key=file_key, day=day)
    every_visit = pl.concat(
        [known.visits.select("visit_key", "visit_id"), visits.select("visit_key", "visit_id")]
    ).unique("visit_key")
    of_payers = (
        sorted_claims.filter(pl.col("disposition") != "exception")
        .select("claim_no", visit_key="control_number")
        .join(every_visit, on="visit_key")
    )
    # A self-pay bill on a claim form has a subscriber loop and no payer in it: nobody's answer is waited for. A program that the claim
    # tells by its kind alone (Medicare, workers' compensation) stands before the patient all the same.
    is_program = ~pl.col("payer_kind").is_in([str(kind) for kind in NO_PROGRAMS])
    named = payers.filter(pl.col("payer_name").is_not_null() | pl.col("payer_key").is_not_null() | is_program)
    visit_payers = (
        named.join(of_payers, on="claim_no")
        .unique(["visit_id", "level_no"], keep="first", maintain_order=True)
        .select("visit_id", "level_no", "payer_name", "payer_key", "payer_kind", "member_id")
    )
    exceptions = sorted_claims.filter(pl.col("disposition") == "exception")
    repeated = sorted_claims.filter(pl.col("disposition") == "repeat").height
    assert (
        new.height + repeated + exceptions.height + sorted_claims.filter(pl.col("disposition") == "void").height
        == claims.height
    )
    return Booked(
        visits.filter(~pl.col("is_known")).select(VISIT),
        visit_payers,
        items.select(ITEM),
        pl.concat([void_entries, entries]),
        pl.concat([void_postings, postings]),
        claims.height - repeated - exceptions.height,
        repeated,
        exceptions,
        tuple(say_unbooked(exceptions, file)),
        visits.filter("is_known").select("visit_id", "patient_paid_cents").unique("visit_id", keep="last"),
    )


def _sort_claims(claims: pl.DataFrame, lines: pl.DataFrame, *, known: KnownRecords) -> pl.DataFrame:
    """Add disposition (new, again, repeat, replace, void, exception), why, and what the books know of each claim."""
    known_claims = _look_up(claims, lines, known=known).with_columns(why=_unfit_why())
    is_fit, is_void = pl.col("why").is_null(), pl.col("frequency") == VOIDS
    compared = compare_claims(
        known_claims.with_columns(is_fit=is_fit), lines, visits=known.visits.drop("visit_key"), items=known.items
    )
    placed = compared.with_columns(
        position=is_fit.cum_sum().over("control_number"),
        first_cents=pl.col("charge_cents").filter(is_fit).first().over("control_number"),
        is_voided_here=(is_fit & is_void).any().over("control_number"),
    )
    is_known, is_first = pl.col("visit_id").is_not_null(), pl.col("position") == 1
    is_correction = pl.col("frequency").is_in([REPLACES, VOIDS])
    has_open_charge = pl.col("known_cents").is_not_null()
    # Nobody can say whether an original beside a void was meant to come before or after it.
    is_twice = (is_correction & ~is_first) | (~is_correction & is_known & pl.col("is_voided_here"))
    is_changed = ~is_correction & (pl.col("charge_cents") != pl.coalesce("known_cents", "first_cents"))
    why = (
        pl.when(~is_fit)
        .then("why")
        .when(pl.col("identity_why") == "other_patient")
        .then("identity_why")
        .when(is_twice)
        .then(pl.lit("twice_in_file"))
        .when(pl.col("identity_why") == "other_day")
        .then("identity_why")
        .when(is_changed)
        .then(pl.lit("changed"))
        .otherwise("identity_why")
    )
    disposition = (
        pl.when(pl.col("why").is_not_null())
        .then(pl.lit("exception"))
        .when(pl.col("frequency") == REPLACES)
        .then(pl.lit("replace"))
        .when(is_void)
        .then(pl.lit("void"))
        .when(has_open_charge | ~is_first | (is_known & (pl.col("charge_cents") == 0)))
        .then(pl.lit("repeat"))
        .when(is_known)  # and nothing of it is charged any more: it was voided
        .then(pl.lit("again"))
        .otherwise(pl.lit("new"))
    )
    return placed.with_columns(why=why).with_columns(disposition=disposition)


def _look_up(claims: pl.DataFrame, lines: pl.DataFrame, *, known: KnownRecords) -> pl.DataFrame:
    """Add the sum of each claim's lines, and its visit, patient and standing charge (known_cents; null: none) on the books."""
    summed = lines.group_by("claim_no").agg(
        lines_cents=pl.col("charge_cents").sum(),
        line_count=pl.len(),
        first_on=pl.col("service_on").min(),
        odd=pl.col("charge_cents").null_count(),
    )
    charged = known.items.group_by("visit_id").agg(known_cents=pl.col("charge_cents").sum())
    return (
        claims.join(summed, on="claim_no", how="left", maintain_order="left")
        .join(
            known.visits.select("visit_id", control_number="visit_key"),
            on="control_number",
            how="left",
            maintain_order="left",
        )
        .join(charged, on="visit_id", how="left", maintain_order="left")
        .join(
            known.people.rename({"party_key": "medical_record_number"}),
            on="medical_record_number",
            how="left",
            maintain_order="left",
        )
        .with_columns(
            service_from_on=pl.coalesce("service_from_on", "first_on", "billed_on"),
            frequency=pl.col("frequency_code").fill_null("1"),
        )
    )


def _unfit_why() -> pl.Expr:
    """Why a claim cannot be booked, whatever else its file holds; null: it can."""
    is_correction = pl.col("frequency").is_in([REPLACES, VOIDS])
    return (
        pl.when(pl.col("control_number").is_null())
        .then(pl.lit("no_number"))
        .when(pl.col("charge_cents").is_null() | pl.col("line_count").is_null() | (pl.col("odd") > 0))
        .then(pl.lit("no_charge"))
        .when(pl.col("charge_cents") != pl.col("lines_cents"))
        .then(pl.lit("unbalanced"))
        .when(pl.col("service_from_on").is_null())
        .then(pl.lit("no_day"))
        .when(pl.col("account_id").is_null())
        .then(pl.lit("patient_unknown"))
        .when(is_correction & pl.col("visit_id").is_null())
        .then(pl.lit("nothing_to_replace"))
    )


def _number_visits(new: pl.DataFrame, *, known: KnownRecords, day: date) -> pl.DataFrame:
    fresh = new.with_columns(is_known=pl.col("visit_id").is_not_null())
    numbers = known.first_visit_id + (~pl.col("is_known")).cast(pl.Int64).cum_sum() - 1
    return fresh.with_columns(
        visit_id=pl.coalesce("visit_id", numbers),
        patient_id="party_id",
        visit_key="control_number",
        billed_on=pl.coalesce("billed_on", pl.lit(day)),
        is_opening=pl.lit(value=False),
        opening_reason=NO_TEXT,
        first_statement_on=NO_DAY,
    )


def _number_items(new: pl.DataFrame, lines: pl.DataFrame, *, known: KnownRecords) -> pl.DataFrame:
    # Lines of a visit that was charged before go on after any line it may have: `known` has only those that stand, and no line's
    # number is above its item's id.
    before = pl.when(pl.col("disposition") == "new").then(0).otherwise(known.first_item_id - 1)
    return lines.join(
        new.select("claim_no", "visit_id", "service_from_on", "disposition"), on="claim_no", maintain_order="left"
    ).with_columns(
        item_id=known.first_item_id + pl.int_range(pl.len(), dtype=pl.Int64),
        line_no=pl.col("line_no") + before,
        service_on=pl.coalesce("service_on", "service_from_on"),
    )


def _charge(
    new: pl.DataFrame, items: pl.DataFrame, *, file: str, file_key: str, day: date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A CHARGE entry a claim: receivable by item against revenue."""
    suffix = (
        pl.when(pl.col("disposition") == "new")
        .then(pl.lit(""))
        .otherwise(pl.format(":{}:{}", pl.lit(file_key), "claim_no"))
    )
    keyed = new.with_columns(entry_key=pl.format("charge:{}{}", "control_number", suffix))
    moving = keyed.filter(pl.col("charge_cents") != 0)
    entries = moving.select(
        "entry_key", "visit_id", kind=pl.lit(str(EntryKind.CHARGE)), effective_on=pl.coalesce("billed_on", pl.lit(day)),
        source=pl.format("{}:{}", pl.lit(file), "segment_no"),
    )  # fmt: skip
    legs = items.filter(pl.col("charge_cents") != 0).join(moving.select("claim_no", "entry_key"), on="claim_no")
    return entries, two_legs(legs, "charge_cents", LedgerAccount.RECEIVABLE, LedgerAccount.REVENUE)


def _take_back(
    gone: pl.DataFrame, *, known: KnownRecords, file: str, file_key: str, day: date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A VOID entry a claim that is replaced or voided: the mirror of what its visit is charged."""
    keyed = gone.filter(pl.col("known_cents").fill_null(0) != 0).with_columns(
        entry_key=pl.format("void:{}:{}:{}", "control_number", pl.lit(file_key), "claim_no")
    )
    entries = keyed.select(
        "entry_key", "visit_id", kind=pl.lit(str(EntryKind.VOID)), effective_on=pl.coalesce("billed_on", pl.lit(day)),
        source=pl.format("{}:{}", pl.lit(file), "segment_no"),
    )  # fmt: skip
    legs = known.items.join(keyed.select("visit_id", "entry_key"), on="visit_id").with_columns(
        back_cents=-pl.col("charge_cents")
    )
    return entries, two_legs(legs, "back_cents", LedgerAccount.RECEIVABLE, LedgerAccount.REVENUE)


def two_legs(rows: pl.DataFrame, cents: str, debit: LedgerAccount, credit: LedgerAccount) -> pl.DataFrame:
    """Postings of two legs a row: the debit on its item, the credit beside it. rows: entry_key, item_id and `cents`."""
    there = rows.select("entry_key", ledger_account=pl.lit(str(debit)), item_id="item_id", amount_cents=cents)
    back = rows.select("entry_key", ledger_account=pl.lit(str(credit)), item_id=NO_ID, amount_cents=-pl.col(cents))
    return pl.concat([there, back])

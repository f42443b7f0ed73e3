"""claims_transactions.csv as charge lines: what each payer level paid and what the patient paid, tied to the cent.

Within a claim, sorted by CHARGEID, a line is a CHARGE row and all rows up to the next CHARGE:
  CHARGE       AMOUNT is the charge. TRANSFERTYPE says who is asked first: 1 the primary payer, p the patient.
  PAYMENT      PAYMENTS is the money. METHOD ECHECK (or SYSTEM) is the payer who is being asked; COPAY is the patient
               at the visit; CASH, CHECK and CC are the patient, once the line is transferred to p.
  ADJUSTMENT   ADJUSTMENTS is what the payer who is being asked takes off.
  TRANSFEROUT  what is left leaves the one who was asked.
  TRANSFERIN   AMOUNT arrives at the next: TRANSFERTYPE 2 the secondary payer, p the patient.
OUTSTANDING is what is left after the row (on CHARGE rows it is always 0). The file interleaves claims.
"""

import polars as pl

from remindful.edges.formats.synthea.tables import LINE_NO, cents, day

LINE = ("CLAIMID", "line_no_in_claim")
PAYERS, PATIENT = ("1", "2"), "p"
PATIENT_METHODS = {"CASH": "cash", "CHECK": "check", "CC": "card", "COPAY": None}


def place_transactions(transactions: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """The transactions in order, each with its line, who was being asked (`party`: 1, 2, p), and its cents.

    claims: Id, has_payer.
    """
    is_charge = pl.col("TYPE") == "CHARGE"
    first_party = pl.coalesce("TRANSFERTYPE", pl.when("has_payer").then(pl.lit("1")).otherwise(pl.lit(PATIENT)))
    party = pl.when(is_charge).then(first_party).when(pl.col("TYPE") == "TRANSFERIN").then("TRANSFERTYPE")
    return (
        transactions.join(claims.select("Id", "has_payer"), left_on="CLAIMID", right_on="Id")
        .with_columns(
            pl.col("CHARGEID").cast(pl.Int64, strict=False),
            service_on=day("FROMDATE"),
            amount_cents=cents("AMOUNT"),
            paid_cents=cents("PAYMENTS"),
            off_cents=cents("ADJUSTMENTS").fill_null(0),
            left_cents=cents("OUTSTANDING"),
            party=party,
        )
        .sort("CLAIMID", "CHARGEID", LINE_NO)
        .with_columns(line_no_in_claim=is_charge.cum_sum().over("CLAIMID").cast(pl.Int64))
        .with_columns(party=pl.col("party").forward_fill().over(LINE))
        .with_columns(role=_role(), is_readable=_is_readable())
    )


def _role() -> pl.Expr:
    """What a row does: charge, payer, copay, patient, off, move; null where that is not clear."""
    kind, method, party = pl.col("TYPE"), pl.col("METHOD"), pl.col("party")
    by_payer = method.is_in(["ECHECK", "SYSTEM"]) & party.is_in(PAYERS)
    by_patient = method.is_in(list(PATIENT_METHODS)) & (party == PATIENT)
    return (
        pl.when(pl.col("line_no_in_claim") == 0).then(None)
        .when(kind == "CHARGE").then(pl.lit("charge"))
        .when((kind == "PAYMENT") & by_payer).then(pl.lit("payer"))
        .when((kind == "PAYMENT") & (method == "COPAY") & (party == "1")).then(pl.lit("copay"))
        .when((kind == "PAYMENT") & by_patient).then(pl.lit("patient"))
        .when((kind == "ADJUSTMENT") & party.is_in(PAYERS)).then(pl.lit("off"))
        .when(kind.is_in(["TRANSFERIN", "TRANSFEROUT"]) & party.is_in([*PAYERS, PATIENT])).then(pl.lit("move"))
    )  # fmt: skip


def _is_readable() -> pl.Expr:
    is_amount_required = pl.col("TYPE").is_in(["CHARGE", "TRANSFERIN"])
    return (
        pl.col("CHARGEID").is_not_null()
        & pl.col("ID").is_not_null()
        & pl.col("service_on").is_not_null()
        & (~is_amount_required | pl.col("amount_cents").is_not_null())
        & ((pl.col("TYPE") != "PAYMENT") | pl.col("paid_cents").is_not_null())
    )


def sum_lines(placed: pl.DataFrame) -> pl.DataFrame:
    """One row a charge line: its cents by who paid, what was passed on, what is open, and whether all of it ties."""
    role, party, paid, off = pl.col("role"), pl.col("party"), pl.col("paid_cents"), pl.col("off_cents")
    moved_in = pl.col("TYPE") == "TRANSFERIN"
    charge = placed.filter(role == "charge").select(
        *LINE, LINE_NO, line_key="ID", service_on="service_on", procedure_code="PROCEDURECODE", description="NOTES",
        units=pl.col("UNITS").cast(pl.Float64, strict=False), place="PLACEOFSERVICE", charge_cents="amount_cents",
        modifiers=pl.concat_str("MODIFIER1", "MODIFIER2", separator=":", ignore_nulls=True), first_billed="party",
    )  # fmt: skip
    sums = placed.group_by(LINE).agg(
        paid1_cents=paid.filter((role == "payer") & (party == "1")).sum(),
        paid2_cents=paid.filter((role == "payer") & (party == "2")).sum(),
        off1_cents=off.filter(party == "1").sum(),
        off2_cents=off.filter(party == "2").sum(),
        off_by_patient_cents=off.filter(party == PATIENT).sum(),
        copay_cents=paid.filter(role == "copay").sum(),
        patient_cents=paid.filter(role == "patient").sum(),
        to_second_cents=pl.col("amount_cents").filter(moved_in & (party == "2")).sum(),
        to_patient_cents=pl.col("amount_cents").filter(moved_in & (party == PATIENT)).sum(),
        went_to_second=(moved_in & (party == "2")).any(),
        went_to_patient=(moved_in & (party == PATIENT)).any(),
        last_billed=party.last(),
        left_cents=pl.col("left_cents").filter(role != "charge").last(),
        has_answer=(role != "charge").any(),
    )
    paid_and_off = pl.sum_horizontal(
        "paid1_cents", "paid2_cents", "off1_cents", "off2_cents", "copay_cents", "patient_cents"
    )
    return (
        charge.join(sums, on=LINE)
        .with_columns(
            open_cents=pl.col("charge_cents") - paid_and_off,
            share1_cents=pl.col("charge_cents") - pl.sum_horizontal("paid1_cents", "off1_cents", "copay_cents"),
        )
        .with_columns(share2_cents=pl.col("share1_cents") - pl.col("paid2_cents") - pl.col("off2_cents"))
        .with_columns(ties=_ties())
        .sort(LINE)
    )


def _ties() -> pl.Expr:
    passed_to_second = ~pl.col("went_to_second") | (pl.col("to_second_cents") == pl.col("share1_cents"))
    passed_to_patient = ~pl.col("went_to_patient") | (pl.col("to_patient_cents") == pl.col("share2_cents"))
    return (
        (pl.col("open_cents") >= 0)
        & (pl.col("share1_cents") >= 0)
        & (pl.col("share2_cents") >= 0)
        & (pl.col("off_by_patient_cents") == 0)
        & (pl.col("left_cents").is_null() | (pl.col("left_cents") == pl.col("open_cents")))
        & passed_to_second
        & passed_to_patient
    )

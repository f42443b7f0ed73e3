"""Which matched adjudications may be posted. One stands per visit and payer level: a copy, a second one, a takeback of nothing waits."""

import polars as pl

from remindful.core.remits.match import REVERSAL

#: CARCs by which a payer says that the claim is a copy of one that it has decided.
DUPLICATE_CARCS = ("18", "B13")
#: CARC by which a payer says that it has not decided yet.
PENDING_CARC = "133"


def screen_adjudications(
    claims: pl.DataFrame, *, standing: pl.DataFrame, adjustments: pl.DataFrame, visit_charges: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(claims that may be posted with takes_back_id and is_mirror, claims that may not with why). At most one claim a visit.

    claims: claim_no, visit_id, level_no, status_code, charge_cents, paid_cents, payer_control_number. standing: adjudications that
    stand on the books: remit_claim_id, visit_id, level_no, charge_cents, paid_cents, payer_control_number, adjudicated_on.
    adjustments: RemitAdjustments. visit_charges: visit_id, visit_cents (what is charged now). See docs/algorithms/matching.md.
    """
    is_reversal = pl.col("status_code").eq_missing(REVERSAL)
    reversals, others = claims.filter(is_reversal), claims.filter(~is_reversal)
    screened = pl.concat(
        [
            _screen_reversals(reversals, standing),
            _screen_decisions(others, standing, adjustments, visit_charges),
        ],
        how="diagonal_relaxed",
    )
    order = claims.select("claim_no").with_row_index("position")
    screened = screened.join(order, on="claim_no", maintain_order="left").sort("position").drop("position")
    return (
        screened.filter(pl.col("why").is_null()).drop("why"),
        screened.filter(pl.col("why").is_not_null()).drop("takes_back_id", "is_mirror"),
    )


def _screen_reversals(reversals: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """A takeback names what it takes back: a mirror to the cent first, then the same payer's number, then the newest of its level."""
    candidates = standing.select(
        "visit_id", "adjudicated_on", takes_back_id="remit_claim_id", their_level="level_no", their_charge="charge_cents",
        their_paid="paid_cents", their_number="payer_control_number",
    )  # fmt: skip
    is_same_charge = (pl.col("charge_cents") == -pl.col("their_charge")).fill_null(value=False)
    pairs = (
        reversals.select("claim_no", "visit_id", "level_no", "charge_cents", "paid_cents", "payer_control_number")
        .join(candidates, on="visit_id")
        .with_columns(
            is_mirror=is_same_charge & (pl.col("paid_cents") == -pl.col("their_paid")).fill_null(value=False),
            is_number=(pl.col("payer_control_number") == pl.col("their_number")).fill_null(value=False),
            is_level=pl.col("level_no") == pl.col("their_level"),
        )
        .filter(pl.col("is_level") | pl.col("is_mirror") | pl.col("is_number"))
    )
    best = (
        pairs.sort(
            "claim_no", "is_mirror", "is_number", "is_level", "adjudicated_on", "takes_back_id",
            descending=[False, True, True, True, True, True],
        )
        .unique("claim_no", keep="first", maintain_order=True)
        .select("claim_no", "takes_back_id", "is_mirror", "their_level")
    )  # fmt: skip
    joined = reversals.join(best, on="claim_no", how="left", maintain_order="left")
    why = (
        pl.when(pl.col("charge_cents") > 0)
        .then(pl.lit("reversal_charge"))
        .when(pl.col("takes_back_id").is_null())
        .then(pl.lit("nothing_to_reverse"))
    )
    return joined.with_columns(why=why, level_no=pl.coalesce("their_level", "level_no")).drop("their_level")


def _screen_decisions(
    claims: pl.DataFrame, standing: pl.DataFrame, adjustments: pl.DataFrame, visit_charges: pl.DataFrame
) -> pl.DataFrame:
    """A decision of a level that has one waits, unless the two are parts of one claim that the payer split."""
    of_level = standing.group_by("visit_id", "level_no").agg(standing_cents=pl.col("charge_cents").sum())
    carcs = adjustments.group_by("claim_no").agg(carcs=pl.col("carc").drop_nulls().unique())
    joined = (
        claims.join(of_level, on=["visit_id", "level_no"], how="left", maintain_order="left")
        .join(visit_charges, on="visit_id", how="left", maintain_order="left")
        .join(carcs, on="claim_no", how="left", maintain_order="left")
    )
    is_unpaid = pl.col("paid_cents") == 0
    has_standing = pl.col("standing_cents").is_not_null()
    is_part = pl.col("standing_cents") + pl.col("charge_cents") <= pl.col("visit_cents")
    is_duplicate = is_unpaid & pl.col("carcs").list.eval(pl.element().is_in(DUPLICATE_CARCS)).list.any()
    why = (
        pl.when(is_unpaid & pl.col("carcs").list.contains(PENDING_CARC))
        .then(pl.lit("pending"))
        .when(has_standing & is_duplicate)
        .then(pl.lit("duplicate_denial"))
        .when(has_standing & ~is_part.fill_null(value=False))
        .then(pl.lit("second_adjudication"))
    )
    return joined.with_columns(why=why, takes_back_id=pl.lit(None, dtype=pl.Int64), is_mirror=pl.lit(value=False)).drop(
        "standing_cents", "visit_cents", "carcs"
    )


def find_excess_write_offs(claims: pl.DataFrame, *, moves: pl.DataFrame, balances: pl.DataFrame) -> pl.DataFrame:
    """claim_no of later payers' decisions whose write-offs would take more off an item than was charged.

    claims: claim_no, level_no. moves: claim_no, item_id, is_payment, amount_cents (what would be taken off each item). balances:
    item_id, charge_cents, taken_off_cents (payers' money and write-offs on it so far). Patients' payments do not count: what a
    patient paid before the payer did is the patient's credit. A payment alone may overpay: that is the payer's credit.
    """
    later = moves.join(claims.filter(pl.col("level_no") > 1), on="claim_no", how="semi")
    summed = later.group_by("claim_no", "item_id").agg(
        off_cents=pl.col("amount_cents").filter(~pl.col("is_payment")).sum(), all_cents=pl.col("amount_cents").sum()
    )
    over = pl.col("taken_off_cents") + pl.col("all_cents") > pl.col("charge_cents")
    return summed.join(balances, on="item_id").filter((pl.col("off_cents") > 0) & over).select("claim_no").unique()

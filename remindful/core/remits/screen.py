"""Which matched adjudications may be posted. One stands per visit and payer level: a copy, a second one, a takeback of nothing waits."""

import polars as pl

from remindful.core.coverage import REVERSAL
from remindful.core.remits.carcs import Meaning, meaning_expr

#: CARCs by which a payer says that the claim is a copy of one that it has decided.
DUPLICATE_CARCS = ("18", "B13")
#: CARC by which a payer says that it has not decided yet.
PENDING_CARC = "133"
#: Meanings of adjustments that move no money and ask the patient for none: an outright denial has no others.
_DENIALS = tuple(str(one) for one in (Meaning.DENIED, Meaning.COVERAGE, Meaning.UNKNOWN))
_NOTHING_TAKEN = {"takes_back_id": pl.lit(None, dtype=pl.Int64), "is_mirror": pl.lit(value=False)}


def screen_adjudications(
    claims: pl.DataFrame,
    *,
    in_force: pl.DataFrame,
    adjustments: pl.DataFrame,
    visit_charges: pl.DataFrame,
    by_hand: bool = False,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(claims that may be posted with takes_back_id and is_mirror, claims that may not with why). At most one claim a visit.

    claims: claim_no, visit_id, level_no, status_code, charge_cents, paid_cents, payer_control_number. in_force: of mark_denials, the
    adjudications that stand on the books: remit_claim_id, visit_id, level_no, charge_cents, paid_cents, payer_control_number,
    adjudicated_on, is_denial, pending_cents. adjustments: RemitAdjustments. visit_charges: visit_id, visit_cents (what is charged now).
    by_hand: a person said that a reversal of other amounts takes back this visit's decision. See docs/algorithms/matching.md.
    """
    is_reversal = pl.col("status_code").eq_missing(REVERSAL)
    reversals, others = claims.filter(is_reversal), claims.filter(~is_reversal)
    screened = pl.concat(
        [
            _screen_reversals(reversals, in_force, by_hand=by_hand),
            _screen_decisions(others, in_force, adjustments, visit_charges),
        ],
        how="diagonal_relaxed",
    )
    order = claims.select("claim_no").with_row_index("position")
    screened = screened.join(order, on="claim_no", maintain_order="left").sort("position").drop("position")
    return (
        screened.filter(pl.col("why").is_null()).drop("why"),
        screened.filter(pl.col("why").is_not_null()).drop("takes_back_id", "is_mirror"),
    )


def mark_denials(in_force: pl.DataFrame, amounts: pl.DataFrame) -> pl.DataFrame:
    """Add is_denial (nothing was paid or written off, and the patient was asked for nothing) and pending_cents (CARC 133).

    in_force: remit_claim_id, paid_cents. amounts: Responsibilities of them.
    """
    is_pending = pl.col("carc") == PENDING_CARC
    of_claim = (
        amounts.with_columns(meaning=meaning_expr())
        .group_by("remit_claim_id")
        .agg(
            has_denials_only=pl.col("meaning").is_in(_DENIALS).all(),
            pending_cents=pl.col("amount_cents").filter(is_pending).sum(),
        )
    )
    joined = in_force.join(of_claim, on="remit_claim_id", how="left", maintain_order="left")
    is_denial = (pl.col("paid_cents") == 0) & pl.col("has_denials_only")
    return joined.with_columns(pl.col("pending_cents").fill_null(0), is_denial=is_denial.fill_null(value=False)).drop(
        "has_denials_only"
    )


def _screen_reversals(reversals: pl.DataFrame, in_force: pl.DataFrame, *, by_hand: bool) -> pl.DataFrame:
    """A takeback mirrors one decision to the cent: the same payer's number first, then its level, then the newest."""
    best = _pair_reversals(reversals, in_force)
    joined = reversals.join(best, on="claim_no", how="left", maintain_order="left")
    is_mirror = pl.col("is_mirror").fill_null(value=False)
    why = (
        pl.when(pl.col("charge_cents") > 0)
        .then(pl.lit("reversal_charge"))
        .when(pl.col("takes_back_id").is_null())
        .then(pl.lit("nothing_to_reverse"))
        .when(~is_mirror & (not by_hand))
        .then(pl.lit("reversal_differs"))
    )
    level = pl.coalesce("their_level", "level_no")
    return joined.with_columns(why=why, is_mirror=is_mirror, level_no=level).drop("their_level")


def _pair_reversals(reversals: pl.DataFrame, in_force: pl.DataFrame) -> pl.DataFrame:
    """claim_no, takes_back_id, is_mirror, their_level of the likeliest decision of each reversal."""
    candidates = in_force.select(
        "visit_id", "adjudicated_on", takes_back_id="remit_claim_id", their_level="level_no", their_charge="charge_cents",
        their_paid="paid_cents", their_number="payer_control_number",
    )  # fmt: skip
    is_same_charge = pl.col("charge_cents") == -pl.col("their_charge")
    pairs = reversals.select(
        "claim_no", "visit_id", "level_no", "charge_cents", "paid_cents", "payer_control_number"
    ).join(candidates, on="visit_id").with_columns(
        is_mirror=(is_same_charge & (pl.col("paid_cents") == -pl.col("their_paid"))).fill_null(value=False),
        is_number=(pl.col("payer_control_number") == pl.col("their_number")).fill_null(value=False),
        is_level=pl.col("level_no") == pl.col("their_level"),
    )  # fmt: skip
    likely = pairs.filter(pl.col("is_level") | pl.col("is_mirror") | pl.col("is_number"))
    ways = ["is_mirror", "is_number", "is_level", "adjudicated_on", "takes_back_id"]
    best = likely.sort("claim_no", *ways, descending=[False, True, True, True, True, True])
    return best.unique("claim_no", keep="first", maintain_order=True).select(
        "claim_no", "takes_back_id", "is_mirror", "their_level"
    )


def _screen_decisions(
    claims: pl.DataFrame, in_force: pl.DataFrame, adjustments: pl.DataFrame, visit_charges: pl.DataFrame
) -> pl.DataFrame:
    """A decision of a level that has one waits, unless it follows an outright denial, or both are parts of one claim that was split."""
    level = ["visit_id", "level_no"]
    of_level = in_force.group_by(level).agg(
        decided_before_cents=(pl.col("charge_cents") - pl.col("pending_cents")).sum()
    )
    carcs = adjustments.group_by("claim_no").agg(carcs=pl.col("carc").drop_nulls().unique())
    joined = (
        claims.join(of_level, on=level, how="left", maintain_order="left")
        .join(visit_charges, on="visit_id", how="left", maintain_order="left")
        .join(carcs, on="claim_no", how="left", maintain_order="left")
        .join(_find_denied(claims, in_force), on="claim_no", how="left", maintain_order="left")
    )
    is_unpaid = pl.col("paid_cents") == 0
    has_decision = pl.col("decided_before_cents").is_not_null()
    is_part = (pl.col("decided_before_cents") + pl.col("charge_cents") <= pl.col("visit_cents")).fill_null(value=False)
    is_duplicate = is_unpaid & pl.col("carcs").list.eval(pl.element().is_in(DUPLICATE_CARCS)).list.any()
    why = (
        pl.when((pl.col("charge_cents") < 0) | (pl.col("paid_cents") < 0))
        .then(pl.lit("negative_decision"))
        .when(is_unpaid & pl.col("carcs").list.contains(PENDING_CARC))
        .then(pl.lit("pending"))
        .when(has_decision & is_duplicate)
        .then(pl.lit("duplicate_denial"))
        .when(has_decision & ~is_part & pl.col("denied_id").is_null())
        .then(pl.lit("second_adjudication"))
    )
    return joined.with_columns(why=why, **_NOTHING_TAKEN).with_columns(
        takes_back_id=pl.when(has_decision & ~is_part).then("denied_id")
    ).drop("decided_before_cents", "visit_cents", "carcs", "denied_id")  # fmt: skip


def _find_denied(claims: pl.DataFrame, in_force: pl.DataFrame) -> pl.DataFrame:
    """claim_no, denied_id: the outright denial that a decision of the same level follows: of the same charge, or the level's only one.

    A denied claim is corrected, or sent again, and decided as a new claim: the payer has nothing to take back.
    """
    level = ["visit_id", "level_no"]
    denials = in_force.with_columns(decisions=pl.len().over(level)).filter("is_denial")
    pairs = claims.select("claim_no", *level, "charge_cents").join(
        denials.select(*level, "decisions", "adjudicated_on", denied_id="remit_claim_id", denied_cents="charge_cents"),
        on=level,
    )
    meant = pairs.filter((pl.col("charge_cents") == pl.col("denied_cents")) | (pl.col("decisions") == 1))
    newest = meant.sort("claim_no", "adjudicated_on", "denied_id", descending=[False, True, True])
    return newest.unique("claim_no", keep="first", maintain_order=True).select("claim_no", "denied_id")


def find_repeated(claims: pl.DataFrame, *, answered: pl.DataFrame, decided: pl.DataFrame) -> pl.DataFrame:
    """claim_no of decisions about lines that a decision of the same level stands on: a copy of one part of a split claim.

    claims: claim_no, level_no, takes_back_id. answered: claim_no, item_id. decided: remit_claim_id, level_no, item_id of what stands.
    """
    parts = (
        claims.filter(pl.col("takes_back_id").is_null()).select("claim_no", "level_no").join(answered, on="claim_no")
    )
    lines = decided.select("level_no", "item_id").unique()
    return parts.join(lines, on=["level_no", "item_id"], how="semi").select("claim_no").unique()


def find_excess(claims: pl.DataFrame, *, moves: pl.DataFrame, balances: pl.DataFrame) -> pl.DataFrame:
    """claim_no, why: decisions that would write off more of an item than is left, reversals that take back more than was taken off.

    claims: claim_no, status_code. moves: claim_no, item_id, is_payment, amount_cents (what would be taken off each item). balances:
    item_id, charge_cents, taken_off_cents (payers' money and write-offs on it so far). Patients' payments do not count: what a
    patient paid before the payer did is the patient's credit. A payment alone may overpay: that is the payer's credit.
    """
    summed = moves.group_by("claim_no", "item_id").agg(
        off_cents=pl.col("amount_cents").filter(~pl.col("is_payment")).sum(), all_cents=pl.col("amount_cents").sum()
    )
    after = pl.col("taken_off_cents") + pl.col("all_cents")
    known = summed.join(balances, on="item_id").join(claims.select("claim_no", "status_code"), on="claim_no")
    why = (
        pl.when(after < 0)
        .then(pl.lit("takeback_exceeds"))
        .when((pl.col("off_cents") > 0) & (after > pl.col("charge_cents")))
        .then(pl.lit("write_off_exceeds"))
    )
    return known.select("claim_no", why=why).drop_nulls().unique("claim_no", keep="first", maintain_order=True)


def pair_waiting(reversals: pl.DataFrame, waiting: pl.DataFrame) -> pl.DataFrame:
    """remit_claim_id, takes_back_id: reversals that mirror a decision which was never posted, and that decision. Both are settled.

    reversals, waiting: remit_claim_id, near_key (by which control numbers are compared), status_code, charge_cents, paid_cents,
    payer_control_number. The same payer's number first, then the newest.
    """
    decisions = waiting.filter(~pl.col("status_code").eq_missing(REVERSAL)).select(
        "near_key", takes_back_id="remit_claim_id", their_number="payer_control_number", charge_cents=-pl.col("charge_cents"),
        paid_cents=-pl.col("paid_cents"),
    )  # fmt: skip
    pairs = reversals.join(decisions, on=["near_key", "charge_cents", "paid_cents"]).with_columns(
        is_number=(pl.col("payer_control_number") == pl.col("their_number")).fill_null(value=False)
    )
    best = pairs.sort("remit_claim_id", "is_number", "takes_back_id", descending=[False, True, True])
    return (
        best.unique("remit_claim_id", keep="first", maintain_order=True)
        .unique("takes_back_id", keep="first", maintain_order=True)
        .select("remit_claim_id", "takes_back_id")
    )

"""Takebacks: which earlier answer a reversal (CLP02 = 22) undoes, and the items on which that one was posted."""

import polars as pl

from remindful.core.remits.match import REVERSAL


def find_taken_back(reversals: pl.DataFrame, adjudications: pl.DataFrame) -> pl.DataFrame:
    """claim_no, taken_id: the answer that each reversal undoes, where there is one.

    reversals: claim_no, visit_id, level_no, status_code, charge_cents, paid_cents, payer_control_number. adjudications: StoredRemitClaims.
    The nearest of the same visit and level: first those of opposite charge and payment, then of the same payer's number, then
    the newest. An answer that was undone before is not undone again.
    """
    reversed_claims = reversals.filter(pl.col("status_code") == REVERSAL)
    payments = adjudications.filter(
        pl.col("visit_id").is_not_null() & pl.col("status_code").ne_missing(REVERSAL)
    ).select(
        "visit_id", "level_no", "adjudicated_on", taken_id="remit_claim_id", their_charge="charge_cents", their_paid="paid_cents",
        their_number="payer_control_number",
    )  # fmt: skip
    pairs = reversed_claims.join(payments, on=["visit_id", "level_no"], how="inner").with_columns(
        is_mirror=(
            (pl.col("charge_cents") == -pl.col("their_charge")) & (pl.col("paid_cents") == -pl.col("their_paid"))
        ).fill_null(value=False),
        is_number=(pl.col("payer_control_number") == pl.col("their_number")).fill_null(value=False),
    )
    open_pairs = pairs.join(_undone(adjudications), on="taken_id", how="anti")
    return (
        open_pairs.sort(
            "claim_no",
            "is_mirror",
            "is_number",
            "adjudicated_on",
            "taken_id",
            descending=[False, True, True, True, True],
        )
        .unique("claim_no", keep="first", maintain_order=True)
        .select("claim_no", "taken_id")
    )


def _undone(adjudications: pl.DataFrame) -> pl.DataFrame:
    """Answers that an earlier reversal mirrors exactly: as many of the oldest as there are such reversals."""
    on = ["visit_id", "level_no", "charge_cents", "paid_cents"]
    is_reversal = pl.col("status_code") == REVERSAL
    known = adjudications.filter(pl.col("visit_id").is_not_null()).sort("adjudicated_on", "remit_claim_id")
    reversals = known.filter(is_reversal).with_columns(-pl.col("charge_cents", "paid_cents"))
    reversals = reversals.with_columns(position=pl.int_range(pl.len()).over(on)).select(*on, "position")
    payments = known.filter(~is_reversal.fill_null(value=False)).with_columns(position=pl.int_range(pl.len()).over(on))
    return payments.join(reversals, on=[*on, "position"], how="semi").select(taken_id="remit_claim_id")


def offer_taken_back(
    claims: pl.DataFrame,
    taken: pl.DataFrame,
    *,
    responsibilities: pl.DataFrame,
    moved: pl.DataFrame,
    charged: pl.DataFrame,
    items: pl.DataFrame,
) -> pl.DataFrame:
    """Items with claim_no: of a reversal those that its answer was posted on (a replaced claim's too), else what is charged now.

    taken: of find_taken_back. responsibilities: Responsibilities. moved: visit_id, level_no, item_id of items with payers' money or write-offs
    on them. charged: Items that stand. items: Items, all.
    """  # fmt: skip
    posted_items = taken.join(
        responsibilities.select(taken_id="remit_claim_id", item_id="item_id").unique(), on="taken_id"
    ).select("claim_no", "item_id")
    sized = posted_items.join(items.select("item_id", "charge_cents"), on="item_id").group_by("claim_no").agg(
        posted_cents=pl.col("charge_cents").sum()
    )  # fmt: skip
    reversed_claims = claims.join(taken, on="claim_no").join(sized, on="claim_no", how="left")
    whole = reversed_claims.filter(pl.col("posted_cents") == pl.col("charge_cents").abs())
    rest = (
        reversed_claims.join(whole, on="claim_no", how="anti")
        .join(moved, on=["visit_id", "level_no"])
        .select("claim_no", "item_id")
    )
    meant = pl.concat([posted_items, rest]).unique()
    of_answers = items.join(meant, on="item_id")
    others = claims.join(meant, on="claim_no", how="anti")
    return pl.concat(
        [
            of_answers.select(*charged.columns, "claim_no"),
            charged.join(others.select("claim_no", "visit_id"), on="visit_id"),
        ]
    )

"""Takebacks: the items on which the adjudication was posted that a reversal (CLP02 = 22) takes back."""

import polars as pl


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

    taken: claim_no, taken_id (what each reversal takes back). responsibilities: Responsibilities. moved: visit_id, level_no, item_id of
    items with payers' money or write-offs on them. charged: Items that stand. items: Items, all.
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

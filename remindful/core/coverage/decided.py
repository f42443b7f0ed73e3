"""Which payers' decisions stand: those that were matched and not taken back. One a level, or the parts of a claim that was split."""

from datetime import date

import polars as pl

REVERSAL = "22"  # CLP02
_LEVEL = ["visit_id", "level_no"]


def adjudications_in_force(adjudications: pl.DataFrame, *, day: date) -> pl.DataFrame:
    """Of StoredRemitClaims those that stand at the end of `day`, oldest first, with their columns.

    A reversal takes back what it names (takes_back_id), and a decision that names an outright denial stands in its place. Reversals
    that an earlier version posted name nothing: of their level the newest decision stands that none of them mirrors, as that version
    had it.
    """
    known = adjudications.filter(pl.col("visit_id").is_not_null() & (pl.col("adjudicated_on") <= day))
    is_reversal = pl.col("status_code").eq_missing(REVERSAL)
    named = known.filter(pl.col("takes_back_id").is_not_null())
    rest = known.join(named.filter(is_reversal), on="remit_claim_id", how="anti").join(
        named.select(remit_claim_id="takes_back_id"), on="remit_claim_id", how="anti"
    )
    unnamed = rest.filter(is_reversal).select(_LEVEL).unique()
    plain = rest.join(unnamed, on=_LEVEL, how="anti")
    paired = _newest_unreversed(rest.join(unnamed, on=_LEVEL, how="semi"))
    return pl.concat([plain, paired]).sort("adjudicated_on", "remit_claim_id")


def _newest_unreversed(known: pl.DataFrame) -> pl.DataFrame:
    """Of levels with reversals that name nothing, the newest decision, unless a reversal is newer.

    Of one day, reversals come first where the level has more decisions than reversals: some payers send the correction before them.
    """
    known = known.join(_mirrored(known), on="remit_claim_id", how="anti", maintain_order="left")
    is_reversal = pl.col("status_code").eq_missing(REVERSAL)
    # Not where they are as many: then the day's own decision was taken back, and nothing stands.
    has_correction = (~is_reversal).sum().over(_LEVEL) > is_reversal.sum().over(_LEVEL)
    in_order = known.sort("adjudicated_on", ~(is_reversal & has_correction), "remit_claim_id")
    last = in_order.group_by(_LEVEL, maintain_order=True).last()
    return last.filter(~is_reversal).select(known.columns)


def _mirrored(known: pl.DataFrame) -> pl.DataFrame:
    """remit_claim_id of decisions and of the reversals that mirror them to the cent: both are gone, whenever a correction came."""
    on = [*_LEVEL, "charge_cents", "paid_cents", "rank"]
    in_order = known.sort("adjudicated_on", "remit_claim_id")
    is_reversal = pl.col("status_code").eq_missing(REVERSAL)
    rank = pl.int_range(pl.len()).over(on[:-1])
    decisions = in_order.filter(~is_reversal).with_columns(rank=rank)
    back = in_order.filter(is_reversal).with_columns(-pl.col("charge_cents", "paid_cents")).with_columns(rank=rank)
    back = back.select(*on, back_id="remit_claim_id", back_on="adjudicated_on")
    pairs = decisions.join(back, on=on).filter(pl.col("adjudicated_on") <= pl.col("back_on"))
    return pl.concat([pairs.select("remit_claim_id"), pairs.select(remit_claim_id="back_id")])

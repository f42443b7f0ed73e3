"""Codes as of the day of a remittance: one that payers may no longer use is told."""

import polars as pl

from remindful.core.remits.carcs import CARCS, carc_frame
from remindful.core.words.findings import At, Finding


def check_codes(claims: pl.DataFrame, adjustments: pl.DataFrame, *, file: str) -> list[Finding]:
    """One finding a code and file: CARCs that had ended, or not begun, on the day of the answer. claims: claim_no, adjudicated_on.

    The adjustment is posted by what the code meant: an old code is the payer's fault, and changes nobody's share.
    """
    dated = adjustments.join(claims.select("claim_no", "adjudicated_on"), on="claim_no").join(carc_frame(), on="carc")
    is_ended = pl.col("adjudicated_on") >= pl.col("stop_on")
    is_early = pl.col("adjudicated_on") < pl.col("from_on")
    odd = (
        dated.filter(is_ended.fill_null(value=False) | is_early)
        .group_by("carc", maintain_order=True)
        .agg(count=pl.len(), segment_no=pl.col("segment_no").min(), is_early=is_early.first())
    )
    return _say_codes(odd, file)


def _say_codes(odd: pl.DataFrame, file: str) -> list[Finding]:
    return [
        Finding(
            "remit.code_not_in_use",
            At(file, row["segment_no"], row["carc"]),
            f"The reason code {row['carc']} ({CARCS[row['carc']].description.rstrip('.')}) is used in {row['count']} adjustments of this remittance, "
            + (
                f"but payers may use it only from {CARCS[row['carc']].from_on} on."
                if row["is_early"]
                else f"but has not been in use since {CARCS[row['carc']].stop_on}."
            ),
            "It was posted by the code's former meaning. Ask the payer which code applies if it decides who owes the amount.",
        )
        for row in odd.iter_rows(named=True)
    ]

"""At which payer level a remittance's claim was decided: what its status names, whose number it has, what it takes back."""

import polars as pl

from remindful.core.coverage import REVERSAL

LEVEL_OF_STATUS = {"1": 1, "19": 1, "2": 2, "20": 2, "3": 3, "21": 3}  # CLP02
_ADDED = (
    "taken_back", "last_level", "payer_level", "next_level", "named_no", "named_stands", "payer_stands", "is_payers", "payer_text",
)  # fmt: skip


def find_level(found: pl.DataFrame, *, visit_payers: pl.DataFrame, answered: pl.DataFrame) -> pl.DataFrame:
    """Add level_no (null: not known) and is_level_doubtful: the payer is another level's than its status names, and cannot be yet.

    found: visit_id, status_code, payer_key, payer_name, payer_control_number. visit_payers: VisitPayers. answered: visit_id, level_no,
    payer_control_number of the decisions that stand, oldest first. A status names the level; a later payer that calls itself primary
    is at its own level once the first has decided. A reversal is at the level of what it takes back, a denial at its payer's.
    See docs/algorithms/matching.md.
    """
    named = pl.col("status_code").replace_strict(LEVEL_OF_STATUS, default=None, return_dtype=pl.Int64)
    joined = _join_decided(
        _join_levels(_find_payers(found.with_columns(named_no=named), visit_payers), visit_payers, answered), answered
    )
    is_reversal = pl.col("status_code").eq_missing(REVERSAL)
    is_other = (
        ~is_reversal & pl.col("named_no").is_not_null() & pl.col("payer_level").is_not_null() & ~pl.col("is_payers")
    )
    is_later = is_other & pl.col("named_stands") & (pl.col("payer_level") > pl.col("named_no"))
    level = (
        pl.when(is_reversal)
        .then(pl.coalesce("taken_back", "payer_level", "last_level", pl.lit(1)))
        .when(is_other)
        .then("payer_level")
        .otherwise(pl.coalesce("named_no", "payer_level", "taken_back", "next_level", "last_level"))
    )
    return joined.with_columns(level_no=level, is_level_doubtful=is_other & ~is_later).drop(_ADDED)


def _find_payers(found: pl.DataFrame, visit_payers: pl.DataFrame) -> pl.DataFrame:
    """Add payer_level, the first of this payer's levels, by its number or else by its name; is_payers: the named one is among them."""
    text = pl.col("payer_name").str.to_uppercase().str.replace_all(r"[^A-Z0-9]", "").replace("", None)
    levels = visit_payers.select("visit_id", "level_no", "payer_key", payer_text=text)
    found = found.with_columns(payer_text=text).with_row_index("row_no")
    keyed = found.select("row_no", "visit_id", "payer_key").join(levels, on=["visit_id", "payer_key"])
    named = found.select("row_no", "visit_id", "payer_text").join(levels, on=["visit_id", "payer_text"])
    named = named.join(keyed, on="row_no", how="anti")
    theirs = pl.concat([keyed.select("row_no", "level_no"), named.select("row_no", "level_no")])
    theirs = theirs.group_by("row_no").agg(payer_level=pl.col("level_no").min(), levels=pl.col("level_no"))
    joined = found.join(theirs, on="row_no", how="left", maintain_order="left")
    is_payers = pl.col("levels").list.contains(pl.col("named_no")).fill_null(value=False)
    return joined.with_columns(is_payers=is_payers).drop("row_no", "levels")


def _join_levels(found: pl.DataFrame, visit_payers: pl.DataFrame, answered: pl.DataFrame) -> pl.DataFrame:
    """Add taken_back (level of the decision with the same payer's number), last_level (of the newest), next_level (undecided)."""
    number = ["visit_id", "payer_control_number"]
    by_number = answered.unique(number, keep="last").select(*number, taken_back="level_no")
    last = answered.unique("visit_id", keep="last").select("visit_id", last_level="level_no")
    undecided = (
        visit_payers.join(answered.select("visit_id", "level_no"), on=["visit_id", "level_no"], how="anti")
        .group_by("visit_id")
        .agg(next_level=pl.col("level_no").min())
    )
    return (
        found.join(by_number, on=number, how="left", maintain_order="left")
        .join(last, on="visit_id", how="left", maintain_order="left")
        .join(undecided, on="visit_id", how="left", maintain_order="left")
    )


def _join_decided(found: pl.DataFrame, answered: pl.DataFrame) -> pl.DataFrame:
    """Add named_stands and payer_stands: whether the named level, and the payer's, have been decided."""
    is_decided = answered.select("visit_id", "level_no").unique()
    for level, name in (("named_no", "named_stands"), ("payer_level", "payer_stands")):
        marked = is_decided.select("visit_id", pl.col("level_no").alias(level), pl.lit(value=True).alias(name))
        found = found.join(marked, on=["visit_id", level], how="left", maintain_order="left").with_columns(
            pl.col(name).fill_null(value=False)
        )
    return found

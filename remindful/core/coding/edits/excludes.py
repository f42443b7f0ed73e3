"""Diagnoses that exclude each other, by the Excludes1 notes of the tabular list."""

import polars as pl

from remindful.core.coding.edits.found import STOP, find
from remindful.core.coding.edits.tables import EditTables


def edit_excludes(rows: pl.DataFrame, tables: EditTables) -> pl.DataFrame:
    """EditFindings of pairs of which one's Excludes1 note (its own, its category's, block's or chapter's) names the other.

    rows: of ICD-10-CM, sorted by encounter_key and rank.
    """
    several = rows.with_columns(visit_no=pl.col("encounter_key").rle_id()).filter(pl.len().over("visit_no") > 1)
    notes, beginnings = _read_notes(several.select("code").unique(), tables)
    ones = several.select("encounter_key", "visit_no", "rank", "code").join(notes, on="code")
    others = several.select("visit_no", other_rank="rank", other="code").join(beginnings, on="other")
    # A note of a chapter or category does not speak of its own codes.
    is_below_note = pl.col("other").str.starts_with(pl.col("owner"))
    hits = ones.join(others, on=["visit_no", "target"]).filter(
        (pl.col("rank") != pl.col("other_rank")) & ~is_below_note
    )
    placed = hits.with_columns(
        low=pl.min_horizontal("rank", "other_rank"), high=pl.max_horizontal("rank", "other_rank")
    )
    # Of several notes on one pair the widest is told, and of two that are as wide the one at the code that stands first.
    once = placed.sort("visit_no", "low", "high", "width", "rank", "owner").unique(
        ["visit_no", "low", "high"], keep="first", maintain_order=True
    )
    return find(
        once,
        "dx.excludes1",
        severity=STOP,
        message=pl.format("{} and {} exclude each other (Excludes1 at {}).", "code", "other", "owner"),
        remedy="Keep the one that the record supports; both only where they are unrelated.",
        source="ICD-10-CM Official Guidelines FY2026, section I.A.12.a: Excludes1",
        other="other",
    )


def _read_notes(codes: pl.DataFrame, tables: EditTables) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(code, owner, width, target) of the notes that hold for these codes, and (other, target) of the codes that a note may name by target.

    A target is the beginning of a code that a note names; of a span of codes each category, or each whole code, of these that lies in it.
    """
    cuts = _cut(codes)
    above = codes.with_columns(category=pl.col("code").str.slice(0, 3)).join(tables.groups, on="category")
    owners = pl.concat([cuts.rename({"part": "owner"}), above.select("code", "owner", width=pl.lit(99))])
    noted = owners.join(tables.excludes, on="owner").unique()
    is_span = pl.col("last").is_not_null()
    by_one = noted.filter(~is_span).with_columns(target="first")
    by_span = noted.join(_spread(noted.filter(is_span), cuts), on=["first", "last"])
    wanted = ["code", "owner", "width", "target"]
    notes = pl.concat([by_one.select(wanted), by_span.select(wanted)]).unique()
    return notes, cuts.select(other="code", target="part").join(notes, on="target", how="semi")


def _spread(spans: pl.DataFrame, cuts: pl.DataFrame) -> pl.DataFrame:
    """first, last, target of each span: its categories, or, where it names codes, the whole codes in it and below its last one."""
    of_categories = pl.col("last").str.len_chars() == 3
    # ~ comes after all that codes hold: so a span ends behind the codes below its last.
    each = spans.select("first", "last").unique().with_columns(end=pl.col("last") + "~")
    parts = [
        (each.filter(of_categories), cuts.filter(pl.col("width") == 3)),
        (each.filter(~of_categories), cuts.filter(pl.col("part") == pl.col("code"))),
    ]
    lies_in = pl.col("target") >= pl.col("first"), pl.col("target") <= pl.col("end")
    met = [some.join_where(of.select(target="part").unique(), *lies_in) for some, of in parts]
    return pl.concat(met).select("first", "last", "target")


def _cut(codes: pl.DataFrame) -> pl.DataFrame:
    """code, part, width: each beginning of a code that may be a code itself, from its category to the whole."""
    ends = [
        codes.select("code", part=pl.col("code").str.slice(0, width), width=pl.lit(width)) for width in (3, 5, 6, 7, 8)
    ]
    return pl.concat(ends).filter(pl.col("part").str.len_chars() == pl.col("width"))

"""What other payers said of a claim: amounts and adjustments, of the whole (2320) and of its lines (2430)."""

from dataclasses import dataclass

import dataframely as dy
import polars as pl

from remindful.core.words import frames
from remindful.edges.formats.claim837.layout import LINE, PAYER, Layout
from remindful.edges.x12.elements import fill_cents, first_of, join_all, plain_cents, read_day, read_units

_AMOUNTS = {"D": "paid", "EAF": "patient", "A8": "noncovered"}
_TRIPLETS = 6  # of a CAS: reason, amount, units
_OF_LINE = ("SVD", "CAS", "DTP", "AMT")


@dataclass(frozen=True, slots=True)
class Answered:
    """Rows of ClaimAdjudications and ClaimPayerAdjustments with claim_part. nobodys: segments that name no payer of their claim."""

    answers: pl.DataFrame
    adjustments: pl.DataFrame
    nobodys: pl.Series


def read_adjudications(layout: Layout, payers: pl.DataFrame, lines: pl.DataFrame) -> Answered:
    """What other payers said. payers: ranked, with payer_part. lines: with part_no.

    A line's answer names its payer by number (SVD01); where no payer of the claim has that number, the first that the claim does
    not go to is meant. A line's answer in a claim without other payers is nobody's, and is left out.
    """
    answers, adjustments = [_none_of(frames.ClaimAdjudications)], [_none_of(frames.ClaimPayerAdjustments)]
    nobodys = pl.Series("segment_no", [], dtype=pl.Int64)
    others = payers.filter(~pl.col("is_destination")).select(
        "claim_part", "claim_no", "level_no", "payer_part", "payer_key"
    )
    if layout.has_at("AMT", PAYER) or layout.has_at("DTP", PAYER):
        answers.append(_of_claims(layout, others))
    if layout.has_at("CAS", PAYER):
        adjusted = fill_cents(_triplets(layout, PAYER).collect(engine="in-memory"), amount_cents="amount_text")
        of_payer = others.select("claim_no", "level_no", part_no="payer_part", line_no=pl.lit(None, dtype=pl.Int64))
        adjustments.append(adjusted.join(of_payer, on="part_no", maintain_order="left"))
    if layout.has_at("SVD", LINE) or layout.has_at("CAS", LINE):
        every = _add_payer_level(_of_lines(layout, lines), others)
        known = every.drop_nulls("level_no")
        answers.append(known)
        line_keys = known.select("svd_no", "part_no", "claim_no", "level_no", "line_no")
        adjusted = _adjusted_lines(layout)
        numbered = adjusted.join(line_keys, on=["svd_no", "part_no"], maintain_order="left")
        adjustments.append(numbered.drop("svd_no"))
        nobodys = pl.concat([every["segment_no"], adjusted["segment_no"]])
        nobodys = nobodys.filter(~nobodys.is_in(pl.concat([known["segment_no"], numbered["segment_no"]]).implode()))
    return Answered(
        pl.concat(answers, how="diagonal_relaxed").sort("claim_no", "segment_no"),
        pl.concat(adjustments, how="diagonal_relaxed").sort("claim_no", "segment_no", maintain_order=True),
        nobodys.unique().sort(),
    )


def _none_of(contract: type[dy.Schema]) -> pl.DataFrame:
    return contract.create_empty().with_columns(claim_part=pl.lit(0, dtype=pl.UInt32))


def _of_claims(layout: Layout, others: pl.DataFrame) -> pl.DataFrame:
    amounts = layout.pick_at("AMT", PAYER, kind=1, text=2).with_columns(plain_cents("text").alias("cents"))
    days = layout.pick_at("DTP", PAYER, kind=1, day_text=3).filter(pl.col("kind") == "573")
    parts = [
        *(
            first_of(amounts.filter(pl.col("kind") == kind), "part_no", "text", "cents").rename(
                {"text": f"{name}_text", "cents": f"{name}_cents"}
            )
            for kind, name in _AMOUNTS.items()
        ),
        first_of(days.with_columns(read_day("day_text").alias("paid_on")), "part_no", "paid_on"),
    ]
    first = layout.pick_at("SBR", PAYER).select("part_no", "segment_no")
    claim_amounts = join_all(first, parts, on="part_no").collect(engine="in-memory")
    claim_amounts = fill_cents(claim_amounts, **{f"{name}_cents": f"{name}_text" for name in _AMOUNTS.values()})
    is_adjudicated = pl.any_horizontal(
        pl.col("paid_cents", "patient_cents", "noncovered_cents", "paid_on").is_not_null()
    )
    of_payer = others.rename({"payer_part": "part_no"}).with_columns(line_no=pl.lit(None, dtype=pl.Int64))
    return claim_amounts.filter(is_adjudicated).join(of_payer, on="part_no", maintain_order="left")


def _in_lines(layout: Layout) -> pl.LazyFrame:
    """The segments of lines that may speak of other payers, with svd_no: SVDs so far. Text is kept."""
    rows = [layout.of_id(name).rows.filter(pl.col("place") == LINE) for name in _OF_LINE]
    sorted_rows = pl.concat(rows).sort("segment_no").lazy()
    return sorted_rows.with_columns((pl.col("id") == "SVD").cum_sum().alias("svd_no"))


def _of_lines(layout: Layout, lines: pl.DataFrame) -> pl.DataFrame:
    rows = _in_lines(layout).collect(engine="in-memory")
    segments = type(layout.segments)(rows, layout.segments.separators, layout.segments.is_padded)
    decided = segments.pick("SVD", payer_key=1, paid_text=2, procedure=3, units_text=5)
    decided = segments.procedure(decided, "procedure").with_columns(
        plain_cents("paid_text").alias("paid_cents"), read_units("units_text").alias("units")
    )
    part_of = decided.select("svd_no", svd_part="part_no")
    in_same_line = pl.col("svd_part") == pl.col("part_no")
    days = segments.pick("DTP", kind=1, day_text=3).filter(pl.col("kind") == "573")
    days = join_all(days, [part_of], on="svd_no").filter(in_same_line)
    left = segments.pick("AMT", kind=1, patient_text=2).filter(pl.col("kind") == "EAF")
    left = join_all(left, [part_of], on="svd_no").filter(in_same_line)
    left = left.with_columns(plain_cents("patient_text").alias("patient_cents"))
    parts = [
        first_of(days.with_columns(read_day("day_text").alias("paid_on")), "svd_no", "paid_on"),
        first_of(left, "svd_no", "patient_text", "patient_cents"),
    ]
    amounts = join_all(decided, parts, on="svd_no").collect(engine="in-memory")
    amounts = fill_cents(amounts, paid_cents="paid_text", patient_cents="patient_text")
    return amounts.join(
        lines.select("part_no", "claim_no", pl.col("line_no").cast(pl.Int64)), on="part_no", maintain_order="left"
    )


def _add_payer_level(adjudications: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Lines' answers with the level of the payer that they name; null where the claim has no other payer."""
    named = others.drop_nulls("payer_key").unique(["claim_no", "payer_key"], keep="first", maintain_order=True)
    first = others.group_by("claim_no").agg(first_no=pl.col("level_no").min())
    return (
        adjudications.join(
            named.select("claim_no", "payer_key", "level_no"),
            on=["claim_no", "payer_key"],
            how="left",
            maintain_order="left",
        )
        .join(first, on="claim_no", how="left", maintain_order="left")
        .with_columns(pl.coalesce("level_no", "first_no").alias("level_no"))
    )


def _adjusted_lines(layout: Layout) -> pl.DataFrame:
    """The triplets of lines, with the svd_no that they follow."""
    numbers = _in_lines(layout).filter(pl.col("id") == "CAS").select("segment_no", "svd_no")
    triplets = join_all(_triplets(layout, LINE), [numbers], on="segment_no").collect(engine="in-memory")
    return fill_cents(triplets, amount_cents="amount_text")


def _triplets(layout: Layout, place: int) -> pl.LazyFrame:
    """Every triplet of every CAS in one kind of place, in the order of the file."""
    segments = layout.of_id("CAS")
    split = segments.split("CAS", where=pl.col("place") == place)
    named = [
        segments.name_elements(split, group_code=1, carc=at, amount_text=at + 1, units_text=at + 2)
        for at in range(2, 2 + 3 * _TRIPLETS, 3)
    ]
    rows = pl.concat(named).filter(pl.any_horizontal(pl.col("carc", "amount_text", "units_text").is_not_null()))
    return rows.sort("segment_no", maintain_order=True).with_columns(
        plain_cents("amount_text").alias("amount_cents"), read_units("units_text").alias("units")
    )

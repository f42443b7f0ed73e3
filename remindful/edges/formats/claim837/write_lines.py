"""The lines of a claim as they are written (2400), their drugs (2410), providers (2420), and what other payers answered (2430)."""

from collections.abc import Iterator, Mapping

import polars as pl

from remindful.edges.formats.claim837.write_others import draft_providers
from remindful.edges.x12.write import (
    draft,
    join_triplets,
    plain_amount,
    plain_day,
    plain_number,
    procedure,
    segment,
)

_LINE = pl.col("line_at")


def draft_lines(frames: Mapping[str, pl.DataFrame], places: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    """Every segment below LX. places: claim_no, at, form of the claims."""
    rows = frames["claim_lines"].lazy().join(places, on="claim_no", maintain_order="right").sort("at", "line_no")
    rows = rows.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("at").alias("line_at"))
    rows = rows.collect().lazy()  # drawn on by a dozen drafts
    yield draft(rows, 100, segment("LX", _LINE.cast(pl.String)), line=_LINE)
    is_institutional = pl.col("form") == "I"
    yield draft(rows.filter(pl.col("form") == "P"), 110, _professional(), line=_LINE)
    yield draft(rows.filter(pl.col("form") == "D"), 110, _dental(), line=_LINE)
    yield draft(rows.filter(is_institutional), 110, _institutional(), line=_LINE)
    first, last = pl.col("service_on"), pl.col("service_to_on")
    shape = pl.when(last.is_null()).then(pl.lit("D8")).otherwise(pl.lit("RD8"))
    days = pl.when(last.is_null()).then(plain_day(first)).otherwise(plain_day(first) + "-" + plain_day(last))
    yield draft(rows, 120, segment("DTP", "472", shape, days), when=first.is_not_null(), line=_LINE)
    yield from _draft_keys(rows)
    numbered = rows.select("claim_no", "line_no", "at", "form", "line_at", "code_qualifier", "revenue_code")
    providers = frames["claim_providers"].lazy().join(numbered, on=["claim_no", "line_no"], maintain_order="left")
    yield from draft_providers(providers, line=True)
    yield from _draft_adjudications(frames, numbered)


def _draft_keys(rows: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    number, control_number, ndc = pl.col("prior_authorization"), pl.col("line_control_number"), pl.col("ndc")
    has_number = number.is_not_null() & (pl.col("form") != "I")
    yield draft(rows, 130, segment("REF", "G1", number), when=has_number, line=_LINE)
    yield draft(rows, 131, segment("REF", "6R", control_number), when=control_number.is_not_null(), line=_LINE)
    yield draft(rows, 140, segment("LIN", "", "N4", ndc), when=ndc.is_not_null(), line=_LINE)
    has_amount = pl.col("ndc_units").is_not_null()
    amount = segment("CTP", "", "", "", plain_number("ndc_units"), pl.col("ndc_basis"))
    yield draft(rows, 141, amount, when=has_amount, line=_LINE)


def _professional() -> pl.Expr:
    return segment(
        "SV1", procedure(), plain_amount("charge_cents"), pl.col("unit_basis"), plain_number("units"),
        pl.col("place_of_service"), "", pl.col("diagnosis_pointers"),
    )  # fmt: skip


def _institutional() -> pl.Expr:
    return segment(
        "SV2", pl.col("revenue_code"), procedure(), plain_amount("charge_cents"), pl.col("unit_basis"),
        plain_number("units"),
    )  # fmt: skip


def _dental() -> pl.Expr:
    """SV3 without its teeth, which no frame has: enough for a copy, not for a payer (unwritable.py)."""
    return segment(
        "SV3", procedure(), plain_amount("charge_cents"), pl.col("place_of_service"), "", "", plain_number("units"), "", "",
        "", "", pl.col("diagnosis_pointers"),
    )  # fmt: skip


def _draft_adjudications(frames: Mapping[str, pl.DataFrame], numbered: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    """2430: what each other payer decided on a line."""
    others = frames["claim_payers"].lazy().filter(~pl.col("is_destination"))
    keys = others.select("claim_no", "level_no", "payer_key")
    of_lines = frames["claim_adjudications"].lazy().filter(pl.col("line_no").is_not_null())
    rows = (
        of_lines.join(numbered, on=["claim_no", "line_no"], maintain_order="left")
        .join(keys, on=["claim_no", "level_no"], how="left", maintain_order="left")
        .sort("at", "line_at", "level_no", maintain_order=True)
        .with_columns(pl.int_range(pl.len(), dtype=pl.Int64).over("at", "line_at").alias("adjudication_no"))
    )
    nth = pl.col("adjudication_no") * 1000
    revenue = pl.when(pl.col("form") == "I").then("revenue_code")
    adjudication = segment(
        "SVD", pl.col("payer_key"), plain_amount("paid_cents"), procedure(with_words=False), revenue, plain_number("units")
    )  # fmt: skip
    yield draft(rows, 200, adjudication, line=_LINE, nth=nth)
    # Two answers of one payer on one line (bundled): the adjustments stand under the first.
    first = rows.unique(["at", "line_at", "level_no"], keep="first", maintain_order=True)
    of_first = first.select("claim_no", "line_no", "level_no", "at", "line_at", "adjudication_no")
    adjusted = frames["claim_payer_adjustments"].lazy().filter(pl.col("line_no").is_not_null())
    adjusted = adjusted.join(of_first, on=["claim_no", "line_no", "level_no"], maintain_order="left")
    joined = join_triplets(adjusted, ["at", "line_at", "adjudication_no"])
    yield draft(joined, 200, pl.col("text"), line=_LINE, nth=nth + 1 + pl.col("part"))
    day, left = pl.col("paid_on"), pl.col("patient_cents")
    yield draft(
        rows, 200, segment("DTP", "573", "D8", plain_day(day)), when=day.is_not_null(), line=_LINE, nth=nth + 900
    )
    amount = segment("AMT", "EAF", plain_amount("patient_cents"))
    yield draft(rows, 200, amount, when=left.is_not_null(), line=_LINE, nth=nth + 901)

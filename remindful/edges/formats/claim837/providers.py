"""The providers that an 837 names: who bills and who is paid (2010AA, 2010AB), and those of a claim or line (2310, 2420)."""

import polars as pl

from remindful.edges.formats.claim837.layout import BILLING, CLAIM, LINE, LOOP, Layout
from remindful.edges.formats.claim837.names import draft_addresses, of_loop
from remindful.edges.x12.elements import first_of, join_all

_SOLD_ROLES = ("85", "87")
_COLUMNS = ("last", "first", "npi", "tax_id", "taxonomy", "line1", "city", "state", "zip")


def draft_billing_taxonomy(layout: Layout) -> pl.LazyFrame:
    """The taxonomy of who bills, by billing_part: its PRV stands before its name."""
    rows = layout.pick_at("PRV", LOOP, kind=1, taxonomy=3).filter(pl.col("kind").is_in(["BI", "PT"]))
    return first_of(rows.with_columns(pl.col("loop_part").alias("billing_part")), "billing_part", "taxonomy")


def draft_providers(layout: Layout) -> pl.LazyFrame:
    """Those that claims and lines name themselves, in the order of the file."""
    places = [place for place in (CLAIM, LINE) if layout.has_at("NM1", place)]
    drawn = [_draft_at(layout, place) for place in places or [CLAIM]]
    lines = layout.parts.lazy().select("part_no", "lx_no", line_claim_part="claim_part")
    before = layout.parts.lazy().select(line_claim_part="part_no", lx_before="lx_no")
    rows = join_all(pl.concat(drawn), [lines], on="part_no")
    rows = join_all(rows, [before], on="line_claim_part")
    rows = layout.add_of_part(rows, "claim_no", by="claim_part")
    line_no = (pl.col("lx_no").cast(pl.Int64) - pl.col("lx_before").cast(pl.Int64)).cast(pl.Int64)
    return rows.with_columns(pl.when(pl.col("place") == LINE).then(line_no).alias("line_no"))


def _draft_at(layout: Layout, place: int) -> pl.LazyFrame:
    names = layout.pick_at("NM1", place, role=1, entity=2, last=3, first=4, key_kind=8, key=9).drop_nulls("role")
    of_name = pl.col("is_of_name")
    parts = [pl.LazyFrame(schema={"nm1_no": pl.UInt32, "taxonomy": pl.String})]
    if layout.has_at("PRV", place):
        taxonomies = layout.pick_at("PRV", place, taxonomy=3).filter(of_name)
        parts = [first_of(taxonomies, "nm1_no", "taxonomy")]
    parts += draft_addresses(layout, place)
    taxes = layout.pick_at("REF", place, kind=1, tax_id=2).filter(of_name & pl.col("kind").is_in(["EI", "SY"]))
    return join_all(names, [*parts, first_of(taxes, "nm1_no", "tax_id")], on="nm1_no").with_columns(_npi())


def _npi() -> pl.Expr:
    return pl.when(pl.col("key_kind") == "XX").then("key").alias("npi")


def all_providers(
    claims: pl.DataFrame, names: pl.DataFrame, taxonomies: pl.DataFrame, of_lines: pl.DataFrame
) -> pl.DataFrame:
    """Every provider of every claim: who bills and who is paid first, then its own, then its lines'."""
    of_claim = claims.lazy().select("claim_part", "claim_no", "billing_part")
    sold = [of_loop(names, BILLING, role).with_columns(billing_part="loop_part") for role in _SOLD_ROLES]
    above = pl.concat(sold).with_columns(_npi()).drop("claim_part")
    billing = join_all(above, [taxonomies.lazy()], on="billing_part").with_columns(
        pl.when(pl.col("role") == "85").then("taxonomy").alias("taxonomy"),
        pl.coalesce("tax_id", pl.when(pl.col("key_kind").is_in(["24", "34"])).then("key")).alias("tax_id"),
        pl.lit(None, dtype=pl.Int64).alias("line_no"),
    )
    columns = ("claim_part", "claim_no", "line_no", "segment_no", "role", "entity", *_COLUMNS)
    rows = of_claim.join(billing, on="billing_part", how="inner", maintain_order="left").select(columns)
    every = pl.concat([rows, of_lines.lazy().select(columns)]).sort("claim_no", "segment_no")
    is_person = pl.col("entity").replace_strict({"1": True, "2": False}, default=None, return_dtype=pl.Boolean)
    named = every.with_columns(is_person.alias("is_person")).rename({"last": "last_name", "first": "first_name"})
    return named.collect(engine="in-memory")

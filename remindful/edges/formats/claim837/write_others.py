"""What stands after a claim's codes: its providers (2310), and the other payers with what they answered (2320, 2330)."""

from collections.abc import Iterator, Mapping

import polars as pl

from remindful.edges.formats.claim837.write_loops import draft_address, order_letter
from remindful.edges.x12.write import draft, join_triplets, plain_amount, plain_day, segment

#: Columns of the claim that the segments of its parts need.
OF_CLAIM = ("benefits_code", "release_code")
#: Which PRV a role's taxonomy has; the guides give the others none. Who stands in an address of their own.
_TAXONOMIES = {("P", "82"): "PE", ("D", "82"): "PE", ("I", "71"): "AT"}
_PLACED = ("77", "DK", "PW", "45")
#: Order of the guides within 2310 and 2420; what is not named comes last, as it came.
_ORDER = {
    "P": ("DN", "P3", "82", "77", "DQ", "PW", "45"),
    "D": ("DN", "P3", "82", "77", "DD", "DQ"),
    "I": ("71", "72", "ZZ", "82", "77", "DN"),
    "line": ("82", "QB", "77", "DQ", "DK", "DN", "P3"),
}


def draft_providers(providers: pl.LazyFrame, *, line: bool = False) -> Iterator[pl.LazyFrame]:
    """NM1, PRV, N3, N4 of providers. providers: with at, form; of lines also line_at. Who bills and is paid stands above."""
    of_level = providers.filter(pl.col("line_no").is_not_null() if line else pl.col("line_no").is_null())
    rows = _in_order(of_level.filter(~pl.col("role").is_in(["85", "87"])), line=line).collect().lazy()
    at_line = pl.col("line_at") if line else 0
    npi = pl.col("npi")
    person = pl.when("is_person").then(pl.lit("1")).when(~pl.col("is_person")).then(pl.lit("2"))
    name = segment(
        "NM1", pl.col("role"), person, pl.col("last_name"), pl.col("first_name"), "", "", "",
        pl.when(npi.is_not_null()).then(pl.lit("XX")), npi,
    )  # fmt: skip
    place = 150 if line else 500
    yield _draft_sub(rows, place, name, 0, line=at_line)
    taxonomy = pl.col("taxonomy")
    codes = {f"{form}{role}": code for (form, role), code in _TAXONOMIES.items()}
    code = pl.concat_str("form", "role").replace_strict(codes, default=None, return_dtype=pl.String)
    has_taxonomy = taxonomy.is_not_null() & code.is_not_null()
    yield _draft_sub(rows, place, segment("PRV", code, "PXC", taxonomy), 1, line=at_line, when=has_taxonomy)
    placed = rows.filter(pl.col("role").is_in(_PLACED))
    yield from draft_address(placed, place, "", nth=pl.col("nth") * 10 + 2, line=at_line)


def _draft_sub(
    rows: pl.LazyFrame, place: int, text: pl.Expr, sub: int, *, line: pl.Expr | int, when: pl.Expr | None = None
) -> pl.LazyFrame:
    return draft(rows, place, text, when=when, line=line, nth=pl.col("nth") * 10 + sub)


def _in_order(rows: pl.LazyFrame, *, line: bool) -> pl.LazyFrame:
    ranks = {f"{form}{role}": rank for form, roles in _ORDER.items() for rank, role in enumerate(roles)}
    form = pl.lit("line") if line else pl.col("form")
    rank = pl.concat_str(form, "role").replace_strict(ranks, default=99, return_dtype=pl.Int64)
    keys = ["at", "line_at"] if line else ["at"]
    ordered = rows.with_columns(rank.alias("rank")).sort(*keys, "rank", maintain_order=True)
    return ordered.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).over(keys).alias("nth"))


def draft_others(frames: Mapping[str, pl.DataFrame], places: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    """2320 and 2330: each other payer of a claim, what it answered of the whole, whom it insures."""
    payers = frames["claim_payers"].lazy().filter(~pl.col("is_destination"))
    of_claim = frames["claim_adjudications"].lazy().filter(pl.col("line_no").is_null()).drop("segment_no", "line_no")
    answers = of_claim.unique(["claim_no", "level_no"], keep="first", maintain_order=True)
    dated = (
        frames["claim_adjudications"].lazy().filter(pl.col("line_no").is_not_null() & pl.col("paid_on").is_not_null())
    )
    dated = dated.select("claim_no", "level_no", is_dated_by_line=pl.lit(value=True)).unique()
    answers = answers.join(dated, on=["claim_no", "level_no"], how="left")
    rows = payers.join(answers, on=["claim_no", "level_no"], how="left").join(places, on="claim_no").collect().lazy()
    level = pl.col("level_no")
    subscriber = segment(
        "SBR", order_letter(), pl.col("relationship_code"), pl.col("group_number"), "", pl.col("insurance_type"), "", "", "",
        pl.col("filing_code"),
    )  # fmt: skip
    yield draft(rows, 600, subscriber, nth=level * 1000)
    adjusted = frames["claim_payer_adjustments"].lazy().filter(pl.col("line_no").is_null())
    adjusted = join_triplets(adjusted.join(places, on="claim_no", maintain_order="left"), ["at", "level_no"])
    yield draft(adjusted, 600, pl.col("text"), nth=level * 1000 + 10 + pl.col("part"))
    for sub, (kind, name) in enumerate({"D": "paid", "A8": "noncovered", "EAF": "patient"}.items()):
        cents = f"{name}_cents"
        amount = segment("AMT", kind, plain_amount(cents))
        yield draft(rows, 600, amount, when=pl.col(cents).is_not_null(), nth=level * 1000 + 200 + sub)
    consent = segment("OI", "", "", pl.col("benefits_code"), "", "", pl.col("release_code"))
    yield draft(rows, 600, consent, nth=level * 1000 + 210)
    yield from _draft_insured(rows, level * 1000 + 300)


def _draft_insured(rows: pl.LazyFrame, nth: pl.Expr) -> Iterator[pl.LazyFrame]:
    member, key = pl.col("member_id"), pl.col("payer_key")
    last, payer = pl.col("subscriber_last_name"), pl.col("payer_name")
    insured = segment(
        "NM1", "IL", "1", last, pl.col("subscriber_first_name"), "", "", "",
        pl.when(member.is_not_null()).then(pl.lit("MI")), member,
    )  # fmt: skip
    yield draft(rows, 600, insured, when=last.is_not_null() | member.is_not_null(), nth=nth)
    yield from draft_address(rows, 600, "subscriber_", nth=nth + 1)
    name = segment("NM1", "PR", "2", payer, "", "", "", "", pl.when(key.is_not_null()).then(pl.lit("PI")), key)
    yield draft(rows, 600, name, when=payer.is_not_null() | key.is_not_null(), nth=nth + 10)
    # The day of the payer's answer stands here only where no line has it (TR3, 2330B DTP).
    day = pl.col("paid_on")
    is_here = day.is_not_null() & pl.col("is_dated_by_line").is_null()
    yield draft(rows, 600, segment("DTP", "573", "D8", plain_day(day)), when=is_here, nth=nth + 11)

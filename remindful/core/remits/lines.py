"""The payer's lines found on the visit's items, or a whole claim shared out over them. Not certain = not matched."""

import polars as pl

from remindful.core.words.sharing import share_out_rows

#: Ways to find an item, surest first. Each must name one line and one item only.
WAYS = (
    ("line_control_number", "size_cents"),
    ("billed_procedure", "modifiers", "size_cents", "service_on"),
    ("billed_procedure", "size_cents", "service_on"),
    ("billed_procedure", "size_cents"),
    ("procedure_code", "size_cents"),
    ("revenue_code", "size_cents"),
    ("size_cents",),
)
#: What a person's word allows besides: the same line though its amount differs.
WAYS_BY_HAND = (*WAYS, ("line_control_number",), ("billed_procedure", "modifiers", "service_on"))
#: Several lines of the payer for one of ours (its code was split): they name the same line, and sum to its charge.
SPLITS = (("line_control_number",), ("billed_procedure", "modifiers", "service_on"), ("billed_procedure", "service_on"))


def offer_items(claims: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """Items with the claim_no of each claim that may mean them: as they say themselves, else all of the claim's visit."""
    if "claim_no" in items.columns:
        return items.join(claims.select("claim_no"), on="claim_no", how="semi", maintain_order="left")
    return items.join(claims.select("claim_no", "visit_id"), on="visit_id")


def find_items(
    claims: pl.DataFrame, lines: pl.DataFrame, items: pl.DataFrame, *, by_hand: bool = False
) -> pl.DataFrame:
    """Add item_id (null: not found) and is_spread (one line for all items that are left) to the lines of the claims.

    claims: claim_no, visit_id. lines: RemitLines. items: Items, with claim_no where not all of a visit are meant.
    The code asked for is SVC06 where the payer recoded or bundled. by_hand: a person said that the claim is the visit's.
    """
    unmatched = lines.join(claims.select("claim_no"), on="claim_no", how="semi", maintain_order="left").with_columns(
        size_cents=pl.col("charge_cents").abs(),
        modifiers=pl.col("modifiers").fill_null(""),
        billed_procedure=pl.coalesce("billed_code", "procedure_code"),
    )
    offered = offer_items(claims, items).with_columns(
        size_cents=pl.col("charge_cents").abs(),
        modifiers=pl.col("modifiers").fill_null(""),
        billed_procedure="procedure_code",
    )
    found = unmatched.select("claim_no", "line_no").head(0).with_columns(item_id=pl.lit(None, dtype=pl.Int64))
    for way in SPLITS:
        found, unmatched, offered = _take(found, unmatched, offered, _find_split(unmatched, offered, way))
    for way in WAYS_BY_HAND if by_hand else WAYS:
        found, unmatched, offered = _take(found, unmatched, offered, _find_single(unmatched, offered, way))
    found, unmatched, offered = _take(found, unmatched, offered, _pair_twins(unmatched, offered))
    spread = _find_spread(unmatched, offered)
    return (
        lines.join(claims.select("claim_no", "visit_id"), on="claim_no", maintain_order="left")
        .join(found, on=["claim_no", "line_no"], how="left", maintain_order="left")
        .join(spread, on=["claim_no", "line_no"], how="left", maintain_order="left")
        .with_columns(pl.col("is_spread").fill_null(value=False))
    )


def _take(
    found: pl.DataFrame, unmatched: pl.DataFrame, offered: pl.DataFrame, pairs: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """What is found so far, and what is left of both sides."""
    return (
        pl.concat([found, pairs]),
        unmatched.join(pairs, on=["claim_no", "line_no"], how="anti", maintain_order="left"),
        offered.join(pairs, on=["claim_no", "item_id"], how="anti", maintain_order="left"),
    )


def _find_single(unmatched: pl.DataFrame, offered: pl.DataFrame, way: tuple[str, ...]) -> pl.DataFrame:
    """One line and one item that are alike in `way`, and no others."""
    on = ["claim_no", *way]
    is_named = pl.all_horizontal(pl.col(name).is_not_null() for name in way)
    one_line = unmatched.filter(is_named).filter(~pl.struct(on).is_duplicated())
    one_item = offered.filter(~pl.struct(on).is_duplicated())
    return one_line.join(one_item.select(*on, "item_id"), on=on).select("claim_no", "line_no", "item_id")


def _find_split(unmatched: pl.DataFrame, offered: pl.DataFrame, way: tuple[str, ...]) -> pl.DataFrame:
    """Several lines for one item: alike in `way`, and together its charge."""
    on = ["claim_no", *way]
    is_named = pl.all_horizontal(pl.col(name).is_not_null() for name in way)
    several = unmatched.filter(is_named & (pl.len().over(on) > 1)).with_columns(
        size_cents=pl.col("size_cents").sum().over(on)
    )
    one_item = offered.filter(~pl.struct(on).is_duplicated())
    return several.join(one_item.select(*on, "size_cents", "item_id"), on=[*on, "size_cents"]).select(
        "claim_no", "line_no", "item_id"
    )


def _pair_twins(unmatched: pl.DataFrame, offered: pl.DataFrame) -> pl.DataFrame:
    """Lines alike in all that we know, and as many items alike: any pairing gives the same books, so by order."""
    alike = ["claim_no", "billed_procedure", "modifiers", "size_cents"]
    left = unmatched.with_columns(position=pl.int_range(pl.len()).over(alike), twins=pl.len().over(alike))
    right = offered.sort("line_no").with_columns(
        position=pl.int_range(pl.len()).over(alike), twins=pl.len().over(alike)
    )
    on = [*alike, "position", "twins"]
    return left.join(right.select(*on, "item_id"), on=on, nulls_equal=True).select("claim_no", "line_no", "item_id")


def _find_spread(unmatched: pl.DataFrame, offered: pl.DataFrame) -> pl.DataFrame:
    """The one line that is left of a claim, where it is exactly all items that are left, of its day: they were bundled into it."""
    left = offered.group_by("claim_no").agg(
        left_cents=pl.col("size_cents").sum(), days=pl.col("service_on").n_unique(), day=pl.col("service_on").first()
    )
    is_day = (pl.col("days") == 1) & (pl.col("service_on").is_null() | (pl.col("service_on") == pl.col("day")))
    return (
        unmatched.filter(pl.len().over("claim_no") == 1)
        .join(left, on="claim_no")
        .filter((pl.col("size_cents") == pl.col("left_cents")) & is_day)
        .select("claim_no", "line_no", is_spread=pl.lit(value=True))
    )


def find_unmatched_lines(
    claims: pl.DataFrame, lines: pl.DataFrame, items: pl.DataFrame, *, by_hand: bool = False
) -> pl.DataFrame:
    """Claims that cannot be posted for certain: claim_no, why (no_line, charge_differs). lines: of find_items.

    The items that a claim answers must come to its charge (CLP03), unless a person said that it is this visit's.
    """
    # A quality code that the payer reports, and that moves nothing, needs no charge: many systems do not export those.
    moves_nothing = (pl.col("charge_cents") == 0) & (pl.col("paid_cents") == 0)
    is_lost = pl.col("item_id").is_null() & ~pl.col("is_spread") & ~moves_nothing
    offered = offer_items(claims, items).select("claim_no", "item_id", "charge_cents")
    bare = claims.join(offered, on="claim_no", how="anti").select("claim_no")
    lost = pl.concat([lines.filter(is_lost).select("claim_no"), bare]).unique(maintain_order=True)
    meant = _answered(claims, lines, offered).group_by("claim_no").agg(item_cents=pl.col("charge_cents").abs().sum())
    differs = (
        claims.join(meant, on="claim_no", maintain_order="left")
        .filter(pl.col("charge_cents").abs() != pl.col("item_cents"))
        .select("claim_no")
        .join(lost, on="claim_no", how="anti", maintain_order="left")
    )
    whys = [lost.with_columns(why=pl.lit("no_line"))]
    if not by_hand:
        whys.append(differs.with_columns(why=pl.lit("charge_differs")))
    return pl.concat(whys)


def _answered(claims: pl.DataFrame, lines: pl.DataFrame, offered: pl.DataFrame) -> pl.DataFrame:
    """The items that each claim speaks of: those of its lines, all that are left where a line is spread, all where it has no lines."""
    by_line = offered.join(lines.filter(pl.col("item_id").is_not_null()), on=["claim_no", "item_id"], how="semi")
    spread = lines.filter("is_spread").select("claim_no")
    has_lines = lines.select("claim_no").unique()
    lineless = claims.join(has_lines, on="claim_no", how="anti").select("claim_no")
    rest = offered.join(by_line, on=["claim_no", "item_id"], how="anti")
    return pl.concat([by_line, rest.join(pl.concat([spread, lineless]), on="claim_no", how="semi")])


def spread_claim(
    claims: pl.DataFrame, adjustments: pl.DataFrame, lines: pl.DataFrame, items: pl.DataFrame
) -> pl.DataFrame:
    """What each answer says of each item: claim_no, item_id, is_payment, group_code, carc (null of a payment), amount_cents.

    claims: claim_no, visit_id, paid_cents. adjustments: RemitAdjustments. lines: from find_items. Claim-level amounts are shared
    out over the items answered, by charge, and a spread line's over those that it is for; all amounts reach items, to the cent.
    """
    lines = lines.join(claims.select("claim_no"), on="claim_no", how="semi", maintain_order="left")
    columns = ["claim_no", "item_id", "is_payment", "group_code", "carc", "amount_cents"]
    amounts = _gather(claims, adjustments, lines)
    offered = offer_items(claims, items).select("claim_no", "item_id", "charge_cents")
    answered = _answered(claims, lines, offered).rename({"charge_cents": "weight"})
    named = lines.filter(pl.col("item_id").is_not_null()).select("claim_no", "item_id").unique()
    rest = answered.join(named, on=["claim_no", "item_id"], how="anti")
    whole = amounts.filter(pl.col("item_id").is_null()).drop("item_id").with_row_index("whole_no")
    shares = pl.concat(
        [
            whole.filter(~pl.col("is_spread")).join(answered, on="claim_no"),
            whole.filter("is_spread").join(rest, on="claim_no"),
        ]
    )
    shared = share_out_rows(shares, over=["whole_no"], cents="amount_cents", weight="weight", order="item_id")
    parts = [
        amounts.filter(pl.col("item_id").is_not_null()).select(columns),
        shared.with_columns(amount_cents="share_cents").select(columns),
    ]
    return (
        pl.concat(parts)
        .filter(pl.col("amount_cents") != 0)
        .group_by(columns[:-1], maintain_order=True)
        .agg(pl.col("amount_cents").sum())
    )


def _gather(claims: pl.DataFrame, adjustments: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Every payment and adjustment, with its line's item, or none where it is the claim's or a spread line's."""
    columns = ["claim_no", "item_id", "is_spread", "is_payment", "group_code", "carc", "amount_cents"]
    payment = {
        "is_payment": pl.lit(value=True),
        "group_code": pl.lit(None, dtype=pl.String),
        "carc": pl.lit(None, dtype=pl.String),
    }
    of_lines = lines.select("claim_no", "line_no", "item_id", "is_spread")
    paid_lines = lines.select("claim_no", "item_id", "is_spread", amount_cents="paid_cents").with_columns(**payment)
    by_lines = lines.group_by("claim_no").agg(lines_cents=pl.col("paid_cents").sum())
    # A claim-level CAS lowers the payment below that of the lines (835 guide, balancing): CLP04 is what was paid.
    rests = claims.join(by_lines, on="claim_no", how="left", maintain_order="left").with_columns(
        rest_cents=pl.col("paid_cents") - pl.col("lines_cents").fill_null(0)
    )
    whole = {"item_id": pl.lit(None, dtype=pl.Int64), "is_spread": pl.lit(value=False)}
    whole_paid = rests.select("claim_no", amount_cents="rest_cents").with_columns(**payment, **whole)
    adjustments = adjustments.with_columns(is_payment=pl.lit(value=False))
    line_cas = adjustments.filter(pl.col("line_no").is_not_null()).join(of_lines, on=["claim_no", "line_no"])
    claim_cas = adjustments.filter(pl.col("line_no").is_null()).with_columns(**whole)
    return pl.concat([part.select(columns) for part in (paid_lines, whole_paid, line_cas, claim_cas)])

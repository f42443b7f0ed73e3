"""The payer's lines found on the visit's items, or a whole claim shared out over them. Not certain = not matched."""

import polars as pl

from remindful.core.words.sharing import share_out_rows

#: Ways to find an item, surest first. Each must name one line and one item only.
WAYS = (
    ("line_control_number",),
    ("procedure_code", "modifiers", "size_cents", "service_on"),
    ("procedure_code", "size_cents", "service_on"),
    ("procedure_code", "size_cents"),
    ("revenue_code", "size_cents"),
    ("size_cents",),
)


def find_items(claims: pl.DataFrame, lines: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """Add item_id (null: not found) to the lines of the claims. claims: claim_no, visit_id. lines: RemitLines. items: Items."""
    asked = lines.join(claims.select("claim_no", "visit_id"), on="claim_no", maintain_order="left").with_columns(
        size_cents=pl.col("charge_cents").abs(), modifiers=pl.col("modifiers").fill_null("")
    )
    offered = items.join(claims.select("claim_no", "visit_id"), on="visit_id").with_columns(
        size_cents=pl.col("charge_cents").abs(), modifiers=pl.col("modifiers").fill_null("")
    )
    found = asked.select("claim_no", "line_no").head(0).with_columns(item_id=pl.lit(None, dtype=pl.Int64))
    for way in WAYS:
        on = ["claim_no", *way]
        one_line = asked.filter(pl.all_horizontal(pl.col(name).is_not_null() for name in way)).filter(
            ~pl.struct(on).is_duplicated()
        )
        one_item = offered.filter(~pl.struct(on).is_duplicated())
        pairs = one_line.join(one_item.select(*on, "item_id"), on=on).select("claim_no", "line_no", "item_id")
        found = pl.concat([found, pairs])
        asked = asked.join(pairs, on=["claim_no", "line_no"], how="anti", maintain_order="left")
        offered = offered.join(pairs, on=["claim_no", "item_id"], how="anti", maintain_order="left")
    found = pl.concat([found, _pair_twins(asked, offered)])
    return lines.join(claims.select("claim_no", "visit_id"), on="claim_no", maintain_order="left").join(
        found, on=["claim_no", "line_no"], how="left", maintain_order="left"
    )


def _pair_twins(asked: pl.DataFrame, offered: pl.DataFrame) -> pl.DataFrame:
    """Lines alike in all that we know, and as many items alike: any pairing gives the same books, so by order."""
    alike = ["claim_no", "procedure_code", "modifiers", "size_cents"]
    left = asked.with_columns(place=pl.int_range(pl.len()).over(alike), twins=pl.len().over(alike))
    right = offered.sort("line_no").with_columns(place=pl.int_range(pl.len()).over(alike), twins=pl.len().over(alike))
    on = [*alike, "place", "twins"]
    return left.join(right.select(*on, "item_id"), on=on, nulls_equal=True).select("claim_no", "line_no", "item_id")


def spread_claim(
    claims: pl.DataFrame, adjustments: pl.DataFrame, lines: pl.DataFrame, items: pl.DataFrame
) -> pl.DataFrame:
    """What each answer says of each item: claim_no, item_id, is_payment, group_code, carc (null of a payment), amount_cents.

    claims: claim_no, visit_id, paid_cents. adjustments: RemitAdjustments. lines: from find_items. Claim-level amounts are shared
    out over the items answered, by charge; all amounts of a claim reach items, to the cent.
    """
    has_lines = lines.select("claim_no").unique()
    of_lines = lines.select("claim_no", "line_no", "item_id")
    adjustments = adjustments.with_columns(is_payment=pl.lit(value=False))
    payment = {
        "is_payment": pl.lit(value=True),
        "group_code": pl.lit(None, dtype=pl.String),
        "carc": pl.lit(None, dtype=pl.String),
    }
    paid_lines = lines.select("claim_no", "item_id", amount_cents="paid_cents").with_columns(**payment)
    line_cas = adjustments.filter(pl.col("line_no").is_not_null()).join(of_lines, on=["claim_no", "line_no"])
    answered = pl.concat(
        [
            lines.join(items.select("item_id", weight="charge_cents"), on="item_id").select(
                "claim_no", "item_id", "weight"
            ),
            claims.join(has_lines, on="claim_no", how="anti")
            .join(items.select("visit_id", "item_id", weight="charge_cents"), on="visit_id")
            .select("claim_no", "item_id", "weight"),
        ]
    ).unique(["claim_no", "item_id"])
    whole_paid = claims.join(has_lines, on="claim_no", how="anti").select("claim_no", amount_cents="paid_cents")
    whole = pl.concat(
        [
            adjustments.filter(pl.col("line_no").is_null()).select(
                "claim_no", "is_payment", "group_code", "carc", "amount_cents"
            ),
            whole_paid.with_columns(**payment),
        ],
        how="diagonal",
    ).with_row_index("whole_no")
    shared = share_out_rows(
        whole.join(answered, on="claim_no"), over=["whole_no"], cents="amount_cents", weight="weight", order="item_id"
    )
    columns = ["claim_no", "item_id", "is_payment", "group_code", "carc", "amount_cents"]
    said = pl.concat(
        [
            paid_lines.select(columns),
            line_cas.select(columns),
            shared.with_columns(amount_cents="share_cents").select(columns),
        ]
    )
    return (
        said.filter(pl.col("amount_cents") != 0)
        .group_by(columns[:-1], maintain_order=True)
        .agg(pl.col("amount_cents").sum())
    )

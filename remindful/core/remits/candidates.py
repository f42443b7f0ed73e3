"""Visits that a doubtful answer may mean, with a score of 0 to 100 and its parts. They are proposed to a person, never posted."""

import polars as pl

from remindful.core.remits.match import normalized_control_number

#: Most points of each part; together 100. See docs/algorithms/matching.md.
POINTS = {"number": 25, "name": 20, "member": 20, "day": 15, "code": 10, "charge": 10}
#: Below this nothing is proposed, save where the whole number agrees: a surname and a day are no match.
LEAST = 40
#: Of a cut control number at least so many signs must be left.
LEAST_SIGNS = 6
_LAST_NAME = 14
_FIRST_NAME = 20 - _LAST_NAME


def score_candidates(
    claims: pl.DataFrame, lines: pl.DataFrame, *, visits: pl.DataFrame, items: pl.DataFrame, most: int = 3
) -> pl.DataFrame:
    """At most `most` visits a claim, best first: claim_no, visit_id, visit_key, score, *_points, says.

    claims: claim_no and RemitClaims' columns. lines: RemitLines. visits: visit_id, visit_key, service_from_on, service_to_on,
    last_name, first_name (the patient's), member_ids (a list). items: Items that stand.
    """
    left, right = _known_of_claims(claims, lines), _known_of_visits(visits, items)
    pairs = _pair_plausible(left, right)
    joined = pairs.join(left, on="claim_no").join(right, on="visit_id")
    scored = _score(joined).with_columns(score=pl.sum_horizontal(f"{part}_points" for part in POINTS))
    has_number = pl.col("number_points") == POINTS["number"]
    return (
        scored.filter((pl.col("score") >= LEAST) | has_number)
        .sort("claim_no", "score", "visit_id", descending=[False, True, False])
        .group_by("claim_no", maintain_order=True)
        .head(most)
        .select(
            "claim_no", "visit_id", "visit_key", "score", *(f"{part}_points" for part in POINTS), message=_say_parts()
        )
    )


def _plain(name: str) -> pl.Expr:
    """A name as payers and offices both write it: letters only, in capitals."""
    return pl.col(name).str.to_uppercase().str.replace_all(r"[^A-Z]", "")


def _known_of_claims(claims: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    by_claim = lines.group_by("claim_no").agg(
        line_codes=pl.coalesce("billed_code", "procedure_code").drop_nulls().unique(),
        line_days=pl.col("service_on").drop_nulls().unique(),
    )
    return claims.join(by_claim, on="claim_no", how="left", maintain_order="left").select(
        "claim_no",
        number=normalized_control_number(pl.col("control_number")),
        last=_plain("patient_last_name"),
        first=_plain("patient_first_name"),
        member=normalized_control_number(pl.col("member_id")),
        size_cents=pl.col("charge_cents").abs(),
        line_codes=pl.col("line_codes").fill_null(pl.lit([], dtype=pl.List(pl.String))),
        days=pl.concat_list(
            pl.col("service_from_on"), pl.col("line_days").fill_null(pl.lit([], dtype=pl.List(pl.Date)))
        ).list.drop_nulls(),
    )


def _known_of_visits(visits: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    by_visit = items.group_by("visit_id").agg(
        item_codes=pl.col("procedure_code").drop_nulls().unique(), visit_cents=pl.col("charge_cents").sum()
    )
    return visits.join(by_visit, on="visit_id", maintain_order="left").select(
        "visit_id",
        "visit_key",
        "item_codes",
        "visit_cents",
        their_number=normalized_control_number(pl.col("visit_key")),
        their_last=_plain("last_name"),
        their_first=_plain("first_name"),
        their_members=pl.col("member_ids").list.eval(normalized_control_number(pl.element())).list.drop_nulls(),
        from_on="service_from_on",
        to_on=pl.coalesce("service_to_on", "service_from_on"),
    )


def _pair_plausible(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """Pairs worth a look: alike in the number or its beginning, the member's number, or name or charge with the day."""
    beginning = pl.col("number").str.head(LEAST_SIGNS)
    by_start = left.select("claim_no", start=beginning).filter(pl.col("start").str.len_chars() == LEAST_SIGNS)
    their_start = right.select("visit_id", start=pl.col("their_number").str.head(LEAST_SIGNS))
    members = right.select("visit_id", member="their_members").explode("member").drop_nulls()
    days = left.select("claim_no", "last", "size_cents", "days").explode("days").drop_nulls("days")
    found = [
        left.join(right, left_on="number", right_on="their_number").select("claim_no", "visit_id"),
        by_start.join(their_start, on="start").select("claim_no", "visit_id"),
        left.join(members, on="member").select("claim_no", "visit_id"),
        days.join(right, left_on=["last", "days"], right_on=["their_last", "from_on"]).select("claim_no", "visit_id"),
        days.join(right, left_on=["size_cents", "days"], right_on=["visit_cents", "from_on"]).select(
            "claim_no", "visit_id"
        ),
    ]
    return pl.concat(found).unique(maintain_order=True)


def _score(pairs: pl.DataFrame) -> pl.DataFrame:
    ours, theirs = pl.col("number"), pl.col("their_number")
    shorter = pl.min_horizontal(ours.str.len_chars(), theirs.str.len_chars())
    is_cut = (shorter >= LEAST_SIGNS) & (ours.str.starts_with(theirs) | theirs.str.starts_with(ours))
    is_last = pl.col("last") == pl.col("their_last")
    is_first = pl.col("first") == pl.col("their_first")
    is_initial = pl.col("first").str.head(1) == pl.col("their_first").str.head(1)
    is_member = pl.col("their_members").list.contains(pl.col("member"))
    first_on, last_on = pl.col("days").list.min(), pl.col("days").list.max()
    is_day = (first_on >= pl.col("from_on")) & (last_on <= pl.col("to_on"))
    is_near_day = (first_on <= pl.col("to_on")) & (last_on >= pl.col("from_on"))
    line_count = pl.col("line_codes").list.len()
    shared = pl.col("line_codes").list.set_intersection("item_codes").list.len()
    code = POINTS["code"]
    parts = {
        "number": pl.when(ours == theirs).then(POINTS["number"]).when(is_cut).then(POINTS["number"] - 5),
        "name": pl.when(is_last & is_first)
        .then(POINTS["name"])
        .when(is_last & is_initial)
        .then(_LAST_NAME + _FIRST_NAME // 2)
        .when(is_last)
        .then(_LAST_NAME),
        "member": pl.when(is_member).then(POINTS["member"]),
        "day": pl.when(is_day).then(POINTS["day"]).when(is_near_day).then(POINTS["day"] // 2),
        "code": pl.when(line_count > 0).then(code * shared // line_count),
        "charge": pl.when(pl.col("size_cents") == pl.col("visit_cents")).then(POINTS["charge"]),
    }
    return pairs.with_columns(
        points.fill_null(0).cast(pl.Int64).alias(f"{part}_points") for part, points in parts.items()
    )


_PART_WORDS = {
    "number": "control number", "name": "name", "member": "member number", "day": "day", "code": "codes", "charge": "charge",
}  # fmt: skip


def _say_parts() -> pl.Expr:
    """`control number 20 of 25, name 20 of 20, ...`: what agrees, and how far."""
    return pl.concat_str(
        [
            pl.format("{} {} of {}", pl.lit(_PART_WORDS[part]), f"{part}_points", pl.lit(most))
            for part, most in POINTS.items()
        ],
        separator=", ",
    )

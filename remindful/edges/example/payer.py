"""The made-up payer: answers claims as frames of a remittance, so that every line, claim and payment ties out to the cent.

It reads what an 837 says (the frames of its reader) and nothing else. What it decides: contract, deductible met over the year, copay,
coinsurance, denials for true reasons (no authorization, too late, sent before) and some for the usual ones, reversal and correction of
what is replaced, what a payer before it left, crossovers, interest, and balances carried forward. Shares: ../../../docs/how-to/the-example-practice.md.
"""

from datetime import date, timedelta

import numpy as np
import polars as pl

from remindful.core.words import frames
from remindful.edges.example.payer_desk import MET, OWNER, Desk
from remindful.edges.example.payer_remits import compose_remit

Frames = dict[str, pl.DataFrame]

#: Allowed of the charge in percent, and the filing limit in days, by the kind of payer.
ALLOWED_PERCENT = {"commercial": 45, "medicare": 36, "medicare_advantage": 35, "medicaid": 33, "military": 32}
LIMIT_DAYS = {"medicare": 365, "medicare_advantage": 365, "medicaid": 365, "commercial": 180}
DEDUCTIBLE_CENTS = {"commercial": 75_000, "medicare": 25_700, "medicare_advantage": 10_000}
COPAY_CENTS = {"commercial": 3_000, "medicare_advantage": 1_500}
COINSURANCE_PERCENT = {"commercial": 20, "medicare": 20, "medicare_advantage": 10}
VISIT_CODES = ("99202", "99203", "99211", "99212", "99213", "99214", "99215", "S9083", "99243")
NEEDS_AUTHORIZATION = ("97110", "97530", "G0202", "45378")  # by the made-up plans of commercial payers
#: Denials that come now and then, of ten thousand lines: group, CARC, remark, lines.
USUAL_DENIALS = (("CO", "16", "N290", 90), ("CO", "50", "N115", 70), ("CO", "97", "", 60), ("PR", "96", "N130", 40), ("CO", "22", "", 40),
                 ("CO", "11", "", 30), ("CO", "4", "N519", 30))  # fmt: skip
CROSSOVER_PERCENT = 60  # of Medicare's claims with a payer behind it


ADJUSTMENT = {
    "control_number": pl.String, "payer_key": pl.String, "line_no": pl.Int64, "group_code": pl.String, "carc": pl.String,
    "amount_cents": pl.Int64,
}  # fmt: skip


def answer_claims(claims: Frames, desk: Desk, *, paid_on: date) -> list[Frames]:
    """Remittances for these claims (frames by the names of the 837's reader), in the order in which they come.

    What crosses over is answered by the next payer a week later. Each has the five frames of an 835; the desk remembers them.
    """
    asked = _asked(claims)
    if asked.is_empty():
        return []
    desk.batches += 1
    rng = np.random.default_rng((desk.seed, desk.batches))
    taken_back = _taken_back(asked, desk)
    lines = (
        claims["claim_lines"].select(LINE_COLUMNS).join(asked.filter(pl.col("frequency_code") != "8"), on="claim_no")
    )
    said, adjusted = _decide(lines.sort("claim_no", "line_no"), claims, desk, rng)
    remits = [compose_remit([*taken_back, (said, adjusted)], desk, paid_on=paid_on)]
    _remember(asked, said, adjusted, desk)
    crossed = said.filter(pl.col("status_code") == CROSSED)
    if crossed.height:
        later, later_adjusted = _answer_crossed(crossed, adjusted, claims)
        remits.append(compose_remit([(later, later_adjusted)], desk, paid_on=paid_on + timedelta(days=7)))
        _remember(later, later, later_adjusted, desk)
    return remits


CROSSED = "19"
LINE_COLUMNS = ("claim_no", "line_no", "line_control_number", "code_qualifier", "procedure_code", "modifiers", "revenue_code", "units", "service_on",
                pl.col("charge_cents").alias("line_cents"), pl.col("prior_authorization").alias("line_authorization"))  # fmt: skip


def _asked(claims: Frames) -> pl.DataFrame:
    """Claims with the payer that each goes to."""
    payers = claims["claim_payers"]
    to = payers.filter("is_destination").select(
        "claim_no", "payer_key", "payer_name", "payer_kind", "member_id", "level_no"
    )
    after = payers.select("claim_no", pl.col("level_no") - 1).with_columns(has_next=pl.lit(value=True))
    kept = claims["claims"].select(
        "claim_no", "control_number", "frequency_code", "charge_cents", "facility_code", "prior_authorization", "billed_on", "service_from_on",
        "service_to_on", "patient_last_name", "patient_first_name", "billing_npi", "billing_tax_id", "billing_name",
    )  # fmt: skip
    return kept.join(to, on="claim_no").join(after, on=["claim_no", "level_no"], how="left").with_columns(
        pl.col("has_next").fill_null(value=False), pl.col("frequency_code").fill_null("1")
    )  # fmt: skip


def _taken_back(asked: pl.DataFrame, desk: Desk) -> list[tuple[pl.DataFrame, pl.DataFrame]]:
    """Reversals of what is replaced or voided: every amount of the answer that stood, the other way round."""
    corrected = asked.filter(pl.col("frequency_code").is_in(["7", "8"])).select(OWNER)
    if desk.answered is None or desk.adjusted is None or corrected.is_empty():
        return []
    lines = desk.answered.join(corrected, on=OWNER, how="semi", maintain_order="left")
    adjusted = desk.adjusted.join(corrected, on=OWNER, how="semi", maintain_order="left")
    turned = lines.with_columns(-pl.col("line_cents", "paid_cents", "charge_cents"), status_code=pl.lit("22"))
    return [(turned, adjusted.with_columns(-pl.col("amount_cents")))]


def _decide(
    lines: pl.DataFrame, claims: Frames, desk: Desk, rng: np.random.Generator
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(lines with paid_cents, status_code and number; adjustments): line_cents = paid_cents + adjustments on each line."""
    first = _decide_first(lines.filter(pl.col("level_no") == 1), desk, rng)
    later = _decide_later(lines.filter(pl.col("level_no") > 1), _left_by_others(claims))
    said = pl.concat([first[0], later[0]], how="diagonal").sort("claim_no", "line_no")
    of_claim = pl.col("is_denied").all().over("claim_no")
    draw = pl.Series(rng.integers(0, 100, said.select(pl.col("claim_no").max().fill_null(0)).item() + 1)).gather(
        said["claim_no"]
    )
    crosses = (
        (pl.col("payer_kind") == "medicare")
        & pl.col("has_next")
        & (pl.col("level_no") == 1)
        & (draw < CROSSOVER_PERCENT)
        & ~of_claim
    )
    said = said.with_columns(
        status_code=pl.when(of_claim).then(pl.lit("4")).when(crosses).then(pl.lit(CROSSED)).otherwise(pl.col("level_no").cast(pl.String)),
        number=pl.format("{}{}{}", pl.col("payer_key").str.slice(0, 3), pl.lit(f"{desk.batches:03d}"), pl.col("claim_no").cast(pl.String).str.zfill(6)),
    )  # fmt: skip
    return said, pl.concat([first[1], later[1]])


def _decide_first(lines: pl.DataFrame, desk: Desk, rng: np.random.Generator) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A first payer: denials, then the contract, the deductible, copay and coinsurance."""
    kind, cents = pl.col("payer_kind"), pl.col("line_cents")

    def of_kind(table: dict[str, int], default: int) -> pl.Expr:
        return kind.replace_strict(table, default=default, return_dtype=pl.Int64)

    known = (
        pl.DataFrame(schema=dict.fromkeys(OWNER, pl.String))
        if desk.answered is None
        else desk.answered.select(OWNER).unique()
    )
    rows = lines.join(
        known.with_columns(was_answered=pl.lit(value=True)), on=OWNER, how="left", maintain_order="left"
    ).with_columns(
        draw=pl.Series(rng.integers(0, 10_000, lines.height), dtype=pl.Int64), year=pl.col("service_on").dt.year()
    )
    is_late = (pl.col("billed_on") - pl.col("service_from_on")).dt.total_days() > of_kind(LIMIT_DAYS, 365)
    has_number = pl.coalesce("prior_authorization", "line_authorization").is_not_null()
    lacks_number = (kind == "commercial") & pl.col("procedure_code").is_in(NEEDS_AUTHORIZATION) & ~has_number
    denial = pl.when(pl.col("was_answered") & (pl.col("frequency_code") == "1")).then(pl.lit("CO:18:"))
    denial = denial.when(is_late).then(pl.lit("CO:29:")).when(lacks_number).then(pl.lit("CO:197:"))
    past = 0
    for group, carc, remark, share in USUAL_DENIALS:
        denial = denial.when(pl.col("draw").is_between(past, past + share - 1)).then(pl.lit(f"{group}:{carc}:{remark}"))
        past += share
    rows = rows.with_columns(denial=denial).with_columns(is_denied=pl.col("denial").is_not_null())
    allowed = pl.when("is_denied").then(0).otherwise(cents * of_kind(ALLOWED_PERCENT, 40) // 100)
    is_visit = pl.col("procedure_code").is_in(VISIT_CODES) & (of_kind(COPAY_CENTS, 0) > 0)
    rows = rows.with_columns(allowed_cents=allowed).with_columns(
        copay_cents=pl.when(is_visit).then(pl.min_horizontal("allowed_cents", of_kind(COPAY_CENTS, 0))).otherwise(0)
    )
    rows = _meet_deductibles(rows.with_columns(is_open=~is_visit, cap_cents=of_kind(DEDUCTIBLE_CENTS, 0)), desk)
    left = pl.col("allowed_cents") - pl.col("copay_cents") - pl.col("deductible_cents")
    rows = rows.with_columns(
        coinsurance_cents=pl.when("is_open").then(left * of_kind(COINSURANCE_PERCENT, 0) // 100).otherwise(0)
    )
    rows = rows.with_columns(paid_cents=left - pl.col("coinsurance_cents"))
    parts = pl.col("denial").str.split(":")
    told = [
        rows.filter("is_denied").select(*OWNER, "line_no", group_code=parts.list.get(0), carc=parts.list.get(1), amount_cents="line_cents"),
        *[
            rows.filter(~pl.col("is_denied")).select(*OWNER, "line_no", group_code=pl.lit(group), carc=pl.lit(carc), amount_cents=amount)
            for group, carc, amount in (
                ("CO", "45", cents - pl.col("allowed_cents")), ("PR", "1", pl.col("deductible_cents")), ("PR", "2", pl.col("coinsurance_cents")),
                ("PR", "3", pl.col("copay_cents")),
            )
        ],
    ]  # fmt: skip
    adjusted = pl.concat(told).filter(pl.col("amount_cents") != 0).cast(ADJUSTMENT)  # pyright: ignore[reportArgumentType]
    return rows.with_columns(remark=parts.list.get(2)), adjusted


def _meet_deductibles(rows: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """Add deductible_cents: each member's lines in turn, until the year's deductible is met. The desk keeps what was."""
    whose = ["payer_key", "member_id", "year"]
    eligible = pl.when("is_open").then("allowed_cents").otherwise(0)
    joined = rows.join(desk.met, on=whose, how="left", maintain_order="left", nulls_equal=True).with_columns(
        pl.col("met_cents").fill_null(0), eligible=eligible
    )
    before = pl.col("eligible").cum_sum().over(whose) - pl.col("eligible")
    room = (pl.col("cap_cents") - pl.col("met_cents") - before).clip(0)
    counted = joined.with_columns(deductible_cents=pl.min_horizontal("eligible", room))
    added = counted.group_by(whose).agg(met_cents=pl.col("deductible_cents").sum())
    desk.met = pl.concat([desk.met, added.cast(MET)]).group_by(whose).agg(pl.col("met_cents").sum())  # pyright: ignore[reportArgumentType]
    return counted.drop("met_cents", "eligible", "cap_cents")


def _left_by_others(claims: Frames) -> pl.DataFrame:
    """claim_no, line_no, left_cents, others_cents: what the payers before left to the patient on each line, and what they paid."""
    asked = claims["claim_payers"].filter("is_destination").select("claim_no", before_no=pl.col("level_no") - 1)
    of_lines = pl.col("line_no").is_not_null()
    said = claims.get(
        "claim_payer_adjustments", frames.RemitAdjustments.create_empty().with_columns(level_no=pl.lit(0))
    )
    paid = (
        claims["claim_adjudications"]
        .filter(of_lines)
        .group_by("claim_no", "line_no")
        .agg(others_cents=pl.col("paid_cents").sum())
    )
    left = (
        said.filter(of_lines & (pl.col("group_code") == "PR"))
        .join(asked, on="claim_no")
        .filter(pl.col("level_no") == pl.col("before_no"))
        .group_by("claim_no", "line_no")
        .agg(left_cents=pl.col("amount_cents").sum())
    )
    return paid.join(left, on=["claim_no", "line_no"], how="full", coalesce=True)


def _decide_later(lines: pl.DataFrame, left: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A payer behind another: it pays of what was left; Medicaid only up to what it would have allowed itself."""
    rows = lines.join(left, on=["claim_no", "line_no"], how="left", maintain_order="left").with_columns(
        pl.col("left_cents", "others_cents").fill_null(0)
    )
    is_medicaid = pl.col("payer_kind") == "medicaid"
    own = (pl.col("line_cents") * ALLOWED_PERCENT["medicaid"] // 100 - pl.col("others_cents")).clip(0)
    rows = rows.with_columns(
        is_denied=pl.lit(value=False),
        paid_cents=pl.when(is_medicaid)
        .then(pl.min_horizontal("left_cents", own))
        .otherwise(pl.col("left_cents") * 80 // 100),
        remark=pl.lit(None, dtype=pl.String),
    )
    rest, before = pl.col("left_cents") - pl.col("paid_cents"), pl.col("line_cents") - pl.col("left_cents")
    told = [
        rows.select(*OWNER, "line_no", group_code=pl.lit("OA"), carc=pl.lit("23"), amount_cents=before),
        rows.filter(is_medicaid).select(
            *OWNER, "line_no", group_code=pl.lit("CO"), carc=pl.lit("45"), amount_cents=rest
        ),
        rows.filter(~is_medicaid).select(
            *OWNER, "line_no", group_code=pl.lit("PR"), carc=pl.lit("2"), amount_cents=rest
        ),
    ]
    return rows, pl.concat(told).filter(pl.col("amount_cents") != 0).cast(ADJUSTMENT)  # pyright: ignore[reportArgumentType]


def _answer_crossed(crossed: pl.DataFrame, adjusted: pl.DataFrame, claims: Frames) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What the next payer says of claims that the first passed on itself."""
    left = (
        adjusted.filter(pl.col("group_code") == "PR")
        .group_by("control_number", "line_no")
        .agg(left_cents=pl.col("amount_cents").sum())
        .join(crossed.select("claim_no", "control_number").unique(), on="control_number")
        .select("claim_no", "line_no", "left_cents")
    )
    paid = crossed.select("claim_no", "line_no", others_cents="paid_cents")
    behind = claims["claim_payers"].select("claim_no", "payer_key", "payer_name", "payer_kind", "member_id", "level_no")
    drop = (
        "payer_key",
        "payer_name",
        "payer_kind",
        "member_id",
        "is_denied",
        "paid_cents",
        "remark",
        "status_code",
        "left_cents",
        "others_cents",
    )
    next_lines = (
        crossed.with_columns(pl.col("level_no") + 1)
        .drop(drop, strict=False)
        .join(behind, on=["claim_no", "level_no"], maintain_order="left")
    )
    said, told = _decide_later(next_lines, paid.join(left, on=["claim_no", "line_no"], how="left"))
    return said.with_columns(status_code=pl.lit("2"), number=pl.format("X{}", "number")), told


def _remember(asked: pl.DataFrame, said: pl.DataFrame, adjusted: pl.DataFrame, desk: Desk) -> None:
    """The answers that stand now, in the place of those that they replace. What was voided stands no more."""
    again = asked.select(OWNER).unique()
    good = said.filter(pl.col("status_code") != "22")
    if desk.answered is not None and desk.adjusted is not None:
        good = pl.concat([desk.answered.join(again, on=OWNER, how="anti"), good], how="diagonal")
        adjusted = pl.concat([desk.adjusted.join(again, on=OWNER, how="anti"), adjusted])
    desk.answered, desk.adjusted = good, adjusted

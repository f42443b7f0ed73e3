"""The made-up payer: answers claims as frames of a remittance, so that every line, claim and payment ties out to the cent.

It reads what an 837 says (the frames of its reader) and nothing else. What it decides: contract, deductible met over the year, copay,
coinsurance, denials for true reasons (no authorization, too late, sent before) and some for the usual ones, reversal and correction of
what is replaced, what a payer before it left, crossovers, interest, and balances carried forward. Shares: ../../../docs/how-to/the-example-practice.md.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import dataframely as dy
import numpy as np
import polars as pl

from remindful.core.words import frames
from remindful.core.words.contracts import complete

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
INTEREST_OF = 400  # one claim in so many bears interest
CROSSOVER_PERCENT = 60  # of Medicare's claims with a payer behind it


@dataclass(slots=True)
class Desk:
    """What the payer remembers from one batch to the next."""

    seed: int = 7
    batches: int = 0
    met: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=MET))  # deductibles met
    forward: dict[str, int] = field(default_factory=dict)  # payer -> cents that it is owed back
    answered: pl.DataFrame | None = None  # every line that stands, with its claim's columns
    adjusted: pl.DataFrame | None = None  # and its adjustments


MET = {"payer_key": pl.String, "member_id": pl.String, "year": pl.Int32, "met_cents": pl.Int64}
OWNER = ["control_number", "payer_key"]
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
    remits = [_remit([*taken_back, (said, adjusted)], desk, paid_on=paid_on)]
    _remember(asked, said, adjusted, desk)
    crossed = said.filter(pl.col("status_code") == CROSSED)
    if crossed.height:
        later, later_adjusted = _answer_crossed(crossed, adjusted, claims)
        remits.append(_remit([(later, later_adjusted)], desk, paid_on=paid_on + timedelta(days=7)))
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
        claims["claim_payer_answers"]
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


def _remit(batches: list[tuple[pl.DataFrame, pl.DataFrame]], desk: Desk, *, paid_on: date) -> Frames:
    """One ST a payer and payee; reversals before corrections. The five frames of an 835."""
    numbered, told, last = [], [], 0
    for said, adjusted in batches:
        place = pl.col("claim_no").rank("dense").cast(pl.Int64) + last
        moved = said.with_columns(place=place)
        last = moved.select(pl.col("place").max().fill_null(last)).item()
        numbered.append(moved)
        told.append(adjusted.join(moved.select(*OWNER, "line_no", "place"), on=[*OWNER, "line_no"]))
    lines, adjustments = pl.concat(numbered, how="diagonal"), pl.concat(told)
    sets = (
        lines.select("payer_key", "billing_npi")
        .unique()
        .sort("payer_key", "billing_npi")
        .with_row_index("remit_no", offset=1)
    )
    lines = lines.join(sets.cast({"remit_no": pl.Int64}), on=["payer_key", "billing_npi"]).sort(
        "remit_no", "place", "line_no"
    )
    lines = lines.with_columns(claim_no=pl.struct("remit_no", "place").rank("dense").cast(pl.Int64))
    shares = (
        adjustments.filter(pl.col("group_code") == "PR")
        .group_by("place")
        .agg(patient_cents=pl.col("amount_cents").sum())
    )
    claims = (
        lines.group_by("remit_no", "claim_no", "place", maintain_order=True)
        .agg(
            pl.col(
                "control_number", "status_code", "charge_cents", "number", "facility_code", "frequency_code", "patient_last_name", "patient_first_name",
                "member_id", "service_from_on", "service_to_on", "billed_on", "payer_key", "payer_name", "billing_npi", "billing_tax_id", "billing_name",
            ).first(),
            pl.col("paid_cents").sum(),
        )
        .join(shares, on="place", how="left", maintain_order="left")
    )  # fmt: skip
    provider = _provider_adjustments(claims, desk, paid_on=paid_on)
    return {
        "remits": _remits(claims, provider, desk, paid_on=paid_on),
        "remit_claims": _keep(
            claims.with_columns(
                payer_control_number="number", received_on="billed_on", filing_code=pl.lit("12"), remark_codes=pl.lit([], dtype=pl.List(pl.String)),
                patient_cents=pl.when(pl.col("status_code") != "22").then(pl.col("patient_cents").fill_null(0)),
            ),
            frames.RemitClaims,
        ),
        "remit_lines": _keep(
            lines.with_columns(
                charge_cents="line_cents",
                remark_codes=pl.when(pl.col("remark").fill_null("") != "").then(pl.concat_list("remark")).otherwise(pl.lit([], dtype=pl.List(pl.String))),
            ),
            frames.RemitLines,
        ),
        "remit_adjustments": _keep(
            adjustments.join(claims.select("place", "claim_no"), on="place").sort("claim_no", "line_no", "group_code", "carc"), frames.RemitAdjustments
        ),
        "remit_provider_adjustments": provider,
    }  # fmt: skip


def _remits(claims: pl.DataFrame, provider: pl.DataFrame, desk: Desk, *, paid_on: date) -> pl.DataFrame:
    taken = provider.group_by("remit_no").agg(plb_cents=pl.col("amount_cents").sum())
    sets = (
        claims.group_by("remit_no", maintain_order=True)
        .agg(
            pl.col("payer_key", "payer_name", "billing_npi", "billing_tax_id", "billing_name").first(),
            pl.col("paid_cents").sum(),
        )
        .join(taken, on="remit_no", how="left", maintain_order="left")
    )
    net = pl.col("paid_cents") - pl.col("plb_cents").fill_null(0)
    place = pl.lit(desk.batches) * 1000 + pl.col("remit_no")
    return _keep(
        sets.with_columns(
            control_number=pl.col("remit_no").cast(pl.String).str.zfill(4), is_production=pl.lit(value=False),
            trace_number=pl.format("{}-{}-{}", pl.col("payer_key").str.slice(0, 8), pl.lit(f"{paid_on:%y%m%d}"), place),
            payer_originator=pl.lit("1999999999"), handling_code=pl.lit("I"), paid_cents=net,
            method=pl.when(net > 0).then(pl.lit("CHK")).otherwise(pl.lit("NON")), paid_on=pl.lit(paid_on), payee_name="billing_name",
            payee_npi="billing_npi", payee_tax_id="billing_tax_id", is_complete=pl.lit(value=True),
        ),
        frames.Remits,
    )  # fmt: skip


def _provider_adjustments(claims: pl.DataFrame, desk: Desk, *, paid_on: date) -> pl.DataFrame:
    """Interest on a few claims; what a remit cannot take back in full is carried to the payer's next one."""
    bears = claims.filter((pl.col("place") % INTEREST_OF == 0) & (pl.col("paid_cents") >= 100)).select(
        "remit_no",
        reason_code=pl.lit("L6"),
        reference="number",
        amount_cents=-(pl.col("paid_cents") // 100),
        provider_key="billing_npi",
    )
    interest = dict(bears.group_by("remit_no").agg(pl.col("amount_cents").sum()).rows())
    rows: list[dict[str, int | str]] = []
    sums = claims.group_by("remit_no", maintain_order=True).agg(
        pl.col("payer_key", "billing_npi").first(), pl.col("paid_cents").sum()
    )
    for remit_no, payer, npi, paid in sums.rows():
        owed = desk.forward.pop(payer, 0)
        net = paid - interest.get(remit_no, 0)
        taken = min(owed, max(net, 0))
        carried = owed - taken + max(-net, 0)
        if carried:
            desk.forward[payer] = carried
        # A positive amount takes from this payment what is owed; a negative one leaves for the next what this payment cannot give back.
        rows += [
            {
                "remit_no": remit_no,
                "reason_code": "FB",
                "reference": f"FB{remit_no}{paid_on:%m%d}",
                "amount_cents": cents,
                "provider_key": npi,
            }
            for cents in (taken, -max(-net, 0))
            if cents
        ]
    told = pl.DataFrame(
        rows,
        schema={
            "remit_no": pl.Int64,
            "reason_code": pl.String,
            "reference": pl.String,
            "amount_cents": pl.Int64,
            "provider_key": pl.String,
        },
    )
    every = pl.concat([bears.select(told.columns), told]).with_columns(fiscal_end_on=pl.lit(date(paid_on.year, 12, 31)))
    return _keep(every.sort("remit_no"), frames.RemitProviderAdjustments)


def _keep(rows: pl.DataFrame, contract: type[dy.Schema]) -> pl.DataFrame:
    """The contract's columns; segment numbers are the writer's to make."""
    numbers = [pl.lit(1).alias("segment_no")] if "segment_no" in contract.column_names() else []
    return complete(contract, rows.with_columns(numbers))

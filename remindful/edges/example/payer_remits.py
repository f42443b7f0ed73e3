"""The synthetic payer's decisions as the frames of an 835: claims, lines, adjustments, interest, and balances carried forward."""

from datetime import date

import dataframely as dy
import polars as pl

from remindful.core.words import frames
from remindful.core.words.contracts import complete
from remindful.edges.example.payer_desk import OWNER, Desk

Frames = dict[str, pl.DataFrame]
INTEREST_OF = 400  # one claim in so many bears interest


def compose_remit(batches: list[tuple[pl.DataFrame, pl.DataFrame]], desk: Desk, *, paid_on: date) -> Frames:
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

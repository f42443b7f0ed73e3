"""The 835 ties out, or is an exception: payments of a remittance, and charge, payment and adjustments of each claim."""

from dataclasses import dataclass

import polars as pl

from remindful.core.words.findings import At, Finding
from remindful.core.words.money import say_cents


@dataclass(frozen=True, slots=True)
class TiedRemits:
    """claims: RemitClaims + is_tied: of remits that tie out. exceptions: remits that do not. Each remit is in one of the two."""

    remits: pl.DataFrame
    claims: pl.DataFrame
    exceptions: pl.DataFrame
    findings: tuple[Finding, ...]


def check_remits(
    remits: pl.DataFrame,
    claims: pl.DataFrame,
    lines: pl.DataFrame,
    adjustments: pl.DataFrame,
    provider: pl.DataFrame,
    *,
    file: str,
) -> TiedRemits:
    """BPR02 = sum of CLP04 - sum of PLB, else the remittance is an exception. CLP03 = CLP04 + CAS, and so each SVC, else the claim is not tied.

    Nor is a claim tied that has a CAS without a group or a reason.
    Frames keep Remits, RemitClaims, RemitLines, RemitAdjustments, RemitProviderAdjustments. See docs/algorithms/tie_out.md.
    """
    paid = claims.group_by("remit_no").agg(claims_paid_cents=pl.col("paid_cents").sum())
    taken = provider.group_by("remit_no").agg(plb_cents=pl.col("amount_cents").sum())
    summed = (
        remits.join(paid, on="remit_no", how="left", maintain_order="left")
        .with_columns(has_no_claim=pl.col("claims_paid_cents").is_null())
        .join(taken, on="remit_no", how="left", maintain_order="left")
        .with_columns(pl.col("claims_paid_cents", "plb_cents").fill_null(0))
        .with_columns(computed_cents=pl.col("claims_paid_cents") - pl.col("plb_cents"))
    )
    ties = (pl.col("paid_cents") == pl.col("computed_cents")).fill_null(value=False)
    good, untied = summed.filter(ties), summed.filter(~ties)
    tied = _tie_sums(
        claims.join(good.select("remit_no"), on="remit_no", how="semi", maintain_order="left"), lines, adjustments
    )
    unnamed = tied.join(_count_unnamed(adjustments), on="claim_no", maintain_order="left")
    findings = [
        *_say_remits(untied, file),
        *_say_claims(tied.filter(~pl.col("is_tied")), file),
        *_say_unnamed(unnamed, file),
    ]
    return TiedRemits(
        good.drop("has_no_claim"), _untie_unnamed(tied, unnamed), untied.select(remits.columns), tuple(findings)
    )


def tie_claims(claims: pl.DataFrame, lines: pl.DataFrame, adjustments: pl.DataFrame) -> pl.DataFrame:
    """Claims + is_tied, as check_remits has it, of claims whose remittances tie out; frames by claim_no."""
    return _untie_unnamed(_tie_sums(claims, lines, adjustments), _count_unnamed(adjustments))


def _untie_unnamed(tied: pl.DataFrame, unnamed: pl.DataFrame) -> pl.DataFrame:
    has_unnamed = pl.col("claim_no").is_in(unnamed["claim_no"].implode())
    return tied.with_columns(is_tied=pl.col("is_tied") & ~has_unnamed)


def _tie_sums(claims: pl.DataFrame, lines: pl.DataFrame, adjustments: pl.DataFrame) -> pl.DataFrame:
    by_claim = adjustments.group_by("claim_no").agg(adjusted_cents=pl.col("amount_cents").sum())
    by_line = (
        adjustments.filter(pl.col("line_no").is_not_null())
        .group_by("claim_no", "line_no")
        .agg(off=pl.col("amount_cents").sum())
    )
    odd = (
        lines.join(by_line, on=["claim_no", "line_no"], how="left")
        .filter(pl.col("charge_cents") != pl.col("paid_cents") + pl.col("off").fill_null(0))
        .group_by("claim_no")
        .agg(odd_lines=pl.len())
    )
    return (
        claims.join(by_claim, on="claim_no", how="left", maintain_order="left")
        .join(odd, on="claim_no", how="left", maintain_order="left")
        .with_columns(pl.col("adjusted_cents", "odd_lines").fill_null(0))
        .with_columns(
            is_tied=(
                (pl.col("charge_cents") == pl.col("paid_cents") + pl.col("adjusted_cents")) & (pl.col("odd_lines") == 0)
            ).fill_null(value=False)
        )
    )


def _count_unnamed(adjustments: pl.DataFrame) -> pl.DataFrame:
    """Adjustments that say no group or no reason: nobody knows whose they are. claim_no, unnamed, unnamed_cents, unnamed_segment_no."""
    is_unnamed = pl.col("group_code").is_null() | pl.col("carc").is_null()
    return (
        adjustments.filter(is_unnamed)
        .group_by("claim_no")
        .agg(
            unnamed=pl.len(),
            unnamed_cents=pl.col("amount_cents").sum(),
            unnamed_segment_no=pl.col("segment_no").min(),
        )
    )


def _say_remits(untied: pl.DataFrame, file: str) -> list[Finding]:
    return [
        Finding(
            "remit.unbalanced",
            At(file, row["segment_no"], row["trace_number"]),
            f"The payment is {_say(row['paid_cents'])}, "
            + (
                "but it names no claim"
                if row["has_no_claim"]
                else f"but its claims less the provider adjustments come to {_say(row['computed_cents'])}"
            )
            + "; nothing of it was posted.",
            "Ask the payer for a corrected remittance, and compare it with the bank's deposit.",
        )
        for row in untied.iter_rows(named=True)
    ]


def _say_claims(untied: pl.DataFrame, file: str) -> list[Finding]:
    return [
        Finding(
            "remit.claim_unbalanced",
            At(file, row["segment_no"], row["control_number"]),
            f"Claim {row['control_number']}: {_say_odd(row)}. Its payment is held in suspense.",
            "Ask the payer for a corrected remittance of this claim.",
        )
        for row in untied.iter_rows(named=True)
    ]


def _say_odd(row: dict[str, object]) -> str:
    """What does not add up: the claim, its lines, or both."""
    paid, adjusted, charge = (row[name] for name in ("paid_cents", "adjusted_cents", "charge_cents"))
    assert isinstance(paid, int | None)
    assert isinstance(adjusted, int)
    assert isinstance(charge, int | None)
    is_off = paid is None or charge is None or charge != paid + adjusted
    odd = row["odd_lines"]
    lines = f"{odd} of its lines {'does' if odd == 1 else 'do'} not add up" if odd else ""
    whole = f"paid {_say(paid)} + adjusted {_say(adjusted)} is not the charge of {_say(charge)}" if is_off else ""
    return " and ".join(part for part in (whole, lines) if part)


def _say_unnamed(unnamed: pl.DataFrame, file: str) -> list[Finding]:
    return [
        Finding(
            "remit.adjustment_unnamed",
            At(file, row["unnamed_segment_no"], row["control_number"]),
            f"Claim {row['control_number']}: the group or the reason is missing in {row['unnamed']} of its adjustments (CAS), "
            f"{say_cents(row['unnamed_cents'])} in all, so it is not known who owes that amount. Its payment is held in suspense.",
            "Ask the payer for a corrected remittance of this claim.",
        )
        for row in unnamed.iter_rows(named=True)
    ]


def _say(cents: int | None) -> str:
    return "nothing readable" if cents is None else say_cents(cents)

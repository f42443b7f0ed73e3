"""Claims that are set aside whole: those that do not tie to the cent, or whose tables contradict each other."""

from dataclasses import dataclass

import polars as pl

from remindful.core.words.findings import At, Finding
from remindful.edges.formats.synthea.tables import LINE_NO, cents

REMEDY = "Generate the folder again, or enter the claim manually; until then it is not posted."


@dataclass(frozen=True, slots=True)
class Fault:
    """What may be wrong with a claim. `when` and `says` are over the claim with what its lines and payers come to."""

    code: str
    when: pl.Expr
    message: pl.Expr


def find_faults(claims: pl.DataFrame, payers: pl.DataFrame, placed: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """One row a claim that is set aside: Id, line_no, code, says. Of several faults the first is said."""
    unreadable = placed.filter(pl.col("role").is_null() | ~pl.col("is_readable"))
    unclear = unreadable.group_by("CLAIMID").agg(unclear_line=pl.col(LINE_NO).first())
    known = (
        claims.join(_states(lines), left_on="Id", right_on="CLAIMID", how="left", maintain_order="left")
        .join(unclear, left_on="Id", right_on="CLAIMID", how="left", maintain_order="left")
        .join(_levels(payers), on="Id", how="left", maintain_order="left")
    )
    code, message = pl.lit(None, pl.String), pl.lit(None, pl.String)
    for fault in reversed(_faults()):
        code = pl.when(fault.when).then(pl.lit(fault.code)).otherwise(code)
        message = pl.when(fault.when).then(fault.message).otherwise(message)
    return known.select("Id", LINE_NO, code=code, message=message).filter(pl.col("code").is_not_null())


def _states(lines: pl.DataFrame) -> pl.DataFrame:
    return lines.group_by("CLAIMID").agg(
        untied=pl.col("line_no_in_claim").filter(~pl.col("ties")).first(),
        open_cents=pl.col("open_cents").sum(),
        is_partly_answered=_is_partly("1", pl.col("first_billed") == "1") | _is_partly("2", pl.col("went_to_second")),
        bills_first=(pl.col("first_billed") == "1").any(),
        bills_second=pl.col("went_to_second").any(),
    )


def _levels(payers: pl.DataFrame) -> pl.DataFrame:
    return payers.group_by("Id").agg(
        has_first=(pl.col("level_no") == 1).any(),
        has_second=(pl.col("level_no") == 2).any(),
        unknown=pl.col("payer_key").filter(~pl.col("is_known")).first(),
        twice=pl.col("level_no").is_duplicated().any(),
    )


def _is_partly(level: str, was_billed: pl.Expr) -> pl.Expr:
    """Whether the payer that was asked has answered some lines of the claim and not others."""
    is_waiting = was_billed & (pl.col("last_billed") == level) & (pl.col("open_cents") > 0)
    has_part = is_waiting & (pl.col("paid1_cents" if level == "1" else "paid2_cents") > 0)
    is_answered = was_billed & ~is_waiting & (pl.col("charge_cents") > 0)
    return has_part.any() | (is_waiting.any() & is_answered.any())


def _faults() -> list[Fault]:
    col, message = pl.col, pl.lit
    has_first, has_second = col("has_first").fill_null(value=False), col("has_second").fill_null(value=False)
    lacks_payer = (col("bills_first") & ~has_first) | (col("bills_second") & ~has_second)
    is_headless = col("PATIENTID").is_null() | col("service_on").is_null()
    is_empty = col("open_cents").is_null() & col("unclear_line").is_null()
    unclear = pl.format("has a transaction, on line {}, whose type or amount is unclear", "unclear_line")
    untied = pl.format("does not tie on its charge line {}: payments, transfers and what is left differ", "untied")
    unknown_payer = pl.format("names the payer {}, which payers.csv does not have", "unknown")
    return [
        Fault("synthea.claim", is_headless, message("has no patient or no day of service")),
        Fault("synthea.duplicate", ~col("Id").is_first_distinct(), message("has a duplicate Id")),
        Fault("synthea.no_charge", is_empty, message("has no charge in claims_transactions.csv")),
        Fault("synthea.transaction", col("unclear_line").is_not_null(), unclear),
        Fault("synthea.payer", col("unknown").is_not_null(), unknown_payer),
        Fault("synthea.payer", lacks_payer, message("asks a payer that it does not name")),
        Fault("synthea.payer", col("twice").fill_null(value=False), message("names two payers for one level")),
        Fault("synthea.untied", col("untied").is_not_null(), untied),
        Fault("synthea.partial", col("is_partly_answered"), message("is adjudicated by its payer on some lines only")),
        _outstanding_fault(),
    ]


def _outstanding_fault() -> Fault:
    # Closed claims are not compared: older Syntheas leave in OUTSTANDING what was paid long ago.
    is_closed = pl.all_horizontal(
        pl.col(name).is_null() | (pl.col(name) == "CLOSED") for name in ("STATUS1", "STATUS2", "STATUSP")
    )
    reported_open = pl.sum_horizontal(
        cents(name).fill_null(0) for name in ("OUTSTANDING1", "OUTSTANDING2", "OUTSTANDINGP")
    )
    message = pl.format("has {} cents open by claims.csv, {} by its transactions", reported_open, "open_cents")
    return Fault("synthea.outstanding", ~is_closed & (reported_open != pl.col("open_cents")), message)


def findings_of(faults: pl.DataFrame) -> list[Finding]:
    """A finding for each claim that is set aside."""
    return [
        Finding(
            code,
            At("claims.csv", line_no, claim_id),
            f"This claim {message}, so the whole claim was not imported.",
            REMEDY,
        )
        for claim_id, line_no, code, message in faults.select("Id", LINE_NO, "code", "message").rows()
    ]

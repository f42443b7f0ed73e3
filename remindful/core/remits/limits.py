"""Deadlines for challenging a payer's decision: what the law gives, what an office was told by its payers, and where nobody knows."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from remindful.core.remits.causes import Way
from remindful.core.words.kinds import PayerKind


@dataclass(frozen=True, slots=True)
class AppealLimit:
    """So many days, counted from the payer's answer, or from the service. message: the law or contract that sets it."""

    days: int
    is_from_service: bool
    message: str


#: By payer's key or kind, then by way. The office's own settings go before these.
AppealLimits = Mapping[str, Mapping[Way, AppealLimit]]

_REDETERMINATION = AppealLimit(120, False, "Medicare redetermination: 120 days, 42 CFR 405.942(a)")
LAW: AppealLimits = {
    str(PayerKind.MEDICARE): {
        Way.APPEAL: _REDETERMINATION,
        Way.RECONSIDERATION: _REDETERMINATION,
        Way.CORRECTED: AppealLimit(365, True, "Medicare claims: one year from the service, 42 CFR 424.44(a)"),
    },
    str(PayerKind.COMMERCIAL): {
        # A floor for plans under ERISA, and the member's: the contract's own limit for providers may be shorter.
        Way.APPEAL: AppealLimit(180, False, "the member's 180 days, 29 CFR 2560.503-1(h)(3)(i); the contract's own limit may be shorter"),
    },
}  # fmt: skip
UNKNOWN = "not known: look into the payer's manual, then `remindful denials limit`"


def limit_frame(limits: AppealLimits) -> pl.DataFrame:
    """named (a payer's key or kind), way, limit_days, is_from_service, deadline_text: the office's limits before the law's."""
    rows = [
        (named, str(way), limit.days, limit.is_from_service, limit.message, rank)
        for rank, source in enumerate((limits, LAW))
        for named, ways in source.items()
        for way, limit in ways.items()
    ]
    schema = {
        "named": pl.String, "way": pl.String, "limit_days": pl.Int64, "is_from_service": pl.Boolean, "deadline_text": pl.String,
        "rank": pl.Int64,
    }  # fmt: skip
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.sort("rank").unique(["named", "way"], keep="first", maintain_order=True).drop("rank")


def add_deadlines(work: pl.DataFrame, *, limits: AppealLimits) -> pl.DataFrame:
    """Add deadline_on and deadline_text. work: payer_key, payer_kind, way, adjudicated_on, service_on. The payer's limit before its kind's."""
    table = limit_frame(limits)
    columns = ("limit_days", "is_from_service", "deadline_text")
    of_payer = table.rename({name: f"payer_{name}" for name in columns})
    kind = table.rename({name: f"kind_{name}" for name in columns})
    joined = work.join(
        of_payer, left_on=["payer_key", "way"], right_on=["named", "way"], how="left", maintain_order="left"
    )
    joined = joined.join(
        kind, left_on=["payer_kind", "way"], right_on=["named", "way"], how="left", maintain_order="left"
    )
    joined = joined.with_columns(pl.coalesce(f"payer_{name}", f"kind_{name}").alias(name) for name in columns)
    begins_on = pl.when("is_from_service").then("service_on").otherwise("adjudicated_on")
    return joined.with_columns(
        deadline_on=begins_on + pl.duration(days=pl.col("limit_days")),
        deadline_text=pl.col("deadline_text").fill_null(UNKNOWN),
    ).select(*work.columns, "deadline_on", "deadline_text")

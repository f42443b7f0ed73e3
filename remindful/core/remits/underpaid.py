"""What payers allowed beside what their contracts say. See docs/algorithms/underpayment.md."""

from dataclasses import dataclass

import polars as pl

from remindful.core.remits.carcs import Meaning
from remindful.core.words import contracts
from remindful.core.words.frames import ContractChecks
from remindful.core.words.money import percent_expr, times_units
from remindful.core.words.spans import in_force

#: Cuts of the payment that are no part of the rate: prompt pay, withholding, taxes, incentives, sequestration.
NOT_OF_RATE = ("44", "104", "105", "144", "161", "245", "253")
REDUCTION, REDUCED_BY = "59", "51"  # a CARC, and a modifier: one of several procedures


@dataclass(frozen=True, slots=True)
class ContractTerms:
    """How far off is not worth a call; whether the rate is capped by the charge; percent of the rate for each further procedure."""

    tolerance_cents: int = 100
    is_lesser_of: bool = True
    reduced_percent: int | None = None  # null: not agreed, so a reduction is only flagged


def compare_contract(
    lines: pl.DataFrame, responsibilities: pl.DataFrame, fees: pl.DataFrame, *, terms: ContractTerms
) -> pl.DataFrame:
    """ContractChecks of the first payer's standing answers, worst first. Lines that were denied, or wait for a person, are left out.

    lines: item_id, visit_id, remit_claim_id, organization_id, visit_key, payer_key, payer_name, procedure_code, revenue_code,
    modifiers, units, service_on, adjudicated_on, charge_cents. responsibilities: responsibilities of these answers, with meaning. fees: Fees,
    with organization_id; a schedule is a payer's key. allowed = charge less what the payer took off that is the rate's.
    """
    on = ["item_id", "remit_claim_id"]
    is_rates = (pl.col("group_code") != "PR") & ~pl.col("carc").is_in(NOT_OF_RATE)
    waits = [str(Meaning.DENIED), str(Meaning.COVERAGE), str(Meaning.UNKNOWN)]
    summed = responsibilities.group_by(on).agg(
        off_cents=pl.col("amount_cents").filter(is_rates).sum(),
        is_denied=pl.col("meaning").is_in(waits).any(),
        was_cut=(pl.col("carc") == REDUCTION).any(),
    )
    known = (
        lines.join(summed, on=on, how="left", maintain_order="left")
        .filter(~pl.col("is_denied").fill_null(value=False))
        .with_columns(
            allowed_cents=pl.col("charge_cents") - pl.col("off_cents").fill_null(0),
            modifiers=pl.col("modifiers").fill_null(""),
            is_reduced=pl.col("was_cut").fill_null(value=False)
            | pl.col("modifiers").fill_null("").str.split(":").list.contains(REDUCED_BY),
        )
    )
    rated = _add_rates(known, fees)
    rate = times_units(pl.col("unit_cents"), pl.col("units").fill_null(1))
    if terms.reduced_percent is not None:
        rate = pl.when("is_reduced").then(percent_expr(rate, terms.reduced_percent)).otherwise(rate)
    if terms.is_lesser_of:
        rate = pl.when(rate.is_not_null()).then(pl.min_horizontal(rate, "charge_cents"))
    rated = rated.with_columns(rate_cents=rate)
    rated = rated.with_columns(difference_cents=pl.col("allowed_cents") - pl.col("rate_cents"))
    contract = contracts.check(ContractChecks, _judge(rated, terms=terms))
    return contract.sort("difference_cents", "item_id", nulls_last=True)


def _add_rates(lines: pl.DataFrame, fees: pl.DataFrame) -> pl.DataFrame:
    """Add unit_cents: the fee of the payer's schedule on the day of service, with the line's modifiers before without."""
    coded = lines.with_columns(fee_code=pl.coalesce("procedure_code", "revenue_code"))
    priced = coded.select("item_id", "organization_id", "payer_key", "fee_code", "modifiers", "service_on").join(
        fees.rename({"schedule": "payer_key", "procedure_code": "fee_code", "modifiers": "fee_modifiers"}),
        on=["organization_id", "payer_key", "fee_code"],
    )
    is_same_modifiers = pl.col("fee_modifiers") == pl.col("modifiers")
    best = (
        priced.filter(in_force(pl.col("service_on")) & (is_same_modifiers | (pl.col("fee_modifiers") == "")))
        .with_columns(is_same_modifiers=is_same_modifiers)
        .sort("item_id", "is_same_modifiers", "from_on", descending=[False, True, True])
        .unique("item_id", keep="first", maintain_order=True)
    )
    return coded.join(best.select("item_id", "unit_cents"), on="item_id", how="left", maintain_order="left")


def _judge(rated: pl.DataFrame, *, terms: ContractTerms) -> pl.DataFrame:
    difference = pl.col("difference_cents")
    verdict = (
        pl.when(difference.is_null())
        .then(pl.lit("no_rate"))
        .when(difference < -terms.tolerance_cents)
        .then(pl.lit("underpaid"))
        .when(difference > terms.tolerance_cents)
        .then(pl.lit("overpaid"))
        .otherwise(pl.lit("as_agreed"))
    )
    return rated.with_columns(verdict=verdict)

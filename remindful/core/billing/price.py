"""What each captured charge costs: as it was entered, else by the office's own fee schedule on the day of service."""

import polars as pl

from remindful.core.words.money import times_units
from remindful.core.words.spans import in_force

OFFICE_SCHEDULE = "charges"  # Fees.schedule of the office's own prices


def price_charges(charges: pl.DataFrame, fees: pl.DataFrame) -> pl.DataFrame:
    """Charges with charge_cents filled in from the schedule `charges`: price of code and modifiers, else of the code, times units.

    Null stays where the schedule has no price on that day: such a line is never billed at nothing.
    """
    numbered = charges.with_row_index("row_no")
    wanted = numbered.filter(pl.col("charge_cents").is_null()).with_columns(
        code=pl.coalesce("procedure_code", "revenue_code"), modifiers=pl.col("modifiers").fill_null("")
    )
    prices = (
        fees.filter(pl.col("schedule") == OFFICE_SCHEDULE)
        .select("from_on", "to_on", "unit_cents", code="procedure_code", fee_modifiers="modifiers")
    )  # fmt: skip
    fitting = wanted.select("row_no", "code", "modifiers", "units", "service_on").join(prices, on="code")
    is_for_it = (pl.col("fee_modifiers") == pl.col("modifiers")) | (pl.col("fee_modifiers") == "")
    best = (
        fitting.filter(in_force(pl.col("service_on")) & is_for_it)
        .sort("row_no", pl.col("fee_modifiers") == "", pl.col("from_on"), descending=[False, False, True])
        .unique("row_no", keep="first", maintain_order=True)
        .select("row_no", priced_cents=times_units(pl.col("unit_cents"), pl.col("units")))
    )
    return (
        numbered.join(best, on="row_no", how="left", maintain_order="left")
        .with_columns(charge_cents=pl.coalesce("charge_cents", "priced_cents"))
        .drop("row_no", "priced_cents")
    )

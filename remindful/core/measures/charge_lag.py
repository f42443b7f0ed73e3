"""Charge lag and late charges: how long charges take to be entered, which came after the bill, which are missing."""

from datetime import date

import polars as pl

from remindful.core.words.care import EncounterState

AIM_DAYS = 3  # until an office sets its own: most practices enter professional charges within three days


def watch_charges(
    encounters: pl.DataFrame, charges: pl.DataFrame, *, day: date, aim_days: int = AIM_DAYS
) -> pl.DataFrame:
    """One row a rendering provider: lines, lag_days (median), lag_days_95, slow_lines and slow_cents (entered after the aim), late_lines and
    late_cents (entered after the encounter was billed), missing (finished encounters of which nothing is charged).

    encounters: Encounters of one organization, with state, visit_id and billed_on. charges: their Charges, priced; one without a price
    counts 0 cents. A charge without a day of entry has no lag, and is neither slow nor late. The aim itself is in time, and so is the day of the
    bill. `day` bounds what is missing: an encounter is missing from the day after its aim; one marked as not to be billed never is.
    Lineage: encounters and charges of the office's files; prices of core/billing/price.py.
    """
    of_encounter = encounters.select("encounter_key", "billed_on", encounter_npi="rendering_npi")
    rows = charges.join(of_encounter, on="encounter_key").with_columns(
        provider_npi=pl.coalesce("rendering_npi", "encounter_npi"),
        lag=(pl.col("captured_on") - pl.col("service_on")).dt.total_days(),
        is_late=(pl.col("captured_on") > pl.col("billed_on")).fill_null(value=False),
    )
    cents, is_slow = pl.col("charge_cents").fill_null(0), pl.col("lag") > aim_days
    captured = rows.group_by("provider_npi").agg(
        lines=pl.len(),
        lag_days=pl.col("lag").median(),
        lag_days_95=pl.col("lag").quantile(0.95, interpolation="nearest"),
        slow_lines=is_slow.sum(),
        slow_cents=cents.filter(is_slow).sum(),
        late_lines=pl.col("is_late").sum(),
        late_cents=cents.filter(pl.col("is_late")).sum(),
    )
    last_on = pl.coalesce("ended_on", "started_on")
    missing = (
        encounters.filter(
            pl.col("is_finished")
            & (last_on + pl.duration(days=aim_days) < day)
            & (pl.col("state") != str(EncounterState.NOT_BILLED))
            & pl.col("visit_id").is_null()
        )
        .join(charges.select("encounter_key").unique(), on="encounter_key", how="anti")
        .group_by(provider_npi="rendering_npi")
        .agg(missing=pl.len())
    )
    every = captured.join(missing, on="provider_npi", how="full", coalesce=True, nulls_equal=True)
    counts = ("lines", "slow_lines", "slow_cents", "late_lines", "late_cents", "missing")
    return every.with_columns(pl.col(name).fill_null(0).cast(pl.Int64) for name in counts).sort("provider_npi")

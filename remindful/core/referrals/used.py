"""How much of each authorization is used: visits and units, counted in the order in which they happened."""

from datetime import date

import polars as pl

from remindful.core.referrals import fits
from remindful.core.words import contracts
from remindful.core.words.frames import AuthorizationUse
from remindful.core.words.spans import in_force

NEAR_DAYS = 14
NEAR_PART = 0.25  # a quarter or less of the visits or units is left, and never less than one visit


def count_visits(encounters: pl.DataFrame, charges: pl.DataFrame, authorizations: pl.DataFrame) -> pl.DataFrame:
    """One row an encounter that uses an authorization: authorization_key, encounter_key, visit_no (1 = the first).

    An encounter uses the authorization whose number it names, for its own patient, within the span, with a line of its services or
    with no lines yet. Encounters of all states count: what was done, was done.
    """
    lines = fits.read_lines(encounters, charges).select("encounter_key", "code")
    named = _name_authorizations(encounters, authorizations).filter(in_force(pl.col("started_on")))
    rows = named.join(lines, on="encounter_key", how="left")
    using = rows.filter(pl.col("code").is_null() | fits.of_service())
    return (
        using.unique(["authorization_key", "encounter_key"])
        .sort("authorization_key", "started_on", "encounter_key")
        .select(
            "authorization_key",
            "encounter_key",
            visit_no=pl.col("encounter_key").cum_count().over("authorization_key").cast(pl.Int64),
        )
    )


def count_units(encounters: pl.DataFrame, charges: pl.DataFrame, authorizations: pl.DataFrame) -> pl.DataFrame:
    """One row a charge line that uses an authorization: authorization_key, encounter_key, line_no, units, units_before."""
    lines = fits.read_lines(encounters, charges)
    named = _name_authorizations(encounters, authorizations)
    using = lines.join(named, on="encounter_key", how="inner").filter(
        fits.of_service() & in_force(pl.col("service_on"))
    )
    in_order = using.sort("authorization_key", "service_on", "encounter_key", "line_no")
    before = pl.col("units").cum_sum().over("authorization_key") - pl.col("units")
    return in_order.select("authorization_key", "encounter_key", "line_no", "units", units_before=before)


def used_authorizations(
    authorizations: pl.DataFrame, encounters: pl.DataFrame, charges: pl.DataFrame, *, day: date
) -> pl.DataFrame:
    """AuthorizationUse at the end of `day`, of what was done by then."""
    done = encounters.filter(pl.col("started_on") <= day)
    visits = count_visits(done, charges, authorizations).group_by("authorization_key").agg(visits_used=pl.len())
    units = count_units(done, charges, authorizations)
    units = units.group_by("authorization_key").agg(units_used=pl.col("units").sum())
    summed = (
        authorizations.join(visits, on="authorization_key", how="left", maintain_order="left")
        .join(units, on="authorization_key", how="left", maintain_order="left")
        .with_columns(pl.col("visits_used").fill_null(0).cast(pl.Int64), pl.col("units_used").fill_null(0.0))
        .with_columns(
            visits_left=pl.col("visits_allowed") - pl.col("visits_used"),
            units_left=pl.col("units_allowed") - pl.col("units_used"),
            days_left=(pl.col("to_on") - pl.lit(day)).dt.total_days(),
        )
    )
    with_steps = _tell(summed)
    return contracts.check(AuthorizationUse, with_steps)


def _tell(rows: pl.DataFrame) -> pl.DataFrame:
    """With is_running_out and next_step."""
    holds = pl.col("state").is_in(fits.APPROVED)
    is_over = (pl.col("days_left") < 0).fill_null(value=False)
    none_left = ((pl.col("visits_left") <= 0) | (pl.col("units_left") <= 0)).fill_null(value=False)
    few_visits = pl.col("visits_left") <= pl.max_horizontal(pl.lit(1.0), pl.col("visits_allowed") * NEAR_PART)
    few_units = pl.col("units_left") <= pl.col("units_allowed") * NEAR_PART
    few = (few_visits.fill_null(value=False)) | (few_units.fill_null(value=False))
    soon = (pl.col("days_left") <= NEAR_DAYS).fill_null(value=False)
    step = (
        pl.when(~holds)
        .then(None)
        .when(is_over)
        .then(pl.lit("It has ended. Ask for a new one before the next visit."))
        .when(none_left)
        .then(pl.lit("It is used up. Ask for more before the next visit."))
        .when(few)
        .then(pl.lit("Little is left. Ask for more now if care continues."))
        .when(soon)
        .then(pl.lit("It ends soon. Ask for an extension now if care continues."))
    )
    return rows.with_columns(is_running_out=holds & ~is_over & (few | soon), next_step=step)


def _name_authorizations(encounters: pl.DataFrame, authorizations: pl.DataFrame) -> pl.DataFrame:
    """Encounters beside each authorization whose number they name: encounter_key, started_on, authorization_key, span, services."""
    numbered = encounters.select(
        "encounter_key", "party_key", "started_on", same_number=fits.same_number("authorization_number")
    )
    known = authorizations.select(
        "authorization_key", "party_key", "from_on", "to_on", "service_codes", same_number=fits.same_number("number")
    )
    return numbered.join(known, on=["party_key", "same_number"], how="inner")

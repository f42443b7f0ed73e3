"""Facts from the visits with something due: their clocks, payers and patients."""

from datetime import date

import polars as pl

from remindful.core.words.frames import FactFrames
from remindful.core.words.kinds import PayerKind

ADULT_YEARS = "18y"
#: Payers under which a patient may be a Qualified Medicare Beneficiary. Not known which payer counts too.
MEDICARE = (PayerKind.MEDICARE, PayerKind.MEDICARE_ADVANTAGE)


def due_visits(frames: FactFrames) -> pl.LazyFrame:
    """Visits on which the patient owes something: visit_id, account_id, patient_id, billed_cents, days, payers."""
    is_due = pl.col("patient_due_cents") > 0
    billed = (
        frames.item_balances.group_by("visit_id")
        .agg(
            due_cents=pl.col("patient_due_cents").sum(),
            # An estimate's expected charges reflect the house's discounts (45 CFR 149.610(a)(2)), so what was billed does too.
            billed_cents=(pl.col("charge_cents") - pl.col("other_off_cents")).sum(),
            first_became_patients_on=pl.col("became_patients_on").filter(is_due).min(),
            last_became_patients_on=pl.col("became_patients_on").filter(is_due).max(),
        )
        .filter(pl.col("due_cents") > 0)
    )
    kind = pl.col("payer_kind")
    known = kind != str(PayerKind.UNKNOWN)

    def has(*kinds: PayerKind) -> pl.Expr:
        return pl.when(known).then(kind.is_in([str(one) for one in kinds])).any(ignore_nulls=False)

    payers = frames.visit_payers.group_by("visit_id").agg(
        has_payer=pl.lit(value=True), has_medicare=has(*MEDICARE), has_medicaid=has(PayerKind.MEDICAID)
    )
    visits = frames.visits.select(
        "visit_id",
        "account_id",
        "patient_id",
        "service_from_on",
        "service_to_on",
        "discharged_on",
        "first_statement_on",
        "opened_on",
    )
    patients = frames.parties.select("party_id", "is_qmb", "birth_on")
    return (
        billed.join(visits, on="visit_id")
        .join(payers, on="visit_id", how="left")
        .join(patients, left_on="patient_id", right_on="party_id", how="left")
        .with_columns(
            # No payer on file is known; a payer of unknown kind is not.
            pl.when(pl.col("has_payer").is_null()).then(statement=False).otherwise(name).alias(name)
            for name in ("has_medicare", "has_medicaid", "has_payer")
        )
    )


def facts_of_visits(visits: pl.LazyFrame, *, day: date) -> pl.LazyFrame:
    """One row an account with due visits. visits: due_visits."""
    last_served_on = pl.coalesce("service_to_on", "service_from_on")
    has_statement = pl.col("first_statement_on").is_not_null()
    is_protected = pl.when(pl.col("is_qmb")).then(statement=True).when(~pl.col("has_medicare")).then(statement=False)
    # Medicare pays, or may: only a look at the patient's status tells.
    is_protected = is_protected.otherwise(pl.col("is_qmb"))
    return visits.group_by("account_id").agg(
        visits_due=pl.len().cast(pl.Int64),
        has_payer=pl.col("has_payer").any(),
        has_medicare_balance=pl.col("has_medicare").any(ignore_nulls=False),
        has_medicaid_balance=pl.col("has_medicaid").any(ignore_nulls=False),
        has_qmb_balance=is_protected.any(ignore_nulls=False),
        has_minor_patient=(pl.col("birth_on").dt.offset_by(ADULT_YEARS) > day).any(ignore_nulls=False),
        oldest_service_on=pl.col("service_from_on").min(),
        oldest_breach_on=pl.coalesce("first_statement_on", "service_from_on").min(),
        newest_service_on=last_served_on.max(),
        newest_discharged_on=pl.coalesce("discharged_on", last_served_on).max(),
        first_became_patients_on=pl.col("first_became_patients_on").min(),
        last_became_patients_on=pl.col("last_became_patients_on").max(),
        has_first_statement_for_all=has_statement.all(),
        newest_first_statement_on=pl.when(has_statement.all()).then(pl.col("first_statement_on").max()),
        oldest_first_statement_on=pl.col("first_statement_on").min(),
    )


def facts_of_estimates(visits: pl.LazyFrame, events: pl.LazyFrame) -> pl.LazyFrame:
    """has_estimate and over_estimate_cents of accounts. events: of accounts. The latest estimate counts."""
    estimates = events.filter(pl.col("kind") == "estimate_given").sort("moment")
    by_visit = (
        estimates.filter(pl.col("visit_id").is_not_null())
        .group_by("visit_id")
        .agg(pl.col("amount_cents").last().alias("estimate_cents"), has_estimate=pl.lit(value=True))
    )
    over = (
        visits.join(by_visit, on="visit_id")
        .group_by("account_id")
        .agg(
            has_estimate=pl.lit(value=True), over_cents=_max_or_null(pl.col("billed_cents") - pl.col("estimate_cents"))
        )
    )
    # An estimate for nobody knows which visit: there is one, and by how much it is exceeded is not known.
    loose = estimates.filter(pl.col("visit_id").is_null()).select("account_id", is_loose=pl.lit(value=True)).unique()
    return over.join(loose, on="account_id", how="full", coalesce=True).select(
        "account_id",
        has_estimate=pl.lit(value=True),
        over_estimate_cents=pl.when(pl.col("is_loose").is_null()).then("over_cents"),
    )


def _max_or_null(amount: pl.Expr) -> pl.Expr:
    """The largest; null when one is not known."""
    return pl.when(amount.is_not_null().all()).then(amount.max())

"""What a payment plan covers: the care that was there to agree on. A bill that came later is outside it."""

import polars as pl

from remindful.core.words.kinds import EventKind as Kind


def planned_visits(events: pl.LazyFrame, visits: pl.LazyFrame) -> pl.LazyFrame:
    """visit_id of due visits that an open plan covers. events: of `events_of_accounts`. visits: of `due_visits`.

    A plan for a visit covers that visit. Any other covers what was the patient's by the day of the agreement; of an open balance that was
    brought in later, what was on file when the plan was recorded. What is not known is covered: then nobody is written to.
    """
    ended = events.filter(pl.col("kind") == str(Kind.PLAN_ENDED)).select("account_id", "visit_id", ended="moment")
    ends = ended.group_by("account_id", "visit_id").agg(pl.col("ended").max())
    of_all = ends.filter(pl.col("visit_id").is_null()).select("account_id", ended_for_all="ended")
    agreed = events.filter(pl.col("kind") == str(Kind.PLAN_AGREED)).select(
        "account_id", "visit_id", "moment", agreed_on="happened_on", recorded_on=pl.col("known_at").dt.date()
    )
    last_end = pl.max_horizontal("ended", "ended_for_all")
    plans = (
        agreed.join(ends, on=["account_id", "visit_id"], how="left", nulls_equal=True)
        .join(of_all, on="account_id", how="left")
        .filter((pl.col("moment") >= last_end).fill_null(value=True))
        .select("account_id", "agreed_on", "recorded_on", plan_visit_id="visit_id")
    )
    is_for_it = pl.col("plan_visit_id") == pl.col("visit_id")
    was_there = (pl.col("service_from_on") <= pl.col("agreed_on")) & (
        pl.col("last_became_patients_on") <= pl.col("agreed_on")
    )
    was_on_file = (pl.col("opened_on") <= pl.max_horizontal("agreed_on", "recorded_on")).fill_null(value=True)
    covers = pl.when(pl.col("plan_visit_id").is_null()).then(was_there & was_on_file).otherwise(is_for_it)
    joined = visits.join(plans, on="account_id")
    return joined.filter(covers.fill_null(value=True)).select("visit_id").unique()


def facts_of_plans(events: pl.LazyFrame, visits: pl.LazyFrame) -> pl.LazyFrame:
    """account_id, has_due_outside_plan of accounts with due visits."""
    covered = planned_visits(events, visits).with_columns(is_covered=pl.lit(value=True))
    marked = visits.join(covered, on="visit_id", how="left")
    return marked.group_by("account_id").agg(has_due_outside_plan=pl.col("is_covered").is_null().any())

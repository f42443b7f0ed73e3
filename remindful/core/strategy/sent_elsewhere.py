"""Messages that somebody else sent: a former system, the desk, a vendor. They count as sent: nobody is written to twice for one bill."""

from collections.abc import Mapping
from datetime import date

import polars as pl


def messages_sent_elsewhere(events: pl.DataFrame, *, steps: Mapping[str, int], day: date) -> pl.DataFrame:
    """account_id, visit_id (null: about the account), day, step_no of messages up to `day` that are not our own. events: Events.

    steps: kinds of events that tell of a message, and the step of the ladder that each counts as (0: none, but it rests the ladder).

    Our own sending leaves an event too; the message itself is counted for it.
    """
    is_ours = pl.col("source").str.starts_with("night:")
    sent = events.filter(pl.col("kind").cast(pl.String).is_in(list(steps)) & (pl.col("happened_on") <= day) & ~is_ours)
    return sent.filter(pl.col("account_id").is_not_null()).select(
        "account_id",
        "visit_id",
        day="happened_on",
        step_no=pl.col("kind").cast(pl.String).replace_strict(dict(steps), return_dtype=pl.Int64),
    )


def find_unstated(items: pl.DataFrame, visits: pl.DataFrame, *, sent_elsewhere: pl.DataFrame) -> pl.DataFrame:
    """Accounts with a due visit that no statement has shown: account_id, last_unstated_on.

    items: ItemBalances. visits: Visits. A statement about an account shows the visits that were the patient's by then.
    """
    statements = sent_elsewhere.filter(pl.col("step_no") > 0)
    of_visits = statements.drop_nulls("visit_id").select("visit_id").unique()
    of_accounts = (
        statements.filter(pl.col("visit_id").is_null()).group_by("account_id").agg(stated_on=pl.col("day").max())
    )
    new = (
        visits.filter(pl.col("first_statement_on").is_null())
        .select("visit_id")
        .join(of_visits, on="visit_id", how="anti")
    )
    is_shown = (pl.col("became_patients_on") <= pl.col("stated_on")).fill_null(value=False)
    return (
        items.filter(pl.col("patient_due_cents") > 0)
        .join(new, on="visit_id", how="semi")
        .join(of_accounts, on="account_id", how="left")
        .filter(~is_shown)
        .group_by("account_id")
        .agg(last_unstated_on=pl.col("became_patients_on").max())
    )

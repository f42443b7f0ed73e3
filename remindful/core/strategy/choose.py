"""The next step of each account, by the house ladder, chosen only among acts that the law leaves free."""

from datetime import date
from functools import reduce

import polars as pl

from remindful.core.strategy.ladder import AccountSegment, Ladder, Step, has_address
from remindful.core.words import contracts
from remindful.core.words.findings import Out
from remindful.core.words.frames import Steps
from remindful.core.words.kinds import Act, MessageState, Verdict

#: States in which a step counts as taken. Suppressed and failed ones do not: the account is still owed that step.
TAKEN = (MessageState.QUEUED, MessageState.INTENT, MessageState.SENT, MessageState.UNSURE)

NO_STEP = (
    "nothing_due",  # the patient owes nothing now
    "below_minimum",
    "already_today",
    "resting",  # the next step's days have not run
    "ladder_ended",  # a person's turn
    "not_free",  # the next step's acts are all held or forbidden: the verdicts say why
)


def choose_steps(
    judged: pl.DataFrame,
    *,
    balances: pl.DataFrame,
    messages: pl.DataFrame,
    unstated: pl.DataFrame,
    ladder: Ladder,
    day: date,
    sent_elsewhere: pl.DataFrame | None = None,
) -> Out:
    """At most one step an account.

    judged: account_id, organization_kind, verdict_<act>, has_address@<medium> for each act of the ladder.
    balances: AccountBalances. messages: Messages (all days). unstated: account_id, last_unstated_on: accounts with a due
    visit that no statement has shown yet, and the newest day on which such a visit became the patient's.
    sent_elsewhere: of messages_sent_elsewhere (None: nobody else sent any).
    frame: Steps. exceptions: account_id, why (one of NO_STEP), segment, step_no and step of the step that waits, owed_on.
    """
    counted = _counted_messages(messages, sent_elsewhere)
    progress = _find_progress(balances, messages=messages, counted=counted, unstated=unstated, day=day)
    accounts = judged.join(progress, on="account_id", how="left").with_columns(
        pl.col("due_cents").fill_null(0),
        pl.col("done_no").fill_null(0),
        pl.col("has_message_today").fill_null(value=False),
    )
    accounts = accounts.with_columns(_segment_expr(ladder).alias("segment_no"))
    accounts = _add_next_step(accounts, ladder=ladder)
    why = (
        pl.when(pl.col("due_cents") <= 0)
        .then(pl.lit("nothing_due"))
        .when(pl.col("due_cents") < ladder.minimum_cents)
        .then(pl.lit("below_minimum"))
        .when("has_message_today")
        .then(pl.lit("already_today"))
        .when(pl.col("step").is_null())
        .then(pl.lit("ladder_ended"))
        .when(~(pl.col("owed_on") <= day).fill_null(value=False))
        .then(pl.lit("resting"))
        .when(pl.col("act").is_null())
        .then(pl.lit("not_free"))
    )
    accounts = accounts.with_columns(why.alias("why"), pl.lit(day).alias("day"))
    steps = accounts.filter(pl.col("why").is_null()).select(Steps.column_names())
    no_step = accounts.filter(pl.col("why").is_not_null()).select(
        "account_id", "why", "segment", "step_no", "step", "owed_on"
    )
    assert steps.height + no_step.height == judged.height
    return Out(contracts.check(Steps, steps), exceptions=no_step)


def _counted_messages(messages: pl.DataFrame, sent_elsewhere: pl.DataFrame | None) -> pl.DataFrame:
    """account_id, day, step_no of what was sent, or is on its way: our own steps that were taken, and what others sent."""
    names = ["account_id", "day", "step_no"]
    taken = messages.filter(pl.col("state").is_in([str(state) for state in TAKEN])).select(names)
    return taken if sent_elsewhere is None else pl.concat([taken, sent_elsewhere.select(names)], how="vertical_relaxed")


def _find_progress(
    balances: pl.DataFrame, *, messages: pl.DataFrame, counted: pl.DataFrame, unstated: pl.DataFrame, day: date
) -> pl.DataFrame:
    """Where each account stands on the ladder: its climb counts from the day its oldest due balance became the patient's."""
    accounts = balances.select("account_id", "due_cents", cycle_on="first_became_patients_on")
    taken = (
        counted.join(accounts, on="account_id")
        .filter(pl.col("day") >= pl.col("cycle_on"))
        .group_by("account_id")
        .agg(
            done_no=pl.col("step_no").max(),
            first_on=pl.col("day").filter(pl.col("step_no") == 1).min(),
            last_on=pl.col("day").max(),
        )
    )
    today = messages.filter(pl.col("day") == day).select("account_id", has_message_today=pl.lit(value=True)).unique()
    return (
        accounts.join(taken, on="account_id", how="left")
        .join(today, on="account_id", how="left")
        .join(unstated, on="account_id", how="left")
        .with_columns(pl.col("done_no").fill_null(0), pl.col("has_message_today").fill_null(value=False))
    )


def _segment_expr(ladder: Ladder) -> pl.Expr:
    """The number of the first segment that fits."""

    def fits(segment: AccountSegment) -> pl.Expr:
        conditions = [pl.lit(value=True)]
        if segment.organization_kind is not None:
            conditions.append(pl.col("organization_kind") == str(segment.organization_kind))
        if segment.least_cents is not None:
            conditions.append(pl.col("due_cents") >= segment.least_cents)
        return reduce(pl.Expr.and_, conditions)

    return pl.coalesce([pl.when(fits(segment)).then(number) for number, segment in enumerate(ladder.segments)])


def _add_next_step(accounts: pl.DataFrame, *, ladder: Ladder) -> pl.DataFrame:
    """Add segment, step_no, step, template, tone, owed_on and act (null: none is free) of each account's next step."""
    # A new visit that no statement has shown gets its itemised statement first, wherever the older ones stand.
    joins = (pl.col("done_no") > 0) & pl.col("last_unstated_on").is_not_null()
    accounts = accounts.with_columns(
        step_no=pl.when(joins).then(1).otherwise(pl.col("done_no") + 1).cast(pl.Int64),
        cycle_on=pl.when(joins).then("last_unstated_on").otherwise("cycle_on"),
    )
    branches: list[tuple[pl.Expr, AccountSegment, Step]] = [
        ((pl.col("segment_no") == segment_no) & (pl.col("step_no") == step_no), segment, step)
        for segment_no, segment in enumerate(ladder.segments)
        for step_no, step in enumerate(segment.steps, start=1)
    ]
    segment_names = [pl.when(pl.col("segment_no") == n).then(pl.lit(s.segment)) for n, s in enumerate(ladder.segments)]
    return accounts.with_columns(
        segment=pl.coalesce(segment_names),
        step=pl.coalesce([pl.when(here).then(pl.lit(step.step)) for here, _, step in branches]),
        template=pl.coalesce([pl.when(here).then(pl.lit(step.template)) for here, _, step in branches]),
        tone=pl.coalesce([pl.when(here).then(pl.lit(step.tone)) for here, _, step in branches]),
        owed_on=pl.coalesce(
            [pl.when(here).then(_owed_on(step, joins=joins, ladder=ladder)) for here, _, step in branches]
        ),
        act=pl.coalesce([pl.when(here).then(_first_free(step)) for here, _, step in branches]),
    )


def _owed_on(step: Step, *, joins: pl.Expr, ladder: Ladder) -> pl.Expr:
    """The first day on which a step may be taken; null where the clock it needs has not started."""
    first = pl.col("cycle_on") + pl.duration(days=step.since_balance)
    later = pl.max_horizontal(
        pl.col("first_on") + pl.duration(days=step.since_first), pl.col("last_on") + pl.duration(days=step.since_last)
    )
    rested = pl.col("last_on") + pl.duration(days=ladder.rest_days)
    # Before our own first step there may have been somebody else's letter: that one rests too.
    first = pl.max_horizontal(first, rested)
    return pl.when(joins).then(rested).when(pl.col("done_no") == 0).then(first).otherwise(later)


def _first_free(step: Step) -> pl.Expr:
    """The first act of a step that is free and can reach the account. Never an act that the step does not name."""

    def is_open(act: Act) -> pl.Expr:
        return (pl.col(f"verdict_{act}").cast(pl.String) == str(Verdict.FREE)) & pl.col(has_address(act))

    return pl.coalesce([pl.when(is_open(act)).then(pl.lit(str(act))) for act in step.acts])

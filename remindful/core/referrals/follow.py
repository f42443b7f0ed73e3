"""Where each referral stands at the end of a day, what is overdue, and whose move it is. See docs/algorithms/referral_loop.md."""

from datetime import date

import polars as pl

from remindful.core.referrals.happened import LoopFrames, gather
from remindful.core.referrals.limits import LoopLimits, limits_frame
from remindful.core.referrals.steps import choose_step
from remindful.core.words import contracts
from remindful.core.words.care import ReferralState
from remindful.core.words.frames import LoopStages
from remindful.core.words.loops import LoopStage

OVER = (str(LoopStage.CLOSED), str(LoopStage.REVOKED))


def follow_loops(frames: LoopFrames, *, day: date, limits: LoopLimits) -> pl.DataFrame:
    """LoopStages: one row a referral that was ordered by `day`."""
    rows = _with_stage(gather(frames, day=day), day)
    rows = _with_due(rows.join(limits_frame(limits), on="priority", how="left", maintain_order="left"), day)
    rows = choose_step(rows, day=day)
    rows = rows.with_columns(_durations(day))
    return contracts.check(LoopStages, rows)


def _with_stage(rows: pl.DataFrame, day: date) -> pl.DataFrame:
    """With `stage`, the first of these that is so, and since_on."""
    state = pl.col("state")
    is_authorization_required = (
        pl.col("needs_authorization").fill_null(value=False) | pl.col("is_denied") | pl.col("is_requested")
    )
    is_free = pl.col("is_approved") | pl.col("is_not_required").fill_null(value=False)
    is_booked = pl.col("is_booked").fill_null(value=False)
    is_known = is_free | pl.col("needs_authorization").is_not_null()
    was_sent = pl.col("sent_on").is_not_null()
    seen, sent, ordered = pl.col("seen_on"), pl.col("sent_on"), pl.col("ordered_on")
    ready_on = pl.max_horizontal(sent, pl.when("is_approved").then("decided_on"))
    whens: list[tuple[LoopStage, pl.Expr, pl.Expr]] = [
        (LoopStage.REVOKED, state == str(ReferralState.REVOKED), pl.lit(None, dtype=pl.Date)),
        (LoopStage.CLOSED, pl.col("reported_on").is_not_null() | (state == str(ReferralState.COMPLETED)), pl.col("reported_on")),
        (LoopStage.SEEN, seen == day, seen),
        (LoopStage.REPORT_WAITED, seen.is_not_null(), seen.dt.offset_by("1d")),
        (LoopStage.EXPIRED, pl.col("expires_on") < day, pl.col("expires_on").dt.offset_by("1d")),
        (LoopStage.AUTHORIZATION_WAITED, ~is_free & pl.col("is_requested"), pl.coalesce("requested_on", sent, ordered)),
        (LoopStage.AUTHORIZATION_DENIED, ~is_free & pl.col("is_denied"), pl.coalesce("decided_on", "requested_on")),
        (LoopStage.SENT, ~is_free & is_authorization_required & was_sent, sent),
        (LoopStage.ORDERED, ~is_free & is_authorization_required, ordered),
        (LoopStage.MISSED, pl.col("missed_on").is_not_null(), pl.col("missed_on")),
        (LoopStage.BOOKED, is_booked, pl.coalesce("booked_on", sent, ordered)),
        (LoopStage.TO_BE_BOOKED, pl.col("is_approved"), pl.coalesce(ready_on, ordered)),
        (LoopStage.TO_BE_BOOKED, was_sent & is_known, ready_on),
        (LoopStage.SENT, was_sent, sent),
    ]  # fmt: skip
    tests = [test.fill_null(value=False) for _, test, _ in whens]
    stage = pl.coalesce(
        [pl.when(test).then(pl.lit(str(one))) for test, (one, _, _) in zip(tests, whens, strict=True)]
        + [pl.lit(str(LoopStage.ORDERED))]
    )
    # A stage that is so with an unknown date stays unknown: the next one's date is not its own.
    position = pl.coalesce([pl.when(test).then(number) for number, test in enumerate(tests)] + [pl.lit(len(tests))])
    dates = pl.concat_list([since for _, _, since in whens] + [ordered])
    return rows.with_columns(stage=stage, since_on=dates.list.get(position))  # fmt: skip


def _with_due(rows: pl.DataFrame, day: date) -> pl.DataFrame:
    """With due_on, overdue_days and is_overdue. What is on hold, closed or revoked is never due."""
    since = pl.col("since_on")

    def after(start: pl.Expr, step: str) -> pl.Expr:
        return start + pl.duration(days=pl.col(f"{step}_limit"))

    due = pl.col("stage").replace_strict({str(one): None for one in LoopStage}, return_dtype=pl.Date)
    dues: dict[LoopStage, pl.Expr] = {
        LoopStage.ORDERED: after(pl.col("ordered_on"), "send"),
        LoopStage.SENT: after(since, "ask"),
        LoopStage.AUTHORIZATION_WAITED: after(since, "authorize"),
        LoopStage.AUTHORIZATION_DENIED: after(since, "appeal"),
        LoopStage.TO_BE_BOOKED: after(since, "book"),
        # A day that is past and of which nobody told counts as due on that day.
        LoopStage.BOOKED: pl.min_horizontal("visit_on", after(pl.col("ordered_on"), "see")),
        LoopStage.MISSED: after(since, "rebook"),
        LoopStage.SEEN: after(pl.col("seen_on"), "report"),
        LoopStage.REPORT_WAITED: after(pl.col("seen_on"), "report"),
        LoopStage.EXPIRED: pl.col("expires_on"),
    }
    for stage, when in dues.items():
        due = pl.when(pl.col("stage") == str(stage)).then(when.cast(pl.Date)).otherwise(due)
    is_held = pl.col("state") == str(ReferralState.ON_HOLD)
    due = pl.when(~is_held).then(due)
    late = (pl.lit(day) - pl.col("due_on")).dt.total_days().clip(0).fill_null(0)
    return rows.with_columns(due_on=due).with_columns(overdue_days=late, is_overdue=late > 0)


def _durations(day: date) -> list[pl.Expr]:
    """Days of each step; of one that has begun and not ended, until `day`. Nothing runs on once it is closed or revoked."""
    is_over = pl.col("stage").is_in(OVER)

    def days(name: str, start: pl.Expr, end: str) -> pl.Expr:
        until = pl.when(pl.col(end).is_not_null()).then(end).when(~is_over).then(pl.lit(day))
        return (until - start).dt.total_days().clip(0).alias(name)

    ready = pl.max_horizontal("sent_on", pl.when("is_approved").then("decided_on"))
    return [
        days("sending_days", pl.col("ordered_on"), "sent_on"),
        days("authorizing_days", pl.col("requested_on"), "decided_on"),
        days("booking_days", ready, "booked_on"),
        days("waiting_days", pl.col("booked_on"), "seen_on"),
        days("reporting_days", pl.col("seen_on"), "reported_on"),
    ]

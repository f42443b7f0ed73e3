"""What is to be done next about a referral, in plain words, and whose move it is."""

from datetime import date

import polars as pl

from remindful.core.words.care import ReferralState
from remindful.core.words.loops import LoopStage, NextActor

_VISIT_LATE = "The visit is on {} and the referral ends on {}. Extend it, or have the visit moved."
_APPROVAL_ENDS = "The authorization ends on {}, before the visit. Ask the payer to extend it."
_REFUSED = "The payer denied it. Ask for a peer-to-peer review or appeal, and tell the patient before any visit."
_MISSED = "The patient was not there on {}. Call the patient and schedule another day."
_ENDED = "It ended on {} without a visit. Order it again, or cancel it."


def choose_step(rows: pl.DataFrame, *, day: date) -> pl.DataFrame:
    """With waits_for (Actor) and next_step."""
    who = pl.coalesce("referred_name", "referred_npi", pl.lit("the other office"))
    visit, until = pl.col("visit_on"), pl.col("authorized_until")
    late, state = pl.col("is_overdue"), pl.col("state")
    is_open = ~pl.col("stage").is_in(
        [str(one) for one in (LoopStage.CLOSED, LoopStage.REVOKED, LoopStage.SEEN, LoopStage.REPORT_WAITED, LoopStage.EXPIRED)]
    )  # fmt: skip
    is_ahead = pl.coalesce(visit, pl.lit(day)) >= day

    def at(stage: LoopStage) -> pl.Expr:
        return pl.col("stage") == str(stage)

    after_end = pl.coalesce(visit, pl.lit(day)) > until
    steps: list[tuple[pl.Expr, NextActor, pl.Expr | str]] = [
        (at(LoopStage.REVOKED), NextActor.NOBODY, "Nothing: it was revoked."),
        (at(LoopStage.CLOSED), NextActor.NOBODY, "Nothing: the loop is closed."),
        (state == str(ReferralState.ON_HOLD), NextActor.OUR_OFFICE, "It is on hold. Set a date to resume, or cancel it."),
        (is_open & (state == str(ReferralState.DRAFT)), NextActor.OUR_OFFICE, "It is a draft. Have it signed, and send it."),
        (at(LoopStage.SEEN), NextActor.OTHER_OFFICE, pl.format("Wait for the report of {}.", who)),
        (at(LoopStage.REPORT_WAITED) & late, NextActor.OUR_OFFICE, pl.format("Call {} and ask for its report of {}.", who, pl.col("seen_on"))),
        (at(LoopStage.REPORT_WAITED), NextActor.OTHER_OFFICE, pl.format("Wait for the report of {}.", who)),
        (at(LoopStage.EXPIRED), NextActor.OUR_OFFICE, pl.format(_ENDED, pl.col("expires_on"))),
        (at(LoopStage.AUTHORIZATION_WAITED) & late, NextActor.OUR_OFFICE, "Call the payer and ask for its decision."),
        (at(LoopStage.AUTHORIZATION_WAITED), NextActor.PAYER, "Wait for the payer's decision."),
        (at(LoopStage.AUTHORIZATION_DENIED), NextActor.OUR_OFFICE, _REFUSED),
        (is_open & is_ahead & (visit > pl.col("expires_on")), NextActor.OUR_OFFICE, pl.format(_VISIT_LATE, visit, pl.col("expires_on"))),
        (is_open & pl.col("is_approved") & is_ahead & after_end, NextActor.OUR_OFFICE, pl.format(_APPROVAL_ENDS, until)),
        (at(LoopStage.SENT) & pl.col("needs_authorization"), NextActor.OUR_OFFICE, "Ask the payer for the authorization."),
        (at(LoopStage.SENT), NextActor.OUR_OFFICE, "Find out whether the plan wants an authorization, and note it."),
        (at(LoopStage.ORDERED), NextActor.OUR_OFFICE, pl.format("Send it to {}.", who)),
        (at(LoopStage.TO_BE_BOOKED) & pl.col("sent_on").is_null(), NextActor.OUR_OFFICE, pl.format("Send it to {} with the authorization's number.", who)),
        (at(LoopStage.TO_BE_BOOKED) & late, NextActor.OUR_OFFICE, pl.format("Call {} and the patient, and see that a day is found.", who)),
        (at(LoopStage.TO_BE_BOOKED), NextActor.OTHER_OFFICE, pl.format("{} finds a day with the patient.", who)),
        (at(LoopStage.MISSED), NextActor.OUR_OFFICE, pl.format(_MISSED, pl.col("missed_on"))),
        (at(LoopStage.BOOKED) & (visit < day), NextActor.OUR_OFFICE, pl.format("The visit was to be on {}. Ask {} whether it took place.", visit, who)),
        (at(LoopStage.BOOKED) & late, NextActor.OUR_OFFICE, pl.format("The visit is only on {}. Ask {} for an earlier day.", visit, who)),
        (at(LoopStage.BOOKED), NextActor.PATIENT, pl.format("The patient goes to {} on {}.", who, visit)),
    ]  # fmt: skip
    tests = [(test.fill_null(value=False), actor, texts) for test, actor, texts in steps]
    actors = [pl.when(test).then(pl.lit(str(actor))) for test, actor, _ in tests]
    texts = [pl.when(test).then(pl.lit(text) if isinstance(text, str) else text) for test, _, text in tests]
    return rows.with_columns(waits_for=pl.coalesce(actors), next_step=pl.coalesce(texts))

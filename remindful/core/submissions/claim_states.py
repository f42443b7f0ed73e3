"""How far each sent claim is, by all that was told of it, and what the office has to do about it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import polars as pl

from remindful.core.submissions import status_words
from remindful.core.submissions.status_words import ClaimState

#: Which state stands where several were told on one day.
_WORST = {
    str(state): rank
    for rank, state in enumerate(
        (ClaimState.RECEIVED, ClaimState.ACCEPTED, ClaimState.PENDING, ClaimState.FINALIZED, ClaimState.REJECTED)
    )
}


class WorkKind(StrEnum):
    """What a claim that does not move is waiting for."""

    REJECTED = "rejected"  # to be corrected and sent again
    NOT_FOUND = "not_found"  # the payer does not have it
    REQUESTED = "asked"  # the payer waits for something from the office
    UNACKNOWLEDGED = "unacknowledged"  # nobody said that the file came
    UNDECIDED = "undecided"  # it came, and nobody said whether it was accepted
    SILENT = "silent"  # it was accepted, and no answer came


@dataclass(frozen=True, slots=True)
class Patience:
    """Days after which silence is worth a question. A house setting.

    receipt: a 999 comes within hours (CAQH CORE infrastructure rules: by the next business day). acceptance: a 277CA within a few days.
    answer: 30 days, in which Medicare must pay a clean claim (42 USC 1395u(c)(2)(B)) and most states' prompt-pay laws want an answer.
    """

    receipt_days: int = 2
    acceptance_days: int = 7
    adjudication_days: int = 30
    again_days: int = 7  # from one request (276) to the next: payers answer within a day or two


def find_claim_states(
    sent: pl.DataFrame,
    statuses: pl.DataFrame,
    *,
    adjudications: pl.DataFrame | None = None,
    requests: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Sent claims with state (ClaimState), since_on, reason, remedy, category_code, status_code, payer_control_number, requested_on, is_current.

    statuses: statuses with claim_sent_id, oldest first. adjudications: visit_id, level_no, adjudicated_on of remittances. requests: claim_sent_id and
    sent_on of requests (276) that receivers took in, or may have. is_current: false where the claim was sent again later. A claim's own
    status outweighs its file's; then the latest day; on one day, the worst. A claim that its payer has answered since is finalized.
    """
    stated = (
        statuses.filter(pl.col("claim_sent_id").is_not_null()).with_row_index("turn").with_columns(state=_state_expr())
    )
    stated = stated.with_columns(
        is_decisive=_is_of_claim() & (pl.col("state") != str(ClaimState.RECEIVED)),
        worst=pl.col("state").replace_strict(_WORST, default=None, return_dtype=pl.Int64),
    )
    order = ["is_decisive", "effective_on", "worst", "turn"]
    last = (
        stated.filter(pl.col("state").is_not_null() & ~_is_fault())
        .sort(order, nulls_last=False)
        .unique("claim_sent_id", keep="last", maintain_order=True)
    )
    last = last.join(_reasons(stated, last), on="claim_sent_id", how="left", maintain_order="left")
    numbers = stated.drop_nulls("payer_control_number").unique("claim_sent_id", keep="last", maintain_order=True)
    columns = ("claim_sent_id", "state", "reason", "remedy", "category_code", "status_code")
    states = (
        sent.join(last.select(*columns, since_on="effective_on"), on="claim_sent_id", how="left", maintain_order="left")
        .join(
            numbers.select("claim_sent_id", "payer_control_number"),
            on="claim_sent_id",
            how="left",
            maintain_order="left",
        )
        .with_columns(
            pl.col("state").fill_null(str(ClaimState.WRITTEN)),
            pl.coalesce("since_on", "sent_on").alias("since_on"),
            is_current=pl.col("claim_sent_id")
            == pl.col("claim_sent_id").max().over("organization_id", "control_number", "level_no"),
        )
        .join(_last_requests(requests), on="claim_sent_id", how="left", maintain_order="left")
    )
    return states if adjudications is None else _finish(states, adjudications)


def _last_requests(requests: pl.DataFrame | None) -> pl.DataFrame:
    """claim_sent_id, requested_on: the last request of each."""
    if requests is None:
        return pl.DataFrame(schema={"claim_sent_id": pl.Int64, "requested_on": pl.Date})
    return requests.drop_nulls("claim_sent_id").group_by("claim_sent_id").agg(requested_on=pl.col("sent_on").max())


def _is_of_claim() -> pl.Expr:
    """Whether a status came for the claim itself. A status of a claim that was matched without its number has a patient."""
    named = (
        pl.col("control_number").is_not_null()
        | pl.col("patient_last_name").is_not_null()
        | pl.col("member_id").is_not_null()
    )
    return pl.col("kind").is_in(["277CA", "277"]) & named


def _is_fault() -> pl.Expr:
    """A fault that a 999 names: a reason, and no verdict."""
    return (pl.col("kind") == "999") & pl.col("at_segment").is_not_null()


def _state_expr() -> pl.Expr:
    """The state that a status means. That a file came in order says only that it came."""
    by_verdict = (
        pl.when(~pl.col("is_accepted"))
        .then(pl.lit(str(ClaimState.REJECTED)))
        .when(pl.col("kind").is_in(["TA1", "999"]))
        .then(pl.lit(str(ClaimState.RECEIVED)))
        .when(pl.col("is_accepted"))
        .then(pl.lit(str(ClaimState.ACCEPTED)))
    )
    is_file = pl.col("kind").is_in(["TA1", "999"])
    by_category = pl.when(~is_file).then(status_words.state_expr())
    is_whole_batch = ~is_file & ~_is_of_claim() & (by_category != str(ClaimState.REJECTED))
    # A category without a state is about the question: it says nothing of the claim.
    has_words = ~is_file & pl.col("category_code").is_in(list(status_words.CATEGORIES)).fill_null(value=False)
    meant = pl.when(has_words).then(by_category).otherwise(by_verdict)
    return pl.when(is_whole_batch).then(pl.lit(str(ClaimState.RECEIVED))).otherwise(meant)


def _reasons(stated: pl.DataFrame, last: pl.DataFrame) -> pl.DataFrame:
    """claim_sent_id: reason and remedy, of all statuses that agree with the deciding one: the same state, on the same day."""
    words = pl.coalesce(pl.when(pl.col("kind").is_in(["TA1", "999"])).then("message"), status_words.message_expr())
    has_message = pl.col("message").is_not_null() & (pl.col("message") != words)
    words = (
        pl.when(has_message & ~pl.col("message").str.starts_with("All of provider"))
        .then(pl.format('{} "{}"', words, "message"))
        .otherwise(words)
    )
    of_file = pl.col("kind").is_in(["TA1", "999"])
    whole = (
        pl.when(pl.col("kind") == "TA1")
        .then(pl.lit("file"))
        .when(pl.col("set_number").is_null())
        .then(pl.lit("group"))
        .otherwise(pl.lit("set"))
    )
    is_refused = of_file & ~_is_fault() & (pl.col("state") == str(ClaimState.REJECTED))
    prefix = pl.when(is_refused).then(pl.format("The whole {}: ", whole))
    cure = pl.when(of_file).then(pl.lit(_FILE_CURE)).otherwise(status_words.remedy_expr())
    deciding = last.select("claim_sent_id", deciding_state="state", state_on="effective_on", decisive="is_decisive")
    of_state = stated.join(deciding, on="claim_sent_id").filter(
        (pl.col("state") == pl.col("deciding_state"))
        & pl.col("effective_on").eq_missing(pl.col("state_on"))
        & (pl.col("is_decisive") == pl.col("decisive"))
    )
    of_state = of_state.with_columns(words=prefix.fill_null("") + words, cure=cure).sort("turn")
    return of_state.group_by("claim_sent_id", maintain_order=True).agg(
        reason=pl.col("words").unique(maintain_order=True).str.join(" "),
        remedy=pl.col("cure").unique(maintain_order=True).str.join(" "),
    )


_FILE_CURE = "Correct what the receiver names, and bill again: none of its claims were accepted, so all of them go out as original claims."


def _finish(claims: pl.DataFrame, adjudications: pl.DataFrame) -> pl.DataFrame:
    last = (
        adjudications.filter(pl.col("visit_id").is_not_null())
        .group_by("visit_id", "level_no")
        .agg(pl.col("adjudicated_on").max())
    )
    joined = claims.join(last, on=["visit_id", "level_no"], how="left", maintain_order="left")
    is_answered = (pl.col("adjudicated_on") >= pl.col("sent_on")).fill_null(value=False)
    return joined.with_columns(
        state=pl.when(is_answered).then(pl.lit(str(ClaimState.FINALIZED))).otherwise("state"),
        since_on=pl.when(is_answered).then("adjudicated_on").otherwise("since_on"),
        reason=pl.when(is_answered).then(pl.lit("The payer sent a remittance.")).otherwise("reason"),
    ).drop("adjudicated_on")


def list_work(states: pl.DataFrame, *, day: date, patience: Patience | None = None) -> pl.DataFrame:
    """What to do at the end of `day`, one row a claim that does not move by itself, the oldest first.

    Columns: claim_sent_id, visit_id, control_number, payer_key, charge_cents, kind (WorkKind), since_on, wait_days, reason, remedy, asks_status
    (a 276 is the next step), requested_on (null: never). Claims that were sent again, and those that are finalized, need nothing.
    """
    terms = patience or Patience()
    waits = (pl.lit(day) - pl.col("since_on")).dt.total_days()
    state = pl.col("state")
    kinds: list[tuple[WorkKind, pl.Expr]] = [
        (
            WorkKind.NOT_FOUND,
            (state == str(ClaimState.REJECTED)) & pl.col("category_code").is_in(list(status_words.NOT_FOUND)),
        ),
        (WorkKind.REJECTED, state == str(ClaimState.REJECTED)),
        (
            WorkKind.REQUESTED,
            (state == str(ClaimState.PENDING)) & pl.col("category_code").is_in(list(status_words.ASKING)),
        ),
        (WorkKind.UNACKNOWLEDGED, (state == str(ClaimState.WRITTEN)) & (waits > terms.receipt_days)),
        (WorkKind.UNDECIDED, (state == str(ClaimState.RECEIVED)) & (waits > terms.acceptance_days)),
        (
            WorkKind.SILENT,
            state.is_in([str(ClaimState.ACCEPTED), str(ClaimState.PENDING)]) & (waits > terms.adjudication_days),
        ),
    ]
    kind = pl.coalesce([pl.when(here.fill_null(value=False)).then(pl.lit(str(name))) for name, here in kinds])
    silence = pl.col("kind").replace_strict(_SILENCE, default=None, return_dtype=pl.String)
    cure = pl.col("kind").replace_strict(_SILENCE_CURE, default=None, return_dtype=pl.String)
    last_reason = (
        pl.when(pl.col("reason").is_not_null()).then(pl.format(" Last response: {}", "reason")).otherwise(pl.lit(""))
    )
    is_quiet = pl.col("kind").is_in(list(QUIET))
    lately = is_quiet & (pl.lit(day) - pl.col("requested_on") < pl.duration(days=terms.again_days)).fill_null(
        value=False
    )
    requested = pl.format("A status inquiry was sent on {}: get the response (277), or call.", "requested_on")
    work = states.filter("is_current").with_columns(kind=kind, wait_days=waits).filter(pl.col("kind").is_not_null())
    return work.with_columns(
        reason=pl.coalesce(pl.format("{} days ago {}", "wait_days", silence) + last_reason, "reason"),
        remedy=pl.when(lately).then(requested).otherwise(pl.coalesce(cure, "remedy")),
        asks_status=is_quiet & ~lately,
    ).select(
        "claim_sent_id", "visit_id", "control_number", "payer_key", "charge_cents", "kind", "since_on", "wait_days", "reason", "remedy",
        "asks_status", "requested_on",
    ).sort("since_on", "claim_sent_id")  # fmt: skip


#: Work of which the next step is to ask.
QUIET = (str(WorkKind.UNDECIDED), str(WorkKind.SILENT))


_SILENCE = {
    str(WorkKind.UNACKNOWLEDGED): "it was sent, and the file was not acknowledged.",
    str(WorkKind.UNDECIDED): "its file was received, but the claim was not accepted or rejected yet.",
    str(WorkKind.SILENT): "it was accepted, and no decision came.",
}
_SILENCE_CURE = {
    str(
        WorkKind.UNACKNOWLEDGED
    ): "Look whether the file was sent and arrived; fetch the receiver's acknowledgments (999, 277CA), or send the file again.",
    str(WorkKind.UNDECIDED): "Fetch the receiver's 277CA; ask the claim's status (276): `remindful status-inquiry`.",
    str(WorkKind.SILENT): "Ask the claim's status (276): `remindful status-inquiry`. Or call the payer.",
}

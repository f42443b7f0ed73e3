"""Facts from dated events: what is open, what was said, sent and asked for. Events: docs/how-to/stories.md."""

from datetime import date

import polars as pl

from remindful.core.words.frames import FactFrames
from remindful.core.words.kinds import Act
from remindful.core.words.kinds import EventKind as Kind

#: What begins and what ends a state of the account or person. Alike in time, the beginning counts.
STATES: dict[str, tuple[Kind, tuple[Kind, ...]]] = {
    "is_held": (Kind.HELD, (Kind.RELEASED,)),
    "has_open_dispute": (Kind.DISPUTED, (Kind.DISPUTE_RESOLVED,)),
    "has_ceased": (Kind.CEASE_REQUESTED, (Kind.CEASE_WITHDRAWN,)),
    "has_attorney": (Kind.ATTORNEY_NAMED, (Kind.ATTORNEY_RELEASED,)),
    "is_in_bankruptcy": (Kind.BANKRUPTCY_FILED, (Kind.BANKRUPTCY_ENDED, Kind.BANKRUPTCY_DISCHARGED)),
    "has_plan": (Kind.PLAN_AGREED, (Kind.PLAN_ENDED,)),
    "is_placed": (Kind.PLACED, (Kind.RECALLED,)),
    "dispute_resolution_is_open": (Kind.DISPUTE_RESOLUTION_OPENED, (Kind.DISPUTE_RESOLUTION_CLOSED,)),
    "assistance_is_pending": (Kind.ASSISTANCE_APPLIED, (Kind.ASSISTANCE_DECIDED,)),
    "guarantor_is_deceased": (Kind.DIED, ()),
    "has_appeal": (Kind.APPEAL_OPENED, (Kind.APPEAL_CLOSED,)),
    "creditor_is_requested": (Kind.CREDITOR_REQUESTED, (Kind.CREDITOR_NAMED,)),
    "itemization_is_requested": (Kind.ITEMIZATION_REQUESTED, (Kind.ITEMIZED_BILL_SENT,)),
    "is_active_duty": (Kind.SERVICE_BEGAN, (Kind.SERVICE_ENDED,)),
    "employer_forbids_calls": (Kind.EMPLOYER_FORBADE, ()),
    "has_representative": (Kind.REPRESENTATIVE_NAMED, ()),
}
#: About a person: an event of somebody other than the guarantor changes nothing here.
PERSONAL = (
    Kind.DIED,
    Kind.REPRESENTATIVE_NAMED,
    Kind.BANKRUPTCY_FILED,
    Kind.BANKRUPTCY_ENDED,
    Kind.BANKRUPTCY_DISCHARGED,
)
MESSAGES = (Kind.STATEMENT_SENT, Kind.LETTER_SENT, Kind.EMAIL_SENT)
CONTACTS = (*MESSAGES, Kind.TEXT_SENT, Kind.CALL_PLACED)
#: Values of a call_placed that does not count (12 CFR 1006.14(b)(3)).
UNCOUNTED_CALLS = ("not_connected", "asked_for")
#: More days of contact than any limit asks for.
MOST_DATES = 32

DAY_US = 86_400_000_000


def events_of_accounts(frames: FactFrames, *, day: date) -> pl.LazyFrame:
    """Events up to the end of `day`, each with the account it is about, and `moment`: an order that day and hour give.

    An event is about its account, else its visit's, else the account of its person as guarantor.
    """
    return place_events(frames.events, accounts=frames.accounts, visits=frames.visits, day=day)


def place_events(events: pl.LazyFrame, *, accounts: pl.LazyFrame, visits: pl.LazyFrame, day: date) -> pl.LazyFrame:
    """See `events_of_accounts`. events: Events, accounts: Accounts, visits: Visits."""
    accounts = accounts.select("account_id", "guarantor_id")
    by_visit = visits.select("visit_id", visit_account_id="account_id")
    by_person = accounts.filter(pl.col("guarantor_id").is_not_null()).rename({"account_id": "person_account_id"})
    placed = (
        events.filter(pl.col("happened_on") <= day)
        .join(by_visit, on="visit_id", how="left")
        .join(by_person, left_on="party_id", right_on="guarantor_id", how="left")
        .with_columns(account_id=pl.coalesce("account_id", "visit_account_id", "person_account_id"))
        .join(accounts, on="account_id")
    )
    is_anothers = (pl.col("party_id") != pl.col("guarantor_id")) & _is(*PERSONAL)
    return placed.filter(~is_anothers.fill_null(value=False)).with_columns(moment=_moment())


def _is(*kinds: Kind) -> pl.Expr:
    return pl.col("kind").is_in([str(kind) for kind in kinds])


def _moment() -> pl.Expr:
    """Order by day, then by hour where it is known; four days of room, for an instant in UTC may lie a day off its day.

    Of unknown hour: what begins a state counts as the day's last, what ends one as its first; a consent as first.
    """
    ends = [kind for _, kinds in STATES.values() for kind in kinds] + [Kind.OPT_OUT_WITHDRAWN, Kind.CONSENT_GIVEN]
    hour_us = (
        pl.col("happened_at").dt.replace_time_zone(None) - pl.col("happened_on").cast(pl.Datetime("us"))
    ).dt.total_microseconds()
    unknown_us = pl.when(_is(*ends)).then(0).otherwise(4 * DAY_US - 1)
    return pl.col("happened_on").to_physical().cast(pl.Int64) * 4 * DAY_US + pl.coalesce(hour_us + DAY_US, unknown_us)


def open_states(events: pl.LazyFrame) -> pl.LazyFrame:
    """One row an account: whether each of STATES is open. An end for one visit does not end what stands on another."""
    starts = {str(start): name for name, (start, _) in STATES.items()}
    ends = {str(kind): name for name, (_, kinds) in STATES.items() for kind in kinds}
    kind = pl.col("kind")
    marked = (
        events.filter(kind.is_in([*starts, *ends]))
        .with_columns(
            starts=kind.replace_strict(starts, default=None, return_dtype=pl.String),
            ends=kind.replace_strict(ends, default=None, return_dtype=pl.String),
        )
        .with_columns(state=pl.coalesce("starts", "ends"))
    )
    moments = marked.group_by("account_id", "visit_id", "state").agg(
        started=pl.col("moment").filter(pl.col("starts").is_not_null()).max(),
        ended=pl.col("moment").filter(pl.col("ends").is_not_null()).max(),
    )
    ended_for_all = moments.filter(pl.col("visit_id").is_null()).select("account_id", "state", ended_for_all="ended")
    is_open = (pl.col("started") >= pl.max_horizontal("ended", "ended_for_all")).fill_null(value=True)
    return (
        moments.filter(pl.col("started").is_not_null())
        .join(ended_for_all, on=("account_id", "state"), how="left")
        .filter(is_open)
        .group_by("account_id")
        .agg((pl.col("state") == name).any().alias(name) for name in STATES)
    )


def discharged_care(events: pl.LazyFrame) -> pl.LazyFrame:
    """account_id, discharged_through_on: care up to this day is covered by a discharge in bankruptcy. events: of `events_of_accounts`.

    A discharge under chapter 7 reaches debts from before the order for relief, which the petition is (11 USC 727(b), 301(b)). Of another
    chapter, or where the petition is not known, all care up to the discharge counts: nothing unknown permits.
    """
    on = pl.col("happened_on")
    is_filed, is_discharged = _is(Kind.BANKRUPTCY_FILED), _is(Kind.BANKRUPTCY_DISCHARGED)
    bankruptcies = events.filter(is_filed | is_discharged).sort("moment").group_by("account_id").agg(
        discharged_on=on.filter(is_discharged).last(),
        filed_on=on.filter(is_filed).last(),
        filings=is_filed.sum(),
        chapters=pl.col("value").filter(is_filed | is_discharged).str.extract(r"(\d+)").drop_nulls().unique(),
    )  # fmt: skip
    is_seven = (pl.col("chapters").list.len() == 1) & (pl.col("chapters").list.first() == "7")
    is_certain = is_seven & (pl.col("filings") == 1) & (pl.col("filed_on") <= pl.col("discharged_on"))
    return bankruptcies.filter(pl.col("discharged_on").is_not_null()).select(
        "account_id",
        discharged_through_on=pl.when(is_certain.fill_null(value=False)).then("filed_on").otherwise("discharged_on"),
    )


def facts_of_days(events: pl.LazyFrame) -> pl.LazyFrame:
    """One row an account with events: the first or last day of what happened to it."""
    # First by kind, so that the many columns below look at few rows.
    days = events.group_by("account_id", "kind").agg(
        first_on=pl.col("happened_on").min(), last_on=pl.col("happened_on").max()
    )

    def last(*kinds: Kind) -> pl.Expr:
        return pl.col("last_on").filter(_is(*kinds)).max()

    return days.group_by("account_id").agg(
        last_conversation_on=last(Kind.CONVERSATION),
        first_message_on=pl.col("first_on").filter(_is(*MESSAGES)).min(),
        last_message_on=last(*MESSAGES),
        placed_on=last(Kind.PLACED),
        assistance_applied_on=last(Kind.ASSISTANCE_APPLIED),
        assistance_decided_on=last(Kind.ASSISTANCE_DECIDED),
    )


def facts_of_contacts(events: pl.LazyFrame) -> pl.LazyFrame:
    """One row an account that was contacted: the days, newest first."""
    on = pl.col("happened_on")
    counts = _is(Kind.CALL_PLACED) & ~pl.col("value").is_in(UNCOUNTED_CALLS).fill_null(value=False)
    sent = events.filter(_is(*CONTACTS)).select("account_id", "happened_on", counts=counts)
    return (
        sent.sort("happened_on", descending=True)
        .group_by("account_id")
        .agg(counted_call_dates=on.filter("counts").head(MOST_DATES), contact_dates=on.head(MOST_DATES))
    )


def facts_of_words(events: pl.LazyFrame, *, day: date) -> pl.LazyFrame:
    """One row an account with a promise or a decision on assistance: what it said, if it said it."""
    is_promise, promised_on = _is(Kind.PROMISE_MADE), pl.col("value").str.to_date("%Y-%m-%d", strict=False)
    decisions = pl.col("value").filter(_is(Kind.ASSISTANCE_DECIDED))
    by_account = events.filter(_is(Kind.PROMISE_MADE, Kind.ASSISTANCE_DECIDED)).sort("moment").group_by("account_id")
    found = by_account.agg(
        has_words=pl.lit(value=True),
        promised_on=promised_on.filter(is_promise).max(),
        has_promise=is_promise.any(),
        promise_made_on=pl.col("happened_on").filter(is_promise).max(),
        promises_without_day=(is_promise & promised_on.is_null()).sum(),
        assistance_is_approved=pl.when(decisions.len() == 0)
        .then(statement=False)
        .otherwise(decisions.last() == "approved"),
    )
    is_over = pl.when(pl.col("promises_without_day") == 0).then(statement=False)
    is_open = pl.when(pl.col("promised_on") >= day).then(statement=True).otherwise(is_over)
    return found.with_columns(has_open_promise=is_open)


def facts_of_notices(events: pl.LazyFrame, newest_service: pl.LazyFrame) -> pl.LazyFrame:
    """Collection notices and oral efforts of accounts. One older than the newest due visit says nothing of it."""
    current = events.join(newest_service.select("account_id", "newest_service_on"), on="account_id").filter(
        pl.col("happened_on") >= pl.col("newest_service_on")
    )
    on, is_notice, is_effort = pl.col("happened_on"), _is(Kind.COLLECTION_NOTICE_SENT), _is(Kind.ORAL_EFFORT_MADE)
    named = pl.col("value").str.replace_all(" ", "").str.split("+")
    by_act = [
        on.filter(is_notice & named.list.contains(str(act))).max().alias(f"collection_notice_for_act_on@{act}")
        for act in Act
    ]
    found = (
        current.filter(is_notice | is_effort)
        .group_by("account_id")
        .agg(*by_act, collection_notice_on=on.filter(is_notice).max(), oral_effort_on=on.filter(is_effort).min())
    )
    return found.with_columns(
        pl.col(f"collection_notice_for_act_on@{act}").is_not_null().alias(f"collection_notice_names_act@{act}")
        for act in Act
    )

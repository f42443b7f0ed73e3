"""Facts from what was told, met and marked: notices sent, duties met, special care, income, plans, hours that suit."""

from datetime import date

import polars as pl

from remindful.core.facts.of_events import MESSAGES
from remindful.core.facts.of_media import MEDIA
from remindful.core.words.kinds import CareMark, Duty, Medium, Notice
from remindful.core.words.kinds import EventKind as Kind

#: Of these, one that was met for older care, or for all care, holds for the newest too.
LASTING = (Duty.VENDOR_CONTRACT, Duty.CREDIT_ENABLED, Duty.MILITARY_CHECK)
#: Messages by the medium on which they come back.
RETURNED = {
    Kind.MAIL_RETURNED: (Kind.STATEMENT_SENT, Kind.LETTER_SENT),
    Kind.EMAIL_BOUNCED: (Kind.EMAIL_SENT,),
}
NEW_YORK_CITY = r"^1(00|01|02|03|04|11|12|13|14|16)"


def facts_of_duties(events: pl.LazyFrame, of_visits: pl.LazyFrame) -> pl.LazyFrame:
    """Notices and duties of accounts. One older than the newest due visit says nothing of it, but for LASTING duties."""
    names = pl.col("value").str.replace_all(" ", "").str.split("+")
    on = pl.col("happened_on")
    notices = (
        events.filter(_is(Kind.NOTICE_SENT, Kind.DUTY_MET, Kind.ITEMIZED_BILL_SENT))
        .join(of_visits.select("account_id", "newest_service_on"), on="account_id", how="left")
        .with_columns(names=names, is_current=(on >= pl.col("newest_service_on")).fill_null(value=False))
    )

    def notice(one: Notice) -> pl.Expr:
        return _is(Kind.NOTICE_SENT) & pl.col("names").list.contains(str(one)) & pl.col("is_current")

    def duty(one: Duty) -> pl.Expr:
        met = _is(Kind.DUTY_MET) & pl.col("names").list.contains(str(one))
        return met if one in LASTING else met & pl.col("is_current")

    return notices.group_by("account_id").agg(
        *(on.filter(notice(one)).max().alias(f"{one}_notice_on") for one in Notice),
        *(on.filter(duty(one)).max().is_not_null().alias(f"has_{one}") for one in Duty),
        itemized_bill_on=on.filter(_is(Kind.ITEMIZED_BILL_SENT) & pl.col("is_current")).max(),
    )


def facts_of_care(events: pl.LazyFrame, visits: pl.LazyFrame) -> pl.LazyFrame:
    """has_<mark>_care of accounts, and over_cost_share_cents. A mark of a visit counts while the patient owes on it."""
    due = visits.select("visit_id", "due_cents")
    marked = events.filter(_is(Kind.CARE_MARKED, Kind.COST_SHARE_SET)).join(due, on="visit_id", how="left")
    counts = pl.col("visit_id").is_null() | pl.col("due_cents").is_not_null()
    names = pl.col("value").str.replace_all(" ", "").str.split("+")
    is_mark, is_share = _is(Kind.CARE_MARKED), _is(Kind.COST_SHARE_SET)
    over = pl.col("due_cents") - pl.col("amount_cents")
    return (
        marked.filter(counts)
        .with_columns(names=names)
        .group_by("account_id")
        .agg(
            *(
                (is_mark & pl.col("names").list.contains(str(mark))).any().alias(f"has_{mark}_care")
                for mark in CareMark
            ),
            has_cost_share=is_share.any(),
            # A share set for no visit in particular: there is one, and by how much it is exceeded is not known.
            over_cost_share_cents=pl.when((is_share & over.is_null()).any())
            .then(None)
            .otherwise(over.filter(is_share).max()),
        )
    )


def facts_of_dealings(events: pl.LazyFrame) -> pl.LazyFrame:
    """What the person told, asked and proposed, each by its last event, and when collection began to run."""
    on, value = pl.col("happened_on"), pl.col("value").str.strip_chars().str.to_lowercase()
    dealings = events.filter(
        _is(
            *(Kind.DISPUTED, Kind.DISPUTE_RESOLVED, Kind.NOTICE_SENT, Kind.INCOME_REPORTED, Kind.PLAN_PROPOSED),
            *(Kind.INTEREST_CHARGED, Kind.TEXT_RECEIVED, Kind.NUMBER_CHECKED, Kind.DELINQUENT, Kind.INVOICE_DUE),
            *(
                Kind.CREDITOR_IS,
                Kind.PLAN_AGREED,
                Kind.PLAN_MISSED,
                Kind.DIED,
                Kind.CALL_PLACED,
                Kind.SERVICE_ENDED,
                Kind.ESIGN_CONSENTED,
            ),
        )
    ).sort("moment")

    def last(kind: Kind, what: pl.Expr) -> pl.Expr:
        return what.filter(_is(kind)).last()

    written = _is(Kind.DISPUTED) & value.str.contains("written").fill_null(value=False)
    answered = _is(Kind.DISPUTE_RESOLVED) | (_is(Kind.NOTICE_SENT) & value.str.contains("verification"))
    moment = pl.col("moment")
    unverified = moment.filter(written).max() >= moment.filter(answered).max()
    words = value.str.replace_all(",", " ").str.split(" ")
    missed_on, agreed_on = on.filter(_is(Kind.PLAN_MISSED)).max(), on.filter(_is(Kind.PLAN_AGREED)).max()
    return dealings.group_by("account_id").agg(
        creditor_kind=last(Kind.CREDITOR_IS, value),
        has_unverified_dispute=written.any() & unverified.fill_null(value=True),
        written_dispute_on=on.filter(written).max(),
        reported_percent_fpl=last(Kind.INCOME_REPORTED, value.str.extract(r"^(\d+)").cast(pl.Int64)),
        household_size=last(Kind.INCOME_REPORTED, value.str.extract(r"household (\d+)").cast(pl.Int64)),
        has_income=_is(Kind.INCOME_REPORTED).any(),
        monthly_income_cents=last(Kind.INCOME_REPORTED, pl.col("amount_cents")),
        plan_monthly_cents=last(Kind.PLAN_PROPOSED, pl.col("amount_cents")),
        plan_payments=last(Kind.PLAN_PROPOSED, value.str.extract(r"(\d+)").cast(pl.Int64)),
        plan_has_charge=last(Kind.PLAN_PROPOSED, words.list.contains("charge")),
        interest_basis_points=last(Kind.INTEREST_CHARGED, value.str.extract(r"(\d+)").cast(pl.Int64)),
        has_interest_agreement=last(Kind.INTEREST_CHARGED, words.list.contains("agreed")),
        last_text_received_on=on.filter(_is(Kind.TEXT_RECEIVED)).max(),
        number_checked_on=on.filter(_is(Kind.NUMBER_CHECKED)).max(),
        number_is_reassigned=last(Kind.NUMBER_CHECKED, value == "reassigned"),
        delinquent_on=on.filter(_is(Kind.DELINQUENT)).min(),
        invoice_due_on=on.filter(_is(Kind.INVOICE_DUE)).max(),
        has_missed_plan=(missed_on >= agreed_on).fill_null(missed_on.is_not_null()),
        died_on=on.filter(_is(Kind.DIED)).min(),
        service_ended_on=on.filter(_is(Kind.SERVICE_ENDED)).max(),
        has_esign_consent=_is(Kind.ESIGN_CONSENTED).any(),
        prerecorded_call_dates=on.filter(
            _is(Kind.CALL_PLACED) & value.str.contains("prerecorded").fill_null(value=False)
        )
        .sort(descending=True)
        .head(32),
    )


def facts_of_delivery(events: pl.LazyFrame) -> pl.LazyFrame:
    """first_delivered_on of accounts: the first message that has not come back, by mail or email."""
    on = pl.col("happened_on")
    deliveries = events.filter(_is(*MESSAGES, *RETURNED))
    found: list[pl.Expr] = []
    for returned, sent in RETURNED.items():
        last_back = on.filter(_is(returned)).max()
        found.append(on.filter(_is(*sent) & (on > last_back.fill_null(date(1, 1, 1)))).min())
    return deliveries.group_by("account_id").agg(first_delivered_on=pl.min_horizontal(found))


def facts_of_hours(events: pl.LazyFrame, persons: pl.LazyFrame) -> pl.LazyFrame:
    """hour_is_requested@<medium>, hour_is_refused@<medium>, other_medium_is_requested@<medium>. persons: with local minutes.

    An hour is asked for when all plausible places are in a window that was asked for, and refused when any is in a
    refused one. A window without hours is the whole day; one that cannot be read refuses.
    """
    span = pl.col("value").str.extract_groups(r"(\d{1,2}):(\d\d)\s*-\s*(\d{1,2}):(\d\d)").struct
    wishes = (
        events.filter(
            _is(Kind.HOURS_REQUESTED, Kind.HOURS_REFUSED, Kind.OTHER_MEANS_REQUESTED, Kind.WORK_ADDRESS_REPORTED)
        )
        .with_columns(
            begin=_minutes(span.field("1"), span.field("2")).fill_null(0),
            end=_minutes(span.field("3"), span.field("4")).fill_null(24 * 60),
            is_read=pl.col("value").is_null() | span.field("1").is_not_null(),
        )
        .join(persons, on="account_id", how="left")
    )
    return wishes.group_by("account_id").agg(expr for medium in MEDIA for expr in _hour_exprs(medium))


def _hour_exprs(medium: Medium) -> list[pl.Expr]:
    early, late = (pl.col(f"local_minute_{end}@{medium}") for end in ("earliest", "latest"))
    begin, end = pl.col("begin"), pl.col("end")
    concerns = pl.col("medium").is_null() | (pl.col("medium") == str(medium))
    all_in = early.is_between(begin, end, closed="left") & late.is_between(begin, end, closed="left")
    any_in = early.is_between(begin, end, closed="left") | late.is_between(begin, end, closed="left")
    requested = _is(Kind.HOURS_REQUESTED) & concerns & pl.col("is_read") & all_in.fill_null(value=False)
    refused = _is(Kind.HOURS_REFUSED) & concerns & any_in.fill_null(value=True)
    elsewhere = _is(Kind.OTHER_MEANS_REQUESTED) & pl.col("medium").is_not_null()
    last_means = pl.col("medium").filter(elsewhere).last()
    return [
        requested.any().alias(f"hour_is_requested@{medium}"),
        refused.any().alias(f"hour_is_refused@{medium}"),
        (last_means != str(medium)).fill_null(value=False).alias(f"other_medium_is_requested@{medium}"),
        (_is(Kind.WORK_ADDRESS_REPORTED) & (pl.col("medium") == str(medium)))
        .any()
        .alias(f"work_address_is_reported@{medium}"),
    ]


def _minutes(hour: pl.Expr, minute: pl.Expr) -> pl.Expr:
    return hour.cast(pl.Int64) * 60 + minute.cast(pl.Int64)


def _is(*kinds: Kind) -> pl.Expr:
    return pl.col("kind").is_in([str(kind) for kind in kinds])

"""Facts derived from frames: one row an account, one column a fact. The table of facts says what each means."""

from datetime import date, datetime, time

import polars as pl

from remindful.core.facts.facts import FACTS
from remindful.core.facts.local_time import add_local_minutes
from remindful.core.facts.of_duties import (
    NEW_YORK_CITY,
    facts_of_care,
    facts_of_dealings,
    facts_of_delivery,
    facts_of_duties,
    facts_of_hours,
)
from remindful.core.facts.of_events import (
    STATES,
    discharged_care,
    events_of_accounts,
    facts_of_contacts,
    facts_of_days,
    facts_of_notices,
    facts_of_words,
    open_states,
)
from remindful.core.facts.of_media import MEDIA, add_addresses, facts_of_media
from remindful.core.facts.of_plans import facts_of_plans
from remindful.core.facts.of_visits import ADULT_YEARS, due_visits, facts_of_estimates, facts_of_visits
from remindful.core.facts.poverty import percent_of_poverty
from remindful.core.words.facts import DTYPES
from remindful.core.words.frames import FactFrames
from remindful.core.words.kinds import Act, CareMark, Duty, Notice, OrganizationKind

#: False where no event says otherwise: nobody held, disputed, opted out ...
BY_EVENTS = (
    *STATES,
    *("has_open_promise", "assistance_is_approved", "has_estimate", "has_cost_share", "has_unverified_dispute"),
    *("has_missed_plan", "has_esign_consent", "has_income", "has_promise"),
    *(f"has_{mark}_care" for mark in CareMark),
    *(f"has_{duty}" for duty in Duty),
    *(
        f"{name}@{medium}"
        for name in ("hour_is_requested", "hour_is_refused", "other_medium_is_requested", "work_address_is_reported")
        for medium in MEDIA
    ),
    *(f"{name}@{medium}" for name in ("medium_is_opted_out", "has_consent", "address_is_bad") for medium in MEDIA),
    *(f"collection_notice_names_act@{act}" for act in Act),
)
#: Of these, an event may leave it open: a promise without a day, a decision that does not say what.
OPEN_ENDED = ("has_open_promise", "assistance_is_approved")
#: False where nothing is due; null where a due visit leaves it open.
BY_VISITS = (
    *("has_payer", "has_medicare_balance", "has_medicaid_balance", "has_qmb_balance", "has_minor_patient"),
    *("has_first_statement_for_all", "is_discharged", "has_due_outside_plan"),
)
#: has_...: whether the day, or list of days, beside it is known.
TELLTALES = {
    "has_conversation": "last_conversation_on",
    "has_message": "first_message_on",
    "has_collection_notice": "collection_notice_on",
    "has_oral_effort": "oral_effort_on",
    "has_payment": "last_payment_on",
    "has_itemized_bill": "itemized_bill_on",
    "has_invoice_due": "invoice_due_on",
    "has_text_received": "last_text_received_on",
    "has_number_check": "number_checked_on",
    "has_delivered_message": "first_delivered_on",
    **{f"has_{notice}_notice": f"{notice}_notice_on" for notice in Notice},
}
MONEY = (
    "due_cents",
    "pending_payer_cents",
    "denied_cents",
    "review_cents",
    "protected_cents",
    "credit_cents",
    "last_payment_on",
)


def derive_facts(frames: FactFrames, *, day: date, at: datetime | time) -> pl.LazyFrame:
    """One row an account: account_id and every column of FACTS, null where a thing is not known.

    day: the civil day that rules count by; events after it are not seen. at: the moment for local hours: an instant,
    or a time of day where the guarantor's address is.
    """
    persons = _guarantors(frames, day=day, at=at)
    visits = due_visits(frames)
    of_visits = facts_of_visits(visits, day=day)
    events = events_of_accounts(frames, day=day)
    wide = persons.join(frames.balances.select("account_id", *MONEY), on="account_id", how="left")
    for part in (
        of_visits,
        facts_of_estimates(visits, events),
        open_states(events),
        facts_of_days(events),
        discharged_care(events),
        facts_of_plans(events, visits),
        facts_of_contacts(events),
        facts_of_words(events, day=day),
        facts_of_notices(events, of_visits),
        facts_of_media(events, persons),
        facts_of_duties(events, of_visits),
        facts_of_care(events, visits),
        facts_of_dealings(events),
        facts_of_delivery(events),
        facts_of_hours(events, persons.select("account_id", pl.col("^local_minute_.*$"))),
    ):
        wide = wide.join(part, on="account_id", how="left")
    return _finish(wide, day=day)


def _guarantors(frames: FactFrames, *, day: date, at: datetime | time) -> pl.LazyFrame:
    accounts = frames.accounts.select("account_id", "organization_kind", "facility_state", "guarantor_id")
    persons = frames.parties.select(
        *(
            "party_id",
            "birth_on",
            "line1",
            "city",
            "state",
            "zip",
            "zone",
            "phone",
            "phone_kind",
            "phone_zones",
            "email",
        ),
        is_on_file=pl.lit(value=True),
    )
    wide = accounts.join(persons, left_on="guarantor_id", right_on="party_id", how="left")
    wide = add_local_minutes(add_addresses(wide), day=day, at=at)
    return wide.with_columns(
        guarantor_is_known=pl.col("is_on_file").fill_null(value=False),
        guarantor_is_minor=pl.col("birth_on").dt.offset_by(ADULT_YEARS) > day,
        guarantor_is_in_new_york_city=pl.col("zip").str.contains(NEW_YORK_CITY),
        patient_state=pl.col("state").str.strip_chars().str.to_uppercase(),
        facility_state=pl.col("facility_state").str.strip_chars().str.to_uppercase(),
    )


def _finish(wide: pl.LazyFrame, *, day: date) -> pl.LazyFrame:
    """Say what absence means, add the telltales, and give every column of the table its type."""
    have = wide.collect_schema().names()
    nothing_due = pl.col("visits_due").is_null()
    no_debt_before = pl.col("discharged_through_on").is_null()
    wide = wide.with_columns(
        # Debts from before the petition are gone; a later visit's is not.
        is_discharged=~no_debt_before & (pl.col("oldest_service_on") <= pl.col("discharged_through_on")),
        counted_call_dates=pl.col("counted_call_dates").fill_null([]),
        contact_dates=pl.col("contact_dates").fill_null([]),
        prerecorded_call_dates=pl.col("prerecorded_call_dates").fill_null([]),
        **{name: pl.col(day).is_not_null() for name, day in TELLTALES.items()},
        **{name: _or_false(name, have, pl.col("has_words").is_null()) for name in BY_EVENTS},
    )
    wide = wide.with_columns(
        pl.when(nothing_due).then(statement=False).otherwise(name).alias(name) for name in BY_VISITS
    )
    wide = wide.with_columns(
        visits_due=pl.col("visits_due").fill_null(0),
        is_uninsured=~pl.col("has_payer"),
        **{
            f"address_is_work@{one}": pl.col(f"phone_is_work@{one}") | pl.col(f"work_address_is_reported@{one}")
            for one in MEDIA
        },
        creditor_is_hospital=_is_creditor(OrganizationKind.HOSPITAL, OrganizationKind.TAX_EXEMPT_HOSPITAL),
        creditor_is_tax_exempt=_is_creditor(OrganizationKind.TAX_EXEMPT_HOSPITAL),
        income_percent_fpl=pl.coalesce("reported_percent_fpl", percent_of_poverty(day=day)),
        plan_share_basis_points=-(-pl.col("plan_monthly_cents") * 10_000 // pl.col("monthly_income_cents")),
        has_call_consent=pl.col("has_consent@call"),
    )
    have = wide.collect_schema().names()
    return wide.select(
        "account_id",
        *(
            (pl.col(column) if column in have else pl.lit(None)).cast(DTYPES[fact.type]).alias(column)
            for fact in FACTS.values()
            for column in fact.columns()
        ),
    )


def _is_creditor(*kinds: OrganizationKind) -> pl.Expr:
    """Whether the debt is of such an organization. Whoever collects for others does so for whom it was told, if it was."""
    organization, creditor = pl.col("organization_kind"), pl.col("creditor_kind")
    is_for_others = organization.is_in([str(OrganizationKind.EARLY_OUT), str(OrganizationKind.THIRD_PARTY)])
    known = pl.when(creditor.is_in([str(kind) for kind in OrganizationKind])).then(creditor)
    return pl.when(is_for_others).then(known).otherwise(organization).is_in([str(kind) for kind in kinds])


def _or_false(name: str, have: list[str], is_absent: pl.Expr) -> pl.Expr:
    """A column of events: false where there is none. Only what the events leave open stays null."""
    if name not in have:
        return pl.lit(value=False)
    if name in OPEN_ENDED:
        return pl.when(is_absent).then(statement=False).otherwise(name)
    return pl.col(name).fill_null(value=False)

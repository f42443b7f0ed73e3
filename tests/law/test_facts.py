"""Facts as derived from frames: what is open, what is due, where the person may be, and what nobody knows."""

from datetime import UTC, date, datetime, time

import polars as pl
import pytest

from remindful.core.facts import FACTS
from remindful.core.facts.derive import derive_facts
from remindful.core.facts.poverty import percent_of_poverty
from remindful.core.training import read_story

BASE = """
organization: {kind: tax_exempt_hospital, state: FL}
guarantor: {name: Ann Lee, born: 1980-05-01, state: ny, zip: "12207", zone: America/New_York, phone: "+15185550100",
            phone_kind: mobile, email: Ann@Example.org, line1: 1 Elm St, city: Albany}
patients: [{name: Tim Lee, born: 2015-06-01}]
visits:
  - {visit: a, service_on: 2026-01-05}
  - {visit: b, service_on: 2026-02-10, discharged_on: 2026-02-12, patient: Tim Lee}
balances: [{visit: a, dollars: 100}, {visit: b, dollars: 50.25}]
"""


def derive(more="", base=BASE, day=date(2026, 3, 8), at=time(10, 30)):
    frames = read_story(base + more, "facts").frames
    return derive_facts(frames, day=day, at=at).collect()


def facts(*args, **kwargs):
    return derive(*args, **kwargs).row(0, named=True)


def test_every_column_of_the_table_is_derived_with_its_type():
    frame = derive()
    wanted = [column for fact in FACTS.values() for column in fact.columns()]

    assert ["account_id", *wanted] == frame.columns
    assert [str(frame.schema[column]) for column in wanted] == [
        {"bool": "Boolean", "int": "Int64", "text": "String", "date": "Date", "dates": "List(Date)"}[fact.type]
        for fact in FACTS.values()
        for _ in fact.columns()
    ]


def test_an_account_of_which_nothing_happened_is_known_to_be_quiet():
    found = facts()
    quiet = ("is_held", "has_open_dispute", "has_ceased", "has_attorney", "is_in_bankruptcy", "has_plan", "is_placed")

    assert dict.fromkeys(quiet, False) == {name: found[name] for name in quiet}
    assert ([], False, None) == (found["counted_call_dates"], found["has_conversation"], found["last_conversation_on"])
    assert (15_025, 2, True) == (found["due_cents"], found["visits_due"], found["is_uninsured"])
    assert ("NY", "FL") == (found["patient_state"], found["facility_state"])


def test_a_guarantor_of_whom_nothing_is_known_is_null_not_false():
    found = facts(base="organization: {kind: provider}\nguarantor: {name: X}\n")

    assert [None] * 4 == [
        found[n] for n in ("guarantor_is_minor", "patient_state", "facility_state", "local_minute_latest@email")
    ]
    assert [False] * 3 == [found[f"has_address@{m}"] for m in ("mail", "email", "call")]
    assert found["guarantor_is_known"]


def test_an_account_without_a_guarantor_is_known_to_have_none():
    found = facts(base="organization: {kind: provider}\n")

    assert (False, None) == (found["guarantor_is_known"], found["guarantor_is_minor"])


def test_a_minor_is_one_until_the_eighteenth_birthday():
    story = "organization: {kind: provider}\nguarantor: {name: X, born: 2008-03-08}\n"

    assert facts(base=story, day=date(2026, 3, 7))["guarantor_is_minor"]
    assert not facts(base=story, day=date(2026, 3, 8))["guarantor_is_minor"]
    assert facts()["has_minor_patient"]


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [
        ("held", "released", "is_held"),
        ("disputed", "dispute_resolved", "has_open_dispute"),
        ("cease_requested", "cease_withdrawn", "has_ceased"),
        ("attorney_named", "attorney_released", "has_attorney"),
        ("bankruptcy_filed", "bankruptcy_ended", "is_in_bankruptcy"),
        ("bankruptcy_filed", "bankruptcy_discharged", "is_in_bankruptcy"),
        ("plan_agreed", "plan_ended", "has_plan"),
        ("placed", "recalled", "is_placed"),
        ("dispute_resolution_opened", "dispute_resolution_closed", "dispute_resolution_is_open"),
        ("assistance_applied", "assistance_decided", "assistance_is_pending"),
    ],
)
def test_a_state_opens_closes_and_opens_again(start, end, name):
    def told(*days):
        rows = [f"  - {{on: {day}, kind: {kind}}}" for kind, day in days]
        return facts("events:\n" + "\n".join(rows))[name]

    assert told((start, "2026-03-01"))
    assert not told((start, "2026-03-01"), (end, "2026-03-02"))
    assert told((start, "2026-03-01"), (end, "2026-03-02"), (start, "2026-03-03"))
    assert told((start, "2026-03-01"), (end, "2026-03-01")), "of one day and no hour: it stays open"
    assert not told((start, "2026-03-09")), "what is yet to come is not seen"


def test_hours_order_events_of_one_day():
    more = "events:\n  - {at: 2026-03-01 09:00, kind: held}\n  - {at: 2026-03-01 21:30, kind: released}\n"

    assert not facts(more)["is_held"]
    assert facts(more.replace("21:30", "09:00"))["is_held"], "of one and the same minute: it stays open"


def test_a_dispute_of_one_visit_is_not_resolved_by_another_visits_end():
    disputed = "events:\n  - {on: 2026-03-01, kind: disputed, visit: a}\n"

    assert facts(disputed + "  - {on: 2026-03-02, kind: dispute_resolved, visit: b}\n")["has_open_dispute"]
    assert not facts(disputed + "  - {on: 2026-03-02, kind: dispute_resolved, visit: a}\n")["has_open_dispute"]
    assert not facts(disputed + "  - {on: 2026-03-02, kind: dispute_resolved}\n")["has_open_dispute"]


def test_a_patients_death_is_not_the_guarantors():
    story = read_story(BASE + "events: [{on: 2026-03-01, kind: died}]\n", "x")
    others = story.frames.events.with_columns(party_id=pl.lit(2, dtype=pl.Int64))
    frames = type(story.frames)(*[getattr(story.frames, n) for n in story.frames.__slots__ if n != "events"], others)

    assert facts("events: [{on: 2026-03-01, kind: died}]\n")["guarantor_is_deceased"]
    assert not derive_facts(frames, day=date(2026, 3, 8), at=time(9)).collect()["guarantor_is_deceased"][0]


def test_an_event_of_a_person_reaches_the_account_that_the_person_owes():
    story = read_story(BASE + "events: [{on: 2026-03-01, kind: cease_requested}]\n", "x")
    for party_id, want in ((1, True), (2, False)):
        ids = {"party_id": pl.lit(party_id, dtype=pl.Int64), "account_id": pl.lit(None, dtype=pl.Int64)}
        events = story.frames.events.with_columns(**ids)
        frames = type(story.frames)(
            *[getattr(story.frames, n) for n in story.frames.__slots__ if n != "events"], events
        )
        found = derive_facts(frames, day=date(2026, 3, 8), at=time(9)).collect()

        assert want == found["has_ceased"][0]


def test_a_discharge_frees_from_older_debts_only():
    assert facts("events: [{on: 2026-03-01, kind: bankruptcy_discharged}]\n")["is_discharged"]
    assert facts("events: [{on: 2026-01-05, kind: bankruptcy_discharged}]\n")["is_discharged"]
    assert not facts("events: [{on: 2026-01-04, kind: bankruptcy_discharged}]\n")["is_discharged"]


def test_first_statements_count_from_the_newest_visit_and_never_reset():
    one = facts("statements: [2026-01-20]\n")
    both = facts("statements: [2026-01-20, 2026-02-20, 2026-03-05]\n")

    assert (False, None) == (one["has_first_statement_for_all"], one["newest_first_statement_on"])
    assert (True, date(2026, 2, 20)) == (both["has_first_statement_for_all"], both["newest_first_statement_on"])
    assert date(2026, 1, 20) == both["oldest_first_statement_on"]


def test_a_statement_before_the_patient_left_starts_no_clock():
    assert facts("statements: [2026-02-11]\n")["oldest_first_statement_on"] == date(2026, 2, 11)
    assert not facts("statements: [2026-02-11]\n")["has_first_statement_for_all"]


def test_a_notice_counts_only_for_what_was_due_and_only_for_the_acts_it_names():
    found = facts(
        "notices: [{on: 2026-02-20, acts: [suit, lien], oral_effort_on: 2026-02-21}, {on: 2026-03-01, acts: [suit]}]\n"
    )
    old = facts("notices: [{on: 2026-02-01, acts: [suit]}]\n")

    assert (True, date(2026, 3, 1)) == (
        found["collection_notice_names_act@suit"],
        found["collection_notice_for_act_on@suit"],
    )
    assert (True, date(2026, 2, 20)) == (
        found["collection_notice_names_act@lien"],
        found["collection_notice_for_act_on@lien"],
    )
    assert not found["collection_notice_names_act@credit_report"]
    assert (True, date(2026, 2, 21)) == (found["has_oral_effort"], found["oral_effort_on"])
    assert (False, False) == (old["has_collection_notice"], old["collection_notice_names_act@suit"])


@pytest.mark.parametrize(
    ("payers", "qmb", "want"),
    [
        ("[]", "", False),
        ("[{kind: commercial}]", "", False),
        ("[{kind: medicare}]", "", None),
        ("[{kind: unknown}]", "", None),
        ("[{kind: medicare}]", ", is_qmb: false", False),
        ("[{kind: medicare_advantage}]", ", is_qmb: true", True),
        ("[]", ", is_qmb: true", True),
    ],
)
def test_qmb_is_known_only_when_somebody_looked_or_medicare_does_not_pay(payers, qmb, want):
    base = "organization: {kind: provider}\nguarantor: {name: X}\n"
    base += f"visits: [{{service_on: 2026-01-05, payers: {payers}{qmb}}}]\nbalances: [{{dollars: 9}}]\n"

    assert want is facts(base=base)["has_qmb_balance"]


def test_a_settled_visits_payer_says_nothing():
    base = BASE.replace("service_on: 2026-01-05", "service_on: 2026-01-05, payers: [{kind: medicaid}]")

    assert facts(base=base)["has_medicaid_balance"]
    assert not facts(base=base.replace("visit: a, dollars: 100", "visit: a, dollars: 100, balance_owner: payer"))[
        "has_medicaid_balance"
    ]


def test_the_excess_over_an_estimate_is_the_largest_of_any_due_visit():
    base = BASE.replace("service_on: 2026-01-05", "service_on: 2026-01-05, estimate: 60")
    loose = "events: [{on: 2026-01-01, kind: estimate_given, dollars: 1}]\n"

    assert (False, None) == (facts()["has_estimate"], facts()["over_estimate_cents"])
    assert (True, 4_000) == (facts(base=base)["has_estimate"], facts(base=base)["over_estimate_cents"])
    assert (True, None) == (facts(loose)["has_estimate"], facts(loose)["over_estimate_cents"]), (
        "for which visit is not known"
    )


def test_calls_that_do_not_count_are_left_out():
    more = (
        "calls: [2026-03-01, {on: 2026-03-02, value: not_connected}, {on: 2026-03-03, value: asked_for}, 2026-03-04]\n"
    )

    assert [date(2026, 3, 4), date(2026, 3, 1)] == facts(more)["counted_call_dates"]
    assert 4 == len(facts(more)["contact_dates"])


def test_consent_is_given_taken_back_and_given_again():
    given, taken = (
        "{on: 2026-03-01, kind: consent_given, medium: call}",
        "{on: 2026-03-02, kind: opted_out, medium: call}",
    )

    assert (True, date(2026, 3, 1)) == (
        facts(f"events: [{given}]\n")["has_call_consent"],
        facts(f"events: [{given}]\n")["call_consent_on"],
    )
    assert not facts(f"events: [{given}, {taken}]\n")["has_call_consent"]
    assert not facts(f"events: [{given}, {taken.replace('03-02', '03-01')}]\n")["has_call_consent"], "same day, no hour"
    assert facts(f"events: [{taken}, {given.replace('01', '03')}]\n")["has_consent@call"]
    assert not facts(f"events: [{given}]\n")["has_consent@text"]


@pytest.mark.parametrize(
    ("event", "out"),
    [
        ("medium: email", {"email"}),
        ("medium: email, value: ann@example.org", {"email"}),
        ("medium: email, value: old@example.org", set()),
        ("medium: text, value: (518) 555-0100", {"text"}),
        ("medium: text, value: 518-555-0199", set()),
        ("value: 518 555 0100", {"call", "text", "mail"}),
        ("medium: mail, value: any words", {"mail"}),
        ("", {"mail", "email", "call", "text", "portal"}),
    ],
)
def test_an_opt_out_closes_its_medium_or_its_address(event, out):
    found = facts(f"events: [{{on: 2026-03-01, kind: opted_out, {event}}}]\n")

    assert out == {
        medium for medium in ("mail", "email", "call", "text", "portal") if found[f"medium_is_opted_out@{medium}"]
    }


def test_an_opt_out_can_be_withdrawn():
    out = "events:\n  - {on: 2026-03-01, kind: opted_out, medium: email}\n  - {on: DAY, kind: opt_out_withdrawn, medium: email}\n"

    assert not facts(out.replace("DAY", "2026-03-02"))["medium_is_opted_out@email"]
    assert facts(out.replace("DAY", "2026-03-01"))["medium_is_opted_out@email"]


def test_returned_mail_makes_the_address_bad_until_it_changes():
    back = "events:\n  - {on: 2026-03-01, kind: mail_returned}\n"

    assert facts(back)["address_is_bad@mail"]
    assert not facts(back)["address_is_bad@email"]
    assert not facts(back + "  - {on: 2026-03-02, kind: address_changed, medium: mail}\n")["address_is_bad@mail"]
    assert not facts(back + "  - {on: 2026-03-02, kind: address_changed}\n")["address_is_bad@mail"]
    assert facts(back + "  - {on: 2026-03-02, kind: address_changed, medium: email}\n")["address_is_bad@mail"]


def test_a_promise_without_a_day_is_not_known_to_be_over():
    assert facts("events: [{on: 2026-03-01, kind: promise_made, value: 2026-03-08}]\n")["has_open_promise"]
    assert not facts("events: [{on: 2026-03-01, kind: promise_made, value: 2026-03-07}]\n")["has_open_promise"]
    assert facts("events: [{on: 2026-03-01, kind: promise_made}]\n")["has_open_promise"] is None


def test_assistance_is_what_was_decided_last():
    applied = "applications: [{on: 2026-02-20, complete: false}, {on: 2026-03-01, decided_on: 2026-03-05, decision: approved}]\n"
    found = facts(applied)

    assert (False, True) == (found["assistance_is_pending"], found["assistance_is_approved"])
    assert date(2026, 3, 1) == found["assistance_applied_on"]


# --- hours


def minutes(base, at, day=date(2026, 3, 8), medium="call"):
    found = facts(base=base, at=at, day=day)
    return found[f"local_minute_earliest@{medium}"], found[f"local_minute_latest@{medium}"]


def person(**told):
    return (
        f"organization: {{kind: provider}}\nguarantor: {{name: X, {', '.join(f'{k}: {v}' for k, v in told.items())}}}\n"
    )


def test_the_hour_is_right_on_both_sides_of_the_end_of_summer_time():
    albany = person(zone="America/New_York")

    assert (21 * 60 + 30,) * 2 == minutes(albany, datetime(2026, 11, 1, 1, 30, tzinfo=UTC))
    assert (20 * 60 + 30,) * 2 == minutes(albany, datetime(2026, 11, 2, 1, 30, tzinfo=UTC))


def test_arizona_keeps_its_hour():
    phoenix = person(zone="America/Phoenix")

    assert (8 * 60 + 30,) * 2 == minutes(phoenix, datetime(2026, 3, 7, 15, 30, tzinfo=UTC))
    assert (8 * 60 + 30,) * 2 == minutes(phoenix, datetime(2026, 3, 9, 15, 30, tzinfo=UTC))


def test_two_zones_give_the_earliest_and_the_latest_hour_but_mail_lies_at_home():
    two = person(zone="America/New_York", phone="+12135550100", phone_zones="[America/Los_Angeles]")

    assert (7 * 60 + 30, 10 * 60 + 30) == minutes(two, time(10, 30))
    assert (7 * 60 + 30, 10 * 60 + 30) == minutes(two, time(10, 30), medium="email")
    assert (10 * 60 + 30,) * 2 == minutes(two, time(10, 30), medium="mail")


def test_a_time_of_day_is_meant_where_the_address_is():
    honolulu = person(zone="Pacific/Honolulu")

    assert (630, 630) == minutes(honolulu, time(10, 30))


def test_a_number_alone_tells_where_the_person_may_be():
    number = person(phone="+12135550100", phone_zones="[America/Los_Angeles, America/Denver]")

    assert (630, 690) == minutes(number, time(10, 30))
    assert (None, None) == minutes(number, time(10, 30), medium="mail")


def test_no_zone_is_not_known():
    assert (None, None) == minutes(person(state="NY"), time(10, 30))


@pytest.mark.parametrize(
    ("state", "day", "monthly_cents", "household", "percent"),
    [
        ("OH", date(2026, 3, 9), 275_000, 4, 100),  # 33,000.00 a year, the guideline of four
        ("OH", date(2026, 3, 9), 274_999, 4, 99),
        ("OH", date(2026, 1, 12), 267_917, 4, 100),  # 32,150.00: the year before counts until January 13
        ("AK", date(2025, 3, 9), 162_917, 1, 100),
        ("AK", date(2026, 3, 9), 166_250, 1, 100),
        ("HI", date(2026, 3, 9), 166_250, 2, 80),
        ("OH", date(2024, 1, 16), 162_917, 1, None),  # before the first guideline on file
        ("PR", date(2026, 3, 9), 162_917, 1, None),
        ("OH", date(2026, 3, 9), 162_917, None, None),
        (None, date(2026, 3, 9), 162_917, 1, None),
    ],
)
def test_income_is_a_percent_of_the_guideline_of_the_day(state, day, monthly_cents, household, percent):
    row = {"patient_state": state, "monthly_income_cents": monthly_cents, "household_size": household}
    schema = {"patient_state": pl.String, "monthly_income_cents": pl.Int64, "household_size": pl.Int64}

    assert percent == pl.DataFrame([row], schema=schema).select(percent_of_poverty(day=day)).item()

"""Of several visits, appointments and authorizations of a referral, which one counts, and on which day it changes the next step."""

from datetime import date

import pytest

from tests.referrals.rows import appointment, authorization, encounter, referral, stage
from tests.referrals.test_stages import at

SENT = referral(sent_on=at(1))
BOOKED_FOR_20 = [appointment(booked_on=at(2), happens_on=at(20))]


def test_the_first_visit_is_the_one_on_which_the_patient_was_seen():
    met = [encounter(f"V{days}", referral_key="R1", started_on=at(days)) for days in (10, 3)]
    kept = [appointment(f"P{days}", happens_on=at(days), state="kept") for days in (12, 5)]

    assert at(3) == stage(SENT, encounters=met, day=at(30))["seen_on"]
    assert at(5) == stage(SENT, appointments=kept, day=at(30))["seen_on"]
    assert at(5) == stage(SENT, encounters=met[:1], appointments=kept, day=at(30))["seen_on"]
    assert at(3) == stage(SENT, encounters=met, appointments=kept, day=at(30))["seen_on"]


def test_of_several_booked_visits_the_first_counts():
    booked = [appointment(f"P{days}", booked_on=at(2), happens_on=at(days)) for days in (20, 10)]

    assert at(10) == stage(SENT, appointments=booked, day=at(4))["visit_on"]


@pytest.mark.parametrize(("booked_for", "expected"), [(9, "missed"), (10, "missed"), (11, "booked")])
def test_a_visit_that_was_booked_for_the_day_of_a_missed_one_or_earlier_is_passed_over(booked_for, expected):
    missed = appointment("P1", booked_on=at(2), happens_on=at(10), state="missed")
    other = appointment("P2", booked_on=at(2), happens_on=at(booked_for))

    assert expected == stage(SENT, appointments=[missed, other], day=at(12))["stage"]


@pytest.mark.parametrize(("ends", "warns"), [((19, 10), True), ((20, 10), False), ((19, None), False)])
def test_of_several_authorizations_the_one_that_holds_longest_covers_the_visit(ends, warns):
    held = [authorization(f"A{n}", to_on=None if days is None else at(days)) for n, days in enumerate(ends)]
    row = stage(SENT, authorizations=held, appointments=BOOKED_FOR_20, day=at(6))

    assert warns == ("before the visit" in str(row["next_step"]))


@pytest.mark.parametrize(("last_day", "warns"), [(19, True), (20, False)])
def test_a_referral_that_ends_on_the_day_of_the_visit_covers_it(last_day, warns):
    row = stage(referral(sent_on=at(1), expires_on=at(last_day)), appointments=BOOKED_FOR_20, day=at(4))

    assert warns == ("the referral ends on" in str(row["next_step"]))


def test_an_authorization_that_ended_yesterday_is_told_on_the_day_of_the_visit():
    row = stage(SENT, authorizations=[authorization(to_on=at(19))], appointments=BOOKED_FOR_20, day=at(20))

    assert "before the visit" in str(row["next_step"])


@pytest.mark.parametrize(
    ("day", "step"), [(20, "The patient goes to Bay Therapy"), (21, "Ask Bay Therapy whether it took place")]
)
def test_a_visit_of_today_is_still_to_come_and_one_of_yesterday_is_asked_about(day, step):
    assert step in str(stage(SENT, appointments=BOOKED_FOR_20, day=at(day))["next_step"])


@pytest.mark.parametrize(("sent", "decided", "since"), [(1, 6, 6), (7, 6, 7)])
def test_a_visit_waits_to_be_booked_since_the_later_of_sending_and_approval(sent, decided, since):
    row = stage(referral(sent_on=at(sent)), authorizations=[authorization(decided_on=at(decided))], day=at(8))

    assert ("to_be_booked", at(since)) == (row["stage"], row["since_on"])


@pytest.mark.parametrize(("state", "days"), [("active", 28), ("revoked", None), ("completed", None)])
def test_no_step_runs_on_once_the_referral_is_over(state, days):
    assert days == stage(referral(state=state), day=date(2026, 3, 2))["sending_days"]

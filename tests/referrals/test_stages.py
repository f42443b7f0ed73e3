"""Where a referral stands: each stage, each limit on both sides, and that it never goes back by itself."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remindful.core.words.loops import LoopStage
from tests.examples import examples
from tests.referrals.rows import VISIT, appointment, authorization, encounter, referral, stage, stages

ORDERED = date(2026, 2, 2)
DAY = timedelta(days=1)
PENDED = authorization("A2", state="pended", decided_on=None)
ORDER = [str(one) for one in LoopStage]


def at(days: int) -> date:
    return ORDERED + days * DAY


@pytest.mark.parametrize(
    ("said", "more", "expected", "actor"),
    [
        ({}, {}, "ordered", "our_office"),
        ({"sent_on": at(1)}, {}, "sent", "our_office"),  # nobody knows whether it needs an authorization
        ({"sent_on": at(1), "needs_authorization": True}, {}, "sent", "our_office"),
        ({"sent_on": at(1), "needs_authorization": False}, {}, "to_be_booked", "other_office"),
        ({"sent_on": at(5)}, {}, "ordered", "our_office"),  # tomorrow's news
        ({"sent_on": at(1)}, {"authorizations": [authorization(state="requested", decided_on=None)]}, "authorization_waited", "payer"),
        ({"sent_on": at(1)}, {"authorizations": [authorization(state="denied")]}, "authorization_denied", "our_office"),
        ({"sent_on": at(1)}, {"authorizations": [authorization()]}, "to_be_booked", "other_office"),
        ({}, {"authorizations": [authorization()]}, "to_be_booked", "our_office"),  # approved before it was sent
        ({"sent_on": at(1), "needs_authorization": True}, {"authorizations": [authorization(state="not_required")]}, "to_be_booked", "other_office"),
        ({"sent_on": at(1)}, {"authorizations": [authorization(state="cancelled")]}, "sent", "our_office"),
        ({"sent_on": at(1)}, {"authorizations": [authorization(state="denied"), authorization("A2")]}, "to_be_booked", "other_office"),
        ({"sent_on": at(1)}, {"authorizations": [authorization(state="denied"), PENDED]}, "authorization_waited", "payer"),
        ({"sent_on": at(1)}, {"appointments": [appointment(booked_on=at(2))]}, "booked", "patient"),
        ({"sent_on": at(1), "needs_authorization": True}, {"appointments": [appointment(booked_on=at(2))]}, "sent", "our_office"),
        ({"sent_on": at(1)}, {"appointments": [appointment(state="cancelled")]}, "sent", "our_office"),
        ({}, {"appointments": [appointment(booked_on=None, happens_on=at(2), state="missed")]}, "missed", "our_office"),
        ({}, {"appointments": [appointment(booked_on=None, happens_on=at(2), state="missed"), appointment("P2", booked_on=at(4))]}, "booked", "patient"),
        ({}, {"appointments": [appointment(booked_on=None, happens_on=at(2), state="kept")]}, "report_waited", "other_office"),
        ({}, {"appointments": [appointment(booked_on=None, happens_on=at(4), state="kept")]}, "seen", "other_office"),
        ({}, {"encounters": [encounter(referral_key="R1", started_on=at(3))]}, "report_waited", "other_office"),
        ({"reported_on": at(4)}, {}, "closed", "nobody"),
        ({"state": "completed"}, {}, "closed", "nobody"),
        ({"state": "revoked"}, {}, "revoked", "nobody"),
        ({"expires_on": at(3)}, {}, "expired", "our_office"),
        ({"expires_on": at(4)}, {}, "ordered", "our_office"),
        ({"expires_on": at(3)}, {"encounters": [encounter(referral_key="R1", started_on=at(3))]}, "report_waited", "other_office"),
    ],
)  # fmt: skip
def test_a_referral_stands_where_its_news_say(said, more, expected, actor):
    row = stage(referral(**said), day=at(4), **more)

    assert (expected, actor) == (row["stage"], row["waits_for"])


@pytest.mark.parametrize(
    ("priority", "last"), [("routine", 2), ("urgent", 1), ("asap", 0), ("stat", 0), (None, 2), ("Urgent ", 1)]
)
def test_sending_is_overdue_after_the_limit_of_its_priority(priority, last):
    on_time, late = (stage(referral(priority=priority), day=at(days)) for days in (last, last + 1))

    assert (False, 0, True, 1) == (
        on_time["is_overdue"],
        on_time["overdue_days"],
        late["is_overdue"],
        late["overdue_days"],
    )


REQUESTED = {"authorizations": [authorization(state="requested", requested_on=ORDERED, decided_on=None)]}
DENIED = {"authorizations": [authorization(state="denied", decided_on=ORDERED)]}
LATER = {"appointments": [appointment(booked_on=ORDERED, happens_on=at(400))]}
SOON = {"appointments": [appointment(booked_on=ORDERED, happens_on=at(5))]}
MISSED = {"appointments": [appointment(booked_on=ORDERED, happens_on=ORDERED, state="missed")]}
SEEN = {"encounters": [encounter(referral_key="R1", started_on=ORDERED)]}


@pytest.mark.parametrize(
    ("said", "more", "last"),
    [
        ({"sent_on": ORDERED}, {}, 2),
        ({"sent_on": ORDERED}, REQUESTED, 14),
        ({"sent_on": ORDERED}, DENIED, 7),
        ({"sent_on": ORDERED, "needs_authorization": False}, {}, 14),
        ({"sent_on": ORDERED}, LATER, 90),
        ({"sent_on": ORDERED}, SOON, 5),  # the visit's day is past, and nobody told
        ({}, MISSED, 7),
        ({}, SEEN, 30),
        ({"priority": "urgent", "sent_on": ORDERED, "needs_authorization": False}, {}, 3),
        ({"priority": "stat", "sent_on": ORDERED, "needs_authorization": False}, {}, 0),
        ({"priority": "stat"}, SEEN, 2),
    ],
)
def test_each_step_is_overdue_the_day_after_its_limit(said, more, last):
    on_time, late = (stage(referral(**said), day=at(days), **more) for days in (last, last + 1))

    assert (at(last), False, True) == (late["due_on"], on_time["is_overdue"], late["is_overdue"])
    assert (0, 1) == (on_time["overdue_days"], late["overdue_days"])


@pytest.mark.parametrize("state", ["on_hold", "revoked", "completed"])
def test_what_is_on_hold_or_over_is_never_overdue(state):
    row = stage(referral(state=state), day=at(900))

    assert (None, False) == (row["due_on"], row["is_overdue"])


def test_the_days_of_each_step_are_told():
    row = stage(
        referral(sent_on=at(1), reported_on=at(40)),
        authorizations=[authorization(requested_on=at(1), decided_on=at(6))],
        appointments=[appointment(booked_on=at(9), happens_on=at(20), state="kept")],
        day=at(60),
    )
    days = [row[f"{step}_days"] for step in ("sending", "authorizing", "booking", "waiting", "reporting")]

    assert [1, 5, 3, 11, 20] == days


def test_an_authorization_that_ends_before_the_visit_is_told_while_there_is_time():
    row = stage(
        referral(sent_on=at(1)), authorizations=[authorization(to_on=VISIT - DAY)], appointments=[appointment(booked_on=at(2))], day=at(6)
    )  # fmt: skip

    assert "ends on 2026-03-01, before the visit" in str(row["next_step"])


def test_a_referral_that_ends_before_the_visit_is_told_while_there_is_time():
    row = stage(referral(sent_on=at(1), expires_on=VISIT - DAY), appointments=[appointment(booked_on=at(2))], day=at(6))

    assert "the referral ends on 2026-03-01" in str(row["next_step"])


def test_a_referral_of_tomorrow_is_not_there_yet():
    assert stages(referral(), day=ORDERED - DAY).is_empty()
    assert 1 == stages(referral(), day=ORDERED).height


# --- properties -------------------------------------------------------------------------------------------------------

maybe_day = st.none() | st.integers(0, 24).map(at)
referrals = st.fixed_dictionaries({
    "sent_on": maybe_day, "reported_on": maybe_day, "expires_on": maybe_day,
    "needs_authorization": st.sampled_from([None, True, False]),
    "priority": st.sampled_from([None, "routine", "urgent", "asap", "stat", "soon"]),
    "state": st.sampled_from(["active", "draft", "on_hold", "completed", "revoked"]),
})  # fmt: skip
authorized = st.fixed_dictionaries({
    "requested_on": maybe_day, "decided_on": maybe_day, "to_on": maybe_day,
    "state": st.sampled_from(["requested", "approved", "partly", "pended", "denied", "cancelled", "not_required"]),
})  # fmt: skip
appointed = st.fixed_dictionaries({
    "booked_on": maybe_day, "happens_on": st.integers(0, 24).map(at), "state": st.sampled_from(["booked", "kept", "cancelled", "missed"]),
})  # fmt: skip

loop = st.tuples(
    referrals, st.lists(authorized, max_size=2), st.lists(appointed, max_size=3), st.none() | st.integers(0, 24).map(at)
)


def events_of(said, held, booked, met_on) -> set[date | None]:
    events = {said["sent_on"], said["reported_on"], met_on}
    events |= {one[name] for one in held for name in ("requested_on", "decided_on")}
    return events | {one[name] for one in booked for name in ("booked_on", "happens_on")}


@given(st.lists(loop, min_size=20, max_size=20))
@settings(max_examples=examples(4), deadline=None)
def test_each_referral_is_in_one_stage_a_day_and_goes_back_only_by_an_event(loops):
    keyed = {f"R{n:02}": one for n, one in enumerate(loops)}
    orders = [referral(key, **said) for key, (said, _, _, _) in keyed.items()]
    more = {
        "authorizations": [authorization(f"{key}-{n}", referral_key=key, **one) for key, (_, held, _, _) in keyed.items() for n, one in enumerate(held)],
        "appointments": [appointment(f"{key}-{n}", referral_key=key, **one) for key, (_, _, booked, _) in keyed.items() for n, one in enumerate(booked)],
        "encounters": [encounter(f"{key}-V", referral_key=key, started_on=met_on) for key, (_, _, _, met_on) in keyed.items() if met_on],
    }  # fmt: skip
    days = [ORDERED + n * DAY for n in range(27)]
    frames = [stages(*orders, day=day, **more).sort("referral_key") for day in days]

    for place, (key, one) in enumerate(keyed.items()):
        rows = [frame.row(place, named=True) for frame in frames]
        places = [ORDER.index(row["stage"]) for row in rows]
        back = {day for day, before, now in zip(days[1:], places, places[1:], strict=False) if now < before}

        assert {key} == {row["referral_key"] for row in rows}
        assert back <= events_of(*one)
        assert all(row["since_on"] is None or row["since_on"] <= day for row, day in zip(rows, days, strict=True))
    assert [len(keyed)] * len(days) == [frame.height for frame in frames]

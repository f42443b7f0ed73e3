"""The ladder at its boundaries: each clock on its day, each state of a message, and what is not known."""

from datetime import date, timedelta

import polars as pl
import pytest

from remindful.core.strategy import choose_steps, read_ladder
from tests.strategy.test_choose import DAY, EAGER, NONE_UNSTATED, REACHABLE, balances, choose, judged, messages

AGO = {days: DAY - timedelta(days=days) for days in (1, 6, 7, 10, 24, 25, 30)}
#: The third step waits seven days after the second; the first one five days after the balance.
SLOW = read_ladder(
    """
ladder: slow
send_at: "10:30"
minimum_cents: 500
rest_days: 25
segments:
  - segment: large
    when: {least_cents: 100000}
    steps:
      - {step: large_one, acts: [statement], template: first_statement, tone: friendly}
  - segment: all
    when: {}
    steps:
      - {step: one, acts: [statement], since_balance: 5, template: first_statement, tone: friendly}
      - {step: two, acts: [email, letter], since_first: 3, since_last: 1, template: gentle_reminder, tone: friendly}
      - {step: three, acts: [email], since_first: 5, since_last: 7, template: second_reminder, tone: helpful}
""",
    name="slow.yaml",
    reachable=REACHABLE,
)


def taken(out) -> list[str]:
    return out.frame["step"].to_list()


def waits(out) -> list[tuple[str, date | None]]:
    return out.exceptions.select("why", "owed_on").rows()


@pytest.mark.parametrize(
    ("state", "next_step"),
    [
        ("queued", "two"),
        ("intent", "two"),
        ("sent", "two"),
        ("unsure", "two"),
        ("suppressed", "one"),
        ("failed", "one"),
    ],
)
def test_a_message_that_may_have_reached_the_patient_is_a_step_taken(state, next_step):
    assert [next_step] == taken(choose((1, AGO[10], state)))


def test_a_step_that_was_suppressed_today_is_tried_again_tomorrow_and_not_today():
    suppressed = (1, DAY, "suppressed")

    assert ["already_today"] == choose(suppressed).exceptions["why"].to_list()
    assert ["one"] == taken(choose(suppressed, day=DAY + timedelta(days=1)))


def test_the_last_step_taken_today_is_not_yet_the_end_of_the_ladder():
    sent = [(1, AGO[30], "sent"), (2, AGO[10], "sent"), (3, DAY, "sent")]

    assert ["already_today"] == choose(*sent).exceptions["why"].to_list()


@pytest.mark.parametrize(("sent_on", "next_step"), [(date(2026, 1, 5), "two"), (date(2026, 1, 4), "one")])
def test_a_step_counts_from_the_day_on_which_the_balance_became_the_patients(sent_on, next_step):
    assert [next_step] == taken(choose((1, sent_on, "sent")))


@pytest.mark.parametrize(("due", "step"), [(100_000, "large_one"), (99_999, "one")])
def test_a_segment_begins_at_its_least_balance(due, step):
    assert [step] == taken(choose(due=due, ladder=SLOW))


@pytest.mark.parametrize(("day", "steps"), [(date(2026, 1, 9), []), (date(2026, 1, 10), ["one"])])
def test_the_first_statement_waits_for_its_days_after_the_balance(day, steps):
    assert steps == taken(choose(ladder=SLOW, day=day))


def test_a_step_counts_from_the_last_message_and_not_from_an_earlier_one():
    first = (1, AGO[30], "sent")
    resting, owed = (choose(first, (2, AGO[days], "sent"), ladder=SLOW) for days in (6, 7))

    assert [("resting", DAY + timedelta(days=1))] == waits(resting)
    assert ["three"] == taken(owed)


@pytest.mark.parametrize(("days", "steps"), [(24, []), (25, ["one"])])
def test_the_statement_of_a_new_visit_waits_for_the_rest_days(days, steps):
    unstated = pl.DataFrame({"account_id": [1], "last_unstated_on": [AGO[1]]})

    assert steps == taken(choose((1, AGO[days], "sent"), unstated=unstated))


def test_a_first_visit_without_a_statement_joins_nothing_and_is_stated_at_once():
    unstated = pl.DataFrame({"account_id": [1], "last_unstated_on": [AGO[1]]})

    assert [("one", date(2026, 1, 5))] == choose(unstated=unstated).frame.select("step", "cycle_on").rows()


@pytest.mark.parametrize("has_address", [False, None])
def test_an_act_without_a_known_address_gives_way_to_the_next(has_address):
    reach = judged().with_columns(pl.lit(has_address, dtype=pl.Boolean).alias("has_address@email"))
    out = choose_steps(
        reach, balances=balances(), messages=messages((1, AGO[10], "sent")), unstated=NONE_UNSTATED, ladder=SLOW, day=DAY
    )  # fmt: skip

    assert ["letter"] == out.frame["act"].to_list()


def test_a_balance_of_unknown_age_rests():
    unknown = balances().with_columns(first_became_patients_on=pl.lit(None, dtype=pl.Date))
    out = choose_steps(
        judged(), balances=unknown, messages=messages(), unstated=NONE_UNSTATED, ladder=EAGER, day=DAY
    )  # fmt: skip

    assert [("resting", None)] == waits(out)

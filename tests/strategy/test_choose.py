"""The ladder: one step a day, none skipped, free acts only."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

import remindful
from remindful.core.strategy import LadderError, choose_steps, read_ladder
from remindful.core.words.frames import Messages
from remindful.core.words.kinds import Act

HOUSE = Path(remindful.__file__).parent / "rulebook/house/ladder.yaml"
DAY = date(2026, 3, 2)
REACHABLE = (Act.STATEMENT, Act.LETTER, Act.EMAIL)
LADDER = read_ladder(HOUSE.read_text(), name="ladder.yaml", reachable=REACHABLE)
EAGER = read_ladder(
    """
ladder: eager
send_at: "10:30"
minimum_cents: 500
rest_days: 25
segments:
  - segment: all
    when: {}
    steps:
      - {step: one, acts: [statement], template: first_statement, tone: friendly}
      - {step: two, acts: [email], since_first: 3, since_last: 1, template: gentle_reminder, tone: friendly}
      - {step: three, acts: [email, letter], since_first: 5, since_last: 1, template: second_reminder, tone: helpful}
""",
    name="eager.yaml",
    reachable=REACHABLE,
)


def judged(**verdicts: str) -> pl.DataFrame:
    acts = {"statement": "free", "letter": "free", "email": "free"} | verdicts
    columns = {f"verdict_{act}": [verdict] for act, verdict in acts.items()}
    reach = {"has_address@mail": [True], "has_address@email": [True]}
    return pl.DataFrame({"account_id": [1], "organization_kind": ["provider"], **columns, **reach})


def balances(due_cents: int = 8_000, became_on: date = date(2026, 1, 5)) -> pl.DataFrame:
    return pl.DataFrame({"account_id": [1], "due_cents": [due_cents], "first_became_patients_on": [became_on]})


def messages(*sent: tuple[int, date, str]) -> pl.DataFrame:
    rows = [
        {
            "message_id": number, "organization_id": 1, "account_id": 1, "day": day, "cycle_on": day, "step_no": step_no, "step": "s",
            "act": "email", "template": "t", "language": "en", "state": state, "due_cents": 8_000,
        }
        for number, (step_no, day, state) in enumerate(sent)
    ]  # fmt: skip
    return Messages.validate(pl.DataFrame(rows, schema=Messages.create_empty().schema), cast=True)


NONE_UNSTATED = pl.DataFrame(schema={"account_id": pl.Int64, "last_unstated_on": pl.Date})


def choose(
    *sent: tuple[int, date, str], day: date = DAY, ladder=EAGER, due=8_000, unstated=NONE_UNSTATED, **verdicts: str
):
    return choose_steps(
        judged(**verdicts), balances=balances(due), messages=messages(*sent), unstated=unstated, ladder=ladder, day=day
    )


def test_the_first_step_is_a_statement():
    out = choose()

    assert [("one", "statement", 1)] == out.frame.select("step", "act", "step_no").rows()


def test_after_a_missed_week_the_owed_steps_come_one_a_day_and_none_is_skipped():
    first = (1, DAY - timedelta(days=10), "sent")
    monday = choose(first)
    tuesday = choose(first, (2, DAY, "sent"), day=DAY + timedelta(days=1))

    assert ["two"] == monday.frame["step"].to_list()
    assert ["three"] == tuesday.frame["step"].to_list()


def test_a_second_run_on_the_same_day_chooses_nothing():
    out = choose((1, DAY, "sent"))

    assert ["already_today"] == out.exceptions["why"].to_list()


def test_a_suppressed_step_is_still_owed():
    out = choose((1, DAY - timedelta(days=1), "suppressed"))

    assert ["one"] == out.frame["step"].to_list()


def test_a_step_whose_acts_are_all_forbidden_is_not_taken_by_another_act():
    out = choose((1, DAY - timedelta(days=10), "sent"), email="forbid")

    assert [("not_free", "two")] == out.exceptions.select("why", "step").rows()


def test_the_second_act_of_a_step_is_taken_when_the_first_is_held():
    sent = [(1, DAY - timedelta(days=10), "sent"), (2, DAY - timedelta(days=5), "sent")]

    assert ["letter"] == choose(*sent, email="hold").frame["act"].to_list()


def test_a_step_rests_until_both_of_its_clocks_have_run():
    sent = [(1, DAY - timedelta(days=2), "sent")]
    resting, owed = choose(*sent), choose(*sent, day=DAY + timedelta(days=1))

    assert [("resting", DAY + timedelta(days=1))] == resting.exceptions.select("why", "owed_on").rows()
    assert ["two"] == owed.frame["step"].to_list()


@pytest.mark.parametrize(("due", "why"), [(0, "nothing_due"), (499, "below_minimum")])
def test_nothing_is_sent_for_nothing_or_for_less_than_a_stamp_is_worth(due, why):
    assert [why] == choose(due=due).exceptions["why"].to_list()


def test_at_exactly_the_minimum_a_step_is_taken():
    assert ["one"] == choose(due=500).frame["step"].to_list()


def test_a_new_visit_gets_its_own_statement_after_the_rest_days_and_the_climb_goes_on_after_it():
    sent = [(1, DAY - timedelta(days=30), "sent"), (2, DAY - timedelta(days=25), "sent")]
    unstated = pl.DataFrame({"account_id": [1], "last_unstated_on": [DAY - timedelta(days=3)]})
    joined = choose(*sent, unstated=unstated)
    after = choose(*sent, (1, DAY, "sent"), day=DAY + timedelta(days=1))

    assert [("one", 1)] == joined.frame.select("step", "step_no").rows()
    assert ["three"] == after.frame["step"].to_list()


def test_the_end_of_the_ladder_is_a_persons_turn():
    sent = [(number, DAY - timedelta(days=40 - number), "sent") for number in (1, 2, 3)]

    assert ["ladder_ended"] == choose(*sent).exceptions["why"].to_list()


def test_an_older_climb_that_was_paid_off_does_not_count():
    out = choose((3, date(2025, 12, 1), "sent"))

    assert ["one"] == out.frame["step"].to_list()


def test_the_house_ladder_sends_a_hospital_account_by_its_own_steps():
    hospital = judged().with_columns(organization_kind=pl.lit("tax_exempt_hospital"))
    out = choose_steps(
        hospital, balances=balances(), messages=messages(), unstated=NONE_UNSTATED, ladder=LADDER, day=DAY
    )

    assert ["hospital"] == out.frame["segment"].to_list()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("tone: friendly}", "tone: stern}", "tone 'stern'"),
        ("acts: [statement], since_balance", "acts: [email], since_balance", "first step must be a statement"),
        ("acts: [email, letter]", "acts: [text]", "cannot text yet"),
        ("acts: [email, letter]", "acts: [suit]", "reaches nobody"),
        ("minimum_cents: 500", "minimum_cents: five", "whole number"),
        ("minimum_cents: 500", "minimum: 500", "unknown word `minimum`"),
        ('send_at: "10:30"', "send_at: morning", "send_at"),
        ("    when: {}\n", "    when: {least_cents: 5}\n", "some accounts fit none"),
    ],
)
def test_a_wrong_ladder_is_refused_with_its_fault(old, new, message):
    text = HOUSE.read_text()
    assert old in text

    with pytest.raises(LadderError, match=message):
        read_ladder(text.replace(old, new, 1), name="ladder.yaml", reachable=REACHABLE)

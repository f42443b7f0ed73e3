"""A ladder is refused with its fault, at each boundary of its numbers."""

import pytest

from remindful.core.strategy import LadderError, read_ladder
from tests.strategy.test_choose import HOUSE, REACHABLE

TEXT = """
ladder: short
send_at: "10:30"
minimum_cents: 0
segments:
  - segment: all
    when: {}
    steps:
      - {step: one, acts: [statement], template: first_statement, tone: friendly}
      - {step: two, acts: [email], since_first: 3, since_last: 1, template: gentle_reminder, tone: friendly}
      - {step: three, acts: [email], since_first: 3, since_last: 1, template: second_reminder, tone: helpful}
"""


def test_two_steps_may_have_the_same_days_since_the_first_and_a_minimum_may_be_nothing():
    ladder = read_ladder(TEXT, name="short.yaml", reachable=REACHABLE)

    assert (0, 0, [0, 3, 3]) == (
        ladder.minimum_cents,
        ladder.rest_days,
        [step.since_first for step in ladder.segments[0].steps],
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("since_first: 3, since_last: 1, template: second", "since_first: 2, since_last: 1, template: second", "must not fall"),
        ("since_last: 1, template: gentle", "since_last: 0, template: gentle", "at least 1"),
        ("since_last: 1, template: gentle", "template: gentle", "at least 1"),
        ("minimum_cents: 0", "minimum_cents: -1", "whole number"),
        ("step: three", "step: two", "two steps are named two"),
        ("first_statement, tone: friendly", "first_statement, tone: helpful", "the first word to a patient is friendly"),
        ("step: two, acts: [email]", "step: two, acts: []", "no acts"),
        ("template: gentle_reminder, ", "", "`template` is missing"),
    ],
)  # fmt: skip
def test_a_ladder_on_the_wrong_side_of_a_boundary_is_refused(old, new, fault):
    assert old in TEXT

    with pytest.raises(LadderError, match=fault):
        read_ladder(TEXT.replace(old, new, 1), name="short.yaml", reachable=REACHABLE)


def test_a_segment_of_a_kind_or_of_a_least_balance_is_not_the_last():
    text = HOUSE.read_text()

    for condition in ("{organization_kind: provider}", "{least_cents: 5}"):
        with pytest.raises(LadderError, match="some accounts fit none"):
            read_ladder(text.replace("when: {}", f"when: {condition}", 1), name="ladder.yaml", reachable=REACHABLE)

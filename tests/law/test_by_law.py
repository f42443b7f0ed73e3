"""Which accounts law forbids to reach: every state's law, programs and federal law, and never the house's own rules."""

from datetime import date

import pytest

from remindful.core.guard import find_forbidden_by_law, judge
from remindful.core.words.kinds import Act
from tests.law.test_verdicts import DAY, SMALL, account

ACTS = (Act.LETTER, Act.CALL, Act.SUIT)
YESTERDAY = date(2026, 3, 7)


def forbidden(rulebook, act, **changed):
    judged = judge(account(**changed), rulebook=rulebook, day=DAY, acts=ACTS).frame

    return find_forbidden_by_law(judged, rulebook=rulebook, day=DAY, act=act)["account_id"].to_list()


@pytest.fixture
def texan(planted):
    """The small rulebook with Florida's wait before a suit as the law of Texas too."""
    florida = (SMALL / "states/fl/suit.yaml").read_text()

    return planted("states/tx/suit.yaml", None, florida.replace("fl.suit", "tx.suit"))[0]


@pytest.mark.parametrize("state", ["FL", "TX"])
def test_the_law_of_every_state_is_law(texan, state):
    here = {"patient_state": state, "facility_state": state}

    assert [7] == forbidden(texan, Act.SUIT, **here, newest_first_statement_on=YESTERDAY)
    assert [] == forbidden(texan, Act.SUIT, **here)


def test_the_rules_of_a_program_and_federal_law_are_law(small):
    assert [7] == forbidden(small, Act.LETTER, has_qmb_balance=True)
    assert [7] == forbidden(small, Act.CALL, has_conversation=True, last_conversation_on=DAY)


def test_a_rule_of_the_house_is_no_law(small):
    assert [] == forbidden(small, Act.LETTER, has_message=True, last_message_on=YESTERDAY)


def test_what_is_not_known_is_held_and_not_forbidden(small):
    assert [] == forbidden(small, Act.CALL, counted_call_dates=None)


def test_law_that_forbids_another_act_does_not_forbid_this_one(texan):
    here = {"patient_state": "TX", "facility_state": "TX", "newest_first_statement_on": YESTERDAY}

    assert [] == forbidden(texan, Act.LETTER, **here)


def test_a_rule_that_was_written_after_the_night_does_not_count(small, texan):
    facts = account(patient_state="TX", facility_state="TX", newest_first_statement_on=YESTERDAY)
    judged = judge(facts, rulebook=small, day=DAY, acts=ACTS).frame

    assert find_forbidden_by_law(judged, rulebook=texan, day=DAY, act=Act.SUIT).is_empty()

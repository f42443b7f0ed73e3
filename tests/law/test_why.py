"""A verdict in sentences that staff can act on, a patient can be told, and an auditor can follow to the law."""

from datetime import datetime

from remindful.core.facts import FACTS
from remindful.core.training import explain_story, read_story
from remindful.core.why import say_for_auditor, say_for_patient, say_for_staff
from remindful.core.why.sentences import VERBS
from remindful.core.words.kinds import Act

STORY = """
organization: {kind: third_party, state: FL}
guarantor: {name: Ann Lee, state: FL, zone: America/New_York, phone: "+15185550100"}
visits: [{service_on: 2026-01-05}]
balances: [{dollars: 600}]
conversations: [{at: 2026-03-03 10:00}]
calls: [2026-03-02, 2026-03-04, 2026-03-08]
"""


def told(rulebook, act, at, story=STORY):
    return explain_story(read_story(story, "why"), act=act, at=datetime.fromisoformat(at), rulebook=rulebook)


def test_staff_read_the_day_the_reasons_the_law_and_the_facts(small):
    assert [
        "You may not call before March 10, 2026.",
        "No call when so many calls were placed within the window. Until March 9, 2026. (Zed Code 1) "
        "Here has_call_consent is false, counted_call_dates is 2026-03-08, 2026-03-04, 2026-03-02.",
        "No call within the window after a conversation. Until March 10, 2026. (Zed Code 2) "
        "Here has_conversation is true, last_conversation_on is 2026-03-03.",
    ] == say_for_staff(told(small, Act.CALL, "2026-03-08 10:00"), FACTS)


def test_staff_read_once_which_fact_is_missing(small):
    story = STORY.replace("state: FL, zone", "zone")
    lines = say_for_staff(told(small, Act.STATEMENT, "2026-03-20 10:00", story), FACTS)

    assert "Do not mail a statement yet: something is not known, so a person decides." == lines[0]
    assert 1 == sum("Not known: State where the guarantor lives." in line for line in lines)
    assert "rules wait for it" in lines[1]


def test_staff_read_that_law_was_not_read(small):
    lines = say_for_staff(told(small, Act.CALL, "2026-03-20 10:00", STORY.replace("state: FL,", "state: NY,")), FACTS)

    assert any(
        "The law of NY on this question was not reviewed: How often may a person be called?" in line for line in lines
    )


def test_a_patient_is_told_plainly(small):
    assert "We will not call before March 10, 2026. The law gives you this time." == say_for_patient(
        told(small, Act.CALL, "2026-03-08 10:00")
    )
    assert "We may mail a letter." == say_for_patient(told(small, Act.LETTER, "2026-03-20 10:00"))


def test_an_auditor_reads_everything_that_the_verdict_rests_on(small):
    head, *lines = say_for_auditor(told(small, Act.CALL, "2026-03-08 21:30"), FACTS)

    assert head.startswith("Account 1, call, 2026-03-08: forbid. Rulebook ")
    assert 3 == len(lines)
    assert (
        "us.zed.hours: forbid. No contact before the first or from the last minute, in any place where the person may be. "
        "Law: Zed Code 3 (read: primary 2026-01-14). Facts: local_minute_earliest = 21:30 [parties.zone, parties.phone_zones]; "
        "local_minute_latest = 21:30 [parties.zone, parties.phone_zones]."
    ) in lines


def test_every_act_has_its_verb():
    assert set(VERBS) == set(Act)

"""Content rules look at the message itself, in its language, and hold where the law has no wording."""

from datetime import date

import pytest

from remindful.core.guard import RenderedMessage, judge_content
from remindful.core.words.kinds import Act, OrganizationKind, Verdict

DAY = date(2026, 3, 9)
GOOD = RenderedMessage("You owe a debt.\nReply STOP to end emails.", {"opt_out": "reply stop to  end emails"})


def ask(rulebook, message, **changed):
    asked = {"act": Act.EMAIL, "party": OrganizationKind.THIRD_PARTY, "state": "FL", "day": DAY} | changed
    return [(answer.rule, answer.verdict) for answer in judge_content(message, rulebook=rulebook, **asked)]


def test_a_message_with_all_it_must_carry_may_go(small):
    assert [] == ask(small, GOOD)


@pytest.mark.parametrize(
    ("message", "verdict"),
    [
        (RenderedMessage("You owe a debt."), Verdict.FORBID),
        (RenderedMessage("You owe a debt.", {"opt_out": "Reply STOP"}), Verdict.FORBID),  # named, but not in the text
        (RenderedMessage("Reply STOP.", {"opt_out": "Reply STOP"}), Verdict.FORBID),
        (RenderedMessage("You owe a debt. Reply STOP. Law suit!", {"opt_out": "Reply STOP"}), Verdict.FORBID),
        (RenderedMessage("Vous devez. STOP", {"opt_out": "STOP"}, "fr"), Verdict.HOLD),
    ],
)
def test_a_message_that_lacks_something_may_not(small, message, verdict):
    assert [("us.zed.opt_out_words", verdict)] == ask(small, message)


def test_a_message_outside_the_scope_may_go(small):
    bare = RenderedMessage("Hello.")

    assert [] == ask(small, bare, party=OrganizationKind.PROVIDER)
    assert [] == ask(small, bare, act=Act.LETTER)
    assert [] == ask(small, bare, day=date(2021, 11, 29))


def test_a_content_rule_from_knowledge_holds_until_signed(planted):
    rulebook, _ = planted("federal/zed/opt_out_words.yaml", "read: primary", "read: knowledge")

    assert [("us.zed.opt_out_words", Verdict.HOLD)] == ask(rulebook, GOOD)
    assert [] == ask(rulebook, GOOD, party=OrganizationKind.PROVIDER)


def test_a_state_rule_on_content_asks_for_the_state(planted):
    text = """
rule: fl.words
says: A Florida letter names the office.
law: [{cite: Florida Zed 10, read_on: 2026-01-14, read: primary}]
topic: notices
binds: {act: [letter], party: [any]}
where: patient
in_force: {from: 2024-07-01, to: null}
content: {must: [{text: Office of Kindness}]}
cases:
  - {case: named, day: 2026-03-09, message: Office of  kindness, want: free}
  - {case: not named, day: 2026-03-09, message: Office, want: forbid}
  - {case: state not known, day: 2026-03-09, facts: {patient_state: null}, message: Office, want: hold}
"""
    planted(
        "coverage.yaml",
        "jurisdiction: fl, topic: notices, status: none_found",
        "jurisdiction: fl, topic: notices, status: modelled",
    )
    rulebook, findings = planted("states/fl/words.yaml", None, text)

    assert [] == findings
    for state, want in (("FL", [("fl.words", Verdict.FORBID)]), ("NY", []), (None, [("fl.words", Verdict.HOLD)])):
        assert want == ask(rulebook, RenderedMessage("Office"), act=Act.LETTER, state=state)

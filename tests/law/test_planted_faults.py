"""Each fault that a rulebook can have is planted, and refused with its file, its line and the word that is wrong."""

# ruff: noqa: E501 (a table: one row a fault)
import pytest

from remindful.core.guard import load_rulebook
from remindful.core.law import RulebookError

COUNT, TALK, HOURS, SUIT = (
    "federal/zed/call_count.yaml",
    "federal/zed/conversation.yaml",
    "federal/zed/hours.yaml",
    "states/fl/suit.yaml",
)
NOTICE, STATEMENT, REST, WORDS = (
    "federal/zed/notice.yaml",
    "federal/zed/statement.yaml",
    "house/rest.yaml",
    "federal/zed/opt_out_words.yaml",
)
LAST_TALK = "wait: {from: last_conversation_on, days: window}"

#: file, text, planted text, code, and what must stand in the message (file:line first).
FAULTS = {
    "unknown word": (TALK, "when:", "wen:", "law.unknown_word", f"{TALK}:8 (us.zed.conversation): A rule has no word `wen`. Did you mean `when`"),
    "unknown fact": (TALK, "when: has_conversation", "when: has_conversaton", "law.predicate", f"{TALK}:8 (us.zed.conversation): `has_conversaton` is neither a fact nor a term of this rule. Did you mean `has_conversation`"),
    "unknown fact in a second line": (TALK, "when: has_conversation", "when: |\n  (has_conversation and\n   is_hled)", "law.predicate", f"{TALK}:10 (us.zed.conversation): `is_hled`"),
    "unknown act": (TALK, "act: [call]", "act: [cal]", "law.unknown_word", f"{TALK}:6 (us.zed.conversation): The act `cal` is not known. Did you mean `call`"),
    "unknown party": (TALK, "party: [third_party]", "party: [agency]", "law.unknown_word", "The party `agency` is not known."),
    "unknown topic": (TALK, "topic: frequency", "topic: frequencies", "law.topic", "Topic `frequencies` is not known. Did you mean `frequency`"),
    "act outside the topic": (TALK, "act: [call]", "act: [call, suit]", "law.topic", "binds `suit`, which its topic `frequency` does not concern"),
    "unknown reading": (TALK, "read: primary", "read: heard", "law.unknown_word", "'heard'. Known: primary, secondary, house, knowledge, uncertain."),
    "no citation": (TALK, "law: [{cite: Zed Code 2, read_on: 2026-01-14, read: primary}]", "law: []", "law.uncited", "The rule cites no law."),
    "citation without a day": (TALK, "read_on: 2026-01-14", "reader: me", "law.missing", "A citation lacks `read_on`."),
    "name in another folder": (TALK, "rule: us.zed.conversation", "rule: us.zet.conversation", "law.id", "must be named `us.zed....conversation`"),
    "name of another file": (TALK, "rule: us.zed.conversation", "rule: us.zed.talk", "law.id", "must be named"),
    "two forms": (TALK, "when:", "forbid_when:", "law.form", "exactly one form; this one has wait and forbid_when"),
    "no form": (TALK, LAST_TALK, "", "law.form", "this one has none"),
    "unknown term": (TALK, "days: window}\n", "days: windw}\n", "law.term", "`windw` is no term of this rule. Did you mean `window`"),
    "a number in place of a term": (TALK, "days: window}\n", "days: 7}\n", "law.term", "Put numbers under `terms`"),
    "unit that moves no day": (TALK, "unit: days", "unit: calls", "law.term", "Term `window` counts calls."),
    "unknown unit": (TALK, "unit: days", "unit: day", "law.unknown_word", "Did you mean `days`"),
    "term without its day": (TALK, "2021-11-30: 7,", "seven: 7,", "law.term", "`seven` of term `window` is no day."),
    "term that is no number": (TALK, "2021-11-30: 7,", "2021-11-30: 7.5,", "law.term", "Term `window` is 7.5 from 2021-11-30."),
    "unused term": (TALK, "terms: {", "terms: {spare: {unit: days, 2021-11-30: 1}, ", "law.term", "Term `spare` is used nowhere."),
    "gap": (TALK, "2021-11-30: 7,", "2022-01-01: 7,", "law.gap", "in force since 2021-11-30, but term `window` has no value before 2022-01-01"),
    "gap without a beginning": (TALK, "from: 2021-11-30", "from: null", "law.gap", "in force always"),
    "ends before it begins": (TALK, "to: null", "to: 2021-11-30", "law.in_force", "It ends before it begins."),
    "where outside a state": (TALK, "when:", "where: patient\nwhen:", "law.where", "this rule is no state's"),
    "unknown where": (SUIT, "where: facility", "where: court", "law.unknown_word", "`where` is 'court'."),
    "a day where a bool is needed": (TALK, "when: has_conversation", "when: last_conversation_on", "law.predicate", "yields a date, but a bool is needed"),
    "bool compared": (TALK, "when: has_conversation", "when: has_conversation == True", "law.predicate", "is a bool and needs no comparison"),
    "types that do not meet": (SUIT, "due_cents <= small", 'due_cents <= "small"', "law.predicate", "`due_cents` is a int of cents, `'small'` a text"),
    "units that do not meet": (SUIT, "due_cents <= small", "due_cents <= wait_days", "law.predicate", "`due_cents` counts cents, `wait_days` counts business_days"),
    "day moved by cents": (SUIT, "newest_first_statement_on + wait_days or", "newest_first_statement_on + small or", "law.predicate", "no day can be moved by it"),
    "day moved by a bare number": (SUIT, "newest_first_statement_on + wait_days or", "newest_first_statement_on + 10 or", "law.predicate", "counts nothing in particular"),
    "literal that can never be": ("programs/qmb/never.yaml", '("FL", "NY")', '("FL", "NX")', "law.predicate", "'NX' is no value of `patient_state`"),
    "call of a function": (SUIT, "due_cents <= small", "abs(due_cents) <= small", "law.predicate", "`abs(due_cents)` is not allowed in a rule"),
    "multiplication": (SUIT, "due_cents <= small", "due_cents * 2 <= small", "law.predicate", "`due_cents * 2` is not allowed in a rule"),
    "attribute": (SUIT, "due_cents <= small", "due_cents.real <= small", "law.predicate", "`due_cents.real` is not allowed"),
    "is None": (SUIT, "due_cents <= small", "due_cents is None", "law.predicate", "not allowed in a rule"),
    "a fraction": (SUIT, "due_cents <= small", "due_cents <= 1.5", "law.predicate", "`1.5` is not allowed"),
    "if else": (SUIT, "due_cents <= small", "has_plan if is_held else is_placed", "law.predicate", "not allowed in a rule"),
    "not an expression": (SUIT, "due_cents <= small", "due_cents <= <= small", "law.predicate", "is not an expression"),
    "text with an order": ("programs/qmb/never.yaml", 'patient_state in ("FL", "NY")', 'patient_state < "FL"', "law.predicate", "is a text and has no order"),
    "in without a list": ("programs/qmb/never.yaml", 'in ("FL", "NY")', 'in "FL"', "law.predicate", "is not a list of values"),
    "a list of days compared": (COUNT, "unless: has_call_consent and", "unless: counted_call_dates == counted_call_dates and", "law.predicate", "Use the `limit` form"),
    "limit over no list": (COUNT, "dates: counted_call_dates", "dates: last_conversation_on", "law.predicate", "no fact that lists days"),
    "limit of none": (COUNT, "most_calls: {unit: calls, 2021-11-30: 3}", "most_calls: {unit: calls, 2021-11-30: 0}", "law.term", "Term `most_calls` is below 1"),
    "until of a wait": (TALK, "terms:", "until: last_conversation_on\nterms:", "law.until", "knows by itself when it lifts"),
    "until that is no day": (NOTICE, "until: collection_notice_for_act_on + notice_days", "until: collection_notice_names_act", "law.predicate", "a date is needed here"),
    "medium of an act without one": (HOURS, "portal_message]", "suit]", "law.binds", "`local_minute_earliest` is about a medium, but suit reach nobody"),
    "binds nothing": (TALK, "act: [call]", "act: []", "law.binds", "The rule binds nothing."),
    "bad pattern": (WORDS, "law\\\\s?suit", "law(", "law.content", "is no regular expression"),
    "content that asks nothing": (WORDS, '  must_not: [{pattern: "law\\\\s?suit"}]', "", None, ""),
    "notice and text": (WORDS, "{notice: opt_out}", "{notice: opt_out, text: x}", "law.content", "a notice or a text, and not both"),
    "unread fact in a case": (TALK, "facts: {has_conversation: false}", "facts: {has_conversation: false, is_held: true}", "law.case", "does not read `is_held`"),
    "unknown fact in a case": (TALK, "facts: {has_conversation: false}", "facts: {has_conversaton: false}", "law.case", "Did you mean `has_conversation`"),
    "wrong type in a case": (TALK, "facts: {has_conversation: false}", "facts: {has_conversation: 0}", "law.case", "0 is no value of `has_conversation`"),
    "days in the wrong order": (COUNT, "[2026-03-08, 2026-03-04]", "[2026-03-04, 2026-03-08]", "law.case", "List days newest first."),
    "wanted by nobody": (TALK, "{has_conversation: false}, want: free", "{has_conversation: false}, want: fre", "law.unknown_word", "Did you mean `free`"),
    "a case without its day": (TALK, "never spoke, day: 2026-03-10", "never spoke", "law.missing", "A case lacks `day`."),
    "two cases of one name": (TALK, "case: the eighth day", "case: the seventh day", "law.cases", "Two cases are named 'the seventh day'"),
    "a day that is none": (TALK, "day: 2026-03-09", "day: 2026-02-30", "yaml.value", "'2026-02-30' cannot be read"),
    "a key twice": (TALK, "topic: frequency", "topic: frequency\ntopic: protected", "yaml.twice", "`topic` stands twice"),
    "not YAML": (TALK, "binds: {", "binds: {{[", "yaml.broken", "This is not YAML"),
    "override of nothing": ("states/fl/evening.yaml", "[us.zed.hours]", "[us.zed.hour]", "law.override", "Did you mean `us.zed.hours`"),
    "override without a common act": ("states/fl/evening.yaml", "[us.zed.hours]", "[us.zed.call_count]", "law.override", "bind no act in common"),
    "override in a circle": (HOURS, "terms:", "overrides: [fl.evening]\nterms:", "law.override", "Overrides go in a circle: fl.evening > us.zed.hours > fl.evening"),
    "house over law": (REST, "terms:", "overrides: [us.zed.hours]\nterms:", "law.override", "office rules may only be stricter than the law"),
    "modelled without a rule": ("coverage.yaml", "{jurisdiction: fl, topic: notices, status: none_found", "{jurisdiction: fl, topic: notices, status: modelled", "law.coverage", "marked as modelled, but no rule there has this topic"),
    "none found beside a rule": ("coverage.yaml", "{jurisdiction: us, topic: frequency, status: modelled", "{jurisdiction: us, topic: frequency, status: none_found", "law.coverage", "rules there have this topic"),
    "rule without coverage": ("coverage.yaml", "- {jurisdiction: fl, topic: contact_hours, status: modelled, read_on: 2026-01-14, reader: tests}\n", "", "law.coverage", "fl x contact_hours has rules but no line of coverage"),
    "unknown jurisdiction": ("coverage.yaml", "jurisdiction: ny, topic: protected", "jurisdiction: zz, topic: protected", "law.unknown_word", "of a line of coverage is 'zz'"),
    "read by nobody": ("coverage.yaml", "{jurisdiction: ny, topic: protected, status: none_found, read_on: 2026-01-14, reader: tests}", "{jurisdiction: ny, topic: protected, status: none_found}", "law.missing", "lacks `read_on`"),
    "coverage of an act outside the topic": ("coverage.yaml", "acts: [suit, lien]", "acts: [suit, call]", "law.coverage", "does not concern `call`"),
    "topic twice": ("topics.yaml", "topic: notices", "topic: protected", "law.topic", "Topic `protected` stands twice."),
    "signed but absent": ("house/signoff.yaml", "us.zed.statement", "us.zed.statment", "law.signoff", "there is no such rule. Did you mean `us.zed.statement`"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_refused(name, planted):
    file, old, new, code, said = FAULTS[name]
    _, findings = planted(file, old, new)
    if code is None:
        assert [] == findings
        return
    hits = [finding for finding in findings if finding.code == code and said in str(finding)]

    assert hits, [f"[{finding.code}] {finding}" for finding in findings]
    assert hits[0].at.line or hits[0].at.key
    assert hits[0].remedy


def test_all_faults_are_said_at_once(planted):
    planted(TALK, "topic: frequency", "topic: frequencies")
    planted(HOURS, "unit: minutes", "unit: minute")
    _, findings = planted(SUIT, "due_cents <= small", "due_cent <= small")

    assert {TALK, HOURS, SUIT} <= {finding.at.file for finding in findings}


def test_a_file_outside_the_rooms_is_refused(planted):
    _, findings = planted("county/dade.yaml", None, "rule: x")

    assert ["law.place"] == [finding.code for finding in findings]


def test_an_overlap_is_refused_and_dates_apart_are_not(planted):
    twin = (COUNT.replace("call_count", "calls"), None)
    text = """
rule: us.zed.calls
says: No call when so many calls were placed within a longer window.
law: [{cite: Zed Code 1a, read_on: 2026-01-14, read: primary}]
topic: frequency
binds: {act: [call], party: [third_party]}
in_force: {from: FROM, to: null}
unless: has_call_consent and day < call_consent_on + few
limit: {dates: counted_call_dates, most: few, days: window}
terms: {few: {unit: days, FROM: 2}, window: {unit: days, FROM: 30}}
cases: []
""".replace("most: few", "most: many").replace("terms: {", "terms: {many: {unit: calls, FROM: 2}, ")
    cases = """cases:
  - {case: two, day: 2031-03-08, facts: {has_call_consent: false, counted_call_dates: [2031-03-08, 2031-03-04]}, want: forbid}
  - {case: one, day: 2031-03-08, facts: {has_call_consent: false, counted_call_dates: [2031-03-08]}, want: free}
  - {case: not known, day: 2031-03-08, want: hold}
"""
    text = text.replace("cases: []", cases)
    _, findings = planted(*twin, text.replace("FROM", "2022-01-01"))
    assert ["law.overlap"] == [finding.code for finding in findings]
    planted(COUNT, "to: null", "to: 2030-01-01")
    _, findings = planted(*twin, text.replace("FROM", "2030-01-01"))

    assert [] == findings


def test_a_rulebook_with_a_fault_does_not_load(tmp_path):
    with pytest.raises(RulebookError, match="There is no such file, so it is not known which laws were reviewed"):
        load_rulebook(tmp_path)


def test_the_version_changes_with_any_byte(planted):
    one, _ = planted("house/ladder.yaml", None, "ladder: x")
    other, _ = planted("house/ladder.yaml", None, "ladder: y")

    assert one.version != other.version

"""Verdicts: the strictest wins, unknown holds, and until is the day on which the last rule lets go."""

import random
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from remindful.core.facts import FACTS
from remindful.core.guard import explain, judge, load_rulebook
from remindful.core.guard.cases import run_cases
from remindful.core.law.rule import Content
from remindful.core.words.facts import DTYPES
from remindful.core.words.kinds import ACT_MEDIUM, Act, Verdict

SMALL = Path(__file__).parent / "rulebook_small"
DAY = date(2026, 3, 8)
#: An account that every rule of the small rulebook frees, in Florida.
FREE = {
    "organization_kind": "third_party",
    "patient_state": "FL",
    "facility_state": "FL",
    "has_call_consent": False,
    "counted_call_dates": [],
    "has_conversation": False,
    "has_message": False,
    "has_qmb_balance": False,
    "is_held": False,
    "due_cents": 60_000,
    "newest_first_statement_on": date(2025, 1, 2),
}
PER_MEDIUM = {"local_minute_earliest": 600, "local_minute_latest": 660, "has_consent": False}
PER_ACT = {"collection_notice_names_act": True, "collection_notice_for_act_on": date(2026, 1, 1)}


def account(**changed):
    facts = FREE | {f"{n}@{m}": v for n, v in PER_MEDIUM.items() for m in set(ACT_MEDIUM.values())}
    facts |= {f"{n}@{act}": v for n, v in PER_ACT.items() for act in Act} | changed
    types = {column: DTYPES[fact.type] for fact in FACTS.values() for column in fact.columns()}
    return pl.DataFrame({"account_id": [7]} | {n: pl.Series([v], dtype=types.get(n)) for n, v in facts.items()})


def verdict(rulebook, act, day=DAY, **changed):
    row = judge(account(**changed), rulebook=rulebook, day=day, acts=[act]).frame.row(0, named=True)
    return row[f"verdict_{act}"], row[f"until_{act}"]


def test_nothing_against_it_is_free(small):
    assert dict.fromkeys(Act, ("free", None)) == {act: verdict(small, act) for act in Act}


def test_the_last_rule_to_let_go_gives_the_day(small):
    calls = [date(2026, 3, 8), date(2026, 3, 4), date(2026, 3, 2)]
    talk = {"has_conversation": True, "last_conversation_on": date(2026, 3, 5)}

    assert ("forbid", date(2026, 3, 12)) == verdict(small, Act.CALL, counted_call_dates=calls, **talk)
    assert ("forbid", date(2026, 3, 9)) == verdict(small, Act.PRERECORDED_CALL, counted_call_dates=calls, **talk)


def test_a_rule_without_a_day_leaves_the_day_open(small):
    calls = [date(2026, 3, 8), date(2026, 3, 4), date(2026, 3, 2)]
    late = {"local_minute_latest@call": 1260}

    assert ("forbid", None) == verdict(small, Act.CALL, counted_call_dates=calls, **late)


def test_a_held_rule_leaves_the_day_open(small):
    talk = {"has_conversation": True, "last_conversation_on": date(2026, 3, 5), "counted_call_dates": None}

    assert ("forbid", None) == verdict(small, Act.CALL, **talk)


def test_unknown_holds(small):
    assert ("hold", None) == verdict(small, Act.CALL, counted_call_dates=None)
    assert ("hold", None) == verdict(small, Act.CALL, patient_state=None)
    assert ("hold", None) == verdict(small, Act.CALL, **{"local_minute_latest@call": None})


def test_a_fact_that_no_column_holds_is_unknown(small):
    frame = account().drop("counted_call_dates")

    assert "hold" == judge(frame, rulebook=small, day=DAY, acts=[Act.CALL]).frame["verdict_call"][0]


def test_forbid_wins_over_hold_and_unknown(small):
    assert "forbid" == verdict(small, Act.CALL, patient_state=None, **{"local_minute_latest@call": 1300})[0]


def test_texts_compare_even_where_a_frame_brings_them_as_enum_or_category(small):
    for dtype in (pl.Categorical, pl.Enum(["FL", "XX", "third_party"])):
        frame = account(has_qmb_balance=None, due_cents=100_001).with_columns(
            pl.col("patient_state", "organization_kind").cast(dtype)
        )
        judged = judge(frame, rulebook=small, day=DAY, acts=[Act.LETTER]).frame

        assert "hold" == judged["verdict_letter"][0]


def test_a_term_not_modelled_holds(small):
    talk = {"has_conversation": True, "last_conversation_on": date(2029, 12, 31)}

    assert ("forbid", date(2030, 1, 7)) == verdict(small, Act.CALL, date(2029, 12, 31), **talk)
    assert ("hold", None) == verdict(small, Act.CALL, date(2030, 1, 1), **talk)


def test_a_certain_exception_sets_the_rule_aside_and_a_doubtful_one_does_not(small):
    late = {"local_minute_latest@text": 1300, "local_minute_latest@call": 1300}

    assert "free" == verdict(small, Act.TEXT, **late, **{"has_consent@text": True})[0]
    assert "forbid" == verdict(small, Act.TEXT, **late, **{"has_consent@text": False})[0]
    assert "forbid" == verdict(small, Act.TEXT, **late, **{"has_consent@text": None})[0]
    assert "forbid" == verdict(small, Act.CALL, **late, **{"has_consent@call": True})[0]


def test_an_exception_that_nobody_signed_sets_nothing_aside(planted):
    rulebook, findings = planted("states/fl/evening.yaml", "read: primary", "read: knowledge")
    late = {"local_minute_latest@text": 1300, "has_consent@text": True}

    assert [] == findings
    assert "forbid" == verdict(rulebook, Act.TEXT, **late)[0]


def test_a_rule_from_knowledge_holds_until_somebody_signs(small, planted):
    unsigned, _ = planted("house/signoff.yaml", None, "")

    assert "free" == verdict(small, Act.SUIT)[0]
    assert "hold" == verdict(unsigned, Act.SUIT)[0]
    assert "forbid" == verdict(unsigned, Act.SUIT, due_cents=0)[0]
    assert "free" == verdict(unsigned, Act.SUIT, is_held=True)[0], "out of its scope it says nothing"


def test_a_doubtful_rule_never_frees_what_it_is_about(small):
    assert "hold" == verdict(small, Act.LETTER, due_cents=100_001)[0]
    assert "free" == verdict(small, Act.LETTER, due_cents=100_000)[0]


@pytest.mark.parametrize(
    ("state", "party", "act", "want"),
    [
        ("NY", "provider", Act.CALL, "hold"),  # frequency: unread
        ("NY", "provider", Act.EMAIL, "free"),
        ("NY", "third_party", Act.EMAIL, "hold"),  # contact hours: read for others only
        ("NY", "provider", Act.SUIT, "free"),
        ("NY", "provider", Act.SALE, "hold"),  # the wait before a sale: not read
        ("TX", "provider", Act.EMAIL, "hold"),  # is not listed
        ("ON", "provider", Act.EMAIL, "hold"),  # no state of ours
    ],
)
def test_law_that_nobody_read_holds(small, state, party, act, want):
    assert want == verdict(small, act, patient_state=state, organization_kind=party)[0]
    assert want == verdict(small, act, facility_state=state, organization_kind=party)[0]


def test_an_act_that_no_rule_and_no_topic_knows_holds(planted):
    planted("programs/qmb/never.yaml", "act: [any]", "act: [letter]")
    rulebook, _ = planted(
        "topics.yaml", "- {topic: protected, asks: Whose balance may never be asked for?, acts: [any]}\n", ""
    )

    assert ("hold", None) == verdict(rulebook, Act.INTEREST)


def test_business_days_leave_out_weekends_and_both_days_of_a_moved_holiday(small):
    # Saturday 4 July 2026 is observed on Friday the 3rd.
    told = {"newest_first_statement_on": date(2026, 6, 26)}

    assert date(2026, 7, 13) == verdict(small, Act.SUIT, date(2026, 7, 1), **told)[1]


def test_every_answer_of_an_explanation_names_rule_law_facts_and_day(small):
    facts = account(has_conversation=True, last_conversation_on=date(2026, 3, 5), patient_state="NY")
    verdicts = judge(facts, rulebook=small, day=DAY)
    found = explain(verdicts, facts, 7, Act.CALL, small)
    talk, *coverage = found.rules

    assert (Verdict.FORBID, None) == (found.verdict, found.until)
    assert ("us.zed.conversation", date(2026, 3, 12), "Zed Code 2") == (talk.rule, talk.until, talk.cite)
    assert {"has_conversation": True, "last_conversation_on": date(2026, 3, 5)} == talk.facts
    assert talk.sources["has_conversation"] == "events: conversation"
    assert talk.law_read == "primary 2026-01-14"
    assert ["coverage.ny.frequency", "coverage.ny.contact_hours"] == [answer.rule for answer in coverage]
    assert all(answer.verdict is Verdict.HOLD and "NY" in answer.says for answer in coverage)


def test_an_explanation_says_why_a_known_fact_does_not_free(planted):
    unsigned, _ = planted("house/signoff.yaml", None, "")
    facts = account()
    found = explain(judge(facts, rulebook=unsigned, day=DAY), facts, 7, Act.SUIT, unsigned)

    assert ["us.zed.statement"] == [answer.rule for answer in found.rules]
    assert "your office has not approved" in found.rules[0].note


def test_an_explanation_can_list_what_frees(small):
    facts = account()
    found = explain(judge(facts, rulebook=small, day=DAY), facts, 7, Act.SUIT, small, with_free=True)

    assert {"fl.suit", "us.zed.notice", "us.zed.statement"} <= {answer.rule for answer in found.rules}
    assert {Verdict.FREE} == {answer.verdict for answer in found.rules}


def test_verdicts_of_another_rulebook_are_not_explained(small, planted):
    other, _ = planted("house/signoff.yaml", None, "")
    facts = account()
    verdicts = judge(facts, rulebook=small, day=DAY)

    with pytest.raises(ValueError, match="cannot be explained by"):
        explain(verdicts, facts, 7, Act.SUIT, other)


def test_one_account_alone_all_together_and_shuffled_are_judged_alike(small):
    cases = [case for rule in small.rules.values() if not isinstance(rule.form, Content) for case in rule.cases]
    rows = []
    for number, case in enumerate(cases):
        columns = {FACTS[name].column(case.act): value for name, value in case.facts.items()}
        rows.append(account(**columns, organization_kind=str(case.party)).with_columns(account_id=number))
    whole = pl.concat(rows, how="diagonal_relaxed")
    order = list(range(len(rows)))
    random.Random(5).shuffle(order)
    together = judge(whole, rulebook=small, day=DAY).frame
    shuffled = judge(whole[order], rulebook=small, day=DAY).frame.sort("account_id")
    alone = pl.concat([judge(row, rulebook=small, day=DAY).frame for row in rows])

    assert len(rows) > 40
    assert together.equals(shuffled)
    assert together.equals(alone)


def test_each_case_alone_says_what_all_cases_together_say(small):
    rules = list(small.rules.values())
    together = run_cases(rules, FACTS)
    alone = [result for rule in rules for result in run_cases([rule], FACTS)]

    assert len(together) > 50
    assert all(result.passes for result in together)
    assert [(r.case, r.verdict, r.until) for r in together] == [(r.case, r.verdict, r.until) for r in alone]


def test_the_small_rulebook_is_sound():
    load_rulebook(SMALL)

"""Content rules: what a rendered message must, and must not, carry. Asked of each message before it leaves."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from remindful.core.guard.answer import RuleAnswer, say_law_read, say_note
from remindful.core.guard.plan import rule_scope
from remindful.core.law.formula import RuleContext, Vocabulary
from remindful.core.law.rule import Content, Rule, Rulebook, say_cite
from remindful.core.words.facts import DTYPES, Fact
from remindful.core.words.kinds import Act, OrganizationKind, Verdict


@dataclass(frozen=True, slots=True)
class RenderedMessage:
    """text: all that a reader sees. notices: name of each notice in it -> its wording, looked for in the text."""

    text: str
    notices: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"


def judge_content(
    message: RenderedMessage,
    *,
    act: Act,
    party: OrganizationKind,
    state: str | None,
    day: date,
    rulebook: Rulebook,
    facility_state: str | None = None,
    facts: Mapping[str, object] | None = None,
) -> list[RuleAnswer]:
    """The content rules that hold or forbid the message. Empty: it may go.

    state: where the guarantor lives. facts: more facts of the account, by name; what is not given is not known.
    """
    known = {**(facts or {}), "patient_state": state, "facility_state": facility_state}
    answers: list[RuleAnswer] = []
    for rule in rulebook.rules.values():
        if not isinstance(rule.form, Content) or act not in rule.acts or not rule.is_in_force(day):
            continue
        frame = _one_row(rule, known, rulebook.facts, act=act, party=party)
        verdict = judge_message(rule, frame, rulebook.facts, message=message, act=act, day=day)
        if (
            verdict is Verdict.FREE
            and not rulebook.frees(rule)
            and _is_bound(rule, frame, rulebook.facts, act, day) is not False
        ):
            verdict = Verdict.HOLD
        if verdict is not Verdict.FREE:
            read = {name: known.get(name) for name in _names(rule)}
            answers.append(_answer(rule, rulebook, verdict, read))
    return answers


def judge_message(
    rule: Rule, frame: pl.DataFrame, facts: Mapping[str, Fact], *, message: RenderedMessage, act: Act, day: date
) -> Verdict:
    """What one content rule says of a message to the account of a one-row facts frame. Overrides are not asked."""
    assert isinstance(rule.form, Content)
    is_bound = _is_bound(rule, frame, facts, act, day) if act in rule.acts and rule.is_in_force(day) else False
    if is_bound is False:
        return Verdict.FREE
    lacks = _lacks(rule.form, message)
    if lacks is False:
        return Verdict.HOLD if rule.is_uncertain else Verdict.FREE
    return Verdict.FORBID if lacks and is_bound else Verdict.HOLD


def _is_bound(rule: Rule, frame: pl.DataFrame, facts: Mapping[str, Fact], act: Act, day: date) -> bool | None:
    return frame.select(bound=rule_scope(rule, RuleContext(Vocabulary(facts, rule.terms), day, act)))["bound"][0]


def _lacks(form: Content, message: RenderedMessage) -> bool | None:
    """True: something is missing or forbidden. None: the rule has no wording in this language, so nobody can tell."""
    flat = _flatten(message.text)
    if any(re.search(pattern, message.text, re.IGNORECASE) for pattern in form.must_not):
        return True
    known = True
    for must in form.must:
        if must.notice is not None and (
            must.notice not in message.notices or _flatten(message.notices[must.notice]) not in flat
        ):
            return True
        if must.text is not None and must.language in (None, message.language) and _flatten(must.text) not in flat:
            return True
    languages = {must.language for must in form.must if must.text is not None}
    if languages and None not in languages and message.language not in languages:
        known = False
    return False if known else None


def _flatten(text: str) -> str:
    return " ".join(text.split()).casefold()


def _names(rule: Rule) -> tuple[str, ...]:
    return (*(("patient_state", "facility_state") if rule.is_state_rule else ()), *rule.fact_names)


def _one_row(
    rule: Rule, known: Mapping[str, object], facts: Mapping[str, Fact], *, act: Act, party: OrganizationKind
) -> pl.DataFrame:
    names = dict.fromkeys(("patient_state", "facility_state", *rule.fact_names))
    columns = {
        facts[name].column(act): pl.Series([known.get(name)], dtype=DTYPES[facts[name].type])
        for name in names
        if name != "organization_kind"
    }
    return pl.DataFrame({"account_id": [1], "organization_kind": [str(party)], **columns})


def _answer(rule: Rule, rulebook: Rulebook, verdict: Verdict, read: Mapping[str, object]) -> RuleAnswer:
    return RuleAnswer(
        rule=rule.id,
        topic=rule.topic,
        verdict=verdict,
        until=None,
        cite=say_cite(rule),
        says=rule.says,
        facts=read,
        sources={name: rulebook.facts[name].source for name in read},
        law_read=say_law_read(rule, rulebook),
        note=say_note(rule, rulebook, verdict, is_known=False)
        or ("The rule has no wording in this language." if verdict is Verdict.HOLD else None),
    )

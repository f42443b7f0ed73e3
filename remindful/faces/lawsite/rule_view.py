"""One rule as a page shows it: everything in words, nothing left to compute."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from remindful.core.law.rule import Case, Citation, Content, ForbidWhen, Limit, Require, Rule, Rulebook, Term, Wait
from remindful.core.words.facts import Fact
from remindful.core.words.kinds import Verdict
from remindful.faces.lawsite import wording
from remindful.faces.lawsite.wording import Badge


@dataclass(frozen=True, slots=True)
class Link:
    """A link inside the site."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class ConditionView:
    """One part of a condition: a label, then code as written (or plain words). notes: more of it, one a line."""

    label: str
    code: str = ""
    words: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordView:
    """A name in a condition, and what it means."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class TermValueView:
    """A number from one day to another. until: the first day of the next one. is_now: in force on the site's day."""

    since: str
    until: str
    amount: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class TermView:
    """A dated number, oldest first."""

    name: str
    unit: str
    values: tuple[TermValueView, ...]


@dataclass(frozen=True, slots=True)
class CitationView:
    """Where the law stands and how it was read."""

    cite: str
    badge: Badge
    read_label: str
    read_on: str
    reader: str
    source: str
    says: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """An example. given: facts, one a line."""

    says: str
    day: str
    who: str
    given: tuple[str, ...]
    want: Badge
    until: str


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule in words."""

    id: str
    says: str
    badge: Badge
    power: str
    out_of_force: str
    acts: str
    parties: str
    where: str
    in_force: str
    conditions: tuple[ConditionView, ...]
    words: tuple[WordView, ...]
    terms: tuple[TermView, ...]
    citations: tuple[CitationView, ...]
    overrides: tuple[Link, ...]
    overridden_by: tuple[Link, ...]
    cases: tuple[CaseView, ...]
    case_counts: str
    file: str


def page_of(jurisdiction: str) -> str:
    """The file name of a jurisdiction's page."""
    return f"{jurisdiction}.html"


def link_rule(rule: Rule) -> Link:
    """The place of a rule in the site."""
    return Link(rule.id, f"{page_of(rule.jurisdiction)}#{rule.id}")


def view_rule(rule: Rule, rulebook: Rulebook, *, on: date) -> RuleView:
    """A rule in words. on: the day for which `now` is told."""
    return RuleView(
        id=rule.id,
        says=rule.says,
        badge=wording.READ_BADGES["uncertain" if rule.is_uncertain else rule.best_read],
        power=wording.say_power(rule, rulebook),
        out_of_force=_say_out_of_force(rule, on),
        acts=wording.say_acts(rule.acts),
        parties=wording.say_parties(rule.parties),
        where=wording.say_where(rule.where, rule.jurisdiction),
        in_force=wording.say_in_force(rule),
        conditions=tuple(_view_conditions(rule)),
        words=tuple(WordView(name, rulebook.facts[name].meaning) for name in rule.fact_names),
        terms=tuple(_view_term(term, on=on) for term in rule.terms.values()),
        citations=tuple(_view_citation(citation) for citation in rule.law),
        overrides=tuple(link_rule(rulebook.rules[name]) for name in rule.overrides),
        overridden_by=tuple(link_rule(other) for other in rulebook.rules.values() if rule.id in other.overrides),
        cases=tuple(_view_case(case, rule, rulebook.facts) for case in rule.cases),
        case_counts=_count_cases(rule.cases),
        file=rule.at.file,
    )


def _say_out_of_force(rule: Rule, on: date) -> str:
    if rule.is_in_force(on):
        return ""
    return "Not in force yet" if rule.starts_on is not None and on < rule.starts_on else "No longer in force"


def _view_conditions(rule: Rule) -> list[ConditionView]:
    parts = [_view_form(rule)]
    if rule.when is not None:
        parts.insert(0, ConditionView("Asked only when", code=rule.when.text))
    if rule.unless is not None:
        parts.append(ConditionView("Except when", code=rule.unless.text))
    if rule.until is not None:
        parts.append(ConditionView("Lets go on", code=rule.until.text))
    return parts


def _view_form(rule: Rule) -> ConditionView:
    match rule.form:
        case Wait(lifts_on):
            return ConditionView("Forbidden before", code=lifts_on.text)
        case Limit(dates, most, days):
            return ConditionView("Forbidden while there are", code=f"{most} or more of {dates} within {days}")
        case Require(formula):
            return ConditionView("Forbidden unless", code=formula.text)
        case ForbidWhen(formula):
            if formula.text == "True":
                return ConditionView("Forbidden", words="always, where the rule applies")
            return ConditionView("Forbidden when", code=formula.text)
        case Content():
            return _view_content(rule.form)
        case _:
            assert_never(rule.form)


def _view_content(content: Content) -> ConditionView:
    notes = [
        f"must carry the notice “{wording.say_name(item.notice)}”"
        if item.notice is not None
        else f"must say “{item.text}”" + (f" (language: {item.language})" if item.language else "")
        for item in content.must
    ]
    notes += [f"must not match the pattern {pattern}" for pattern in content.must_not]
    return ConditionView("What the message must hold", words="The message", notes=tuple(notes))


def _view_term(term: Term, *, on: date) -> TermView:
    ends = [since for since, _ in term.values[1:]]
    values = [
        TermValueView(
            since=wording.say_day(since),
            until=wording.say_day(end) if end else "",
            amount=wording.say_amount(value, term.unit),
            is_now=since <= on and (end is None or on < end),
        )
        for (since, value), end in zip(term.values, [*ends, None], strict=True)
    ]
    return TermView(term.name, wording.say_unit(term.unit), tuple(values))


def _view_citation(citation: Citation) -> CitationView:
    return CitationView(
        cite=citation.cite,
        badge=wording.READ_BADGES[citation.read],
        read_label="Written down" if citation.read == "knowledge" else "Read",
        read_on=wording.say_day(citation.read_on),
        reader=citation.reader or "",
        source=citation.source or "",
        says=citation.says or "",
    )


def _view_case(case: Case, rule: Rule, facts: Mapping[str, Fact]) -> CaseView:
    home = rule.jurisdiction.upper() if rule.is_state_rule else None
    given = [
        f"{wording.say_name(name)}: {wording.say_value(value, facts[name].unit)}"
        for name, value in case.facts.items()
        if name not in {"patient_state", "facility_state"} or value != home
    ]
    if case.message is not None:
        given.append(f"message: “{case.message}”" + (f" ({case.language})" if case.language != "en" else ""))
    given += [f"carries the notice {wording.say_name(notice)}" for notice in case.notices]
    return CaseView(
        says=case.says,
        day=wording.say_day(case.day),
        who=f"{wording.ACT_NAMES[case.act]}; {wording.PARTY_NAMES[case.party]}",
        given=tuple(given),
        want=wording.VERDICT_BADGES[case.want],
        until=wording.say_day(case.until) if case.until else "",
    )


def _count_cases(cases: tuple[Case, ...]) -> str:
    wanted = [case.want for case in cases]
    counts = wording.say_list([f"{wanted.count(one)} {one}" for one in Verdict if one in wanted])
    return f"{len(cases)} case{'s' if len(cases) != 1 else ''}: {counts}"

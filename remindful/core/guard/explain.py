"""Why one account may not be reached by one act: every rule that holds or forbids, what it read, and until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from remindful.core.guard.answer import RuleAnswer, say_law_read, say_note
from remindful.core.guard.judge import Verdicts, fit_facts
from remindful.core.guard.plan import RuleColumn, plan_rules, read_where
from remindful.core.law.rule import Rule, Rulebook, say_cite
from remindful.core.words.kinds import Act, OrganizationKind, Verdict


@dataclass(frozen=True, slots=True)
class Explanation:
    """The verdict of one act for one account on a day, and the answers behind it: forbidding first, then holding.

    coverage: of each known state of the account, `modelled` where a rule of its own binds the act, else `federal_only`.
    """

    account_id: int
    act: Act
    day: date
    verdict: Verdict
    until: date | None
    rules: Sequence[RuleAnswer]
    version: str
    coverage: Mapping[str, str] = field(default_factory=dict)


def explain(
    verdicts: Verdicts,
    facts: pl.DataFrame | pl.LazyFrame,
    account_id: int,
    act: Act,
    rulebook: Rulebook,
    *,
    with_free: bool = False,
) -> Explanation:
    """Read the rule columns of one account and say what each answered, with the facts that it read.

    facts: the frame that was judged. with_free: also the rules that bind the act and free it.
    KeyError: the account or the act was not judged. ValueError: the verdicts are of another version of the rulebook.
    """
    if verdicts.version != rulebook.version:
        raise ValueError(f"verdicts of rulebook {verdicts.version} cannot be explained by {rulebook.version}")
    if act not in verdicts.acts:
        raise KeyError(f"{act} was not judged")
    judged = verdicts.frame.filter(pl.col("account_id") == account_id)
    if judged.is_empty():
        raise KeyError(f"account {account_id} was not judged")
    known = fit_facts(facts.lazy().filter(pl.col("account_id") == account_id), rulebook, verdicts.acts)
    columns = plan_rules(rulebook, verdicts.day, verdicts.acts).of_act(act)
    untils = {column.name: column.until for column in columns if column.until is not None}
    days = known.select(expr.alias(name) for name, expr in untils.items()).row(0, named=True) if untils else {}
    row, facts_row = judged.row(0, named=True), known.row(0, named=True)
    answers: list[RuleAnswer] = []
    for column in columns:
        forbids: bool | None = row[column.name]
        if forbids is not False or with_free:
            answers += _answers(column, act, rulebook, facts_row, forbids=forbids, until=days.get(column.name))
    order = (Verdict.FORBID, Verdict.HOLD, Verdict.FREE)
    answers.sort(key=lambda answer: order.index(answer.verdict))
    verdict, until = Verdict(row[f"verdict_{act}"]), row[f"until_{act}"]
    states = [state for name in ("patient_state", "facility_state") if isinstance(state := facts_row.get(name), str)]
    coverage = {state: _say_coverage(state, act, rulebook) for state in dict.fromkeys(states)}
    return Explanation(account_id, act, verdicts.day, verdict, until, tuple(answers), rulebook.version, coverage)


def _say_coverage(state: str, act: Act, rulebook: Rulebook) -> str:
    has_rules = any(rule.jurisdiction == state.lower() and act in rule.acts for rule in rulebook.rules.values())
    return "modelled" if has_rules else "federal_only"


def _answers(
    column: RuleColumn,
    act: Act,
    rulebook: Rulebook,
    row: dict[str, object],
    *,
    forbids: bool | None,
    until: date | None,
) -> list[RuleAnswer]:
    verdict = Verdict.HOLD if forbids is None else Verdict.FORBID if forbids else Verdict.FREE
    rule = rulebook.rules.get(column.rule)
    if rule is None:
        return _coverage_answers(column.rule.removeprefix("coverage."), act, rulebook, row, verdict)
    names = _read_names(rule)
    facts = {name: row.get(rulebook.facts[name].column(act)) for name in names}
    is_known = all(value is not None for value in facts.values())
    answer = RuleAnswer(
        rule=rule.id,
        topic=rule.topic,
        verdict=verdict,
        until=None if verdict is Verdict.FREE else until,
        cite=say_cite(rule),
        says=rule.says,
        facts=facts,
        sources={name: rulebook.facts[name].source for name in names},
        law_read=say_law_read(rule, rulebook),
        note=say_note(rule, rulebook, verdict, is_known=is_known),
    )
    return [answer]


def _read_names(rule: Rule) -> tuple[str, ...]:
    match rule.where:
        case "either":
            states = ("patient_state", "facility_state")
        case "patient":
            states = ("patient_state",)
        case "facility":
            states = ("facility_state",)
        case None:
            states = ()
    return (*states, *rule.fact_names)


def _coverage_answers(
    topic: str, act: Act, rulebook: Rulebook, row: dict[str, object], verdict: Verdict
) -> list[RuleAnswer]:
    """One answer a jurisdiction of the account whose law on the topic was not read."""
    party = OrganizationKind(str(row["organization_kind"]))
    read = read_where(rulebook, topic, act, party)
    facts = {name: row.get(name) for name in ("patient_state", "facility_state")}
    jurisdictions = dict.fromkeys(["us", *(None if state is None else str(state).lower() for state in facts.values())])
    unread = [jurisdiction for jurisdiction in jurisdictions if jurisdiction is None or jurisdiction not in read]
    if verdict is Verdict.FREE:
        unread = ["us"]
    return [_coverage_answer(topic, jurisdiction, rulebook, facts, verdict) for jurisdiction in unread]


def _coverage_answer(
    topic: str, jurisdiction: str | None, rulebook: Rulebook, facts: dict[str, object], verdict: Verdict
) -> RuleAnswer:
    lines = [line for line in rulebook.coverage if line.topic == topic and line.jurisdiction == jurisdiction]
    reads = [f"{line.status} {line.read_on or ''} {line.reader or ''}".strip() for line in lines]
    asks = rulebook.topics[topic].asks
    text = (
        f"The law of {(jurisdiction or 'a state that is not known').upper()} on this question was not reviewed: {asks}"
    )
    if jurisdiction is None:
        text = f"A state of the account is not known, so the law that applies is not known: {asks}"
    if verdict is Verdict.FREE:
        text = f"The law on this question was reviewed: {asks}"
    return RuleAnswer(
        rule=f"coverage.{jurisdiction or 'unknown'}.{topic}",
        topic=topic,
        verdict=verdict,
        until=None,
        cite="coverage.yaml",
        says=text,
        facts=facts,
        sources={name: rulebook.facts[name].source for name in facts},
        law_read="; ".join(reads) or "is not listed",
        note=None
        if verdict is Verdict.FREE or jurisdiction is None
        else "The account is on hold until this law has been reviewed.",
    )

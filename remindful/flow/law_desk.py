"""Looking at the rulebook: lists, checks and coverage, with the office's own house rules."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import polars as pl

from remindful.core.guard import check as checking
from remindful.core.guard.answer import say_cite
from remindful.core.law.rule import Rule
from remindful.core.words.kinds import Act
from remindful.flow.home import Home
from remindful.flow.tonight import RULEBOOK, read_rulebook


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in a list."""

    rule: str
    jurisdiction: str
    topic: str
    acts: str
    parties: str
    says: str
    cite: str
    read: str
    in_force: str


def list_rules(*, home: Home, state: str | None, act: Act | None, on: date | None) -> list[RuleRow]:
    """Rules that fit, by id. `state`: federal, programs, house, and this state's."""
    rules = read_rulebook(home).rules.values()
    fitting = [
        rule
        for rule in rules
        if (state is None or rule.jurisdiction in {"us", "program", "house", state.lower()})
        and (act is None or act in rule.acts)
        and (on is None or _is_in_force(rule, on))
    ]
    return [_row(rule) for rule in sorted(fitting, key=lambda rule: rule.id)]


def _is_in_force(rule: Rule, day: date) -> bool:
    return (rule.starts_on is None or rule.starts_on <= day) and (rule.ends_on is None or day < rule.ends_on)


def _row(rule: Rule) -> RuleRow:
    return RuleRow(
        rule=rule.id,
        jurisdiction=rule.jurisdiction,
        topic=rule.topic,
        acts="any" if len(rule.acts) == len(Act) else ", ".join(rule.acts),
        parties=", ".join(rule.parties),
        says=rule.says,
        cite=say_cite(rule),
        read=", ".join(sorted({citation.read for citation in rule.law})),
        in_force=f"from {rule.starts_on or 'ever'}" + (f" to {rule.ends_on}" if rule.ends_on else ""),
    )


def summarize(*, home: Home) -> dict[str, int]:
    """How many rules, cases and citations there are, and how the citations were read."""
    rules = read_rulebook(home).rules.values()
    reads = Counter(citation.read for rule in rules for citation in rule.law)
    return {
        "rules": len(rules),
        "cases": sum(len(rule.cases) for rule in rules),
        "citations": sum(reads.values()),
    } | {f"citations read: {read}": number for read, number in sorted(reads.items())}


def check(*, home: Home) -> checking.RulebookCheck:
    """Everything that is wrong with the rulebook and the house's own part of it."""
    own = home.house
    return checking.check_rulebook(RULEBOOK, house=own if any(own.glob("*.yaml")) else None)


def coverage(*, home: Home, state: str | None, today: date) -> pl.DataFrame:
    """What was read of each topic: jurisdiction, topic, status, read_on, reader, note. What stands nowhere is unread."""
    return checking.coverage_table(read_rulebook(home), state=state, today=today)

"""A rulebook checked whole: its faults, its cases, every rule compiled on every day on which any law changes."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from remindful.core.facts.facts import FACTS
from remindful.core.guard.cases import run_cases
from remindful.core.guard.judge import fit_facts
from remindful.core.guard.listing import coverage_table, list_rules
from remindful.core.guard.mutate import find_survivors
from remindful.core.guard.plan import plan_rules
from remindful.core.law import load
from remindful.core.law.rule import Rulebook
from remindful.core.words.findings import At, Finding
from remindful.core.words.kinds import Act

__all__ = [
    "RulebookCheck",
    "change_days",
    "check_rulebook",
    "compile_on",
    "coverage_table",
    "list_rules",
    "load_rulebook",
]


#: So far ahead a rulebook is compiled: a plan that is agreed today may run so long.
AHEAD_DAYS = 400


@dataclass(frozen=True, slots=True)
class RulebookCheck:
    """What a check found, and how much it looked at. No findings: the rulebook is sound."""

    version: str
    findings: tuple[Finding, ...]
    rules: int
    cases_run: int
    days_compiled: int
    coverage_lines: int
    mutants: int = 0
    survivors: tuple[Finding, ...] = ()


def load_rulebook(path: Path, *, house: Path | None = None) -> Rulebook:
    """The rulebook of a folder over THE table of facts. Raises RulebookError with all faults. Cases are not run.

    Every rule is compiled and collected once, as its numbers stand after the last change.
    """
    rulebook = load.load_rulebook(path, facts=FACTS, house=house)
    if findings := compile_on(rulebook, change_days(rulebook)[-1:]):
        raise load.RulebookError(findings)
    return rulebook


def check_rulebook(
    path: Path, *, house: Path | None = None, with_mutants: bool = False, today: date | None = None
) -> RulebookCheck:
    """Everything that is wrong with a rulebook folder: files, rules, coverage, cases, and rules that do not compile.

    with_mutants: also change each sound rule a little, again and again, and list the changes that no case notices.
    today: compiled too, with the day AHEAD_DAYS later.
    """
    rulebook, findings = load.read_rulebook(path, facts=FACTS, house=house)
    results = run_cases(rulebook.rules.values(), FACTS)
    findings += [result.finding() for result in results if not result.passes]
    days = change_days(rulebook) + ([today, today + timedelta(days=AHEAD_DAYS)] if today else [])
    findings += compile_on(rulebook, days)
    failing = {result.rule.id for result in results if not result.passes}
    sound = [rule for rule in rulebook.rules.values() if rule.id not in failing]
    survivors, mutants = find_survivors(sound, FACTS) if with_mutants else ([], 0)
    return RulebookCheck(
        version=rulebook.version,
        findings=tuple(findings),
        rules=len(rulebook.rules),
        cases_run=len(results),
        days_compiled=len(days),
        coverage_lines=len(rulebook.coverage),
        mutants=mutants,
        survivors=tuple(mutant.finding() for mutant in survivors),
    )


def change_days(rulebook: Rulebook) -> list[date]:
    """Every day on which a rule begins, ends or changes a number, and the day before each."""
    days: set[date] = set()
    for rule in rulebook.rules.values():
        days |= {day for day in (rule.starts_on, rule.ends_on) if day is not None}
        days |= {since for term in rule.terms.values() for since, _ in term.values}
    return sorted(days | {day - timedelta(days=1) for day in days if day.toordinal() > 1})


def compile_on(rulebook: Rulebook, days: list[date]) -> list[Finding]:
    """Collect each rule on a frame of one account of which nothing is known: types and names must fit, on each day."""
    nobody = pl.DataFrame({"account_id": [1], "organization_kind": ["provider"]})
    facts = fit_facts(nobody, rulebook, tuple(Act))
    findings: list[Finding] = []
    for day in days:
        columns = plan_rules(rulebook, day, tuple(Act)).columns
        exprs = [column.forbids.alias(column.name) for column in columns]
        exprs += [column.until.alias(f"{column.name} until") for column in columns if column.until is not None]
        types = facts.select(exprs).schema
        for column in columns:
            until = types.get(f"{column.name} until", pl.Date())
            if types[column.name] != pl.Boolean or until != pl.Date:
                message = (
                    f"On {day} it yields {types[column.name]} until {until}, not true, false or not known until a day."
                )
                findings.append(
                    Finding("law.type", At(column.rule), message, "This is a fault of Remindful: please report it.")
                )
    return findings

"""Every shipped case says the same alone, with all others, and in any order."""

import random
from dataclasses import replace

from remindful.core.facts.facts import FACTS
from remindful.core.guard import load_rulebook
from remindful.core.guard.cases import run_cases
from remindful.flow.office.rule_files import RULEBOOK

RULES = list(load_rulebook(RULEBOOK).rules.values())


def said(results):
    return {(result.rule.id, result.case.at, result.case.says): (result.verdict, result.until) for result in results}


def test_cases_run_alone_together_and_shuffled_say_the_same():
    order = [replace(rule, cases=tuple(random.Random(3).sample(rule.cases, len(rule.cases)))) for rule in RULES]
    random.Random(4).shuffle(order)
    alone = [replace(rule, cases=(case,)) for rule in RULES for case in rule.cases]
    together = said(run_cases(RULES, FACTS))

    assert together == said(run_cases(order, FACTS)) == said(run_cases(alone, FACTS))
    assert sum(len(rule.cases) for rule in RULES) == len(together)

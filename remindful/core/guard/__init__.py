"""MAY WE? Facts and law give every act of every account a verdict, with the reason and the day on which it lifts."""

from remindful.core.guard.answer import RuleAnswer
from remindful.core.guard.by_law import find_forbidden_by_law
from remindful.core.guard.check import RulebookCheck, check_rulebook, load_rulebook
from remindful.core.guard.content import RenderedMessage, judge_content
from remindful.core.guard.explain import Explanation, explain
from remindful.core.guard.judge import Verdicts, judge
from remindful.core.guard.listing import coverage_table, list_rules
from remindful.core.guard.plan import plan_rules

__all__ = [
    "Explanation",
    "RenderedMessage",
    "RuleAnswer",
    "RulebookCheck",
    "Verdicts",
    "check_rulebook",
    "coverage_table",
    "explain",
    "find_forbidden_by_law",
    "judge",
    "judge_content",
    "list_rules",
    "load_rulebook",
    "plan_rules",
]

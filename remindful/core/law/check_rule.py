"""What can only be seen when all parts of a rule are read: gaps, dead terms, facts that an act cannot have."""

import ast
from collections.abc import Mapping

from remindful.core.law.fields import Fields
from remindful.core.law.rule import Content, ForbidWhen, Formula, Limit, Require, Rule, Wait
from remindful.core.words.facts import Fact, FactScope
from remindful.core.words.kinds import ACT_MEDIUM, Medium


def check_whole(rule: Rule, fields: Fields, facts: Mapping[str, Fact]) -> None:
    """Add a finding for each fault of the rule as a whole."""
    _check_terms(rule, fields)
    if rule.until is not None and isinstance(rule.form, Wait | Limit | Content):
        fields.fault("until", rule.until.at.line, "This form knows by itself when it lifts.", "Remove `until`.")
    reachless = [act for act in rule.acts if ACT_MEDIUM[act] is Medium.NONE]
    by_medium = [name for name in rule.fact_names if facts[name].scope is FactScope.MEDIUM]
    if by_medium and reachless:
        message = f"`{by_medium[0]}` is about a medium, but {', '.join(reachless[:3])} do not contact anyone."
        fields.fault("binds", rule.at.line, message, "Bind [contact], or name the acts.")


def formulas(rule: Rule) -> list[Formula]:
    """Every expression of a rule."""
    found = [rule.when, rule.unless, rule.until]
    match rule.form:
        case Wait(formula) | Require(formula) | ForbidWhen(formula):
            found.append(formula)
        case Limit() | Content():
            pass
    return [formula for formula in found if formula is not None]


def term_names(rule: Rule) -> set[str]:
    """The terms that a rule reads."""
    words = {node.id for formula in formulas(rule) for node in ast.walk(formula.tree) if isinstance(node, ast.Name)}
    if isinstance(rule.form, Limit):
        words |= {rule.form.most, rule.form.days}
    return words & rule.terms.keys()


def _check_terms(rule: Rule, fields: Fields) -> None:
    since = "always" if rule.starts_on is None else f"since {rule.starts_on}"
    for term in rule.terms.values():
        first = term.values[0][0]
        if rule.starts_on is None or first > rule.starts_on:
            message = f"The rule is in force {since}, but term `{term.name}` has no value before {first}."
            fields.fault("gap", rule.at.line, message, "Date the term from that day, or let the rule begin later.")
        if term.name not in term_names(rule):
            fields.fault("term", rule.at.line, f"Term `{term.name}` is used nowhere.", "Use it or remove it.")

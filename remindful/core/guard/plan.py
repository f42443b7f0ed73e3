"""A rulebook compiled for a day: one nullable boolean column a rule. True forbids, false frees, null holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce

import polars as pl

from remindful.core.law.formula import RuleContext, Vocabulary, fact_expr, move_day, to_expr
from remindful.core.law.rule import Content, ForbidWhen, Limit, Require, Rule, Rulebook, Wait
from remindful.core.words.facts import DTYPES, FactScope
from remindful.core.words.kinds import ACT_MEDIUM, Act, OrganizationKind

HELD = pl.lit(None, dtype=pl.Boolean)


@dataclass(frozen=True, slots=True, eq=False)
class RuleColumn:
    """One column: of a rule, or of a topic's coverage. until: the first day on which it lets go, if it tells."""

    name: str
    rule: str
    acts: tuple[Act, ...]
    forbids: pl.Expr
    until: pl.Expr | None
    state: str | None = None  # of a state's rule: it binds accounts of this state only


@dataclass(frozen=True, slots=True, eq=False)
class RulePlan:
    """All columns that a judgement of these acts on this day needs."""

    day: date
    acts: tuple[Act, ...]
    columns: tuple[RuleColumn, ...]

    def of_act(self, act: Act) -> list[RuleColumn]:
        """The columns that decide about an act, in the rulebook's order."""
        return [column for column in self.columns if act in column.acts]


@lru_cache(maxsize=64)
def plan_rules(rulebook: Rulebook, day: date, acts: tuple[Act, ...]) -> RulePlan:
    """Compile the rules in force on a day that bind any of the acts, and the coverage of their topics."""
    columns: list[RuleColumn] = []
    for rule in rulebook.rules.values():
        if rule.is_in_force(day) and not isinstance(rule.form, Content):
            columns += _rule_columns(rule, rulebook, day, acts)
    for topic in rulebook.topics:
        columns += _coverage_columns(topic, rulebook, acts)
    assert len(columns) == len({column.name for column in columns}), "two columns of one name"
    return RulePlan(day, acts, tuple(columns))


def _rule_columns(rule: Rule, rulebook: Rulebook, day: date, acts: tuple[Act, ...]) -> list[RuleColumn]:
    """One column where all acts ask the same; else one a medium or an act. Alike for any choice of `acts`."""
    groups: dict[object, list[Act]] = {}
    for act in rule.acts:
        groups.setdefault(_variant(rule, act, rulebook, day), []).append(act)
    names = [_name(rule, group[0], rulebook) for group in groups.values()]
    found: list[RuleColumn] = []
    for name, group in zip(names, groups.values(), strict=True):
        if chosen := tuple(act for act in group if act in acts):
            context = _context(rule, rulebook, day, group[0])
            unique = name if names.count(name) == 1 else f"{rule.id}@{group[0]}"
            state = rule.jurisdiction.upper() if rule.is_state_rule else None
            value, until = _value(rule, rulebook, context), until_expr(rule, context)
            found.append(RuleColumn(unique, rule.id, chosen, value, until, state))
    return found


def _variant(rule: Rule, act: Act, rulebook: Rulebook, day: date) -> tuple[object, ...]:
    """What sets one act's column of a rule apart from another's: the medium, the act, the exceptions that bind it."""
    scopes = {rulebook.facts[name].scope for name in rule.fact_names}
    return (
        ACT_MEDIUM[act] if FactScope.MEDIUM in scopes else None,
        act if FactScope.ACT in scopes else None,
        tuple((other.id, _variant(other, act, rulebook, day)) for other in _exceptions(rule, act, rulebook, day)),
    )


def _name(rule: Rule, act: Act, rulebook: Rulebook) -> str:
    scopes = {rulebook.facts[name].scope for name in rule.fact_names}
    if FactScope.ACT in scopes:
        return f"{rule.id}@{act}"
    return f"{rule.id}@{ACT_MEDIUM[act]}" if FactScope.MEDIUM in scopes else rule.id


def _exceptions(rule: Rule, act: Act, rulebook: Rulebook, day: date) -> list[Rule]:
    """The rules that override this one for an act. One that may not free frees through no exception either."""
    return [
        other
        for other in rulebook.rules.values()
        if rule.id in other.overrides and act in other.acts and other.is_in_force(day) and rulebook.frees(other)
    ]


def _context(rule: Rule, rulebook: Rulebook, day: date, act: Act) -> RuleContext:
    return RuleContext(Vocabulary(rulebook.facts, rule.terms), day, act)


def _value(rule: Rule, rulebook: Rulebook, context: RuleContext) -> pl.Expr:
    forbids = forbids_expr(rule, context)
    if not rulebook.frees(rule):
        forbids = forbids | HELD
    return _scope(rule, rulebook, context) & forbids


def _scope(rule: Rule, rulebook: Rulebook, context: RuleContext) -> pl.Expr:
    """Whether the rule binds the account: party, state, `when`, `unless`, and no exception that is certain."""
    exceptions = [
        _scope(other, rulebook, _context(other, rulebook, context.day, context.act)).fill_null(value=False)
        for other in _exceptions(rule, context.act, rulebook, context.day)
    ]
    return reduce(pl.Expr.__and__, [rule_scope(rule, context), *(~applies for applies in exceptions)])


def rule_scope(rule: Rule, context: RuleContext) -> pl.Expr:
    """Whether the rule binds the account, without exceptions by other rules."""
    conditions: list[pl.Expr] = []
    if len(rule.parties) < len(OrganizationKind):
        conditions.append(pl.col("organization_kind").is_in([str(party) for party in rule.parties]))
    home = pl.lit(rule.jurisdiction.upper())
    match rule.where:
        case "either":
            conditions.append((pl.col("patient_state") == home) | (pl.col("facility_state") == home))
        case "patient":
            conditions.append(pl.col("patient_state") == home)
        case "facility":
            conditions.append(pl.col("facility_state") == home)
        case None:
            pass
    if rule.when is not None:
        conditions.append(to_expr(rule.when.tree, context))
    if rule.unless is not None:
        conditions.append(~to_expr(rule.unless.tree, context))
    return reduce(pl.Expr.__and__, conditions) if conditions else pl.lit(value=True)


def forbids_expr(rule: Rule, context: RuleContext) -> pl.Expr:
    """What the rule's form says, without its scope."""
    match rule.form:
        case Wait(lifts_on):
            return pl.lit(context.day) < to_expr(lifts_on.tree, context)
        case Limit(dates, most) as form:
            count = context.words.terms[most].on(context.day)
            if count is None:
                return HELD
            few = fact_expr(dates, context).list.len() < count
            return pl.when(few).then(statement=False).otherwise(pl.lit(context.day) < _limit_lifts_on(form, context))
        case Require(formula):
            return ~to_expr(formula.tree, context)
        case ForbidWhen(formula):
            return to_expr(formula.tree, context)
        case Content():
            raise AssertionError("a content rule looks at messages, not at accounts")


def until_expr(rule: Rule, context: RuleContext) -> pl.Expr | None:
    """The first day on which the rule lets go, by its form or its `until`."""
    if isinstance(rule.form, Limit):
        return _limit_lifts_on(rule.form, context)
    return None if rule.lifts_on is None else to_expr(rule.lifts_on.tree, context)


def _limit_lifts_on(form: Limit, context: RuleContext) -> pl.Expr:
    count, days = (context.words.terms[name].on(context.day) for name in (form.most, form.days))
    if count is None or days is None:
        return pl.lit(None, dtype=pl.Date)
    return move_day(fact_expr(form.dates, context).list.get(count - 1, null_on_oob=True), days, "days")


def _coverage_columns(topic: str, rulebook: Rulebook, acts: tuple[Act, ...]) -> list[RuleColumn]:
    """Null where law on the topic was not read for the account's states or party; false elsewhere."""
    groups: dict[tuple[object, ...], list[Act]] = {}
    for act in rulebook.topics[topic].acts:
        groups.setdefault(tuple(read_where(rulebook, topic, act, party) for party in OrganizationKind), []).append(act)
    found: list[RuleColumn] = []
    for group in groups.values():
        if chosen := tuple(act for act in group if act in acts):
            name = f"coverage.{topic}" if len(groups) == 1 else f"coverage.{topic}@{group[0]}"
            found.append(RuleColumn(name, f"coverage.{topic}", chosen, _coverage_expr(rulebook, topic, group[0]), None))
    return found


def _coverage_expr(rulebook: Rulebook, topic: str, act: Act) -> pl.Expr:
    by_jurisdictions: dict[frozenset[str], list[str]] = {}
    for party in OrganizationKind:
        by_jurisdictions.setdefault(read_where(rulebook, topic, act, party), []).append(str(party))
    read: list[pl.Expr] = []
    for jurisdictions, parties in by_jurisdictions.items():
        if "us" in jurisdictions:
            states = sorted(jurisdiction.upper() for jurisdiction in jurisdictions)
            both = pl.col("patient_state").is_in(states) & pl.col("facility_state").is_in(states)
            read.append(both if len(by_jurisdictions) == 1 else pl.col("organization_kind").is_in(parties) & both)
    is_read = reduce(pl.Expr.__or__, read) if read else pl.lit(value=False)
    return pl.when(is_read).then(statement=False)


@lru_cache(maxsize=4096)
def read_where(rulebook: Rulebook, topic: str, act: Act, party: OrganizationKind) -> frozenset[str]:
    """The jurisdictions whose law on a topic was read for an act and a party. What stands nowhere was not."""
    status: dict[str, set[str]] = {}
    for line in rulebook.coverage:
        if line.topic == topic and act in line.acts and party in line.parties:
            status.setdefault(line.jurisdiction, set()).add(line.status)
    return frozenset(jurisdiction for jurisdiction, found in status.items() if "unread" not in found)


def needed_columns(rulebook: Rulebook, acts: Iterable[Act]) -> dict[str, pl.DataType]:
    """Every facts column that judging the acts may read, with its type."""
    found: dict[str, pl.DataType] = {}
    names = ("organization_kind", "patient_state", "facility_state")
    for rule in rulebook.rules.values():
        for act in acts:
            if act in rule.acts:
                for name in (*names, *rule.fact_names):
                    fact = rulebook.facts[name]
                    found[fact.column(act)] = DTYPES[fact.type]
    return found or {name: pl.String() for name in names}


def in_order(acts: Iterable[Act]) -> tuple[Act, ...]:
    """Acts without repeats, in the order of the closed list."""
    chosen: Sequence[Act] = list(acts)
    return tuple(act for act in Act if act in chosen)

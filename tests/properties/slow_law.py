"""A plain, slow evaluator of rules, one account at a time, written apart from the engine: no Polars, no columns."""

import ast
from datetime import date, timedelta

import holidays

from remindful.core.law.rule import Content, ForbidWhen, Limit, Require, Wait
from remindful.core.words.kinds import ACT_MEDIUM, Act, OrganizationKind

HOLIDAYS = set(holidays.country_holidays("US", years=range(2015, 2036)))


def both(one, other):
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def turned(value):
    return None if value is None else not value


def either(one, other):
    return turned(both(turned(one), turned(other)))


def move(day, count, unit):
    if day is None or count is None:
        return None
    if unit == "days":
        return day + timedelta(days=count)
    if unit == "business_days":
        while is_rest(day):
            day -= timedelta(days=1)
        while count:
            day += timedelta(days=1 if count > 0 else -1)
            if not is_rest(day):
                count -= 1 if count > 0 else -1
        return day
    months = day.month - 1 + (count if unit == "months" else 12 * count)
    year, month = day.year + months // 12, months % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def is_rest(day):
    return day.weekday() > 4 or day in HOLIDAYS


class SlowLaw:
    """Judges one account, given as a dict of fact columns."""

    def __init__(self, rulebook, day):
        self.rulebook, self.day = rulebook, day
        rules = [rule for rule in rulebook.rules.values() if not isinstance(rule.form, Content)]
        self.rules = {
            (act, kind): [rule for rule in rules if act in rule.acts and kind in rule.parties and rule.is_in_force(day)]
            for act in Act
            for kind in OrganizationKind
        }
        self.is_asked = {act: any(act in rule.acts for rule in rules) for act in Act}
        self.exceptions = {
            rule.id: [
                other for other in rulebook.rules.values() if rule.id in other.overrides and rulebook.frees(other)
            ]
            for rule in rules
        }
        self.freeing = {rule.id for rule in rules if rulebook.frees(rule)}
        self.read_topics = {}
        self.lines = {}
        for line in rulebook.coverage:
            self.lines.setdefault((line.jurisdiction.upper(), line.topic), []).append(line)

    def judge(self, row, act):
        """free | hold | forbid, until, and what each rule or topic that stops it says (true forbids, null holds)."""
        stops, untils, asked = {}, [], self.is_asked[act]
        for rule in self.rules_near(row, act):
            value = self.value(rule, row, act)
            if value is not False:
                stops[rule.id] = value
                untils.append(self.until(rule, row, act))
        for topic in self.rulebook.topics.values():
            if act in topic.acts:
                asked = True
                kind, places = row["organization_kind"], ("US", row["patient_state"], row["facility_state"])
                if not all(self.is_read(topic.topic, place, kind, act) for place in places):
                    stops[f"coverage.{topic.topic}"] = None
                    untils.append(None)
        verdict = "forbid" if True in stops.values() else "hold" if stops or not asked else "free"
        return verdict, (max(untils) if untils and None not in untils else None), stops

    def rules_near(self, row, act):
        """The rules in force that may bind: of a state rule it is enough to know that both states are others."""
        states = (row["patient_state"], row["facility_state"])
        rules = self.rules[act, row["organization_kind"]]
        if None in states:
            return rules
        here = {state.lower() for state in states}
        return [rule for rule in rules if rule.where is None or rule.jurisdiction in here]

    def value(self, rule, row, act):
        scope = self.scope(rule, row, act)
        if scope is False:
            return False
        message = self.message(rule, row, act)
        if rule.id not in self.freeing:
            message = either(message, None)
        return both(scope, message)

    def scope(self, rule, row, act):
        if act not in rule.acts or not rule.is_in_force(self.day) or row["organization_kind"] not in rule.parties:
            return False
        scope = True
        if rule.where is not None:
            here = {
                name: None if row[name] is None else row[name].lower() == rule.jurisdiction
                for name in ("patient_state", "facility_state")
            }
            scope = {
                "patient": here["patient_state"],
                "facility": here["facility_state"],
                "either": either(here["patient_state"], here["facility_state"]),
            }[rule.where]
        if scope is False:
            return False
        if rule.when is not None:
            scope = both(scope, self.ask(rule.when.tree, rule, row, act))
        if rule.unless is not None:
            scope = both(scope, turned(self.ask(rule.unless.tree, rule, row, act)))
        for other in self.exceptions[rule.id]:
            if self.scope(other, row, act) is True:
                return False
        return scope

    def message(self, rule, row, act):
        form = rule.form
        if isinstance(form, Wait):
            until = self.until(rule, row, act)
            return None if until is None else self.day < until
        if isinstance(form, Limit):
            most, dates = rule.terms[form.most].on(self.day), row[self.column(form.dates, act)]
            if most is None or dates is None:
                return None
            if len(dates) < most:
                return False
            until = self.until(rule, row, act)
            return None if until is None else self.day < until
        if isinstance(form, Require):
            return turned(self.ask(form.formula.tree, rule, row, act))
        assert isinstance(form, ForbidWhen)
        return self.ask(form.formula.tree, rule, row, act)

    def until(self, rule, row, act):
        if isinstance(rule.form, Limit):
            most, days = (rule.terms[name].on(self.day) for name in (rule.form.most, rule.form.days))
            dates = row[self.column(rule.form.dates, act)]
            return None if None in (most, days, dates) or len(dates) < most else dates[most - 1] + timedelta(days=days)
        formula = rule.form.lifts_on if isinstance(rule.form, Wait) else rule.until
        return None if formula is None else self.ask(formula.tree, rule, row, act)

    def is_read(self, topic, place, kind, act):
        key = (topic, place, kind, act)
        if key not in self.read_topics:
            lines = self.lines.get((place, topic), [])
            lines = [line.status for line in lines if act in line.acts and kind in line.parties]
            self.read_topics[key] = bool(lines) and "unread" not in lines
        return self.read_topics[key]

    def column(self, name, act):
        scope = self.rulebook.facts[name].scope
        return {"account": name, "medium": f"{name}@{ACT_MEDIUM[act]}", "act": f"{name}@{act}"}[scope]

    def unit(self, node, rule):
        if isinstance(node, ast.Name) and node.id in rule.terms:
            return rule.terms[node.id].unit
        if isinstance(node, ast.BinOp):
            return self.unit(node.right, rule) or self.unit(node.left, rule)
        return "days"

    def ask(self, node, rule, row, act):  # noqa: C901, PLR0911
        def again(inner):
            return self.ask(inner, rule, row, act)

        match node:
            case ast.Constant():
                return node.value
            case ast.Name(id="day"):
                return self.day
            case ast.Name(id=name):
                return rule.terms[name].on(self.day) if name in rule.terms else row[self.column(name, act)]
            case ast.UnaryOp(op=ast.Not()):
                return turned(again(node.operand))
            case ast.UnaryOp():
                return -again(node.operand)
            case ast.BoolOp():
                found = again(node.values[0])
                for value in node.values[1:]:
                    found = (both if isinstance(node.op, ast.And) else either)(found, again(value))
                return found
            case ast.Compare():
                found, left = True, again(node.left)
                for op, right_node in zip(node.ops, node.comparators, strict=True):
                    right = (
                        [again(item) for item in right_node.elts] if hasattr(right_node, "elts") else again(right_node)
                    )
                    found = both(found, self.compare(op, left, right))
                    left = right
                return found
            case ast.BinOp():
                return self.add(node, again(node.left), again(node.right), rule)

    def compare(self, op, left, right):
        if left is None or right is None:
            return None
        return {
            ast.Lt: lambda: left < right,
            ast.LtE: lambda: left <= right,
            ast.Gt: lambda: left > right,
            ast.GtE: lambda: left >= right,
            ast.Eq: lambda: left == right,
            ast.NotEq: lambda: left != right,
            ast.In: lambda: left in right,
            ast.NotIn: lambda: left not in right,
        }[type(op)]()

    def add(self, node, left, right, rule):
        if left is None or right is None:
            return None
        sign = 1 if isinstance(node.op, ast.Add) else -1
        if isinstance(left, date) and isinstance(right, date):
            return (left - right).days
        if isinstance(left, date):
            return move(left, sign * right, self.unit(node.right, rule))
        return left + sign * right

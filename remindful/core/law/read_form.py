"""The form of a rule: wait, limit, require, forbid_when or content, with the expressions and terms in it."""

import re

from remindful.core.law.fields import Fields
from remindful.core.law.formula import STEPS, Vocabulary, did_you_mean, read_formula
from remindful.core.law.lined import Leaf, Lined, Table
from remindful.core.law.rule import Content, ForbidWhen, Form, Formula, Limit, Must, Require, Wait
from remindful.core.words.facts import FactType
from remindful.core.words.findings import Finding

FORMS = ("wait", "limit", "require", "forbid_when", "content")


def read_expression(node: Lined | None, want: FactType, fields: Fields, words: Vocabulary) -> Formula | None:
    """An expression that yields `want`; None where there is none, or where it is wrong (a finding says how)."""
    if node is None:
        return None
    if not isinstance(node, Leaf) or node.value is None:
        fields.fault(
            "predicate", node.line, "An expression is needed here.", "Quote it when it holds a colon or a brace."
        )
        return None
    found = read_formula(node, want, words=words, at=fields.at(node.line))
    if isinstance(found, Finding):
        fields.findings.append(found)
        return None
    return found


def read_form(table: Table, fields: Fields, words: Vocabulary) -> Form | None:
    """The one form of a rule."""
    named = [form for form in FORMS if form in table.items]
    if len(named) != 1:
        message = f"A rule has exactly one form; this one has {' and '.join(named) or 'none'}."
        fields.fault("form", table.line, message, f"Keep one of {', '.join(FORMS)}; make a second rule for the rest.")
        return None
    node = table.items[named[0]]
    match named[0]:
        case "wait":
            return _read_wait(node, fields, words)
        case "limit":
            return _read_limit(node, fields, words)
        case "content":
            return _read_content(node, fields)
        case form:
            formula = read_expression(node, FactType.BOOL, fields, words)
            if formula is None:
                return None
            return Require(formula) if form == "require" else ForbidWhen(formula)


def _read_wait(node: Lined, fields: Fields, words: Vocabulary) -> Wait | None:
    if (table := fields.table(node, node.line, "`wait`", ("from", "days", "business"))) is None:
        return None
    since, days = fields.text(table, "from", "`wait`"), fields.text(table, "days", "`wait`")
    if since is None or days is None or not _check_term(days, STEPS, table.items["days"].line, fields, words):
        return None
    if read_expression(table.items["from"], FactType.DATE, fields, words) is None:
        return None
    line = table.items["from"].line
    lifts_on = f"{since} + {days}"
    formula = read_expression(Leaf(line, lifts_on, lifts_on), FactType.DATE, fields, words)
    return None if formula is None else Wait(formula)


def _check_term(name: str, units: tuple[str, ...], line: int, fields: Fields, words: Vocabulary) -> bool:
    if name not in words.terms:
        message = f"`{name}` is no term of this rule."
        remedy = f"{did_you_mean(name, words.terms)} Put numbers under `terms`, with a unit and a date."
        fields.fault("term", line, message, remedy)
        return False
    if words.terms[name].unit not in units:
        message = f"Term `{name}` counts {words.terms[name].unit}."
        fields.fault("term", line, message, f"Here it must count {' or '.join(units)}.")
        return False
    return True


def _read_limit(node: Lined, fields: Fields, words: Vocabulary) -> Limit | None:
    if (table := fields.table(node, node.line, "`limit`", ("dates", "most", "days"))) is None:
        return None
    dates, most, days = (fields.text(table, word, "`limit`") for word in ("dates", "most", "days"))
    if dates is None or most is None or days is None:
        return None
    known = [name for name, fact in words.facts.items() if fact.type is FactType.DATES]
    if dates not in known:
        remedy = did_you_mean(dates, known)
        fields.fault("predicate", table.items["dates"].line, f"`{dates}` is no fact that lists days.", remedy)
        return None
    counts = _check_term(most, ("calls", "contacts", "count"), table.items["most"].line, fields, words)
    is_window = _check_term(days, ("days",), table.items["days"].line, fields, words)
    if counts and any(value is not None and value < 1 for _, value in words.terms[most].values):
        fields.fault("term", table.line, f"Term `{most}` is below 1.", "To forbid every one, use forbid_when.")
        return None
    return Limit(dates, most, days) if counts and is_window else None


def _read_content(node: Lined, fields: Fields) -> Content | None:
    if (table := fields.table(node, node.line, "`content`", ("must", "must_not"))) is None:
        return None
    must: list[Must] = []
    for row in fields.rows(table.get("must"), node.line, "`must`"):
        if (item := fields.table(row, row.line, "An item of `must`", ("notice", "text", "language"))) is None:
            continue
        notice, text, language = (
            fields.text(item, word, "it", needed=False) for word in ("notice", "text", "language")
        )
        if (notice is None) == (text is None):
            fields.fault("content", row.line, "It must be a notice or a text, and not both.", "Write {notice: NAME}.")
        must.append(Must(notice, text, language))
    must_not: list[str] = []
    for row in fields.rows(table.get("must_not"), node.line, "`must_not`"):
        item = fields.table(row, row.line, "An item of `must_not`", ("pattern",))
        pattern = fields.text(item, "pattern", "it") if item else None
        if pattern is None:
            continue
        try:
            re.compile(pattern)
        except re.error as error:
            fields.fault("content", row.line, f"{pattern!r} is no regular expression: {error}.", "Fix the pattern.")
        must_not.append(pattern)
    if not must and not must_not:
        fields.fault("content", node.line, "It asks nothing of a message.", "Add `must` or `must_not`.")
    return Content(tuple(must), tuple(must_not))

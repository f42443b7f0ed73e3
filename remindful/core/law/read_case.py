"""The cases of a rule: examples with known facts and the verdict that the rule alone must give."""

from collections.abc import Mapping
from datetime import date, datetime

from remindful.core.law.fields import Fields
from remindful.core.law.formula import did_you_mean
from remindful.core.law.lined import Leaf, Lined, Row, Table, plain
from remindful.core.law.rule import Case, Content, Rule
from remindful.core.words.facts import Fact, FactType
from remindful.core.words.kinds import Verdict

WORDS = ("case", "day", "act", "party", "facts", "want", "until", "message", "notices", "language")
STATES = ("patient_state", "facility_state")


def read_cases(
    node: Lined | None, line: int, rule: Rule, fields: Fields, facts: Mapping[str, Fact]
) -> tuple[Case, ...]:
    """The cases, each checked; and a finding where a rule shows too few."""
    cases: list[Case] = []
    for row in fields.rows(node, line, "`cases`"):
        table = fields.table(row, row.line, "A case", WORDS)
        if table is not None and (case := _read_case(table, rule, fields, facts)) is not None:
            cases.append(case)
    _check_enough(cases, rule, fields, line)
    return tuple(cases)


def _read_case(table: Table, rule: Rule, fields: Fields, facts: Mapping[str, Fact]) -> Case | None:
    says, day = fields.text(table, "case", "A case"), fields.day(table, "day", "A case")
    want = fields.one_of(table.get("want"), table.line, "`want` of a case", tuple(Verdict))
    acts = fields.acts(table.get("act"), "The act") if "act" in table.items else rule.acts
    parties = fields.parties(table.get("party"), "The party") if "party" in table.items else rule.parties
    until = fields.day(table, "until", "A case", needed=False)
    known = _read_facts(table.get("facts"), rule, fields, facts)
    is_content = isinstance(rule.form, Content)
    message = fields.text(table, "message", "A case", needed=is_content)
    if message is not None and not is_content:
        fields.fault("case", table.line, "Only a content rule looks at a message.", "Remove `message`.")
    if says is None or day is None or want is None or not acts or not parties:
        return None
    return Case(
        says=says, day=day, act=acts[0], party=parties[0], facts=known, want=Verdict(want), until=until,
        asks_until="until" in table.items, message=message, notices=tuple(_texts(table.get("notices"))),
        language=fields.text(table, "language", "A case", needed=False) or "en", at=fields.at(table.line),
    )  # fmt: skip


def _texts(node: Lined | None) -> list[str]:
    return [item.raw for item in node.items if isinstance(item, Leaf)] if isinstance(node, Row) else []


def _read_facts(node: Lined | None, rule: Rule, fields: Fields, facts: Mapping[str, Fact]) -> dict[str, object]:
    """The facts of a case by name. The states default to the rule's own where it is a state's."""
    home = rule.jurisdiction.upper() if rule.is_state_rule else None
    found: dict[str, object] = dict.fromkeys(STATES, home)
    if node is None:
        return found
    if not isinstance(node, Table):
        fields.fault("case", node.line, "`facts` must be a table.", "facts: {has_attorney: true}.")
        return found
    # After a broken predicate nobody knows what the rule reads.
    is_broken = any(finding.code == "law.predicate" for finding in fields.findings)
    read = {*rule.fact_names, *(STATES if rule.is_state_rule else ())}
    for name, item in node.items.items():
        if name not in facts:
            fields.fault("case", node.key_lines[name], f"`{name}` is no fact.", did_you_mean(str(name), list(facts)))
        elif name not in read and not is_broken:
            message = f"The rule does not read `{name}`, so the case does not test it."
            fields.fault("case", node.key_lines[name], message, "Remove it from the case, or let the rule read it.")
        else:
            found[str(name)] = _read_value(item, facts[str(name)], fields)
    return found


def _read_value(node: Lined, fact: Fact, fields: Fields) -> object:
    value = plain(node)
    if value is None:
        return None
    match fact.type:
        case FactType.BOOL:
            fits = isinstance(value, bool)
        case FactType.INT:
            fits = isinstance(value, int) and not isinstance(value, bool)
        case FactType.TEXT:
            value = node.raw if isinstance(node, Leaf) else value
            fits = isinstance(value, str) and (fact.values is None or value in fact.values)
        case FactType.DATE:
            fits = isinstance(value, date) and not isinstance(value, datetime)
        case FactType.DATES:
            items = value if isinstance(value, list) else [None]
            days = [day for day in items if isinstance(day, date) and not isinstance(day, datetime)]
            fits = items == sorted(days, reverse=True)
    if not fits:
        message = f"{value!r} is no value of `{fact.name}`, a {fact.type}{' of closed values' if fact.values else ''}."
        remedy = (
            "List days newest first." if fact.type is FactType.DATES else did_you_mean(str(value), fact.values or ())
        )
        fields.fault("case", node.line, message, remedy)
        return None
    return value


def _check_enough(cases: list[Case], rule: Rule, fields: Fields, line: int) -> None:
    """Each rule shows a free, a forbidden and a held case, as far as it can give them."""
    needed = {Verdict.FREE, Verdict.FORBID}
    if rule.fact_names or rule.is_state_rule or rule.is_uncertain:
        needed.add(Verdict.HOLD)
    for want in sorted(needed - {case.want for case in cases}):
        remedy = {
            Verdict.FREE: "Add one on the free side of a boundary, or out of scope (another party, act or day).",
            Verdict.FORBID: "Add one on the forbidden side of a boundary.",
            Verdict.HOLD: "Add one in which a fact is not known (a fact that is not given is not known).",
        }[want]
        fields.fault("cases", line, f"No case wants `{want}`.", remedy)
    names = [case.says for case in cases]
    for twice in sorted({name for name in names if names.count(name) > 1}):
        fields.fault("cases", line, f"Two cases are named {twice!r}.", "Describe what is different about each.")

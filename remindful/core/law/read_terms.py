"""Terms: the numbers of a law, each with its unit and the days from which its values count."""

from dataclasses import replace
from datetime import date

from remindful.core.law.fields import Fields
from remindful.core.law.lined import Lined, Table, plain
from remindful.core.law.rule import Term
from remindful.core.words.facts import UNITS


def read_terms(node: Lined | None, fields: Fields) -> dict[str, Term]:
    """The terms of a rule by name; a wrong one is left out and said."""
    if node is None:
        return {}
    if not isinstance(node, Table):
        fields.fault("shape", node.line, "`terms` must be a table.", "terms: {wait_days: {unit: days, 2021-11-30: 7}}.")
        return {}
    return {str(name): term for name, item in node.items.items() if (term := _read_term(str(name), item, fields))}


def _read_term(name: str, node: Lined, fields: Fields) -> Term | None:
    if not isinstance(node, Table):
        fields.fault("term", node.line, f"Term `{name}` must be a table.", f"{name}: {{unit: days, 2021-11-30: 7}}.")
        return None
    unit = fields.one_of(node.get("unit"), node.line, f"The unit of `{name}`", UNITS)
    values: list[tuple[date, int | None]] = []
    for since, item in node.items.items():
        value = plain(item)
        if since == "unit":
            continue
        if not isinstance(since, date):
            remedy = "List each value under the date from which it is law."
            fields.fault("term", node.key_lines[since], f"`{since}` of term `{name}` is no day.", remedy)
        elif isinstance(value, bool) or not (value is None or isinstance(value, int)):
            remedy = "Write a whole number, or null where the law is not modelled."
            fields.fault("term", item.line, f"Term `{name}` is {value!r} from {since}.", remedy)
        else:
            values.append((since, value))
    if not values:
        fields.fault(
            "term", node.line, f"Term `{name}` has no value on any day.", f"{name}: {{unit: days, 2021-11-30: 7}}."
        )
    return Term(name, unit, tuple(sorted(values))) if unit and values else None


def mark_business(wait: Table, terms: dict[str, Term], fields: Fields) -> dict[str, Term]:
    """`business: true` of a wait means that its term counts business days."""
    business, name = plain(wait.get("business")), str(plain(wait.get("days")))
    if business not in (None, True, False):
        fields.fault("shape", wait.line, f"`business` is {business!r}.", "Write true or false.")
    if business is True and name in terms:
        return {**terms, name: replace(terms[name], unit="business_days")}
    return terms

"""Predicates: a closed subset of Python over facts, terms and `day`. Parsed, type-checked, compiled.

Allowed: < <= > >= == != and or not in + -, names, whole numbers, texts, True and False, chained comparisons, and tuples
after `in`. Anything else is a fault that names file, line and word. See docs/how-to/write-a-rule.md.
"""

import ast
import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce

import holidays
import polars as pl

from remindful.core.law.lined import Leaf
from remindful.core.law.rule import Formula, Term
from remindful.core.words.facts import DTYPES, Fact, FactType
from remindful.core.words.findings import At, Finding
from remindful.core.words.kinds import Act

BOOL, INT, TEXT, DATE, DATES = FactType.BOOL, FactType.INT, FactType.TEXT, FactType.DATE, FactType.DATES
#: Units that a day can be moved by.
STEPS = ("days", "business_days", "months", "years")
ORDERS: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "__lt__",
    ast.LtE: "__le__",
    ast.Gt: "__gt__",
    ast.GtE: "__ge__",
    ast.Eq: "__eq__",
    ast.NotEq: "__ne__",
}
CLOSED = "Use facts, terms, day, whole numbers, texts, and: < <= > >= == != and or not in + -"


@lru_cache(maxsize=1)
def legal_holidays() -> list[date]:
    """Days of 5 USC 6103(a), and the days on which they are observed: neither counts, so a wait is never too short."""
    return sorted(holidays.country_holidays("US", years=range(2000, 2101)))


@dataclass(frozen=True, slots=True)
class ExpressionType:
    """What an expression yields. unit None: a bare number, which meets any unit."""

    type: FactType
    unit: str | None = None

    def __str__(self) -> str:
        return f"{self.type} of {self.unit}" if self.unit else str(self.type)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that a rule may use."""

    facts: Mapping[str, Fact]
    terms: Mapping[str, Term]


class FormulaError(Exception):
    """A word of a formula that cannot be. line: within the formula, from 1."""

    def __init__(self, node: ast.AST, message: str, remedy: str) -> None:
        super().__init__(message)
        self.line, self.message, self.remedy = getattr(node, "lineno", 1), message, remedy


def read_formula(leaf: Leaf, want: FactType, *, words: Vocabulary, at: At) -> Formula | Finding:
    """A formula that yields `want`, or what is wrong with it."""
    text = str(leaf.value) if isinstance(leaf.value, bool) else leaf.raw.strip()
    code = "law.predicate"
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError) as error:
        message = f"`{text}` is not an expression: {getattr(error, 'msg', error)}."
        return Finding(code, At(at.file, leaf.line, at.key), message, f"{CLOSED}.")
    try:
        kind = kind_of(tree, words)
    except FormulaError as fault:
        return Finding(code, At(at.file, leaf.line + fault.line - 1, at.key), fault.message, fault.remedy)
    if kind.type is not want:
        message = f"`{text}` yields a {kind}, but a {want} is needed here."
        return Finding(code, At(at.file, leaf.line, at.key), message, "Compare it, or name another fact.")
    names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in words.facts]
    return Formula(text, tree, want, tuple(dict.fromkeys(names)), At(at.file, leaf.line, at.key))


def did_you_mean(word: str, known: Mapping[str, object] | tuple[str, ...] | list[str]) -> str:
    """A sentence with the nearest known words, or all of them when they are few."""
    near = difflib.get_close_matches(word, list(known), n=3, cutoff=0.6)
    if near:
        return f"Did you mean {' or '.join(f'`{one}`' for one in near)}?"
    return f"Known: {', '.join(known)}." if len(known) <= 12 else "It is not one of the known words."


def kind_of(node: ast.expr, words: Vocabulary) -> ExpressionType:  # noqa: PLR0911
    """The type and unit of an expression. Raises FormulaError at the first word that is not allowed."""
    if isinstance(node, ast.BoolOp | ast.Compare) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)):
        _check_condition(node, words)
        return ExpressionType(BOOL)
    match node:
        case ast.Constant(value=bool()):
            return ExpressionType(BOOL)
        case ast.Constant(value=int()):
            return ExpressionType(INT)
        case ast.Constant(value=str()):
            return ExpressionType(TEXT)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int())):
            return ExpressionType(INT)
        case ast.Name(id=name):
            return _kind_of_name(node, name, words)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            return _kind_of_sum(node, left, op, right, words)
        case _:
            raise FormulaError(node, f"`{ast.unparse(node)}` is not allowed in a rule.", f"{CLOSED}.")


def _check_condition(node: ast.BoolOp | ast.Compare | ast.UnaryOp, words: Vocabulary) -> None:
    match node:
        case ast.UnaryOp(operand=operand):
            _need(operand, BOOL, words, "`not`")
        case ast.BoolOp(op=op, values=values):
            for value in values:
                _need(value, BOOL, words, "`and`" if isinstance(op, ast.And) else "`or`")
        case ast.Compare(left=left, ops=ops, comparators=rights):
            for one, op, other in zip([left, *rights], ops, rights, strict=False):
                _check_comparison(one, op, other, words)


def _kind_of_name(node: ast.AST, name: str, words: Vocabulary) -> ExpressionType:
    if name == "day":
        return ExpressionType(DATE)
    if name in words.terms:
        return ExpressionType(INT, words.terms[name].unit)
    if name in words.facts:
        fact = words.facts[name]
        return ExpressionType(fact.type, fact.unit)
    hint = did_you_mean(name, [*words.facts, *words.terms, "day", "True", "False"])
    raise FormulaError(node, f"`{name}` is neither a fact nor a term of this rule.", hint)


def _need(node: ast.expr, want: FactType, words: Vocabulary, by: str) -> None:
    kind = kind_of(node, words)
    if kind.type is not want:
        raise FormulaError(
            node, f"{by} needs a {want}, but `{ast.unparse(node)}` is a {kind}.", "Compare it with something first."
        )


def _check_comparison(left: ast.expr, op: ast.cmpop, right: ast.expr, words: Vocabulary) -> None:
    if isinstance(op, ast.In | ast.NotIn):
        if not isinstance(right, ast.Tuple | ast.List) or not right.elts:
            remedy = 'Write a tuple of literals: state in ("CA", "NY").'
            raise FormulaError(right, f"`{ast.unparse(right)}` is not a list of values.", remedy)
        for item in right.elts:
            if not isinstance(item, ast.Constant):
                raise FormulaError(item, f"`{ast.unparse(item)}` is not a literal.", "Only literals may follow `in`.")
            _check_pair(left, item, words)
        return
    if type(op) not in ORDERS:
        raise FormulaError(left, f"`{ast.unparse(left)} is ...` is not allowed in a rule.", f"{CLOSED}.")
    kind = _check_pair(left, right, words)
    if kind.type is BOOL:
        raise FormulaError(
            left, f"`{ast.unparse(left)}` is a bool and needs no comparison.", "Write it alone, or with `not`."
        )
    if kind.type is DATES:
        raise FormulaError(left, f"`{ast.unparse(left)}` is a list of days.", "Use the `limit` form for it.")
    if kind.type is TEXT and not isinstance(op, ast.Eq | ast.NotEq):
        raise FormulaError(left, f"`{ast.unparse(left)}` is a text and has no order.", "Use ==, != or in.")


def _check_pair(left: ast.expr, right: ast.expr, words: Vocabulary) -> ExpressionType:
    one, other = kind_of(left, words), kind_of(right, words)
    if one.type is not other.type:
        message = f"`{ast.unparse(left)}` is a {one}, `{ast.unparse(right)}` a {other}: they cannot be compared."
        raise FormulaError(right, message, "Compare like with like.")
    if one.unit and other.unit and one.unit != other.unit:
        message = f"`{ast.unparse(left)}` counts {one.unit}, `{ast.unparse(right)}` counts {other.unit}."
        raise FormulaError(right, message, "Give the term the unit of the fact.")
    for name, literal in ((left, right), (right, left)):
        _check_literal(name, literal, words)
    return one


def _check_literal(name: ast.expr, literal: ast.expr, words: Vocabulary) -> None:
    if not (isinstance(name, ast.Name) and isinstance(literal, ast.Constant) and name.id in words.facts):
        return
    values = words.facts[name.id].values
    if values is not None and literal.value not in values:
        message = f"{literal.value!r} is no value of `{name.id}`, so the comparison would always be false."
        raise FormulaError(literal, message, did_you_mean(str(literal.value), values))


def _kind_of_sum(
    node: ast.expr, left: ast.expr, op: ast.operator, right: ast.expr, words: Vocabulary
) -> ExpressionType:
    one, other = kind_of(left, words), kind_of(right, words)
    if one.type is DATE and other.type is DATE and isinstance(op, ast.Sub):
        return ExpressionType(INT, "days")
    if one.type is DATE and other.type is INT:
        if other.unit not in STEPS:
            message = (
                f"`{ast.unparse(right)}` counts {other.unit or 'nothing in particular'}, so no day can be moved by it."
            )
            raise FormulaError(right, message, f"Use a term whose unit is one of {', '.join(STEPS)}.")
        if other.unit != "days" and not (isinstance(right, ast.Name) and right.id in words.terms):
            raise FormulaError(right, f"`{ast.unparse(right)}` is no term.", "Move a day by one term at a time.")
        return ExpressionType(DATE)
    if one.type is INT and other.type is INT:
        if one.unit and other.unit and one.unit != other.unit:
            message = f"`{ast.unparse(left)}` counts {one.unit}, `{ast.unparse(right)}` counts {other.unit}."
            raise FormulaError(right, message, "Add like to like.")
        return ExpressionType(INT, one.unit or other.unit)
    message = f"`{ast.unparse(node)}`: a {one} and a {other} do not add up."
    raise FormulaError(node, message, "A day comes first: a_day + a_term.")


@dataclass(frozen=True, slots=True)
class RuleContext:
    """Where a formula is compiled for: a day, an act, and the terms as they stand on that day."""

    words: Vocabulary
    day: date
    act: Act

    def term_expr(self, name: str) -> pl.Expr:
        """A term's value on the day; null where it is not modelled."""
        return pl.lit(self.words.terms[name].on(self.day), dtype=DTYPES[INT])


def to_expr(node: ast.expr, context: RuleContext) -> pl.Expr:  # noqa: PLR0911
    """The column expression of a checked formula. Kleene logic: null is not known."""
    match node:
        case ast.Constant(value=value):
            return pl.lit(value, dtype=DTYPES[INT]) if type(value) is int else pl.lit(value)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)):
            return pl.lit(-value, dtype=DTYPES[INT])
        case ast.Name(id="day"):
            return pl.lit(context.day)
        case ast.Name(id=name):
            return context.term_expr(name) if name in context.words.terms else fact_expr(name, context)
        case ast.UnaryOp(operand=operand):
            return ~to_expr(operand, context)
        case ast.BoolOp(op=op, values=values):
            both = pl.Expr.__and__ if isinstance(op, ast.And) else pl.Expr.__or__
            return reduce(both, [to_expr(value, context) for value in values])
        case ast.Compare(left=left, ops=ops, comparators=rights):
            pairs = zip([left, *rights], ops, rights, strict=False)
            return reduce(pl.Expr.__and__, [_comparison_expr(one, op, other, context) for one, op, other in pairs])
        case ast.BinOp(left=left, op=op, right=right):
            return _sum_expr(left, op, right, context)
        case _:
            raise AssertionError(f"not checked: {ast.dump(node)}")


def fact_expr(name: str, context: RuleContext) -> pl.Expr:
    """The column of a fact, for the place's act."""
    return pl.col(context.words.facts[name].column(context.act))


def _comparison_expr(left: ast.expr, op: ast.cmpop, right: ast.expr, context: RuleContext) -> pl.Expr:
    one = to_expr(left, context)
    if isinstance(op, ast.In | ast.NotIn):
        assert isinstance(right, ast.Tuple | ast.List)
        found = one.is_in([item.value for item in right.elts if isinstance(item, ast.Constant)])
        return found if isinstance(op, ast.In) else ~found
    return getattr(one, ORDERS[type(op)])(to_expr(right, context))


def _sum_expr(left: ast.expr, op: ast.operator, right: ast.expr, context: RuleContext) -> pl.Expr:
    one, other = kind_of(left, context.words), kind_of(right, context.words)
    left_expr, sign = to_expr(left, context), 1 if isinstance(op, ast.Add) else -1
    if one.type is DATE and other.type is DATE:
        return (left_expr - to_expr(right, context)).dt.total_days()
    if one.type is DATE and other.unit != "days":
        assert isinstance(right, ast.Name)
        count = context.words.terms[right.id].on(context.day)
        return pl.lit(None, dtype=DTYPES[DATE]) if count is None else move_day(left_expr, sign * count, str(other.unit))
    if one.type is DATE:
        return left_expr + pl.duration(days=to_expr(right, context) * sign)
    return left_expr + to_expr(right, context) if sign == 1 else left_expr - to_expr(right, context)


def move_day(day: pl.Expr, count: int, unit: str) -> pl.Expr:
    """A day moved by so many days, business days, months or years. The last day of a month stays within its month."""
    match unit:
        case "days":
            return day + pl.duration(days=count)
        case "business_days":
            # A day that is none, such as a Saturday, counts as the business day before it.
            return day.dt.add_business_days(count, holidays=legal_holidays(), roll="backward")
        case "months":
            return day.dt.offset_by(f"{count}mo")
        case "years":
            return day.dt.offset_by(f"{count}y")
        case _:
            raise AssertionError(unit)

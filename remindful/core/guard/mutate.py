"""The law, changed a little: each mutant of a rule must break one of its cases, else a boundary is not shown."""

import ast
import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from remindful.core.guard.cases import run_cases
from remindful.core.law.rule import Content, ForbidWhen, Formula, Limit, Require, Rule, Wait
from remindful.core.words.facts import Fact
from remindful.core.words.findings import Finding

SWAPS: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule with one thing changed. says: what."""

    rule: Rule
    message: str

    def finding(self) -> Finding:
        """Its survival as a finding."""
        message = f"No case of `{self.rule.id}` notices when {self.message}."
        return Finding("law.survivor", self.rule.at, message, "Add a case on each side of this boundary.")


def find_survivors(rules: Iterable[Rule], facts: Mapping[str, Fact]) -> tuple[list[Mutant], int]:
    """The mutants that no case kills, and how many were tried. Cases of an unchanged rule must pass."""
    survivors: list[Mutant] = []
    count = 0
    for rule in rules:
        for mutant in mutants_of(rule):
            count += 1
            if all(result.passes for result in run_cases([mutant.rule], facts)):
                survivors.append(mutant)
    return survivors, count


def mutants_of(rule: Rule) -> Iterator[Mutant]:
    """Every small change of a rule: comparisons, and/or, terms a unit up and down, and its conditions left out."""
    for word, formula, put in _formulas(rule):
        for tree, message in _tree_mutants(formula.tree):
            changed = replace(formula, tree=tree, text=ast.unparse(tree))
            yield Mutant(put(changed), f"`{word}` reads `{changed.text}` ({message})")
    for word in ("when", "unless"):
        if getattr(rule, word) is not None:
            yield Mutant(replace(rule, **{word: None}), f"`{word}` is left out")
    for term in rule.terms.values():
        for position, (since, value) in enumerate(term.values):
            for step in (1, -1) if value is not None else ():
                values = (*term.values[:position], (since, (value or 0) + step), *term.values[position + 1 :])
                terms = {**rule.terms, term.name: replace(term, values=values)}
                # A limit of the newest 0 has no meaning.
                if not (isinstance(rule.form, Limit) and rule.form.most == term.name and (value or 0) + step < 1):
                    yield Mutant(
                        replace(rule, terms=terms), f"term `{term.name}` is {(value or 0) + step} from {since}"
                    )
    yield from _content_mutants(rule)


def _formulas(rule: Rule) -> Iterator[tuple[str, Formula, Callable[[Formula], Rule]]]:
    for word in ("when", "unless", "until"):
        formula: Formula | None = getattr(rule, word)
        if formula is not None:
            yield word, formula, lambda changed, word=word: replace(rule, **{word: changed})
    match rule.form:
        case Require(formula):
            yield "require", formula, lambda changed: replace(rule, form=Require(changed))
        case ForbidWhen(formula):
            yield "forbid_when", formula, lambda changed: replace(rule, form=ForbidWhen(changed))
        case Wait() | Limit() | Content():
            pass


def _tree_mutants(tree: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    """Copies of a formula with one operator swapped."""
    for position, node in enumerate(ast.walk(tree)):
        if isinstance(node, ast.BoolOp):
            changed = copy.deepcopy(tree)
            found = _nth(changed, position)
            assert isinstance(found, ast.BoolOp)
            found.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield changed, "and/or"
        if isinstance(node, ast.Compare):
            for number, op in enumerate(node.ops):
                changed = copy.deepcopy(tree)
                found = _nth(changed, position)
                assert isinstance(found, ast.Compare)
                found.ops[number] = SWAPS[type(op)]()
                yield changed, "comparison"


def _nth(tree: ast.expr, position: int) -> ast.AST:
    return list(ast.walk(tree))[position]


def _content_mutants(rule: Rule) -> Iterator[Mutant]:
    """A content rule that asks one thing less."""
    if not isinstance(rule.form, Content):
        return
    form = rule.form
    for position, must in enumerate(form.must):
        left = (*form.must[:position], *form.must[position + 1 :])
        yield Mutant(replace(rule, form=replace(form, must=left)), f"{must.notice or must.text!r} is not asked for")
    for position, pattern in enumerate(form.must_not):
        left = (*form.must_not[:position], *form.must_not[position + 1 :])
        yield Mutant(replace(rule, form=replace(form, must_not=left)), f"the pattern {pattern!r} is allowed")

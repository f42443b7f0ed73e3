"""One door to the store, one organization at a time, and a name on every change. Each guard is shown to see what it forbids."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "remindful"
FLOW = ROOT / "flow"
DESK = "flow/office/desk.py"


def name_of(node: ast.AST) -> str:
    """The last word of a name: `b` of `a.b` and of `b`."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and name_of(node.func) in names)


def opened_stores(tree: ast.AST) -> list[int]:
    """The store opened or prepared by hand."""
    return [call.lineno for call in calls(tree, "open_store", "prepare")]


def days_of_the_first(tree: ast.AST) -> list[int]:
    """The zone taken from rows, or today asked of the clock: the desk knows each organization's own day. Of a named zone it may be asked."""
    zones = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and node.slice.value == "zone"
    ]
    todays = [
        call.lineno
        for call in calls(tree, "today")
        if isinstance(call.func, ast.Attribute) and not all(isinstance(given, ast.Constant) for given in call.args)
    ]
    return zones + todays


def filters_by_organization(tree: ast.AST) -> list[int]:
    """Rows compared with an organization: its desk's store show no other's."""
    compared = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare) and any(names_organization(side) for side in (node.left, *node.comparators))
    ]
    asked = [
        call.lineno
        for call in calls(tree, "is_in", "eq", "eq_missing")
        if isinstance(call.func, ast.Attribute) and names_organization(call.func.value)
    ]
    given = [
        call.lineno for call in calls(tree, "filter") if any(word.arg == "organization_id" for word in call.keywords)
    ]
    return compared + asked + given


def names_organization(node: ast.AST) -> bool:
    """pl.col("organization_id")."""
    return (
        isinstance(node, ast.Call) and name_of(node.func) == "col" and bool(node.args) and is_organization(node.args[0])
    )


def is_organization(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value == "organization_id"


def reads_by_name(tree: ast.AST) -> list[int]:
    """A query named by a string: reads are functions."""
    return [
        call.lineno
        for call in calls(tree, "read", "run", "fetch")
        if isinstance(call.func, ast.Attribute) and name_of(call.func.value) == "store"
    ]


def nameless_changes(tree: ast.AST) -> list[int]:
    """A desk opened for changes by other than who acts: the function's own `actor`, or the machine's NIGHT or CHAIN."""
    machines = {"NIGHT", "CHAIN"}
    named = {
        call
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and "actor" in parameters(function)
        for call in calls(function, "open_desk")
    }
    return [
        call.lineno
        for call in calls(tree, "open_desk")
        for given in call.keywords
        if given.arg == "actor"
        and not (isinstance(given.value, ast.Name) and given.value.id in machines)
        and not (isinstance(given.value, ast.Name) and given.value.id == "actor" and call in named)
    ]


def parameters(function: ast.FunctionDef) -> set[str]:
    return {one.arg for one in (*function.args.args, *function.args.kwonlyargs)}


def nameless_acts(tree: ast.AST) -> list[int]:
    """A public function of an acts.py without `actor`."""
    body = tree.body if isinstance(tree, ast.Module) else []
    return [
        node.lineno
        for node in body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and "actor" not in parameters(node)
    ]


Guard = Callable[[ast.AST], list[int]]
EVERYWHERE: dict[str, tuple[Guard, tuple[str, ...]]] = {
    "store opened": (opened_stores, (DESK,)),
    "day of the first": (days_of_the_first, (DESK, "flow/office/clock.py", "flow/office/organizations.py")),
    "filter by organization": (filters_by_organization, ()),
    "read by name": (reads_by_name, ()),
    "change without a name": (nameless_changes, ()),
}
PLANTED = {
    "store opened": ("with open_store(organizations='all', now=now) as store: pass", "store.prepare()"),
    "day of the first": ("day = clock.today(offices['zone'][0])", "zones = reads.organizations(store)['zone']"),
    "filter by organization": (
        "rows.filter(pl.col('organization_id') == one)",
        "rows.filter((one == pl.col('organization_id')) & x)",
        "rows.filter(pl.col('organization_id').is_in([1]))",
        "rows.filter(organization_id=1)",
    ),
    "read by name": ("store.read('visits')", "desk.store.fetch('SELECT 1')"),
    "change without a name": (
        "def f(clock):\n    with open_desk(clock, actor=somebody) as desk: pass",
        "def f(*, actor):\n    with open_desk(clock, actor=other) as desk: pass",
        "def f(*, actor):\n    with open_desk(clock, actor=x.anybody) as desk: pass",
        "with open_desk(clock, actor=actor) as desk: pass",
    ),
}
ALLOWED = {
    "store opened": ("with open_desk(clock) as desk: pass",),
    "day of the first": ("day = one.day", "day = clock.today('UTC')"),
    "filter by organization": ("rows.join(own, on='organization_id')", "rows.filter(pl.col('visit_id') == one)"),
    "read by name": ("reads.visits(store)", "tonight.read('items')"),
    "change without a name": (
        "def f(clock, *, actor):\n    with open_desk(clock, actor=actor) as desk: pass",
        "def f(clock):\n    with open_desk(clock, actor=NIGHT) as desk: pass",
    ),
}


@pytest.mark.parametrize("guard", EVERYWHERE)
def test_flow_keeps_the_guard(guard: str):
    look, free = EVERYWHERE[guard]
    files = [file for file in sorted(FLOW.rglob("*.py")) if file.relative_to(ROOT).as_posix() not in free]
    found = [f"{file.relative_to(ROOT)}:{line}" for file in files for line in look(ast.parse(file.read_text()))]

    assert len(files) > 40, "the guard looked at nothing"
    assert [] == found


@pytest.mark.parametrize(("guard", "code"), [(guard, code) for guard, codes in PLANTED.items() for code in codes])
def test_a_planted_fault_is_seen(guard: str, code: str):
    assert EVERYWHERE[guard][0](ast.parse(code))


@pytest.mark.parametrize(("guard", "code"), [(guard, code) for guard, codes in ALLOWED.items() for code in codes])
def test_a_lawful_line_is_let_through(guard: str, code: str):
    assert not EVERYWHERE[guard][0](ast.parse(code))


def test_the_desk_itself_is_where_the_store_is_opened():
    assert opened_stores(ast.parse((ROOT / DESK).read_text()))


def test_every_act_takes_who_acts():
    files = sorted(FLOW.glob("*/acts.py"))
    found = [
        f"{file.relative_to(ROOT)}:{line}" for file in files for line in nameless_acts(ast.parse(file.read_text()))
    ]

    assert len(files) >= 3, "the guard looked at nothing"
    assert [] == found
    assert nameless_acts(ast.parse("def mark_paid(key: str, *, clock): ..."))
    assert not nameless_acts(ast.parse("def mark_paid(key: str, *, clock, actor): ...\ndef _check(key): ..."))


def test_faces_never_open_the_store():
    files = sorted((ROOT / "faces").rglob("*.py"))
    found = [
        f"{file.relative_to(ROOT)}:{line}" for file in files for line in opened_stores(ast.parse(file.read_text()))
    ]

    assert len(files) > 10, "the guard looked at nothing"
    assert [] == found

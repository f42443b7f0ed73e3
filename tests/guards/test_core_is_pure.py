"""No clock and no row loops in core, files short enough to read. Each guard is shown to see what it forbids."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "remindful"

CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
ROW_LOOPS = {"iter_rows", "map_elements", "map_rows", "map_batches", "apply", "iter_slices", "iterrows"}
#: A row read one by one is for saying what is wrong, or for showing one account to a person.
SAYING = ("say_", "_say", "explain", "_explain")


def clocks(tree: ast.AST) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute)
        and (node.value.attr if isinstance(node.value, ast.Attribute) else node.value.id, node.attr) in CLOCKS
    ]  # fmt: skip


def row_loops(tree: ast.AST) -> list[int]:
    saying = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith(SAYING)
        for inner in ast.walk(node)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ROW_LOOPS and node not in saying
    ]


GUARDS = {"clock": clocks, "row loop": row_loops}
PLANTED = {
    "clock": ("from datetime import date\ndate.today()", "import datetime\ndatetime.datetime.now()"),
    "row loop": ("for row in frame.iter_rows(): pass", "pl.col('x').map_elements(len)"),
}
ALLOWED = {
    "clock": ("from datetime import date\ndate(2026, 1, 1)",),
    "row loop": ("def say_rows(frame):\n    for row in frame.iter_rows(): yield row",),
}


@pytest.mark.parametrize("guard", GUARDS)
def test_core_keeps_the_guard(guard: str):
    files = sorted((ROOT / "core").rglob("*.py"))
    found = [
        f"{file.relative_to(ROOT)}:{line}" for file in files for line in GUARDS[guard](ast.parse(file.read_text()))
    ]

    assert len(files) > 20, "the guard looked at nothing"
    assert [] == found


@pytest.mark.parametrize(("guard", "code"), [(guard, code) for guard, codes in PLANTED.items() for code in codes])
def test_a_planted_fault_is_seen(guard: str, code: str):
    assert GUARDS[guard](ast.parse(code))


@pytest.mark.parametrize(("guard", "code"), [(guard, code) for guard, codes in ALLOWED.items() for code in codes])
def test_a_lawful_line_is_let_through(guard: str, code: str):
    assert not GUARDS[guard](ast.parse(code))


def test_only_flow_clock_asks_what_time_it_is():
    files = [file for file in ROOT.rglob("*.py") if file.relative_to(ROOT).as_posix() != "flow/office/clock.py"]
    found = [f"{file.relative_to(ROOT)}:{line}" for file in files for line in clocks(ast.parse(file.read_text()))]

    assert [] == found
    assert clocks(ast.parse((ROOT / "flow/office/clock.py").read_text()))


def test_no_file_is_longer_than_400_lines_and_each_says_what_it_is():
    files = [file for file in ROOT.rglob("*.py") if "migrations" not in file.parts]
    long = {file.relative_to(ROOT).as_posix(): len(file.read_text().splitlines()) for file in files}
    silent = [file for file in files if file.read_text() and not ast.get_docstring(ast.parse(file.read_text()))]

    assert {} == {name: count for name, count in long.items() if count > 400}
    assert [] == silent

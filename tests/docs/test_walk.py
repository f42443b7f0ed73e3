"""The page that follows one claim through the code names functions that are there, in rooms that a claim really passes."""

import ast
import re
from pathlib import Path

from tests.docs.pages import ROOT

PAGE = ROOT / "docs" / "walk.md"
LINK = re.compile(r"\[`(\w+)\.(\w+)`\]\(([^)]+\.py)\)")


def missing_functions(text: str, *, folder: Path) -> list[str]:
    """Links `module.function` whose file has another name or lacks the function."""
    missing = []
    for module, function, target in LINK.findall(text):
        path = folder / target
        stem = path.parent.name if path.name == "__init__.py" else path.stem
        if stem != module or not path.is_file() or function not in functions_of(path):
            missing.append(f"{module}.{function}")
    return missing


def functions_of(path: Path) -> set[str]:
    return {node.name for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)}


def test_every_function_of_the_walk_is_there():
    text = PAGE.read_text(encoding="utf-8")

    assert 30 < len(LINK.findall(text))
    assert [] == missing_functions(text, folder=PAGE.parent)


def test_the_walk_passes_every_floor():
    floors = {target.split("/")[2] for _, _, target in LINK.findall(PAGE.read_text(encoding="utf-8"))}

    assert {"faces", "flow", "edges", "core"} == floors


def test_a_function_that_is_not_there_is_seen():
    planted = "[`walk.no_such`](test_walk.py) [`test_walk.functions_of`](test_walk.py) [`test_walk.gone`](test_walk.py)"

    assert ["walk.no_such", "test_walk.gone"] == missing_functions(planted, folder=Path(__file__).parent)

"""The contracts of .importlinter hold, and each is alive: a planted violation of it fails."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PLANTED = [
    ("Imports run one way", "core/words/planted.py", "import remindful.edges.store"),
    ("strangers meet only through words", "core/words/planted.py", "import remindful.core.ledger"),
    ("strangers meet only through words", "core/words/planted.py", "import remindful.core.coverage"),
    ("strangers meet only through words", "core/coverage/planted.py", "import remindful.core.billing"),
    ("Inside flow", "flow/office/planted.py", "import remindful.flow.books.posting"),
    ("Siblings inside edges", "edges/channels/planted.py", "import remindful.edges.store"),
    ("Siblings inside edges", "edges/x12/planted.py", "import remindful.edges.formats.era835"),
    ("Siblings inside edges", "edges/x12/planted.py", "import remindful.edges.formats"),
    ("Siblings inside edges", "edges/channels/planted.py", "import remindful.edges.x12.pieces"),
    ("Siblings inside edges", "edges/example/planted.py", "import remindful.edges.store"),
    ("Siblings inside edges", "edges/example/planted.py", "import remindful.edges.formats.fhir"),
    ("Siblings inside edges", "edges/formats/era835/planted.py", "import remindful.edges.example"),
    ("Formats never import", "edges/formats/era835/planted.py", "import remindful.edges.formats.claim837"),
    ("Core has no clock", "core/words/planted.py", "import random"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    return subprocess.run(
        words, cwd=folder, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(folder)}
    )


@pytest.fixture(scope="module")
def copied_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "remindful", folder / "remindful", ignore=shutil.ignore_patterns("__pycache__", "*.yaml"))
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


def test_every_contract_holds(copied_house: Path):
    done = lint(copied_house)

    assert "0 broken" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize(("contract", "file", "line"), PLANTED)
def test_a_planted_import_breaks_its_contract(contract: str, file: str, line: str, copied_house: Path):
    planted = copied_house / "remindful" / file
    planted.write_text(f'"""Planted."""\n\n{line}\n')
    try:
        done = lint(copied_house)
    finally:
        planted.unlink()

    broken = [row for row in done.stdout.splitlines() if "BROKEN" in row]
    assert any(contract in row for row in broken), done.stdout + done.stderr


def test_a_new_room_without_a_place_in_the_layers_is_refused(copied_house: Path):
    room = copied_house / "remindful" / "cellar"
    room.mkdir()
    (room / "__init__.py").write_text('"""Planted."""\n')
    try:
        done = lint(copied_house)
    finally:
        shutil.rmtree(room)

    assert done.returncode != 0
    assert "cellar" in done.stdout

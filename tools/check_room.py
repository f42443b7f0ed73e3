"""One room of the house: its style, its types, and the tests that import it. `make check ROOM=core/ledger` (or `ledger`).

For the minutes between two edits; `make test` is what says that all is well.
"""

import ast
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("core", "edges", "flow", "faces")


def find_rooms() -> dict[str, Path]:
    """Each room as floor/room, and its folder."""
    folders = (folder for floor in FLOORS for folder in sorted((ROOT / "remindful" / floor).iterdir()))
    return {
        f"{folder.parent.name}/{folder.name}": folder
        for folder in folders
        if folder.is_dir() and any(folder.glob("*.py"))
    }


def find_room(named: str) -> str:
    """The room that a person names, with or without its floor. Ends the program with what to say instead."""
    rooms = find_rooms()
    found = [room for room in rooms if named.strip("/").removeprefix("remindful/") in (room, room.partition("/")[2])]
    if len(found) != 1:
        meant = " or ".join(found) if found else ", ".join(rooms)
        sys.exit(f"ROOM={named} names {'several rooms' if found else 'no room'}. Name one: {meant}.")
    return found[0]


def tests_of(room: str) -> list[Path]:
    """The test files that import a room: its modules, or a name of its own."""
    module = "remindful." + room.replace("/", ".")
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [file for file in files if any(_is_inside(name, module) for name in _imports(file))]


@cache
def _imports(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{one.name}" for one in node.names}
    return names


def _is_inside(name: str, module: str) -> bool:
    return name == module or name.startswith(module + ".")


def main(arguments: Sequence[str]) -> int:
    """Check one room. Returns the exit code of the first check that failed, else 0."""
    room = find_room(arguments[0] if arguments else "")
    folder = str(ROOT / "remindful" / room)
    tests = [str(file.relative_to(ROOT)) for file in tests_of(room)]
    beside = Path(sys.executable).parent
    checks: list[list[str]] = [
        [str(beside / "ruff"), "check", folder],
        [str(beside / "basedpyright"), folder],
        [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", *tests],
    ]
    for check in checks:
        ended = subprocess.run(check, cwd=ROOT, check=False)
        if ended.returncode:
            return ended.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

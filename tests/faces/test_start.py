"""How the command line starts: `--help` knows every command by a table, and a command loads no more than it uses."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command

from remindful.faces.cli.app import app
from tests.faces.commands import load_commands

pytestmark = pytest.mark.xdist_group("faces-start")

#: Slow to import: what only a command that uses it may load.
PRINTERS_AND_DATABASES = {"pyarrow", "dataframely", "django", "psycopg", "adbc_driver_manager", "typst", "pypdf"}
HEAVY = PRINTERS_AND_DATABASES | {"polars", "numpy", "yaml", "rapidfuzz", "holidays", "phonenumbers", "psutil"}
LOADED = """
import sys
from remindful.faces.cli.app import app
try:
    app(sys.argv[1:], prog_name="remindful")
except SystemExit as end:
    print(end.code, *sys.modules, file=sys.stderr)
"""


def run_alone(*words: str, **env: str) -> tuple[int, set[str]]:
    """A command's exit code, and what it imported."""
    done = subprocess.run([sys.executable, "-c", LOADED, *words], env=env, capture_output=True, text=True, check=True)
    code, *modules = done.stderr.split()
    return int(code), set(modules)


def pairs_of(group: Any, before: str = "") -> Iterator[tuple[str, Any, Any]]:
    """(name, what the table says, the command itself) of all commands under a group."""
    for name, command in load_commands(group).items():
        yield f"{before}{name}", group.commands[name], command
        if hasattr(command, "commands"):
            yield from pairs_of(command, f"{before}{name} ")


COMMANDS = {name: (listed, real) for name, listed, real in pairs_of(get_command(app))}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_says_of_each_command_what_the_command_says_of_itself(name):
    listed, real = COMMANDS[name]

    assert real.help
    assert listed.help == real.help.splitlines()[0]
    assert listed.name == name.split()[-1]


def test_every_command_is_named_in_the_help_of_its_group(desk):
    groups = {" ".join(name.split()[:-1]) for name in COMMANDS}
    shown = {group: desk.run(*group.split(), "--help").out for group in groups}

    assert len(groups) > 5
    assert [] == [name for name in COMMANDS if name.split()[-1] not in shown[" ".join(name.split()[:-1])]]


@pytest.mark.parametrize("words", [["--help"], ["law", "--help"]], ids=" ".join)
def test_help_imports_nothing_that_is_slow(words):
    code, modules = run_alone(*words)

    assert 0 == code
    assert {"typer", "rich", "remindful.faces.cli.app"} <= modules
    assert set() == HEAVY & modules


def test_a_slow_import_would_be_seen():
    assert "polars" in run_alone("aging", "--help")[1]


@pytest.mark.parametrize(
    ("words", "spared"),
    [
        (["law", "show", "md.wait_240"], PRINTERS_AND_DATABASES | {"numpy"}),
        (["code", "J02.9"], PRINTERS_AND_DATABASES | {"holidays"}),
    ],
    ids=["law show", "code"],
)  # fmt: skip
def test_a_command_that_only_looks_something_up_loads_no_database_and_no_printer(words, spared, tmp_path):
    code, modules = run_alone(*words, REMINDFUL_HOME=str(tmp_path))

    assert 0 == code
    assert "polars" in modules
    assert set() == spared & modules


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("remindful la", {"law"}),
        ("remindful es", {"estimates"}),
        ("remindful law s", {"show"}),
        ("remindful remits ", {"list", "show", "waiting", "match", "underpaid"}),
        ("remindful law show --j", {"--json"}),
    ],
)
def test_a_shell_completes_commands_and_options(typed, offered):
    words = typed.split(" ")
    env = {
        "_REMINDFUL_COMPLETE": "complete_bash",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(words) - 1),
    }
    code = "from remindful.faces.cli.app import app; app(prog_name='remindful')"
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)

    assert offered == set(done.stdout.split())

"""The pages under test, and what is read out of them: links, shell commands, code blocks."""

import re
import shlex
from pathlib import Path

from typer.main import get_command

from remindful.faces.cli.app import app
from tests.faces.commands import load_commands

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
USER_PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "how-to").glob("*.md"))]
#: What a page writes for a value of one's own.
STAND_IN = {"DAY": "2026-05-04", "MOMENT": "2026-05-04T10:30", "NUMBER": "17"}
NAMES = {page: page.relative_to(ROOT).as_posix() for page in PAGES}


def broken_links(text: str, *, folder: Path) -> list[str]:
    """Relative targets of links and pictures that are not there."""
    targets = [target.partition("#")[0] for target in re.findall(r"(?:\]\(|(?:src|href)=\")([^)\s\"]+)", text)]
    return [target for target in targets if target and "://" not in target and not (folder / target).exists()]


def blocks(text: str, *languages: str) -> list[str]:
    """The fenced blocks of these languages ('' is none named)."""
    found = re.findall(r"^```([^\n]*)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return [body for head, body in found if head.partition(" ")[0] in languages]


def commands(text: str) -> list[list[str]]:
    """Every `remindful ...` shown in a block or between backticks, as words without the program's name."""
    lines = [line for block in blocks(text, "", "sh") for line in block.splitlines()]
    spans = re.findall(
        r"`((?:\.venv/bin/)?remindful [^`]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    )
    shown = [line for line in [*lines, *spans] if re.match(r"(\$ )?(\.venv/bin/)?remindful ", line)]
    return [shlex.split(line.removeprefix("$ "), comments=True)[1:] for line in shown]


def faults_of(words: list[str]) -> str | None:
    """Why the command line would not take these words; None: it would. Files need not be there."""
    command = get_command(app)
    while hasattr(command, "commands") and words != ["--help"]:
        below = load_commands(command)
        if not words or words[0] not in below:
            return f"no command {' '.join(words[:1])}"
        command, words = below[words[0]], words[1:]
    try:
        command.make_context("shown", [STAND_IN.get(word, word) for word in words if word != "--help"])
    except Exception as fault:  # noqa: BLE001  whatever a parser refuses with
        said = getattr(fault, "message", None) or str(fault)
        return None if "does not exist" in said else said
    return None


def all_commands() -> list[str]:
    """Every command of the app, those of groups with their group's name."""
    found = []
    for name, command in load_commands(get_command(app)).items():
        found += [f"{name} {inner}" for inner in command.commands] if hasattr(command, "commands") else [name]
    return found

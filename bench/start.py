"""How long a command takes to start and answer, against a bare program of the same framework: processes, one after another, in turn."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

#: The floor: a program of two commands that shows its help, and does nothing else.
BARE = '''
from typing import Annotated
import typer
from rich.console import Console
app = typer.Typer(help="A bare program.")
@app.command()
def hello(name: Annotated[str, typer.Option(help="Whom to greet.")] = "you") -> None:
    """Greet somebody."""
    Console().print(name)
@app.command()
def leave() -> None:
    """Leave."""
app()
'''
OURS = "from remindful.faces.cli.app import main; main()"
#: (command, at most so many times the floor)
COMMANDS = ((("--help",), 3), (("law", "show", "md.wait_240"), 6), (("code", "broken left wrist"), 6))
TIMES, QUICK_TIMES = 15, 3


def run(folder: Path, *, quick: bool) -> Iterator[tuple[object, ...]]:
    """Rows of (command, median in seconds, ratio). What the first run of a command stores is not counted."""
    env = os.environ | {"REMINDFUL_HOME": str(folder / "home")}
    programs = {"bare": [BARE, "--help"]} | {" ".join(words): [OURS, *words] for words, _ in COMMANDS}
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for words in programs.values():
        _time(words, env)
    for _ in range(QUICK_TIMES if quick else TIMES):
        for name, words in programs.items():
            taken[name].append(_time(words, env))
    medians = {name: statistics.median(times) for name, times in taken.items()}
    yield (
        "bare typer + rich, --help (floor)",
        f"{medians['bare']:.2f} s",
        f"{TIMES if not quick else QUICK_TIMES} times each, in turn",
    )
    for words, most in COMMANDS:
        name = " ".join(words)
        yield (
            f"remindful {name}",
            f"{medians[name]:.2f} s",
            f"{medians[name] / medians['bare']:.1f} x the floor; aim: at most {most}",
        )


def _time(words: list[str], env: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", *words], env=env, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started

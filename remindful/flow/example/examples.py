"""Writing the example practice to a folder that is empty, or ours."""

from collections.abc import Callable
from pathlib import Path

from remindful.core.words.findings import Refusal
from remindful.edges.example import ExampleCounts, write_example


def write(out: Path, *, accounts: int, seed: int, tell: Callable[[int, int], None] | None = None) -> ExampleCounts:
    """Write the example practice. Raises Refusal where the folder holds something already."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Refusal(f"{out} holds something already.", "Name a folder that is new or empty.")
    out.mkdir(parents=True, exist_ok=True)
    return write_example(out, accounts=accounts, seed=seed, progress=tell)

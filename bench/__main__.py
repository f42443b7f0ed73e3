"""`make bench`: speed as ratios against a floor measured in the same run. Machines are shared and noisy; ratios are not."""

import argparse
import importlib
import os
import sys
import tempfile
from pathlib import Path

BENCHES = {
    "start": (
        "bench.start",
        "commands from nothing to their answer; floor: a bare program of typer and rich; aims: --help 3 x, the others 6 x",
    ),
    "read": (
        "bench.read_x12",
        "835 text to claim frames; aims: 10 x pyx12's segment reader, half of a bare split, flat memory",
    ),
    "edits": (
        "bench.edit_charges",
        "coding edits of charge lines; floor: each frame and table looked at once; aim: 200,000 lines/s",
    ),
    "letters": ("bench.letters", "statements as tagged PDF; floor: one Typst compile of the same pages"),
    "law": ("bench.law", "judging; floor: reading the same frame once with a trivial filter"),
    "night": ("bench.night", "a night of 100,000 accounts; floor: SELECT and COPY of the same rows; aim: at most 3 x"),
}


def main() -> int:
    """Run the named benches (default: all) in a home of their own, and print each one's rows."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("names", nargs="*", choices=[*BENCHES, []], default=[])
    parser.add_argument("--quick", action="store_true", help="smaller inputs: to see that it works, not how fast")
    wanted = parser.parse_args()
    for name in wanted.names or BENCHES:
        module, message = BENCHES[name]
        with tempfile.TemporaryDirectory(
            prefix="remindful-bench-", dir=os.environ.get("REMINDFUL_BENCH_DIR")
        ) as folder:
            sys.stdout.write(f"\n{name}: {message}\n")
            for row in importlib.import_module(module).run(Path(folder), quick=wanted.quick):
                sys.stdout.write("  " + "  ".join(str(cell) for cell in row) + "\n")
                sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

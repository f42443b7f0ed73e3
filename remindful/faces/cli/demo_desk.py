"""`remindful example` and `demo`: a synthetic practice, as files and from its files to its letters."""

from pathlib import Path
from typing import Annotated

import typer

from remindful.faces.cli import demo_tour, tables
from remindful.faces.cli.options import AsJson
from remindful.faces.cli.show import guarded, print_json, progress
from remindful.flow.example import examples


@guarded
def example(
    out: Annotated[Path, typer.Option(help="The folder to write.")],
    accounts: Annotated[int, typer.Option(min=1, help="How many guarantors' accounts.")] = 2000,
    seed: Annotated[int, typer.Option(help="The same seed writes the same bytes.")] = 7,
    as_json: AsJson = False,
) -> None:
    """Write eighteen months of a made-up billing office as real 837, 835 and CSV files."""
    with progress("Writing the example practice") as bar:
        task = bar.task_ids[0]
        counts = examples.write(
            out, accounts=accounts, seed=seed, tell=lambda n, of: bar.update(task, completed=n, total=of)
        )
    print_json(counts) if as_json else tables.show_example(counts, out=out)


@guarded
def demo(
    out: Annotated[Path, typer.Option(help="The demo's folder; made anew at each run.")] = Path("demo"),
    accounts: Annotated[int, typer.Option(min=20)] = 400,
    seed: Annotated[int, typer.Option()] = 7,
) -> None:
    """The example practice from its files to its letters: import, nights, and the answers to three whys."""
    demo_tour.show_tour(out, accounts=accounts, seed=seed)

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
    out: Annotated[Path, typer.Option(help="The folder to write to.")],
    accounts: Annotated[int, typer.Option(min=1, help="How many patient accounts to create.")] = 2000,
    seed: Annotated[int, typer.Option(help="Any number; the same number creates the same files.")] = 7,
    as_json: AsJson = False,
) -> None:
    """Create sample files: 18 months of a synthetic billing office in 837, 835 and CSV format."""
    with progress("Writing the example practice") as bar:
        task = bar.task_ids[0]
        counts = examples.write(
            out, accounts=accounts, seed=seed, tell=lambda n, of: bar.update(task, completed=n, total=of)
        )
    print_json(counts) if as_json else tables.show_example(counts, out=out)


@guarded
def demo(
    out: Annotated[Path, typer.Option(help="The folder for the demo; each run replaces it.")] = Path("demo"),
    accounts: Annotated[int, typer.Option(min=20)] = 400,
    seed: Annotated[int, typer.Option()] = 7,
) -> None:
    """Try Remindful on a synthetic practice: import its files, run 31 nights, and open the statements and letters."""
    demo_tour.show_tour(out, accounts=accounts, seed=seed)

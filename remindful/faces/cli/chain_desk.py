"""`remindful chain`: the whole chain on a synthetic population, each total tied to the one before."""

import os
from pathlib import Path
from typing import Annotated

import typer

from remindful.core.words.money import say_cents
from remindful.faces.cli import demo_tour
from remindful.faces.cli.options import AsJson
from remindful.faces.cli.show import Exit, fail, guarded, print_json, print_table, progress, say_words
from remindful.flow.example import chain as walking


@guarded
def chain(
    out: Annotated[Path, typer.Option(help="The folder of this walk; made anew.")] = Path("chain"),
    patients: Annotated[int, typer.Option(min=10, help="How many made-up patients.")] = 1000,
    seed: Annotated[int, typer.Option()] = 7,
    shape: Annotated[str, typer.Option(help="How their care is told: csv or fhir, as Synthea writes it.")] = "csv",
    folder: Annotated[
        Path | None,
        typer.Option(
            "--from", exists=True, file_okay=False, help="A folder that Synthea wrote, instead of a made-up one."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """The whole chain on a made-up population: care, codes, 837s, payers' 835s, balances, a night; every total ties to the one before."""
    if shape not in ("csv", "fhir"):
        fail(f"There is no shape {shape!r}.", "Use csv or fhir.", code=Exit.WRONG_USE)
    demo_tour.make_folder(out.resolve())
    os.environ["REMINDFUL_HOME"] = str(out.resolve() / "home")
    with progress("The chain") as bar:
        task = bar.task_ids[0]

        def tell(message: str) -> None:
            bar.update(task, description=f"The chain: {message}")

        if folder is None:
            report = walking.walk_chain(out.resolve(), patients=patients, seed=seed, shape=shape, tell=tell)
        else:
            report = walking.walk_folder(folder, out=out.resolve(), seed=seed, tell=tell)
    if as_json:
        print_json(report)
    else:
        _show_chain(report)
    raise SystemExit(Exit.DONE if report.ties else Exit.FAILED)


PARTS = {
    "payer_paid_cents": "paid by payers", "contractual_cents": "written off by contract", "other_off_cents": "discounts and other write-offs",
    "patient_paid_cents": "paid by patients", "open_cents": "open",
}  # fmt: skip


def _show_chain(report: walking.ChainReport) -> None:
    print_table(
        f"{report.patients:,} patients who were seen, {report.encounters:,} encounters", ("station", "rows", "total", "must be", "ties", "what"),
        [
            (
                leg.station, f"{leg.count:,}", say_cents(leg.cents), "" if leg.equals_cents is None else say_cents(leg.equals_cents),
                "yes" if leg.ties else "NO", leg.message,
            )
            for leg in report.legs
        ],
        right=("rows", "total", "must be"),
    )  # fmt: skip
    parts = report.parts_cents
    print_table(
        "Where every cent of the charges is", ("", "amount"),
        [*((PARTS[name], say_cents(cents)) for name, cents in parts.items()), ("charges", say_cents(sum(parts.values())))],
        right=("amount",),
    )  # fmt: skip
    print_table(
        "Whose the open amounts are", ("", "amount"),
        [(say_words(name), say_cents(cents)) for name, cents in report.owner_cents.items()], right=("amount",),
    )  # fmt: skip
    print_table(
        "The night", ("accounts: what was sent, or why nothing", "how many"),
        [(say_words(name), f"{number:,}") for name, number in report.night_counts.items()], right=("how many",),
    )  # fmt: skip

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
    out: Annotated[Path, typer.Option(help="The folder for this run; each run replaces it.")] = Path("chain"),
    patients: Annotated[int, typer.Option(min=10, help="How many synthetic patients to create.")] = 1000,
    seed: Annotated[int, typer.Option(help="Any number; the same number creates the same patients.")] = 7,
    shape: Annotated[
        str, typer.Option(help="The format of their encounters: csv or fhir, as Synthea writes them.")
    ] = "csv",
    folder: Annotated[
        Path | None,
        typer.Option(
            "--from", exists=True, file_okay=False, help="Use this Synthea output folder instead of creating patients."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Test the full revenue cycle on synthetic patients, from encounters and claims to payments and balances; every total must balance."""
    if shape not in ("csv", "fhir"):
        fail(f"{shape!r} is not a format of encounters.", "Use csv or fhir.", code=Exit.WRONG_USE)
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
    "payer_paid_cents": "paid by payers", "contractual_cents": "contractual adjustments", "other_off_cents": "discounts and other write-offs",
    "opening_off_cents": "settled before in another system",
    "patient_paid_cents": "paid by patients", "open_cents": "open",
}  # fmt: skip


def _show_chain(report: walking.ChainReport) -> None:
    print_table(
        f"{report.patients:,} patients with encounters, {report.encounters:,} encounters", ("step", "rows", "total", "expected", "balances", "what"),
        [
            (
                leg.station, f"{leg.count:,}", say_cents(leg.cents), "" if leg.equals_cents is None else say_cents(leg.equals_cents),
                "yes" if leg.ties else "NO", leg.message,
            )
            for leg in report.legs
        ],
        right=("rows", "total", "expected"),
    )  # fmt: skip
    parts = report.parts_cents
    print_table(
        "Where the charges went", ("", "amount"),
        [*((PARTS[name], say_cents(cents)) for name, cents in parts.items()), ("charges", say_cents(sum(parts.values())))],
        right=("amount",),
    )  # fmt: skip
    print_table(
        "Open balances by who owes them", ("", "amount"),
        [(say_words(name), say_cents(cents)) for name, cents in report.owner_cents.items()], right=("amount",),
    )  # fmt: skip
    print_table(
        "The nightly run", ("accounts: what was sent, or why nothing was", "how many"),
        [(say_words(name), f"{number:,}") for name, number in report.night_counts.items()], right=("how many",),
    )  # fmt: skip

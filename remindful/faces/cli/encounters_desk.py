"""`remindful encounters`: what was done and is not billed yet, and its codes as a person decides them."""

from typing import Annotated

import polars as pl
import typer
from rich.markup import escape

from remindful.core.coding.suggest import Suggestion
from remindful.core.words.money import say_cents
from remindful.faces.cli.options import AsJson
from remindful.faces.cli.show import OUT, Exit, guarded, print_json, print_table
from remindful.flow.claims import acts, encounters
from remindful.flow.claims.encounters import Decided, EncounterView
from remindful.flow.office.actors import read_actor
from remindful.flow.office.clock import read_clock
from remindful.flow.office.home import read_home

app = typer.Typer(
    help="Encounters: which are not billed yet and why; review and change their codes.", no_args_is_help=True
)
Key = Annotated[str, typer.Argument(help="The encounter's number, or organization/number.")]


@app.command("list")
@guarded
def list_(
    every: Annotated[bool, typer.Option("--all", help="Also show billed encounters.")] = False, as_json: AsJson = False
) -> None:
    """List encounters that are not billed yet, oldest first, and what each one needs."""
    found = encounters.list_encounters(clock=read_clock(), every=every)
    if as_json:
        print_json(found.to_dicts())
        return
    print_table(
        f"Encounters ({found.height:,})", ("encounter", "patient", "date", "status", "waiting for", "why"),
        [
            (row["name"], row["patient"], row["started_on"], row["state"], row["waits_for"] or "", row["message"] or "")
            for row in found.iter_rows(named=True)
        ],
    )  # fmt: skip


@app.command()
@guarded
def show(encounter: Key, as_json: AsJson = False) -> None:
    """Show one encounter: its codes, any coding edits, and diagnoses suggested by the reason for the visit."""
    _show(encounters.show_encounter(encounter, home=read_home(), clock=read_clock()), as_json=as_json)


@app.command()
@guarded
def code(
    encounter: Key,
    diagnosis: Annotated[
        list[str] | None, typer.Option("--diagnosis", "-d", help="A diagnosis code. Repeat for each one, primary first; the list replaces the current one.")
    ] = None,
    line: Annotated[
        list[str] | None, typer.Option("--line", "-l", help="Charge CODE-MODIFIERS*UNITS@DIAGNOSES=DOLLARS, like 99213-25@1:2. Repeatable; replaces all.")
    ] = None,
    finished: Annotated[bool | None, typer.Option("--finished/--not-finished", help="Whether the charges are complete and ready to bill.")] = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Change an encounter's codes. The old codes stay on file; if it was billed, a replacement claim goes out."""
    decided = Decided(diagnosis or None, line or None, finished)
    view = acts.code_encounter(encounter, decided, home=read_home(), clock=read_clock(), actor=read_actor())
    _show(view, as_json=as_json)
    raise SystemExit(Exit.WITH_EXCEPTIONS if view.edits.filter(pl.col("severity") == "stop").height else Exit.DONE)


def _show(view: EncounterView, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "encounter": view.encounter, "organization": view.organization, "patient": view.patient, "suggestions": view.suggestions,
                "diagnoses": view.diagnoses.to_dicts(), "charges": view.charges.to_dicts(), "edits": view.edits.to_dicts(),
            }
        )  # fmt: skip
        return
    encounter = view.encounter
    ended = "finished" if encounter.is_finished else "not finished"
    OUT.print(
        f"[bold]{escape(encounter.encounter_key)}[/]  {escape(view.patient)}  {encounter.started_on}  {encounter.state}, {ended}",
        soft_wrap=True,
    )
    if encounter.reason:
        OUT.print(f"Reason: {escape(encounter.reason)}", soft_wrap=True)
    print_table(
        "Diagnoses",
        ("no.", "code", "description in the source"),
        [(row["rank"], row["code"], row["description"]) for row in view.diagnoses.iter_rows(named=True)],
    )
    print_table(
        "Charges", ("no.", "code", "modifiers", "units", "for diagnoses", "charge", "on"),
        [
            (
                row["line_no"], row["procedure_code"] or row["revenue_code"], row["modifiers"], f"{row['units']:g}", row["diagnosis_pointers"],
                "by the fee schedule" if row["charge_cents"] is None else say_cents(row["charge_cents"]), row["service_on"],
            )
            for row in view.charges.iter_rows(named=True)
        ],
        right=("units", "charge"),
    )  # fmt: skip
    if view.edits.height:
        print_table(
            "Coding edits", ("", "edit", "what is wrong", "how to fix", "source"),
            [(row["severity"], row["edit"], row["message"], row["remedy"], row["source"]) for row in view.edits.iter_rows(named=True)],
        )  # fmt: skip
    if view.suggestions:
        show_suggestions(view.suggestions)


def show_suggestions(found: tuple[Suggestion, ...] | list[Suggestion]) -> None:
    """What a text names, with its words."""
    print_table(
        "What the text names (you decide)", ("its words", "means it as", "code", "description", "led here by", "or"),
        [(one.phrase, str(one.assertion), one.code, one.description, one.matched, ", ".join(one.others[:2])) for one in found],
    )  # fmt: skip

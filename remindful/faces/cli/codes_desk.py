"""`remindful codes`: code sets and edit tables that the office loads, and a look at single codes."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from remindful.faces.cli.encounters_desk import show_suggestions
from remindful.faces.cli.options import AsJson
from remindful.faces.cli.show import ERR, OUT, Exit, fail, guarded, print_json, print_table
from remindful.flow.claims import encounters
from remindful.flow.codes import acts as code_acts
from remindful.flow.codes import code_sets
from remindful.flow.office.actors import read_actor
from remindful.flow.office.clock import read_clock
from remindful.flow.office.home import read_home

app = typer.Typer(
    help="Code sets and coding edit tables (NCCI, MUE, HCPCS ...): load, list and check codes.", no_args_is_help=True
)


@app.command()
@guarded
def load(
    files: Annotated[
        list[Path],
        typer.Argument(
            exists=True,
            dir_okay=False,
            help="The published file, as CSV or text. If it comes in parts, list all of them.",
        ),
    ],
    kind: Annotated[str, typer.Option(help="The type of file; `remindful codes kinds` lists them.")],
    since: Annotated[
        datetime,
        typer.Option("--from", formats=["%Y-%m-%d"], help="The first date of service that this version applies to."),
    ],
    as_json: AsJson = False,
) -> None:
    """Load a version of a code set or edit table. Bad rows are skipped and listed; older versions stay for older dates of service."""
    if kind not in code_sets.KINDS:
        fail(f"There is no file type {kind!r}.", f"Use one of {', '.join(code_sets.KINDS)}.", code=Exit.WRONG_USE)
    report = code_acts.load_code_set(
        files, kind=kind, from_on=since.date(), home=read_home(), clock=read_clock(), actor=read_actor()
    )
    if as_json:
        print_json(report)
    else:
        OUT.print(f"{report.rows:,} rows of {escape(report.message)} apply from {report.from_on}.")
        if report.replaced_rows:
            OUT.print(f"They replace {report.replaced_rows:,} rows of the same type and date.")
        for finding in report.findings[:20]:
            ERR.print(str(finding), markup=False, soft_wrap=True)
        if len(report.findings) > 20:
            ERR.print(f"... and {len(report.findings) - 20:,} more rows like these.")
    raise SystemExit(Exit.WITH_EXCEPTIONS if report.findings else Exit.DONE)


@app.command("list")
@guarded
def list_sets(as_json: AsJson = False) -> None:
    """List the code sets that are loaded, with the dates each one applies to."""
    rows = code_sets.list_code_sets(home=read_home())
    if as_json:
        print_json(rows.drop("path").to_dicts())
        return
    print_table(
        f"{rows.height} code sets loaded, in addition to the built-in ICD-10-CM of April 2026", ("type", "from", "to", "rows"),
        [(row["kind"], row["from_on"], row["to_on"] or "now", f"{row['rows']:,}") for row in rows.iter_rows(named=True)],
        right=("rows",),
    )  # fmt: skip


@app.command()
@guarded
def kinds(as_json: AsJson = False) -> None:
    """List the types of files that you can load."""
    if as_json:
        print_json({name: kind.description for name, kind in code_sets.KINDS.items()})
        return
    print_table(
        "File types", ("type", "what it is"), [(name, kind.description) for name, kind in code_sets.KINDS.items()]
    )


@app.command()
@guarded
def check(
    codes: Annotated[
        list[str], typer.Argument(help="Diagnosis and procedure codes of one visit, in order: E11.9 99213-25 97110*2.")
    ],
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The date of service. Default: today.")
    ] = None,
    age: Annotated[int | None, typer.Option(min=0, max=120, help="The patient's age in years.")] = None,
    sex: Annotated[str | None, typer.Option(help="F or M.")] = None,
    place: Annotated[str, typer.Option(help="Place of service code.")] = "11",
    payer: Annotated[str | None, typer.Option(help="The payer ID, to apply that payer's rules.")] = None,
    as_json: AsJson = False,
) -> None:
    """Run every coding edit on the codes of one visit, and show the source of each edit."""
    visit = code_sets.VisitCodes(tuple(codes), on.date() if on else read_clock().today("UTC"), age, sex, place, payer)
    found = code_sets.check_codes(visit, home=read_home())
    if as_json:
        print_json(found.to_dicts())
    elif found.is_empty():
        OUT.print("No coding edits for these codes.")
    else:
        print_table(
            f"Coding edits ({found.height:,})", ("", "edit", "what is wrong", "how to fix", "source"),
            [(row["severity"], row["edit"], row["message"], row["remedy"], row["source"]) for row in found.iter_rows(named=True)],
        )  # fmt: skip
    raise SystemExit(Exit.WITH_EXCEPTIONS if found.filter(found["severity"] == "stop").height else Exit.DONE)


@app.command()
@guarded
def suggest(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, allow_dash=True, help="A clinical note as a text file; - for standard input."
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Suggest diagnosis codes from a clinical note, with the words behind each: present, ruled out, uncertain, history or family history."""
    text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    found = encounters.suggest(text, home=read_home())
    if as_json:
        print_json(found)
    elif found:
        show_suggestions(found)
    else:
        OUT.print("No diagnosis was recognized in this note.")

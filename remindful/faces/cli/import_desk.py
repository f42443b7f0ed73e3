"""`remindful import`: files of care, claims, payments and people are read and posted."""

from pathlib import Path
from typing import Annotated

import typer

from remindful.faces.cli import tables
from remindful.faces.cli.options import AsJson
from remindful.faces.cli.show import Exit, guarded, print_json, progress
from remindful.flow.intake import intake
from remindful.flow.office.actors import read_actor
from remindful.flow.office.clock import read_clock
from remindful.flow.office.home import read_home


@guarded
def import_files(
    paths: Annotated[
        list[Path],
        typer.Argument(
            exists=True, help="Files or folders to import: 837, 835, CSV, HL7 v2, FHIR, Synthea, office.yaml."
        ),
    ],
    org: Annotated[str | None, typer.Option(help="The organization, if the file does not identify it.")] = None,
    mapping: Annotated[
        Path | None, typer.Option(exists=True, help="A mapping file that names the columns of a CSV.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Import files and post them. Errors go to the exception list with a fix; importing the same file twice changes nothing."""
    home, clock = read_home(), read_clock()
    with progress("Importing") as bar:
        task = bar.task_ids[0]
        report = intake.import_office_paths(
            paths,
            home=home,
            clock=clock,
            actor=read_actor(),
            organization=org,
            mapping=mapping,
            tell=lambda done, of, name: bar.update(task, completed=done, total=of, description=f"Importing {name}"),
        )
    print_json(report) if as_json else tables.show_import(report)
    raise SystemExit(Exit.WITH_EXCEPTIONS if report.has_exceptions else Exit.DONE)

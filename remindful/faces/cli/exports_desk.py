"""`remindful export`: what the store holds, written as FHIR or HL7 v2."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from remindful.faces.cli.options import AsJson
from remindful.faces.cli.show import OUT, Exit, count, fail, guarded, print_json, print_table
from remindful.flow.ask.exporting import Exported, ExportFormat, ExportScope
from remindful.flow.ask.exporting import export as write_export
from remindful.flow.office.clock import read_clock
from remindful.flow.office.home import read_home


@guarded
def export(
    shape: Annotated[
        ExportFormat,
        typer.Option("--as", help="The format: one FHIR bundle, a folder of FHIR NDJSON files, or HL7 v2 messages."),
    ],
    out: Annotated[Path, typer.Option(help="The file to write (for fhir-ndjson: a folder). It must not exist yet.")],
    org: Annotated[str | None, typer.Option(help="The organization, if the office has more than one.")] = None,
    account: Annotated[str | None, typer.Option(help="Only this account: its number, or organization/number.")] = None,
    patient: Annotated[
        str | None, typer.Option(help="Only this patient: the medical record number, or organization/number.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Export patients, encounters, claims, remittances and payments for another system. Nothing is changed."""
    if account is not None and patient is not None:
        fail(
            "Export one account or one patient, not both.",
            "Leave out --account or --patient.",
            code=Exit.WRONG_USE,
        )
    scope = ExportScope(organization=org, account=account, patient=patient)
    exported = write_export(scope, shape=shape, out=out, home=read_home(), clock=read_clock())
    print_json(exported) if as_json else _show(exported)
    raise SystemExit(Exit.WITH_EXCEPTIONS if exported.left_out else Exit.DONE)


def _show(exported: Exported) -> None:
    print_table(
        f"Written to {exported.out}, of {exported.organization}", ("kind", "how many"),
        [(kind, count(number)) for kind, number in exported.counts.items()],
        right=("how many",),
    )  # fmt: skip
    for one in exported.left_out:
        OUT.print(
            f"Left out: {one.count:,} {escape(one.what)}. {escape(one.message)} [dim]{escape(one.remedy)}[/]",
            soft_wrap=True,
        )

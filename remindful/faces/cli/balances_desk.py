"""`remindful aging`, `credits` and `statement`: open money by age, patients' credits, and the statement of an account."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from remindful.faces.cli import tables
from remindful.faces.cli.options import AsJson, On, check_moment, read_day
from remindful.faces.cli.show import guarded, print_json
from remindful.flow.ask import account_inquiry, patient_credits, statement_pdf
from remindful.flow.office.clock import read_clock


@guarded
def aging(
    on: On = None,
    start: Annotated[
        str,
        typer.Option(
            help="Age from: service, discharge, bill, patients (the day it became patient responsibility) or first_statement."
        ),
    ] = "service",
    known: Annotated[
        datetime | None,
        typer.Option(callback=check_moment, help="Use only what was recorded by this date and time. Default: now."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Aging report: open balances by age and by who owes them, for any day."""
    table = account_inquiry.age_balances(on=read_day(on), start=start, known_at=known, clock=read_clock())
    print_json(table.to_dicts()) if as_json else tables.show_aging(table, start=start)


@guarded
def list_credits(
    on: On = None,
    org: Annotated[str | None, typer.Option(help="Only credits at this organization.")] = None,
    as_json: AsJson = False,
) -> None:
    """Patients' credits: money that is on no open balance, whose it is, since when, and from which payments."""
    found = patient_credits.list_credits(clock=read_clock(), on=read_day(on), organization=org)
    print_json(found) if as_json else tables.show_credits(found)


@guarded
def statement(
    account: Annotated[str, typer.Argument(help="The account number, or organization/number.")],
    out: Annotated[
        Path | None, typer.Option(help="The PDF to write. Default: the account number, in this folder.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="en or es. Default: the guarantor's language.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write an account's itemized statement as a PDF. It is not sent, and it does not count as a statement."""
    written = statement_pdf.write_statement(account, out=out, language=language, clock=read_clock())
    print_json(written) if as_json else tables.show_statement(written)

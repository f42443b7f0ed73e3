"""`remindful aging` and `statement`: open money by age, and the statement of an account."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from remindful.faces.cli import tables
from remindful.faces.cli.options import AsJson, On, check_moment, read_day
from remindful.faces.cli.show import guarded, print_json
from remindful.flow.ask import account_inquiry, statement_pdf
from remindful.flow.office.clock import read_clock


@guarded
def aging(
    on: On = None,
    start: Annotated[
        str, typer.Option(help="Where the clock starts: service, discharge, bill, patients, first_statement.")
    ] = "service",
    known: Annotated[
        datetime | None,
        typer.Option(callback=check_moment, help="As known at this moment; default: all that is known now."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Open money by age and by whose it is, on any day, as known at any moment."""
    table = account_inquiry.age_balances(on=read_day(on), start=start, known_at=known, clock=read_clock())
    print_json(table.to_dicts()) if as_json else tables.show_aging(table, start=start)


@guarded
def statement(
    account: Annotated[str, typer.Argument(help="The account's key, or organization/key.")],
    out: Annotated[
        Path | None, typer.Option(help="Where to write the PDF; default: here, by the account's key.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="en or es; default: the reader's own.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write an account's itemised statement as it stands now, as a PDF. Nothing is sent, and no clock is started."""
    written = statement_pdf.write_statement(account, out=out, language=language, clock=read_clock())
    print_json(written) if as_json else tables.show_statement(written)

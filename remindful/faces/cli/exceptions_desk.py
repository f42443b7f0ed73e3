"""`remindful exceptions`: everything that was set aside, until somebody closes it."""

import csv
import sys
from dataclasses import asdict, fields
from typing import Annotated

import typer
from rich.markup import escape

from remindful.core.words.findings import Refusal
from remindful.core.words.money import say_cents
from remindful.faces.cli.options import AsJson
from remindful.faces.cli.show import OUT, guarded, print_json, print_table
from remindful.flow.office.actors import read_actor
from remindful.flow.office.clock import read_clock
from remindful.flow.work import acts, exception_list

app = typer.Typer(help="Exceptions: everything that was not posted, until somebody closes it.", no_args_is_help=True)


@app.command("list")
@guarded
def list_exceptions(
    org: Annotated[str | None, typer.Option(help="Only exceptions of this organization.")] = None,
    code: Annotated[
        str | None, typer.Option(help="Only this type, or its first word: payment, opening, remit ...")
    ] = None,
    account: Annotated[str | None, typer.Option(help="Only exceptions of this account.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Closed exceptions too.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, for a spreadsheet.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the exceptions, newest first: file, line, account, amount, cause, age and owner of each."""
    rows = exception_list.list_exceptions(
        clock=read_clock(), organization=org, code=code, account=account, closed=every
    )
    if as_json:
        print_json(rows)
    elif as_csv:
        writer = csv.DictWriter(sys.stdout, [one.name for one in fields(exception_list.ExceptionRow)])
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)
    elif not rows:
        OUT.print("There are no exceptions.")
    else:
        _show(rows)


def _show(rows: tuple[exception_list.ExceptionRow, ...]) -> None:
    print_table(
        f"Exceptions ({len(rows):,})", ("number", "where", "account", "amount", "cause", "days", "owner", "state"),
        [
            (
                str(row.number), f"{row.file}:{row.line}" if row.line else row.file, row.account or "", _cents(row.amount_cents), row.cause,
                str(row.age_days), row.owner, row.state,
            )
            for row in rows
        ],
        right=("number", "amount", "days"),
    )  # fmt: skip


def _cents(cents: int | None) -> str:
    return "" if cents is None else say_cents(cents)


@app.command()
@guarded
def show(number: Annotated[int, typer.Argument(help="The exception's number.")], as_json: AsJson = False) -> None:
    """Show one exception in full: its cause, how to fix it, and the row as it came."""
    row = exception_list.show_exception(number, clock=read_clock())
    if as_json:
        print_json(row)
        return
    for name, value in asdict(row).items():
        if value not in (None, ""):
            words = _cents(value) if name == "amount_cents" else str(value)
            OUT.print(f"{name.removesuffix('_cents').replace('_', ' ')}: {escape(words)}", soft_wrap=True)


@app.command()
@guarded
def close(
    number: Annotated[int, typer.Argument(help="The exception's number.")],
    accept: Annotated[bool, typer.Option("--accept", help="Book what came.")] = False,
    refuse: Annotated[bool, typer.Option("--refuse", help="Leave what is on file.")] = False,
    as_json: AsJson = False,
) -> None:
    """Close an exception that is dealt with. Where it holds an account, say --accept or --refuse; the account is released."""
    if accept and refuse:
        raise Refusal("--accept and --refuse exclude each other.", "Say one of them.")
    decided = True if accept else False if refuse else None
    done = acts.close_exception(number, accept=decided, clock=read_clock(), actor=read_actor())
    if as_json:
        print_json({"number": number, "done": done})
    else:
        OUT.print(escape(done), soft_wrap=True)

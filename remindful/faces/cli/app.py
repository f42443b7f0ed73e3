"""The command line. Thin: it reads its words, asks flow, and shows what came back."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from remindful.core.words.kinds import Act
from remindful.faces.cli import (
    audit_desk,
    billing_desk,
    chain_desk,
    codes_desk,
    demo_tour,
    encounters_desk,
    estimates_desk,
    exports_desk,
    law_desk,
    referrals_desk,
    remits_desk,
    status_desk,
    tables,
)
from remindful.faces.cli.options import AsJson, On, read_day
from remindful.faces.cli.show import ERR, Exit, fail, guarded, print_json, progress
from remindful.flow.ask import account_inquiry, examination, statement_pdf
from remindful.flow.codes import coding
from remindful.flow.example import examples
from remindful.flow.intake import intake
from remindful.flow.messages.acts import record_outcome
from remindful.flow.night import nights
from remindful.flow.night.line import Station
from remindful.flow.night.night import NIGHT
from remindful.flow.office.actors import read_actor
from remindful.flow.office.clock import read_clock
from remindful.flow.office.home import read_home

app = typer.Typer(
    name="remindful",
    help="Follows up patient accounts, kindly and lawfully.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(law_desk.app, name="law")
app.add_typer(remits_desk.app, name="remits")
app.add_typer(remits_desk.denials_app, name="denials")
app.add_typer(estimates_desk.app, name="estimates")
app.add_typer(codes_desk.app, name="codes")
app.add_typer(encounters_desk.app, name="encounters")
app.add_typer(referrals_desk.app, name="referrals")
app.command()(billing_desk.bill)
app.command("charge-lag")(billing_desk.list_charge_lag)
app.command()(billing_desk.claims)
app.command("status-inquiry")(status_desk.inquire_status)
app.command()(billing_desk.trace)
app.command()(chain_desk.chain)
app.command()(exports_desk.export)
app.command()(audit_desk.audit)


def _check_moment(moment: datetime | None) -> datetime | None:
    """A moment that stays in the calendar in every time zone."""
    if moment is not None and not 1900 <= moment.year <= 2999:
        raise typer.BadParameter("name a moment between 1900 and 2999.")
    return moment


@app.command("import")
@guarded
def import_files(
    paths: Annotated[
        list[Path], typer.Argument(exists=True, help="Files and folders: 837, 835, CSV, Synthea, office.yaml.")
    ],
    org: Annotated[
        str | None, typer.Option(help="The organization's key, where a file does not say whose it is.")
    ] = None,
    mapping: Annotated[Path | None, typer.Option(exists=True, help="What the columns of a CSV are called.")] = None,
    as_json: AsJson = False,
) -> None:
    """Read files and post what they say. What cannot be read is set aside with its cure; the same file twice changes nothing."""
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


@app.command(
    help=f"Run the night: {', '.join(station.name for station in NIGHT)}. Killed half-way, the same command finishes it."
)
@guarded
def night(
    on: On = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be done, and do nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Run the night, station by station."""
    with progress("Night") as bar:
        task = bar.task_ids[0]

        def tell(station: Station) -> None:
            bar.update(task, description=f"Night: {station.name} ({station.description})")

        report = nights.run_night(home=read_home(), clock=read_clock(), on=read_day(on), dry_run=dry_run, tell=tell)
    print_json(report) if as_json else tables.show_night(report)
    raise SystemExit(Exit.DONE)


@app.command()
@guarded
def why(
    account: Annotated[str | None, typer.Argument(help="The account's key, or organization/key.")] = None,
    act: Annotated[Act | None, typer.Option(help="One act; default: those that a night may do.")] = None,
    at: Annotated[
        datetime | None,
        typer.Option(callback=_check_moment, help="The moment, ISO; without an offset: where the account is."),
    ] = None,
    story: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Judge the account of a story file instead.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say why something may, may not, or must wait: the rule, its citation, the facts, and the first day on which it may."""
    if (account is None) == (story is None):
        fail(
            "Name an account, or a story with --story FILE.",
            "For example: remindful why A1001 --act letter",
            code=Exit.WRONG_USE,
        )
    if story is not None:
        if act is None:
            fail("A story is judged for one act.", "Add --act, for example --act suit", code=Exit.WRONG_USE)
        answer = account_inquiry.ask_story(story, act=act, at=at, home=read_home(), clock=read_clock())
        print_json(answer) if as_json else tables.show_story(answer, act=act)
        return
    assert account is not None
    answers = account_inquiry.ask_account(account, act=act, at=at, home=read_home(), clock=read_clock())
    print_json(answers) if as_json else tables.show_why(answers)


@app.command()
@guarded
def aging(
    on: On = None,
    start: Annotated[
        str, typer.Option(help="Where the clock starts: service, discharge, bill, patients, first_statement.")
    ] = "service",
    known: Annotated[
        datetime | None,
        typer.Option(callback=_check_moment, help="As known at this moment; default: all that is known now."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Open money by age and by whose it is, on any day, as known at any moment."""
    table = account_inquiry.age_balances(on=read_day(on), start=start, known_at=known, clock=read_clock())
    print_json(table.to_dicts()) if as_json else tables.show_aging(table, start=start)


@app.command()
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


@app.command()
@guarded
def example(
    out: Annotated[Path, typer.Option(help="The folder to write.")],
    accounts: Annotated[int, typer.Option(min=1, help="How many guarantors' accounts.")] = 2000,
    seed: Annotated[int, typer.Option(help="The same seed writes the same bytes.")] = 7,
    as_json: AsJson = False,
) -> None:
    """Write eighteen months of a made-up billing office as real 837, 835 and CSV files."""
    with progress("Writing the example practice") as bar:
        task = bar.task_ids[0]
        counts = examples.write(
            out, accounts=accounts, seed=seed, tell=lambda n, of: bar.update(task, completed=n, total=of)
        )
    print_json(counts) if as_json else tables.show_example(counts, out=out)


@app.command()
@guarded
def code(
    words: Annotated[
        list[str], typer.Argument(help="What people write: `broken left wrist`, `t2dm`, or a code's beginning.")
    ],
    most: Annotated[int, typer.Option(min=1, max=200, help="How many codes to show.")] = 10,
    procedures: Annotated[
        bool,
        typer.Option(
            "--procedures", help="Among the HCPCS and CPT codes that the office loaded, instead of diagnoses."
        ),
    ] = False,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Find the ICD-10-CM code for everyday or clinical words, or what can be charged. It shows what led there; a person decides."""
    asked = " ".join(words)
    if procedures:
        found = coding.find_procedures(asked, home=read_home(), clock=read_clock(), on=read_day(on), most=most)
    else:
        found = coding.find_codes(asked, home=read_home(), most=most)
    print_json(found) if as_json else tables.show_codes(found)


@app.command()
@guarded
def resolve(
    message: Annotated[int, typer.Argument(help="The message's number, as `night` and `doctor` show it.")],
    sent: Annotated[bool, typer.Option("--sent/--not-sent", help="What you found: it went out, or it did not.")],
    as_json: AsJson = False,
) -> None:
    """Say what became of a message that may have been sent. Not sent: it is owed again."""
    record_outcome(message, was_sent=sent, clock=read_clock(), actor=read_actor())
    if as_json:
        print_json({"message": message, "was_sent": sent})
        return
    ERR.print(f"Message {message} is noted as {'sent' if sent else 'not sent; it will be judged again tonight'}.")


@app.command()
@guarded
def doctor(as_json: AsJson = False) -> None:
    """Look at this installation: database, office, rulebook, mail, messages that wait for a person."""
    report = examination.examine(home=read_home(), clock=read_clock())
    print_json(report) if as_json else tables.show_doctor(report)
    raise SystemExit(Exit.DONE if report.is_well else Exit.FAILED)


@app.command()
@guarded
def demo(
    out: Annotated[Path, typer.Option(help="The demo's folder; made anew at each run.")] = Path("demo"),
    accounts: Annotated[int, typer.Option(min=20)] = 400,
    seed: Annotated[int, typer.Option()] = 7,
) -> None:
    """The example practice from its files to its letters: import, nights, and the answers to three whys."""
    demo_tour.show_tour(out, accounts=accounts, seed=seed)


def main() -> None:
    """The `remindful` command."""
    app()


if __name__ == "__main__":
    main()

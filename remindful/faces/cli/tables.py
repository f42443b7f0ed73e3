"""What each command shows to people."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path

import polars as pl
from rich.markup import escape
from rich.text import Text

from remindful.core.words.kinds import Act
from remindful.core.words.money import say_cents
from remindful.faces.cli.show import OUT, count, print_table, say_words
from remindful.flow.ask.account_inquiry import ActVerdict
from remindful.flow.ask.examination import Examination
from remindful.flow.ask.patient_credits import PatientCredit
from remindful.flow.ask.statement_pdf import WrittenStatement
from remindful.flow.office.report import ExceptionCount, FileCount, ImportReport, NightReport

OWNERS = {
    "patient": "patients",
    "payer": "payers: not adjudicated yet",
    "denied": "payers: denied, to appeal or correct",
    "needs_review": "to be reviewed by your staff",
    "not_billable": "not billable to the patient by law",
    "credit": "credits: refund or apply",
}
#: The steps of the nightly run, by their stations' names.
STEPS = {
    "receive": "import new files",
    "refer": "find overdue referrals",
    "bill": "check and bill finished encounters",
    "post": "post payments that now match a claim",
    "settle": "apply patient payments",
    "owe": "decide who owes each balance",
    "judge": "check the law for each account",
    "choose": "choose the next reminder",
    "reach": "check once more and send",
}
#: Accounts that a table names of each rule.
NAMED = 4
#: Verdicts, as people read them.
VERDICTS = {"free": "allowed", "hold": "on hold", "forbid": "not allowed"}
NO_STEP = {
    "nothing_due": "nothing due",
    "below_minimum": "below the minimum balance",
    "already_today": "already contacted today",
    "resting": "not due yet: the next reminder comes later",
    "ladder_ended": "all reminders sent: your staff decides what is next",
    "not_free": "on hold or not allowed, by law or office policy",
}


def show_import(report: ImportReport) -> None:
    """Files by what became of them, then what was set aside."""
    if not report.files:
        OUT.print("No data files were given. The office.yaml, if you gave one, is saved.")
    elif len(report.files) <= 40:
        rows = [
            (file.file, file.format or "?", file.state.replace("_", " "), count(file.rows_read), file.message)
            for file in report.files
        ]
        print_table("Files", ("file", "format", "result", "rows", ""), rows, right=("rows",))
    else:
        rows = [
            (name, state.replace("_", " "), count(files), count(read))
            for (name, state), (files, read) in _by_format(report.files).items()
        ]
        print_table("Files", ("format", "result", "files", "rows"), rows, right=("files", "rows"))
    if report.posted_cents or report.suspense_cents:
        OUT.print(
            f"Payer payments: {say_cents(report.posted_cents)} posted, {say_cents(report.suspense_cents)} not posted yet."
        )
    show_exceptions(report.exceptions)


def _by_format(files: Sequence[FileCount]) -> Mapping[tuple[str, str], tuple[int, int]]:
    grouped: dict[tuple[str, str], tuple[int, int]] = {}
    for file in files:
        key = (file.format or "unknown", file.state)
        number, rows = grouped.get(key, (0, 0))
        grouped[key] = (number + 1, rows + file.rows_read)
    return dict(sorted(grouped.items()))


def show_exceptions(exceptions: Sequence[ExceptionCount]) -> None:
    """What waits for a person, by kind, each with one example and its cure."""
    if exceptions:
        rows = [(kind.code, count(kind.count), kind.example) for kind in exceptions]
        print_table(
            "Exceptions for your staff to fix",
            ("type", "how many", "for example, and what to do"),
            rows,
            right=("how many",),
        )


def show_credits(found: Sequence[PatientCredit]) -> None:
    """Patients' credits, oldest first, with their sum."""
    if not found:
        OUT.print("There are no patients' credits.")
        return
    rows = [
        (
            credit.account, credit.name, say_cents(credit.amount_cents), str(credit.since or ""), str(credit.age_days or 0),
            f"{credit.credit} {credit.visit or ''}".strip(), ", ".join(credit.payments), credit.note,
        )
        for credit in found
    ]  # fmt: skip
    total = say_cents(sum(credit.amount_cents for credit in found))
    columns = ("account", "guarantor", "amount", "since", "days", "what", "payments", "note")
    print_table(f"Patients' credits: {total}", columns, rows, right=("amount", "days"))


def _name_some(keys: Sequence[str]) -> str:
    """The first few accounts, and how many more there are; `night --json` has them all."""
    more = f" and {count(len(keys) - NAMED)} more" if len(keys) > NAMED else ""
    return ", ".join(keys[:NAMED]) + more


def show_night(report: NightReport) -> None:
    """A night as a biller reads it."""
    became = {
        "done": "",
        "seen_before": " (already run; nothing was repeated)",
        "dry_run": " (dry run; nothing was done)",
    }
    OUT.print(f"[bold]Nightly run of {report.day}[/]{became[report.state]}")
    stations = [
        (STEPS[one.station], count(one.came_in), count(one.into), count(one.exceptions), one.message)
        for one in report.stations
    ]
    print_table("Steps", ("step", "in", "done", "exceptions", ""), stations, right=("in", "done", "exceptions"))
    owed = [
        (OWNERS.get(balance_owner, balance_owner), say_cents(cents))
        for balance_owner, cents in report.owed_cents.items()
    ]
    print_table("Open balances, by who has to act", ("who", "amount"), owed, right=("amount",))
    sent = [(act, count(number)) for act, number in report.sent.items()] or [("nothing", "0")]
    print_table("Sent tonight", ("what", "how many"), sent, right=("how many",))
    if report.not_sent:
        rows = [(why, count(number)) for why, number in report.not_sent.items()]
        print_table("Not sent", ("why", "how many"), rows, right=("how many",))
    steps = [(NO_STEP.get(why, why), count(number)) for why, number in report.no_step.items()]
    print_table("Accounts not contacted tonight", ("why", "accounts"), steps, right=("accounts",))
    if report.held:
        held = [
            (VERDICTS[row.verdict], count(row.accounts), _name_some(row.account_keys), row.message, row.cite)
            for row in report.held[:12]
        ]
        columns = ("result", "accounts", "which", "because", "citation")
        print_table("On hold or not allowed, by rule", columns, held, right=("accounts",))
    show_exceptions(report.exceptions)
    if report.letters_folder and report.sent:
        OUT.print(f"Letters: {report.letters_folder}", markup=False, soft_wrap=True)


def show_story(answer: Mapping[str, object], *, act: Act) -> None:
    """A sample account's verdict, with every rule that decides it."""
    until = f", allowed from {answer['until']}" if answer["until"] else ""
    OUT.print(f"[bold]{act}: {VERDICTS[str(answer['verdict'])].upper()}[/]{until}")
    _show_coverage(answer["coverage"])  # type: ignore[arg-type]  the story's answer is plain JSON
    for rule in answer["rules"]:  # type: ignore[attr-defined]  the story's answer is plain JSON
        _show_rule(rule["rule"], rule["verdict"], rule["until"], rule["cite"], rule["says"], rule["facts"], {})


def show_why(verdicts: Sequence[ActVerdict]) -> None:
    """One account's answers, act by act."""
    for verdict in verdicts:
        until = f", allowed from {verdict.until}" if verdict.until else ""
        OUT.print(
            f"[bold]{escape(verdict.account)}, {verdict.act} at {verdict.at:%Y-%m-%d %H:%M %Z}: {VERDICTS[verdict.verdict].upper()}[/]{until}"
        )
        OUT.print(verdict.owed, markup=False, soft_wrap=True)
        if not verdict.rules:
            OUT.print(
                f"  No rule stops it: {verdict.rules_checked} rules were checked (rulebook version {verdict.rulebook_version})."
            )
        _show_coverage(verdict.coverage)
        for rule in verdict.rules:
            _show_rule(rule.rule, rule.verdict, rule.until, rule.cite, rule.message, rule.facts, rule.sources)
        OUT.print()


def _show_coverage(coverage: Mapping[str, str]) -> None:
    gaps = [state for state, status in coverage.items() if status == "federal_only"]
    if gaps:
        OUT.print(
            f"  [dim]{', '.join(gaps)}: no state rule was found on this topic; federal and office rules apply.[/]"
        )


def _show_rule(
    rule: str,
    verdict: str,
    until: object,
    cite: str,
    message: str,
    facts: Mapping[str, object],
    sources: Mapping[str, str],
) -> None:
    free_on = f" until {until}" if until else ""
    OUT.print(f"  [bold]{VERDICTS[verdict].capitalize()}[/]{free_on}: {escape(message)}", soft_wrap=True)
    OUT.print(f"    {escape(cite)}  [dim]({rule})[/]", soft_wrap=True)
    for name, value in facts.items():
        source = f"  [dim]from {escape(sources[name])}[/]" if name in sources else ""
        OUT.print(f"    {escape(_say_fact(name, value))}{source}", soft_wrap=True)


def _say_fact(name: str, value: object) -> str:
    """A fact as people read it: `is insured: no`, `due: $12.00`. value: what the law read, or its JSON."""
    words = name.replace("_", " ")
    if value is None:
        return f"{words}: not known"
    if isinstance(value, bool):
        return f"{words}: {'yes' if value else 'no'}"
    if isinstance(value, int) and name.endswith("_cents"):
        return f"{words.removesuffix(' cents')}: {say_cents(value)}"
    if isinstance(value, list | tuple):
        return f"{words}: {', '.join(map(str, value)) or 'none'}"
    return f"{words}: {value}"


def show_aging(table: pl.DataFrame, *, start: str) -> None:
    """Aging as a table: balance owner, buckets, total."""
    columns = [say_words(column) for column in table.columns]
    rows = [[row[0], *[say_cents(cents) for cents in row[1:]]] for row in table.rows()]
    print_table(f"Open money by days since {start.replace('_', ' ')}", columns, rows, right=columns[1:])


def show_statement(written: WrittenStatement) -> None:
    """Where the PDF is, and what it asks for."""
    OUT.print(
        f"{written.file}: {written.pages} page(s), {say_cents(written.due_cents)} due.", markup=False, soft_wrap=True
    )


def show_example(counts: object, *, out: Path) -> None:
    """What was written."""
    numbers = {name: number for name, number in vars_of(counts).items() if isinstance(number, int)}
    rows = [
        (name.replace("_cents", "").replace("_", " "), say_cents(number) if name.endswith("_cents") else count(number))
        for name, number in numbers.items()
    ]
    print_table(f"The example practice, in {out}", ("what", "how many"), rows, right=("how many",))


def vars_of(counts: object) -> dict[str, object]:
    """The fields of a dataclass, one level deep."""
    return {spot.name: getattr(counts, spot.name) for spot in fields(counts)}  # type: ignore[arg-type]


def show_doctor(report: Examination) -> None:
    """Checks, each well or with its cure."""
    rows = [
        ("OK" if check.is_well else Text("problem", style="bold red"), check.what, check.message)
        for check in report.checks
    ]
    print_table("This installation", ("", "what", "details"), rows)

"""`remindful law`, but for `law show`: look at the rulebook, check it, see what was read."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from remindful.core.words.kinds import Act
from remindful.faces.cli.options import AsJson
from remindful.faces.cli.show import OUT, Exit, guarded, print_json, print_table, say_words
from remindful.faces.lawsite import draw_map, write_site
from remindful.flow.ask import law_desk
from remindful.flow.office.clock import read_clock
from remindful.flow.office.home import read_home
from remindful.flow.office.tonight import read_rulebook


@guarded
def list_rules(
    state: Annotated[
        str | None, typer.Option(help="A two-letter state: its rules, with federal and office rules.")
    ] = None,
    act: Annotated[Act | None, typer.Option(help="Only rules about this action.")] = None,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only rules in effect on this date.")
    ] = None,
    summary: Annotated[
        bool,
        typer.Option(
            "--summary", help="Only the number of rules, test cases and citations, by how each law was reviewed."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the rules with their citations."""
    rows = law_desk.list_rules(home=read_home(), state=state, act=act, on=on.date() if on else None)
    counts = law_desk.summarize(home=read_home()) if summary else None
    if as_json:
        print_json(counts if summary else rows)
    elif counts is not None:
        print_table("The rulebook", ("what", "how many"), list(counts.items()), right=("how many",))
    else:
        print_table(
            f"{len(rows)} rules", ("rule", "applies to", "rule text", "citation", "reviewed"),
            [(row.rule, row.acts, row.says, row.cite, row.read) for row in rows],
        )  # fmt: skip


@guarded
def diff(
    old: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="A folder of rules.")],
    new: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="The folder to compare it with.")],
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The date, YYYY-MM-DD. Default: today.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compare two sets of rules: which accounts would be treated differently, and because of which rules."""
    difference = law_desk.diff(old, new, home=read_home(), clock=read_clock(), on=on.date() if on else None)
    if as_json:
        print_json(difference)
        return
    words = (("added", difference.added), ("removed", difference.removed), ("changed", difference.changed))
    print_table("Rules", ("what", "how many", "which"), [(what, len(ids), ", ".join(ids)) for what, ids in words])
    print_table(
        f"Accounts treated differently, of {difference.accounts:,}", ("action", "before", "after", "accounts", "because", "example"),
        [(row.act, row.was, row.becomes, row.accounts, row.because, row.example) for row in difference.changes],
        right=("accounts",),
    )  # fmt: skip


@guarded
def check(
    mutants: Annotated[
        bool,
        typer.Option(
            "--mutants", help="Also change each rule slightly, to prove that its test cases catch the change."
        ),
    ] = False,
    folder: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="Check this folder of rules instead of the built-in rules."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check all rules: read every file, run every test case, and test every date on which a law changes, up to 400 days ahead."""
    found = law_desk.check(home=read_home(), today=read_clock().now().date(), with_mutants=mutants, folder=folder)
    if as_json:
        print_json(found)
    else:
        for finding in found.findings:
            OUT.print(str(finding), soft_wrap=True, markup=False)
        OUT.print(
            f"{found.rules} rules, {found.cases_run} cases, {found.days_compiled} dates tested, {len(found.findings)} errors; "
            f"version {found.version}"
        )
        if mutants:
            killed = found.mutants - len(found.survivors)
            for finding in found.survivors:
                OUT.print(str(finding), soft_wrap=True, markup=False)
            OUT.print(f"{killed} of {found.mutants} changed rules caught ({killed / max(found.mutants, 1):.1%})")
    raise SystemExit(Exit.FAILED if found.findings or found.survivors else Exit.DONE)


@guarded
def docs(
    out: Annotated[Path, typer.Option(help="The folder to write.")] = Path("rulebook-site"),
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The law in effect on this date. Default: today.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write the rules as web pages to browse and print: one page per state, a map, and upcoming changes."""
    day = on.date() if on else read_clock().now().date()
    counts = write_site(read_rulebook(read_home()), out, on=day)
    print_json(counts) if as_json else OUT.print(
        f"{counts.pages} pages, {counts.rules} rules: open {out / 'index.html'}", soft_wrap=True, markup=False
    )


@guarded
def coverage(
    state: Annotated[str | None, typer.Option(help="Only this state, two letters.")] = None,
    as_map: Annotated[
        Path | None, typer.Option("--map", help="Also write a map of the states to this SVG file.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show which topics are covered in each state. Contact is held where a law was not reviewed yet."""
    today = read_clock().now().date()
    table = law_desk.coverage(home=read_home(), state=state, today=today)
    if as_map is not None:
        as_map.write_text(draw_map(read_rulebook(read_home()), today), encoding="utf-8")
    if as_json:
        print_json(table.to_dicts())
    else:
        shown = table.select("jurisdiction", "topic", "status", "rules", "read_on", "source", "note")
        print_table("Laws reviewed", [say_words(column) for column in shown.columns], shown.rows())

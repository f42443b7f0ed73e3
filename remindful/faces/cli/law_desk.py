"""`remindful law`, but for `law show`: look at the rulebook, check it, see what was read."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from remindful.core.words.kinds import Act
from remindful.faces.cli.options import AsJson
from remindful.faces.cli.show import OUT, Exit, guarded, print_json, print_table
from remindful.faces.lawsite import draw_map, write_site
from remindful.flow.ask import law_desk
from remindful.flow.office.clock import read_clock
from remindful.flow.office.home import read_home
from remindful.flow.office.tonight import read_rulebook


@guarded
def list_rules(
    state: Annotated[str | None, typer.Option(help="Two letters: federal, house and this state's rules.")] = None,
    act: Annotated[Act | None, typer.Option(help="Only rules that bind this act.")] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only rules in force on this day.")] = None,
    summary: Annotated[
        bool, typer.Option("--summary", help="Only how many rules, cases and citations, by how they were read.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """The rules, with what each says and its citation."""
    rows = law_desk.list_rules(home=read_home(), state=state, act=act, on=on.date() if on else None)
    told = law_desk.summarize(home=read_home()) if summary else None
    if as_json:
        print_json(told if summary else rows)
    elif told is not None:
        print_table("The rulebook", ("what", "how many"), list(told.items()), right=("how many",))
    else:
        print_table(
            f"{len(rows)} rules", ("rule", "binds", "says", "citation", "read"),
            [(row.rule, row.acts, row.says, row.cite, row.read) for row in rows],
        )  # fmt: skip


@guarded
def diff(
    old: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="A rulebook folder.")],
    new: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Another.")],
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day; default today.")] = None,
    as_json: AsJson = False,
) -> None:
    """Which accounts' verdicts would change tonight from one rulebook to another, and by which rules."""
    told = law_desk.diff(old, new, home=read_home(), clock=read_clock(), on=on.date() if on else None)
    if as_json:
        print_json(told)
        return
    words = (("added", told.added), ("removed", told.removed), ("changed", told.changed))
    print_table("Rules", ("what", "how many", "which"), [(what, len(ids), ", ".join(ids)) for what, ids in words])
    print_table(
        f"Verdicts that would change, of {told.accounts:,} accounts", ("act", "was", "becomes", "accounts", "because", "example"),
        [(row.act, row.was, row.becomes, row.accounts, row.because, row.example) for row in told.changes],
        right=("accounts",),
    )  # fmt: skip


@guarded
def check(
    mutants: Annotated[
        bool, typer.Option("--mutants", help="Also change every rule a little: some case must notice each change.")
    ] = False,
    folder: Annotated[
        Path | None, typer.Option(exists=True, file_okay=False, help="Another rulebook folder than Remindful's own.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read every file, run every case, compile every rule on every day on which any law changes, and 400 days ahead."""
    found = law_desk.check(home=read_home(), today=read_clock().now().date(), with_mutants=mutants, folder=folder)
    if as_json:
        print_json(found)
    else:
        for finding in found.findings:
            OUT.print(str(finding), soft_wrap=True, markup=False)
        OUT.print(
            f"{found.rules} rules, {found.cases_run} cases, {found.days_compiled} days compiled, {len(found.findings)} faults; "
            f"version {found.version}"
        )
        if mutants:
            killed = found.mutants - len(found.survivors)
            for finding in found.survivors:
                OUT.print(str(finding), soft_wrap=True, markup=False)
            OUT.print(f"{killed} of {found.mutants} mutants killed ({killed / max(found.mutants, 1):.1%})")
    raise SystemExit(Exit.FAILED if found.findings or found.survivors else Exit.DONE)


@guarded
def docs(
    out: Annotated[Path, typer.Option(help="The folder to write.")] = Path("rulebook-site"),
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The law of this day; default today.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write the rulebook as a site to browse and print: a page a state, the map, what changes when."""
    day = on.date() if on else read_clock().now().date()
    counts = write_site(read_rulebook(read_home()), out, on=day)
    print_json(counts) if as_json else OUT.print(
        f"{counts.pages} pages, {counts.rules} rules: open {out / 'index.html'}", soft_wrap=True, markup=False
    )


@guarded
def coverage(
    state: Annotated[str | None, typer.Option(help="Two letters.")] = None,
    as_map: Annotated[Path | None, typer.Option("--map", help="Write a map of the states as SVG here.")] = None,
    as_json: AsJson = False,
) -> None:
    """Jurisdiction by topic: modelled, none found, or unread (which holds)."""
    today = read_clock().now().date()
    table = law_desk.coverage(home=read_home(), state=state, today=today)
    if as_map is not None:
        as_map.write_text(draw_map(read_rulebook(read_home()), today), encoding="utf-8")
    if as_json:
        print_json(table.to_dicts())
    else:
        shown = table.select("jurisdiction", "topic", "status", "rules", "read_on", "source", "note")
        print_table("What law was read", shown.columns, shown.rows())

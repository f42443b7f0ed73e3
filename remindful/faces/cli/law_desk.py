"""`remindful law`: look at the rulebook, check it, see what was read."""

from datetime import datetime
from typing import Annotated

import typer

from remindful.core.words.kinds import Act
from remindful.faces.cli.show import OUT, Exit, guarded, print_json, print_table
from remindful.flow import law_desk
from remindful.flow.clock import read_clock
from remindful.flow.home import read_home

app = typer.Typer(help="The rulebook: what binds, what it says, what was read.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]


@app.command("list")
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


@app.command()
@guarded
def check(as_json: AsJson = False) -> None:
    """Read every file, run every case, compile every rule on every day on which any law changes."""
    found = law_desk.check(home=read_home())
    if as_json:
        print_json(found)
    else:
        for finding in found.findings:
            OUT.print(str(finding), soft_wrap=True, markup=False)
        OUT.print(
            f"{found.rules} rules, {found.cases_run} cases, {found.days_compiled} days compiled, {len(found.findings)} faults; "
            f"version {found.version}"
        )
    raise SystemExit(Exit.FAILED if found.findings else Exit.DONE)


@app.command()
@guarded
def coverage(
    state: Annotated[str | None, typer.Option(help="Two letters.")] = None,
    as_json: AsJson = False,
) -> None:
    """Jurisdiction by topic: modelled, none found, or unread (which holds)."""
    table = law_desk.coverage(home=read_home(), state=state, today=read_clock().now().date())
    if as_json:
        print_json(table.to_dicts())
    else:
        shown = table.select("jurisdiction", "topic", "status", "rules", "read_on", "source", "note")
        print_table("What law was read", shown.columns, shown.rows())

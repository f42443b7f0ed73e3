"""`remindful law show`: one rule, without reading the others."""

from typing import Annotated

import typer
from rich.markup import escape

from remindful.faces.cli.options import AsJson
from remindful.faces.cli.show import OUT, guarded, print_json, print_table
from remindful.flow.ask.rule import show_rule
from remindful.flow.office.home import read_home


@guarded
def show(
    rule: Annotated[str, typer.Argument(help="The rule's ID, as shown by `law list` and `why`.")],
    as_json: AsJson = False,
) -> None:
    """Show one rule: its text, its sources, its limits with effective dates, and its file."""
    found, row, text = show_rule(rule, home=read_home())
    if as_json:
        print_json(row)
        return
    OUT.print(f"[bold]{escape(found.id)}[/]  {escape(found.says)}", soft_wrap=True)
    OUT.print(f"applies to {row.acts}; {row.parties}; in effect {row.in_force}\n", soft_wrap=True)
    print_table(
        "The law", ("citation", "reviewed", "on", "by", "source", "text"),
        [(law.cite, law.read, law.read_on, law.reader, law.source, law.says) for law in found.law],
    )  # fmt: skip
    if found.terms:
        print_table(
            "Limits", ("limit", "effective", "value", "unit"),
            [
                (term.name, since, "not covered" if value is None else value, term.unit)
                for term in found.terms.values()
                for since, value in term.values
            ],
            right=("value",),
        )  # fmt: skip
    OUT.print(f"[dim]{escape(found.at.file)}[/]\n{escape(text)}", soft_wrap=True)

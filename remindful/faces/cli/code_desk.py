"""`remindful code`: the code for everyday words."""

from collections.abc import Sequence
from typing import Annotated

import typer

from remindful.core.coding import CodeMatch
from remindful.faces.cli.options import AsJson, On, read_day
from remindful.faces.cli.show import OUT, guarded, print_json, print_table
from remindful.flow.codes import coding
from remindful.flow.office.clock import read_clock
from remindful.flow.office.home import read_home


@guarded
def code(
    words: Annotated[
        list[str],
        typer.Argument(
            help="Everyday words (`broken left wrist`), an abbreviation (`t2dm`), or the first characters of a code."
        ),
    ],
    most: Annotated[int, typer.Option(min=1, max=200, help="How many codes to show.")] = 10,
    procedures: Annotated[
        bool,
        typer.Option(
            "--procedures", help="Search the HCPCS and CPT codes that you loaded, instead of diagnosis codes."
        ),
    ] = False,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Look up ICD-10-CM codes (or, with --procedures, HCPCS and CPT codes) in everyday or clinical words."""
    asked = " ".join(words)
    if procedures:
        found = coding.find_procedures(asked, home=read_home(), clock=read_clock(), on=read_day(on), most=most)
    else:
        found = coding.find_codes(asked, home=read_home(), most=most)
    print_json(found) if as_json else _show_codes(found)


def _show_codes(found: Sequence[CodeMatch]) -> None:
    if not found:
        OUT.print("No code was found. Try other words, or the first characters of a code.")
        return
    print_table(
        f"{len(found)} codes", ("code", "billable", "description", "matched term", "matched words"),
        [(one.code, "yes" if one.is_billable else "no", one.description, one.matched, ", ".join(one.words)) for one in found],
    )  # fmt: skip

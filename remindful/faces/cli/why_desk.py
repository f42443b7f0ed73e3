"""`remindful why`: the verdict on an act, with the rule, its citation and the facts."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from remindful.core.words.kinds import Act
from remindful.faces.cli import tables
from remindful.faces.cli.options import AsJson, check_moment
from remindful.faces.cli.show import Exit, fail, guarded, print_json
from remindful.flow.ask import account_inquiry
from remindful.flow.office.clock import read_clock
from remindful.flow.office.home import read_home


@guarded
def why(
    account: Annotated[str | None, typer.Argument(help="The account number, or organization/number.")] = None,
    act: Annotated[
        Act | None, typer.Option(help="The action to explain. Default: every action that the nightly run can take.")
    ] = None,
    at: Annotated[
        datetime | None,
        typer.Option(
            callback=check_moment,
            help="Date and time, for example 2026-05-04T10:30, in the account's time zone unless you add an offset.",
        ),
    ] = None,
    story: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Explain a sample account described in a YAML file instead."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Explain why an account may or may not be contacted: the rule, its citation, the facts, and the first day it is allowed."""
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

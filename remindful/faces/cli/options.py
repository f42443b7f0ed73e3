"""Options that many commands have, and how their values are read."""

from datetime import date, datetime
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for use by other programs.")]
On = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="The date, YYYY-MM-DD. Default: today.")
]


def read_day(on: datetime | None) -> date | None:
    """The day of an option; None: not given."""
    return None if on is None else on.date()


def check_moment(moment: datetime | None) -> datetime | None:
    """A moment that stays in the calendar in every time zone."""
    if moment is not None and not 1900 <= moment.year <= 2999:
        raise typer.BadParameter("name a moment between 1900 and 2999.")
    return moment

"""`remindful audit`: who changed what, when, and from where."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

import typer

from remindful.faces.cli.show import OUT, guarded, print_json, print_table
from remindful.flow.ask.audit import AuditFilter, list_events
from remindful.flow.office.clock import read_clock


@guarded
def audit(
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Only since this day, where the organization is, YYYY-MM-DD."),
    ] = None,
    actor: Annotated[str | None, typer.Option(help="Only changes by this person; `night` for the night's own.")] = None,
    act: Annotated[str | None, typer.Option(help="Only acts with this word: import, referral, deadline ...")] = None,
    org: Annotated[str | None, typer.Option(help="Only changes at the organization with this key.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many events to show.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="For machines: JSON on standard output.")] = False,
) -> None:
    """The audit log, newest first: who changed what, when, and from where."""
    wanted = AuditFilter(None if since is None else since.date(), actor, act, org)
    log = list_events(wanted, limit=limit, clock=read_clock())
    if as_json:
        print_json(log.events)
        return
    if not log.events:
        OUT.print("No audit event fits.")
        return
    organization = ("organization",) if log.is_shared else ()
    print_table(
        f"Audit log ({len(log.events):,} events)", ("when", *organization, "who", "from", "what", "on", "details"),
        [
            (
                f"{event.recorded_at:%Y-%m-%d %H:%M}", *((event.organization,) if log.is_shared else ()), event.actor, event.origin,
                event.act, event.subject, _say_details(event.details),
            )
            for event in log.events
        ],
    )  # fmt: skip


def _say_details(details: Mapping[str, object]) -> str:
    return ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in details.items())

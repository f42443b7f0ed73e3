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
        typer.Option(
            formats=["%Y-%m-%d"], help="Only changes since this date, YYYY-MM-DD, in the organization's time zone."
        ),
    ] = None,
    actor: Annotated[str | None, typer.Option(help="Only changes by this user; `night` for the nightly run.")] = None,
    act: Annotated[
        str | None, typer.Option(help="Only changes whose name has this word: import, referral, deadline ...")
    ] = None,
    org: Annotated[str | None, typer.Option(help="Only changes at this organization.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many events to show.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for use by other programs.")] = False,
) -> None:
    """Show the audit log, newest first: who changed what, when, and from where."""
    wanted = AuditFilter(None if since is None else since.date(), actor, act, org)
    log = list_events(wanted, limit=limit, clock=read_clock())
    if as_json:
        print_json(log.events)
        return
    if not log.events:
        OUT.print("No audit events match.")
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

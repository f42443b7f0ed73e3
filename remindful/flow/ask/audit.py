"""The audit log: who changed what, when, and from where."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import polars as pl

from remindful.edges.store import reads
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import OrganizationDesk, open_desk
from remindful.flow.office.settings import Setting


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which events are asked for; None: all. act: a word of the act, or the whole act. since: a day where each organization is."""

    since: date | None = None
    actor: str | None = None
    act: str | None = None
    organization: str | None = None


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One change. recorded_at: in the organization's local time. details: keys and numbers."""

    recorded_at: datetime
    organization: str
    actor: str
    origin: str
    act: str
    subject: str
    details: Mapping[str, Setting]


@dataclass(frozen=True, slots=True)
class AuditLog:
    """Events, newest first, and whether several organizations work in the office, so that each event's must be named."""

    events: tuple[AuditEvent, ...]
    is_shared: bool


def list_events(wanted: AuditFilter, *, limit: int, clock: Clock) -> AuditLog:
    """The newest events that fit, at most `limit`. Raises Refusal where there is no office, or no organization of that key."""
    with open_desk(clock, organization=wanted.organization) as desk:
        found = pl.concat([_read_events(one, wanted) for one in desk])
        newest = found.sort("audit_event_id", descending=True).head(limit)
        named = {one.organization_id: one for one in desk}
        is_shared = desk.is_shared
    columns = ("recorded_at", "organization_id", "actor", "origin", "act", "subject", "details")
    events = [_make_event(named[row[1]], row[0], *row[2:]) for row in newest.select(columns).iter_rows()]
    return AuditLog(tuple(events), is_shared)


def _read_events(one: OrganizationDesk, wanted: AuditFilter) -> pl.DataFrame:
    since = None
    if wanted.since is not None:
        since = datetime.combine(wanted.since, time(), tzinfo=ZoneInfo(one.organization.zone)).astimezone(UTC)
    actors = None if wanted.actor is None else [wanted.actor]
    events = reads.audit_events(one.store, since=since, actor=actors)
    if wanted.act is None:
        return events
    words = pl.format(" {} ", "act").str.to_lowercase()
    return events.filter(words.str.contains(f" {wanted.act.strip().lower()} ", literal=True))


def _make_event(
    one: OrganizationDesk, recorded_at: datetime, actor: str, origin: str, act: str, subject: str, details: str | None
) -> AuditEvent:
    local = recorded_at.astimezone(ZoneInfo(one.organization.zone))
    return AuditEvent(local, one.key, actor, origin, act, subject, json.loads(details) if details else {})

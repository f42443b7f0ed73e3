"""The events of a story: dated, or in the short lists (calls, statements, holds ...) that stand for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from remindful.core.law.fields import Fields
from remindful.core.law.lined import Leaf, Table, plain
from remindful.core.words.kinds import Act, EventKind, Medium
from remindful.core.words.money import read_cents

#: Lists whose items are one kind of event: word -> kind, medium.
LISTS: Mapping[str, tuple[EventKind, Medium | None]] = {
    "calls": (EventKind.CALL_PLACED, Medium.CALL),
    "conversations": (EventKind.CONVERSATION, Medium.CALL),
    "statements": (EventKind.STATEMENT_SENT, Medium.MAIL),
    "letters": (EventKind.LETTER_SENT, Medium.MAIL),
    "emails": (EventKind.EMAIL_SENT, Medium.EMAIL),
    "texts": (EventKind.TEXT_SENT, Medium.TEXT),
}
EVENT_WORDS = ("on", "at", "kind", "medium", "value", "visit", "dollars", "cents")
SHORT_WORDS = ("on", "at", "value", "visit")
HOLD_WORDS = ("on", "until", "why", "visit")
APPLICATION_WORDS = ("on", "complete", "decided_on", "decision")
NOTICE_WORDS = ("on", "acts", "oral_effort_on")
SENT = {
    Medium.CALL: EventKind.CALL_PLACED,
    Medium.MAIL: EventKind.LETTER_SENT,
    Medium.EMAIL: EventKind.EMAIL_SENT,
    Medium.TEXT: EventKind.TEXT_SENT,
}


@dataclass(frozen=True, slots=True)
class StoryEvent:
    """A row of Events, without its ids."""

    kind: EventKind
    happened_on: date
    happened_at: datetime | None
    medium: Medium | None
    value: str | None
    visit_key: str | None
    amount_cents: int | None
    line: int


def read_events(story: Table, fields: Fields, zone: ZoneInfo | None) -> list[StoryEvent]:
    """All events of a story, in the order in which they are written."""
    events: list[StoryEvent] = []
    for table in _rows(story, "events", EVENT_WORDS, fields):
        kind = fields.one_of(table.get("kind"), table.line, "`kind` of an event", tuple(EventKind))
        events += _event(table, EventKind(kind) if kind else None, read_medium(table, fields), fields, zone)
    for table in _rows(story, "contacts", (*SHORT_WORDS, "medium"), fields):
        medium = read_medium(table, fields)
        if medium is None or medium not in SENT:
            fields.fault("medium", table.line, "A contact needs its medium.", f"Write one of {', '.join(SENT)}.")
            continue
        events += _event(table, SENT[medium], medium, fields, zone)
    for word, (kind, medium) in LISTS.items():
        for table in _rows(story, word, SHORT_WORDS, fields):
            events += _event(table, kind, medium, fields, zone)
    for table in _rows(story, "holds", HOLD_WORDS, fields):
        events += _span(table, fields, (EventKind.HELD, "why", EventKind.RELEASED, "until"))
    events += _applications(story, fields) + _notices(story, fields)
    return events


def read_medium(table: Table, fields: Fields) -> Medium | None:
    """The medium of an event, if it names one."""
    if "medium" not in table.items:
        return None
    found = fields.one_of(table.get("medium"), table.line, "`medium` of an event", tuple(Medium))
    return Medium(found) if found else None


def read_money(table: Table, what: str, fields: Fields, *, needed: bool = True) -> int | None:
    """`dollars: 12.50` or `cents: 1250`."""
    units = [word for word in ("dollars", "cents") if word in table.items]
    if len(units) != 1:
        if needed or units:
            fields.fault("money", table.line, f"{what} needs its amount once.", "Write dollars: 12.50, or cents: 1250.")
        return None
    node = table.items[units[0]]
    raw = node.raw if isinstance(node, Leaf) else str(plain(node))
    try:
        return read_cents(raw) if units[0] == "dollars" else int(raw)
    except ValueError as error:
        fields.fault("money", node.line, f"{error}.", "Write dollars: 12.50, or cents: 1250.")
        return None


def read_moment(table: Table, fields: Fields, zone: ZoneInfo | None) -> tuple[date | None, datetime | None]:
    """The day, and the instant if an hour is told. An hour without an offset is the guarantor's own."""
    if ("on" in table.items) == ("at" in table.items):
        fields.fault(
            "day", table.line, "An event has one of `on` and `at`.", "on: 2026-03-08, or at: 2026-03-08 10:30."
        )
        return None, None
    if "on" in table.items:
        return fields.day(table, "on", "An event"), None
    node = table.items["at"]
    raw = node.raw if isinstance(node, Leaf) else str(plain(node))
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        fields.fault("day", node.line, f"`at` is {raw!r}, no day and hour.", "Write it as 2026-03-08 10:30.")
        return None, None
    if moment.tzinfo is None:
        return moment.date(), None if zone is None else moment.replace(tzinfo=zone).astimezone(UTC)
    return moment.astimezone(zone or UTC).date(), moment.astimezone(UTC)


def midnight(day: date) -> datetime:
    """The first instant of a day in UTC."""
    return datetime.combine(day, time(), UTC)


def _rows(story: Table, word: str, known: tuple[str, ...], fields: Fields) -> list[Table]:
    """The tables of a list; a bare day stands for {on: day}."""
    found: list[Table] = []
    for node in fields.rows(story.get(word), story.line, f"`{word}`"):
        item = Table(node.line, {"on": node}) if isinstance(node, Leaf) and isinstance(node.value, date) else node
        if (table := fields.table(item, node.line, f"An item of `{word}`", known)) is not None:
            found.append(table)
    return found


def _event(
    table: Table, kind: EventKind | None, medium: Medium | None, fields: Fields, zone: ZoneInfo | None
) -> list[StoryEvent]:
    happened_on, happened_at = read_moment(table, fields, zone)
    value = fields.text(table, "value", "An event", needed=False)
    visit = fields.text(table, "visit", "An event", needed=False)
    cents = read_money(table, "An event", fields, needed=kind is EventKind.ESTIMATE_GIVEN)
    if kind is None or happened_on is None:
        return []
    return [StoryEvent(kind, happened_on, happened_at, medium, value, visit, cents, table.line)]


def _span(table: Table, fields: Fields, words: tuple[EventKind, str, EventKind, str]) -> list[StoryEvent]:
    start, value_word, end, end_word = words
    on = fields.day(table, "on", "A hold")
    until = fields.day(table, end_word, "A hold", needed=False)
    visit = fields.text(table, "visit", "A hold", needed=False)
    why = fields.text(table, value_word, "A hold", needed=False)
    found = [] if on is None else [StoryEvent(start, on, None, None, why, visit, None, table.line)]
    return found + ([] if until is None else [StoryEvent(end, until, None, None, None, visit, None, table.line)])


def _applications(story: Table, fields: Fields) -> list[StoryEvent]:
    found: list[StoryEvent] = []
    for table in _rows(story, "applications", APPLICATION_WORDS, fields):
        on = fields.day(table, "on", "An application")
        decided_on = fields.day(table, "decided_on", "An application", needed=False)
        whole = plain(table.get("complete"))
        value = None if whole is None else "complete" if whole is True else "incomplete"
        if on is not None:
            found.append(StoryEvent(EventKind.ASSISTANCE_APPLIED, on, None, None, value, None, None, table.line))
        if decided_on is not None:
            known = ("approved", "denied", "withdrawn")
            decision = fields.one_of(table.get("decision"), table.line, "`decision` of an application", known)
            found.append(
                StoryEvent(EventKind.ASSISTANCE_DECIDED, decided_on, None, None, decision, None, None, table.line)
            )
    return found


def _notices(story: Table, fields: Fields) -> list[StoryEvent]:
    found: list[StoryEvent] = []
    for table in _rows(story, "notices", NOTICE_WORDS, fields):
        on, oral_effort_on = (
            fields.day(table, "on", "A notice"),
            fields.day(table, "oral_effort_on", "A notice", needed=False),
        )
        acts: tuple[Act, ...] = fields.acts(table.get("acts"), "The act")
        if on is not None:
            named = "+".join(acts) or None
            found.append(
                StoryEvent(EventKind.COLLECTION_NOTICE_SENT, on, None, Medium.MAIL, named, None, None, table.line)
            )
        if oral_effort_on is not None:
            found.append(
                StoryEvent(EventKind.ORAL_EFFORT_MADE, oral_effort_on, None, Medium.CALL, None, None, None, table.line)
            )
    return found

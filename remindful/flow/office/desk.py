"""The one door to the store: the organizations of an office, each with its own day and its own books, and who acts."""

import json
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from remindful.core.words.findings import Refusal
from remindful.edges.store import prepare, reads
from remindful.edges.store.store import Store, open_store
from remindful.flow.office import billing_terms, settings
from remindful.flow.office.actors import Actor
from remindful.flow.office.billing_terms import terms_of_setting
from remindful.flow.office.clock import Clock
from remindful.flow.office.organizations import Organization, of_row
from remindful.flow.office.records import Record

NO_OFFICE = ("There is no office yet.", "Describe it in office.yaml, then run: remindful import office.yaml (docs/how-to/your-own-files.md).")  # fmt: skip


@dataclass(frozen=True, slots=True)
class OrganizationDesk:
    """One organization at work: the day that is looked at, today where it is, and books that show its rows alone."""

    organization_id: int
    organization: Organization
    day: date
    today: date
    store: Store
    actor: Actor | None

    @property
    def key(self) -> str:
        """The organization's own key."""
        return self.organization.key

    @property
    def now(self) -> datetime:
        """This moment, in UTC."""
        return self.store.now

    def check_day(self) -> None:
        """Raises Refusal where the day has not come yet."""
        if self.day > self.today:
            raise Refusal(
                f"The day {self.day} has not come yet: today is {self.today} at {self.key}.", "Name an earlier day."
            )

    def audit(self, act: str, subject: str, **details: object) -> None:
        """Write the audit event of a change, in its transaction. subject: what was changed, by its key; details: keys and numbers only."""
        assert self.actor is not None, f"nobody acts, and yet: {act} {subject}"
        write_audit_event(self.store, self.actor, act, subject, **details)

    def find[R: Record](self, kind: type[R], name: str) -> R | None:
        """What is named by its key here, or by organization/key; None: there is none. Raises Refusal where a name means two."""
        found = kind.read(self.store, _keys_of(self, name))
        if found.height > 1:
            names = ", ".join(f"{self.key}/{key}" for key in found[kind.key_column])
            raise Refusal(f"{self.key} has {found.height} of {kind.noun} {name}.", f"Say which: {names}.")
        return None if found.is_empty() else kind.of_row(found.row(0, named=True))


def write_audit_event(store: Store, actor: Actor, act: str, subject: str, **details: object) -> None:
    """Add an audit event of the one organization that is open. details: keys and numbers; null is left out."""
    given = {name: value for name, value in details.items() if value is not None}
    event = {
        "actor": actor.name, "origin": actor.origin, "act": act, "subject": subject,
        "details": json.dumps(given, default=str) if given else None,
    }  # fmt: skip
    store.append("audit_event", pl.DataFrame([event], schema_overrides={"details": pl.String}))


@dataclass(frozen=True, slots=True)
class Desk:
    """An office at work, in one transaction. Work goes through it organization by organization: keys are an organization's own."""

    store: Store  # of all its organizations: for what is the office's as a whole
    organizations: tuple[OrganizationDesk, ...]  # by organization_id

    def __iter__(self) -> Iterator[OrganizationDesk]:
        return iter(self.organizations)

    @property
    def is_shared(self) -> bool:
        """Whether several organizations work here, so that a key alone may not say whose it is."""
        return len(self.organizations) > 1

    def of(self, organization_id: int) -> OrganizationDesk:
        """The organization with this number."""
        found = [one for one in self.organizations if one.organization_id == organization_id]
        assert found, f"organization {organization_id} is not open here"
        return found[0]

    def named(self, key: str) -> OrganizationDesk:
        """The organization with this key. Raises Refusal where there is none."""
        found = [one for one in self.organizations if one.key == key]
        if not found:
            raise _no_such_organization(key, [one.key for one in self.organizations])
        return found[0]

    def only(self, option: str = "--org KEY") -> OrganizationDesk:
        """The one organization that is open. Raises Refusal where there are several: the option names one."""
        if self.is_shared:
            raise Refusal("The office has several organizations.", f"Name one with {option}: {self.keys}.")
        return self.organizations[0]

    @property
    def keys(self) -> str:
        """The organizations' keys, for a sentence."""
        return ", ".join(one.key for one in self.organizations)

    def find[R: Record](self, kind: type[R], name: str) -> tuple[OrganizationDesk, R]:
        """What a person names by its key, or by organization/key, and whose it is. Raises Refusal where there is none, or several."""
        found = [(one, record) for one in self.organizations if (record := one.find(kind, name)) is not None]
        if not found:
            raise Refusal(f"There is no {kind.noun} {name}.", kind.remedy)
        if len(found) > 1:
            names = ", ".join(f"{one.key}/{getattr(record, kind.key_column)}" for one, record in found)
            raise Refusal(f"{len(found)} organizations have {kind.noun} {name}.", f"Say which: {names}.")
        return found[0]


def _keys_of(organization: OrganizationDesk, name: str) -> Sequence[str]:
    """What a name may mean at an organization: a key of its own, and what follows the organization's key and a slash."""
    prefix = f"{organization.key}/"
    return [name, name.removeprefix(prefix)] if name.startswith(prefix) else [name]


@contextmanager
def open_desk(
    clock: Clock,
    *,
    on: date | None = None,
    organization: str | None = None,
    actor: Actor | None = None,
    is_dry: bool = False,
    known_at: datetime | None = None,
    requires_office: bool = True,
) -> Generator[Desk]:
    """One transaction at the office's desk: kept when the block ends, undone when it raises.

    on: the day that is looked at (default: today, where each organization is). organization: only the one with this key.
    actor: who changes something; without one, or is_dry, nothing can be written. known_at: reads show what was known then.
    Raises Refusal where there is no office yet (unless needs_office is False), or no organization of that key.
    """
    prepare()
    is_reading = actor is None or is_dry
    with open_store(organizations="all", now=clock.now(), read_only=is_reading, known_at=known_at) as whole_store:
        store = whole_store
        rows = reads.organizations(store)
        if requires_office and rows.is_empty():
            raise Refusal(*NO_OFFICE)
        if organization is not None:
            rows = _named(rows, organization)
            store = store.of(*rows["organization_id"])
        terms = settings.read_all(store, billing_terms.SETTING)
        organizations: list[OrganizationDesk] = []
        for row in rows.iter_rows(named=True):
            number = int(row["organization_id"])
            described = of_row(row, billing=terms_of_setting(terms.get(number)))
            today = clock.today(described.zone)
            organizations.append(OrganizationDesk(number, described, on or today, today, store.of(number), actor))
        yield Desk(store, tuple(organizations))


def _named(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    found = rows.filter(pl.col("key") == key)
    if found.is_empty():
        raise _no_such_organization(key, rows["key"].to_list())
    return found


def _no_such_organization(key: str, known: Sequence[str]) -> Refusal:
    return Refusal(f"No organization has the key {key!r}.", f"Known: {', '.join(known)}." if known else NO_OFFICE[1])

"""A group in production whose files say what no file should be believed of: how it is imported, and what the books have then."""

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from remindful.edges.store import reads
from remindful.edges.store.store import open_store
from remindful.flow.office.report import ImportReport
from tests.stories.practice import GROUP, OFFICE, Practice

LATER = datetime(2027, 6, 1, tzinfo=UTC)


class RealGroup(Practice):
    """One group that another system bills for, in production: not a practice's example."""

    #: Lines of the organization in office.yaml beside those of the stories.
    more = ""
    is_practice = False

    def open(self) -> "RealGroup":
        self.organizations = (1,)
        office = self.folder / "office.yaml"
        group = OFFICE.split("  - key: capital", maxsplit=1)[0]
        if not self.is_practice:
            group = group.replace("is_practice: true", "is_practice: false")
        office.write_text(group + self.more)
        self._import(office, day=date(2026, 1, 1), org=None)
        return self

    def _x12(self, text: str, suffix: str, *, day: str, org: str) -> ImportReport:
        return super()._x12(text.replace("*0*T*:", "*0*P*:"), suffix, day=day, org=org)

    def brings(self, text: str | bytes, name: str, *, day: str = "2026-03-02") -> ImportReport:
        """A file of any kind, under this name, as it is."""
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self._import(path, day=date.fromisoformat(day), org=GROUP)


def codes(report: ImportReport) -> list[str]:
    """The kinds of exceptions of an import."""
    return sorted(one.code for one in report.exceptions)


def books_of(account: str) -> int:
    """The sum of one account of the ledger."""
    with open_store(organizations="all", now=LATER, read_only=True) as store:
        lines = reads.ledger_lines(store)
    return int(lines.filter(pl.col("ledger_account") == account)["amount_cents"].sum())


def read_books(name: str, **only: list[str]) -> pl.DataFrame:
    """A read of the store, as it is at last."""
    with open_store(organizations="all", now=LATER, read_only=True) as store:
        return getattr(reads, name)(store, **only)


class Rehearsal(RealGroup):
    """The same as a practice, whose nights may run on any day."""

    is_practice = True


def open_rehearsal(folder: Path) -> Rehearsal:
    """The practice with Ana, who owes for herself."""
    group = Rehearsal(folder)
    group.open()
    group.person("ana")
    return group


def open_group(folder: Path) -> RealGroup:
    """The group with Ana, who owes for herself."""
    group = RealGroup(folder).open()
    group.person("ana")
    return group

"""A walk of the whole chain in a home and a database of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from remindful.edges.store import close_connections
from remindful.flow.example.chain import ChainReport


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk that was made: its folder, its database, and what came of it."""

    out: Path
    url: str
    report: ChainReport

    def claims(self) -> list[Path]:
        """The files of claims that went out."""
        return sorted((self.out / "home/claims").glob("*.837"))

    def leg(self, station: str) -> tuple[int, int]:
        """Rows and cents at a station."""
        return next((one.count, one.cents) for one in self.report.legs if one.station == station)

    def loose(self) -> list[str]:
        """Stations that do not tie, and sums that are not those of their parts."""
        report = self.report
        stations = [leg.station for leg in report.legs if not leg.ties]
        parts = [] if self.leg("booked")[1] == sum(report.parts_cents.values()) else ["parts"]
        balance_owner = (
            [] if report.parts_cents["open_cents"] == sum(report.owner_cents.values()) else ["balance_owner"]
        )
        return stations + parts + balance_owner


def walk(out: Path, url: str, make: Callable[[], ChainReport]) -> Walk:
    """Make a walk with this folder's home and this database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REMINDFUL_HOME", str(out / "home"))
        patch.setenv("DATABASE_URL", url)
        close_connections()
        made = Walk(out, url, make())
        close_connections()
    return made

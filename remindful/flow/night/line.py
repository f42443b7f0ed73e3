"""A line of stations, and how it runs: each station once, in order, in its own transaction; a killed line is finished."""

from collections.abc import Callable
from dataclasses import dataclass

from remindful.flow.office.report import StationCount
from remindful.flow.office.runs import Run
from remindful.flow.office.tonight import Tonight


@dataclass(frozen=True, slots=True)
class Station:
    """One step of a line. `work` does it in one transaction and notes itself done there.

    Every key that comes in leaves by `into` or by `asides`: the counts are compared, and a difference stops the night.
    """

    name: str
    work: Callable[[Tonight, Run], StationCount]
    says: str
    by: str
    into: str
    asides: str


def station(
    name: str, work: Callable[[Tonight, Run], StationCount], *, says: str, by: str, into: str, asides: str
) -> Station:
    """A row of a line's table."""
    return Station(name, work, says, by, into, asides)


def line(*stations: Station) -> tuple[Station, ...]:
    """Stations in their order. Two of one name would hide each other after a kill."""
    names = [one.name for one in stations]
    assert len(set(names)) == len(names), names
    return stations


def run_line(
    stations: tuple[Station, ...], *, tonight: Tonight, run: Run, tell: Callable[[Station], None]
) -> list[StationCount]:
    """Run what is not done yet. Returns the count of every station, those of an earlier try too."""
    counts: list[StationCount] = []
    for one in stations:
        tell(one)
        count = run.done_stations.get(one.name) or one.work(tonight, run)
        assert count.came_in == count.into + count.aside, f"{one.name}: {count}"
        counts.append(count)
    return counts

"""A line of stations, and how it runs: each once, in order; a killed line is finished; every key that comes in leaves by one door."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import assert_never

import polars as pl

from remindful.core.words.findings import Out
from remindful.flow.office.actors import NIGHT
from remindful.flow.office.desk import OrganizationDesk, open_desk
from remindful.flow.office.exceptions import keep_findings
from remindful.flow.office.report import StationCount
from remindful.flow.office.runs import Run, end_station
from remindful.flow.office.tonight import Tonight


@dataclass(frozen=True, slots=True)
class NightFrame:
    """A frame that a later station of the night, or its report, reads by this name."""

    name: str
    frame: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Work:
    """What a station did. `came_in` holds the keys of the rows that it read; `out` names each of them in one of its two frames."""

    came_in: pl.DataFrame
    out: Out
    frames: tuple[NightFrame, ...] = ()
    message: str = ""  # what the counts do not show


@dataclass(frozen=True, slots=True)
class OfEach:
    """Work for one organization at a time: all of them in one transaction, in which the station is noted as done."""

    work: Callable[[OrganizationDesk, Tonight], Work]


@dataclass(frozen=True, slots=True)
class OfOffice:
    """Work for the whole office in transactions of its own; noted as done after them, so that doing it again must do no harm."""

    work: Callable[[Tonight, Run], Work]


@dataclass(frozen=True, slots=True)
class Station:
    """One step of a line. key: the columns that name what it works on, within what it works for (an organization, or the office).

    note: the sentence about its counts, with {came_in}, {into}, {exceptions} and the work's own {message}.
    """

    name: str
    does: OfEach | OfOffice
    key: tuple[str, ...]
    description: str
    note: str


@dataclass(frozen=True, slots=True)
class KeyCount:
    """How many keys came in, and by which door they left."""

    came_in: int
    into: int
    exceptions: int


def station(name: str, does: OfEach | OfOffice, *, key: tuple[str, ...], description: str, note: str) -> Station:
    """A row of a line's table."""
    return Station(name, does, key, description, note)


def line(*stations: Station) -> tuple[Station, ...]:
    """Stations in their order. Two of one name would hide each other after a kill."""
    names = [one.name for one in stations]
    assert len(set(names)) == len(names), names
    return stations


def run_line(
    stations: tuple[Station, ...], *, tonight: Tonight, run: Run, tell: Callable[[Station], None]
) -> list[StationCount]:
    """Run what is not done yet. Returns the count of every station, those of an earlier try too.

    Raises AssertionError where a station lost a key, made one up, or let one out twice; nothing of such a station is kept.
    """
    counts: list[StationCount] = []
    for one in stations:
        tell(one)
        counts.append(run.done_stations.get(one.name) or _run_station(one, tonight=tonight, run=run))
    return counts


def _run_station(one: Station, *, tonight: Tonight, run: Run) -> StationCount:
    match one.does:
        case OfEach(work):
            with open_desk(tonight.clock, on=tonight.day, actor=NIGHT) as desk:
                of_run = [organization for organization in desk if organization.organization_id in run.organizations]
                done = [_work_for(organization, one, work, tonight=tonight, run=run) for organization in of_run]
                count = _sum_counts(one, done)
                end_station(desk.store, run, count)
        case OfOffice(work):
            whole = work(tonight, run)
            assert not whole.out.findings, f"{one.name}: findings are an organization's"
            assert not whole.frames, f"{one.name}: frames are an organization's"
            count = _sum_counts(one, [(count_keys(one, whole), whole.message)])
            with open_desk(tonight.clock, on=tonight.day, actor=NIGHT) as desk:
                end_station(desk.store, run, count)
        case _:
            assert_never(one.does)
    return count


def _work_for(
    organization: OrganizationDesk,
    one: Station,
    work: Callable[[OrganizationDesk, Tonight], Work],
    *,
    tonight: Tonight,
    run: Run,
) -> tuple[KeyCount, str]:
    """One organization's work, checked and kept: its counts and message."""
    done = work(organization, tonight)
    count = count_keys(one, done)
    keep_findings(organization.store, done.out.findings, station=one.name, run_id=run.run_id)
    for frame in done.frames:
        tonight.keep(frame.name, frame.frame, organization_id=organization.organization_id)
    return count, done.message


def _sum_counts(one: Station, done: Sequence[tuple[KeyCount, str]]) -> StationCount:
    """What the organizations count, added up; what each adds in words, once."""
    came_in, into, exceptions = (
        sum(getattr(count, name) for count, _ in done) for name in ("came_in", "into", "exceptions")
    )  # fmt: skip
    message = "; ".join(dict.fromkeys(text for _, text in done if text))
    text = one.note.format(came_in=came_in, into=into, exceptions=exceptions, message=message)
    return StationCount(one.name, came_in, into, exceptions, text)


def count_keys(one: Station, done: Work) -> KeyCount:
    """Count the keys of a station's work. Raises AssertionError unless each that came in leaves once, by one door, and no other does."""
    came_in, into, exceptions = (
        frame.select(one.key) for frame in (done.came_in, done.out.frame, done.out.exceptions)
    )  # fmt: skip
    left = pl.concat([into, exceptions])

    def without(keys: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
        return keys.join(others, on=one.key, how="anti", nulls_equal=True, maintain_order="left")

    faults = (
        ("came in twice", came_in.filter(came_in.is_duplicated())),
        ("were lost: they came in and left by neither door", without(came_in, left)),
        ("left by both doors", into.join(exceptions, on=one.key, how="semi", nulls_equal=True, maintain_order="left")),
        (
            "left twice by one door",
            pl.concat([into.filter(into.is_duplicated()), exceptions.filter(exceptions.is_duplicated())]),
        ),
        ("left and never came in", without(left, came_in)),
    )
    for fault, keys in faults:
        assert keys.is_empty(), (
            f"station {one.name}: {keys.height} {' and '.join(one.key)} {fault}: {keys.head(3).rows()}"
        )
    return KeyCount(came_in.height, into.height, exceptions.height)

"""Run records: what ran, for which day, how far it came. A killed run is found again and finished, never done twice."""

import fcntl
import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

import polars as pl

from remindful.core.words.findings import Refusal, WorldFault
from remindful.edges.store import reads
from remindful.edges.store.store import Store
from remindful.flow.office.actors import NIGHT
from remindful.flow.office.clock import Clock
from remindful.flow.office.desk import open_desk
from remindful.flow.office.home import Home
from remindful.flow.office.report import StationCount

#: Runs are about what was done, not about what was known: a clock set back does not hide them.
EVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Run:
    """One night of one set of organizations."""

    run_id: int
    day: date
    state: str  # running | done
    organizations: tuple[int, ...]
    done_stations: dict[str, StationCount]


@contextmanager
def only_one(home: Home, name: str) -> Generator[None]:
    """Hold a lock of this home while a run works; a second run fails at once. The system frees it when a process dies."""
    with (home.path / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise WorldFault(
                "passing", f"Another {name} is running in {home.path}.", "Wait until it ends, then try again."
            ) from None
        yield


def begin_run(*, kind: str, day: date, rulebook_version: str, clock: Clock) -> Run:
    """The run of this kind and day for every organization: a new one, or the one that a kill left unfinished.

    Raises Refusal for a day before the last one done.
    """
    with open_desk(clock, on=day, actor=NIGHT) as desk:
        organizations = [one.organization_id for one in desk]
        run_key = f"{kind}:{day}:{','.join(str(one) for one in organizations)}"
        later = reads.runs(desk.store, kind=kind, known_at=EVER).filter(pl.col("day") > day)
        if not later.is_empty():
            raise Refusal(
                f"The {kind} of {later['day'].max()} has run already, so {day} cannot be run after it: its messages would be late twice.",
                f"Use --dry-run to see {day}, or run today's: what {day} owed is caught up one step a day.",
            )
        row = {
            "organization_ids": [organizations], "kind": [kind], "day": [day], "run_key": [run_key], "state": ["running"],
            "rulebook_version": [rulebook_version], "started_at": [desk.store.now],
        }  # fmt: skip
        desk.store.append_new("run", pl.DataFrame(row), on=("run_key",))
        return _read_run(desk.store, run_key)


def _read_run(store: Store, run_key: str) -> Run:
    row = reads.runs(store, known_at=EVER, run_key=[run_key]).row(0, named=True)
    stations = reads.station_runs(store, run_id=row["run_id"]).rows(named=True)
    done = {station["station"]: StationCount(**json.loads(station["counts"])) for station in stations}
    return Run(row["run_id"], row["day"], row["state"], tuple(row["organization_ids"]), done)


def end_station(store: Store, run: Run, count: StationCount) -> None:
    """Note a station as done, in the transaction that does its work."""
    store.append(
        "station_run",
        pl.DataFrame(
            {
                "organization_ids": [list(run.organizations)],
                "run_id": [run.run_id],
                "station": [count.station],
                "state": ["done"],
                "counts": [json.dumps(asdict(count))],
                "started_at": [store.now],
                "ended_at": [store.now],
            }
        ),
    )


def end_run(run: Run, *, clock: Clock, counts: dict[str, int]) -> None:
    """Note the whole run as done. counts: of each station, what left by its door."""
    with open_desk(clock, on=run.day, actor=NIGHT) as desk:
        frame = pl.DataFrame(
            {
                "run_id": [run.run_id],
                "state": ["done"],
                "ended_at": [desk.store.now],
                "counts": [json.dumps(counts)],
            }
        )
        desk.store.amend("run", frame, on=("run_id",))

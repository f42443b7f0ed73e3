"""Bench of coding edits: a million made-up charge lines against one look at each frame and table; peak memory; one encounter of 5,000 lines."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from bench.read_x12 import process_peak_mb
from bench.synthetic_charges import LAST_DAY, SHAPES, Care, make_care, make_one, make_tables, read_care
from remindful.core.coding.edits import EditTables, edit_encounters
from remindful.core.coding.edits.tables import SCHEMAS

LINES, QUICK_LINES = 1_000_000, 50_000
LONG = 5_000
AIM = 200_000
_TIMES = 3
_SEED = 7


def run(folder: Path, *, quick: bool) -> Iterator[tuple[str, ...]]:
    """Lines a second (median of 3), the ratio to the floor, peak memory, and what encounters of a size that nobody expects take."""
    tables = make_tables(folder, seed=_SEED, quick=quick)
    care = make_care(tables, lines=QUICK_LINES if quick else LINES, seed=_SEED)
    (took, worked), (least, least_worked) = _seconds(edit, care, tables), _seconds(look_once, care, tables)
    found, lines = edit(care, tables), care.charges.height
    yield ("lines", f"{lines:,}", f"{care.encounters.height:,} encounters, {care.diagnoses.height:,} diagnoses")
    yield (
        "tables",
        f"{tables.pairs.height:,} pairs",
        f"{tables.units.height:,} limits, {tables.diagnoses.height:,} codes",
    )
    yield ("edited", f"{took:.2f} s", f"{lines / took:,.0f} lines/s (aim: {AIM:,})")
    yield ("edited, time of processors", f"{worked:.2f} s", f"{lines / worked:,.0f} lines/s of one")
    yield (
        "found",
        f"{found.height:,}",
        f"{found['edit'].n_unique()} kinds, {found['encounter_key'].n_unique():,} encounters",
    )
    yield ("each frame and table looked at once (floor)", f"{least:.2f} s", f"of processors {least_worked:.2f} s")
    yield ("edited / floor", f"{took / least:.1f}", f"of processors {worked / least_worked:.1f}")
    _keep(folder / "many", care, tables)
    yield ("peak memory", *_peaks_mb(folder / "many"))
    for shape in SHAPES:
        one = make_one(LONG, shape=shape, seed=_SEED, tables=tables)
        yield (
            f"one encounter, {shape}",
            f"{_seconds(edit, one, tables)[0]:.2f} s",
            f"{edit(one, tables).height:,} findings",
        )
        _keep(folder / shape.replace(" ", "_"), one, tables)
        yield ("peak memory", *_peaks_mb(folder / shape.replace(" ", "_")))


def edit(care: Care, tables: EditTables) -> pl.DataFrame:
    """Findings of every edit."""
    return edit_encounters(
        care.encounters, care.diagnoses, care.charges, care.people, care.coverages, tables=tables, day=LAST_DAY
    )


def look_once(care: Care, tables: EditTables) -> int:
    """The least that any editor must do: lines beside their encounters, and each table beside what it speaks of, once; nothing is said."""
    lines = care.charges.join(care.encounters.select("encounter_key", "party_key", "form"), on="encounter_key")
    of_tables = [
        lines.join(tables.units, left_on=["procedure_code", "form"], right_on=["code", "form"]),
        lines.join(tables.pairs, left_on="procedure_code", right_on="first", how="semi"),
        lines.join(tables.procedures, left_on="procedure_code", right_on="code", how="semi"),
        care.diagnoses.join(tables.diagnoses, on="code"),
        lines.join(care.coverages, on="party_key", how="semi").filter(pl.col("units") > 10),
    ]
    return sum(frame.height for frame in of_tables)


def _seconds(do: Callable[[Care, EditTables], object], care: Care, tables: EditTables) -> tuple[float, float]:
    """Medians of three: by the clock, and of processors. The second tells more where others share the machine."""
    took, worked = [], []
    for _ in range(_TIMES):
        begun, cpu = time.perf_counter(), time.process_time()
        do(care, tables)
        took.append(time.perf_counter() - begun)
        worked.append(time.process_time() - cpu)
    return statistics.median(took), statistics.median(worked)


def _keep(folder: Path, care: Care, tables: EditTables) -> None:
    folder.mkdir()
    care.keep(folder)
    for name in SCHEMAS:
        getattr(tables, name).write_parquet(folder / f"table-{name}.parquet")


def _peaks_mb(folder: Path) -> tuple[str, str]:
    """Of a process of its own: at its most while it edits, and with everything read and nothing done."""
    done = subprocess.run([sys.executable, "-m", __name__, str(folder)], check=True, capture_output=True, text=True)
    before, peak = done.stdout.split()
    return f"{int(peak):,} MB", f"of it {int(before):,} MB with frames and tables read and nothing done"


if __name__ == "__main__":
    stored_in = Path(sys.argv[1])
    read = {name: pl.read_parquet(stored_in / f"table-{name}.parquet") for name in SCHEMAS}
    known = read_care(stored_in)
    sys.stdout.write(f"{process_peak_mb()} ")
    edit(known, EditTables(**read))
    sys.stdout.write(f"{process_peak_mb()}\n")

"""Writes a population: tables as Synthea's CSV exporter does, bundles as its FHIR exporter does."""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from random import Random

from remindful.edges.example.population import bundles, directory, rows
from remindful.edges.example.population.people import make_people
from remindful.edges.example.population.visits import make_visits

FIRST_DAY = date(2025, 1, 1)


@dataclass(frozen=True, slots=True)
class PopulationCounts:
    """What was written. Cents: the cost of every encounter with all that was done."""

    patients: int
    encounters: int
    charge_cents: int
    files: int


def write_population(
    folder: Path,
    *,
    patients: int = 1000,
    seed: int = 7,
    shape: str = "csv",
    first_day: date = FIRST_DAY,
    days: int = 540,
) -> PopulationCounts:
    """Write a population into `folder`/csv, `folder`/fhir, or both (shape: csv, fhir, both). The same seed writes the same bytes."""
    assert shape in {"csv", "fhir", "both"}, shape
    rng = Random(seed)  # noqa: S311  synthetic people
    world = rows.make_world(rng)
    people = make_people(patients, rng=rng, first_day=first_day, days=days)
    seen = make_visits(people, rng=rng, first_day=first_day, days=days, providers=len(world.providers))
    files = 0
    if shape in {"csv", "both"}:
        place = folder / "csv"
        place.mkdir(parents=True, exist_ok=True)
        for name, (header, lines) in rows.make_tables(world, people, seen, rng=Random(seed)).items():  # noqa: S311
            _write_csv(place / f"{name}.csv", header, lines)
            files += 1
    if shape in {"fhir", "both"}:
        place = folder / "fhir"
        place.mkdir(parents=True, exist_ok=True)
        for name, bundle in chain(directory.make_directory(world), bundles.make_bundles(world, people, seen)):
            (place / f"{name}.json").write_text(json.dumps(bundle, indent=2), encoding="utf-8")
            files += 1
    return PopulationCounts(len(people), len(seen), sum(one.total_cents for one in seen), files)


def _write_csv(path: Path, header: tuple[str, ...], lines: Iterable[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)

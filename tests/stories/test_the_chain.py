"""Stories: a made-up population from its care to its balances, told as Synthea's CSV and as its FHIR: every station ties, and both come to the same."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from remindful.edges.store import close_connections
from remindful.flow.chain import FIRST_DAY, ChainReport, walk_chain, walk_folder
from tests.formats.x12.validators import by_pyx12, by_x12sdk
from tests.stories.conftest import copy_database

PATIENTS, SEED = 60, 7
SHAPES = ("csv", "fhir")


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


@pytest.fixture(scope="module")
def walks(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Walk]]:
    """The same population walked in each shape, each in a home of its own."""
    with pytest.MonkeyPatch.context() as patch:
        made: dict[str, Walk] = {}
        for shape in SHAPES:
            out, url = tmp_path_factory.mktemp(shape), copy_database(server_url)
            patch.setenv("REMINDFUL_HOME", str(out / "home"))
            patch.setenv("DATABASE_URL", url)
            made[shape] = Walk(out, url, walk_chain(out, patients=PATIENTS, seed=SEED, shape=shape))
            close_connections()
        yield made
    close_connections()


@pytest.mark.parametrize("shape", SHAPES)
def test_every_station_ties_to_the_one_before(walks: dict[str, Walk], shape: str):
    report = walks[shape].report

    assert [] == [leg for leg in report.legs if not leg.ties]
    assert 5 < len(report.legs)
    assert all(
        count and cents for count, cents in (walks[shape].leg(one) for one in ("captured", "billed", "sent", "paid"))
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_what_was_charged_is_paid_taken_off_or_open_and_what_is_open_is_somebodys(walks: dict[str, Walk], shape: str):
    walk = walks[shape]

    assert walk.leg("booked")[1] == sum(walk.report.parts_cents.values())
    assert walk.report.parts_cents["open_cents"] == sum(walk.report.whose_cents.values())


def test_both_shapes_tell_the_same_care_and_bill_the_same(walks: dict[str, Walk]):
    by_csv, by_fhir = walks["csv"], walks["fhir"]

    assert (by_csv.report.patients, by_csv.report.encounters) == (by_fhir.report.patients, by_fhir.report.encounters)
    for station in ("captured", "billed", "booked", "sent", "answered"):
        assert by_csv.leg(station) == by_fhir.leg(station), station
    assert PATIENTS == by_csv.report.patients
    assert by_csv.report.encounters == by_csv.leg("billed")[0]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_file_of_claims_passes_two_validators(walks: dict[str, Walk], shape: str, tmp_path: Path):
    files = walks[shape].claims()
    faults = {
        one.name: said for one in files if (said := by_x12sdk(one.read_text()) + by_pyx12(one.read_text(), tmp_path))
    }

    assert {} == faults
    assert 12 < len(files)


@pytest.mark.parametrize("shape", SHAPES)
def test_walked_again_in_the_same_home_nothing_is_billed_twice(
    walks: dict[str, Walk], shape: str, monkeypatch: pytest.MonkeyPatch
):
    walk = walks[shape]
    close_connections()
    monkeypatch.setenv("REMINDFUL_HOME", str(walk.out / "home"))
    monkeypatch.setenv("DATABASE_URL", walk.url)
    files = walk.claims()
    again = Walk(walk.out, walk.url, walk_folder(walk.out / shape, out=walk.out, known_on=FIRST_DAY, seed=SEED))
    close_connections()

    assert (0, 0) == again.leg("billed")
    assert walk.leg("booked") == again.leg("booked")
    assert files == again.claims()
    assert os.environ["DATABASE_URL"] == walk.url

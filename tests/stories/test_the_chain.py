"""Stories: a synthetic population from its care to its balances, told as Synthea's CSV and as its FHIR: every station ties, and both come to the same."""

from functools import partial
from pathlib import Path

import pytest

from remindful.flow.example.chain import FIRST_DAY, walk_chain, walk_folder
from tests.formats.x12.validators import by_pyx12, by_x12sdk
from tests.stories.conftest import copy_database
from tests.stories.walk import Walk, walk

pytestmark = pytest.mark.xdist_group("chain")  # the walks are made once
PATIENTS, SEED = 60, 7
SHAPES = ("csv", "fhir")


@pytest.fixture(scope="module")
def walks(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Walk]:
    """The same population walked in each shape, each in a home of its own."""
    made: dict[str, Walk] = {}
    for shape in SHAPES:
        out = tmp_path_factory.mktemp(shape)
        go = partial(walk_chain, out, patients=PATIENTS, seed=SEED, shape=shape)
        made[shape] = walk(out, copy_database(server_url), go)
    return made


@pytest.mark.parametrize("shape", SHAPES)
def test_every_station_ties_and_what_was_charged_is_paid_taken_off_or_open_and_somebodys(walks, shape):
    made: Walk = walks[shape]

    assert [] == made.loose()
    assert all(
        min(made.leg(one)) > 0 for one in ("captured", "billed", "booked", "sent", "answered", "paid", "balanced")
    )


def test_both_shapes_tell_the_same_care_and_bill_the_same(walks):
    """Payments differ: Synthea's FHIR names no second payers."""
    by_csv, by_fhir = walks["csv"], walks["fhir"]

    assert PATIENTS == by_csv.report.patients == by_fhir.report.patients
    assert by_csv.report.encounters == by_fhir.report.encounters == by_csv.leg("billed")[0]
    for station in ("captured", "billed", "booked", "sent", "answered"):
        assert by_csv.leg(station) == by_fhir.leg(station), station


@pytest.mark.parametrize("shape", SHAPES)
def test_every_file_of_claims_passes_two_validators(walks, shape, tmp_path: Path):
    texts = {path.name: path.read_text() for path in walks[shape].claims()}
    faults = {name: said for name, text in texts.items() if (said := by_x12sdk(text) + by_pyx12(text, tmp_path))}

    assert {} == faults
    assert 12 < len(texts)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_remittance_of_the_synthetic_payers_passes_two_validators(walks, shape, tmp_path: Path):
    texts = {path.name: path.read_text() for path in sorted((walks[shape].out / "remits").glob("*.835"))}
    faults = {name: errors for name, text in texts.items() if (errors := by_x12sdk(text) + by_pyx12(text, tmp_path))}

    assert {} == {name: errors for name, errors in faults.items() if any("(N781)" not in error for error in errors)}
    assert 12 < len(texts)


@pytest.mark.parametrize("shape", SHAPES)
def test_walked_again_in_the_same_home_nothing_is_billed_twice(walks, shape):
    made: Walk = walks[shape]
    files = made.claims()
    again = walk(
        made.out,
        made.url,
        partial(walk_folder, made.out / shape, out=made.out, known_on=FIRST_DAY, seed=SEED),
    )

    assert (0, 0) == again.leg("billed")
    assert made.leg("booked") == again.leg("booked")
    assert made.report.encounters == again.report.encounters
    assert files == again.claims()

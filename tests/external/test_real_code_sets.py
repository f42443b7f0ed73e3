"""Published code sets, loaded as an office loads them: every row is taken, and what is in force is let through by the edits."""

import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from remindful.core.coding.edits import EditTables, edit_encounters
from remindful.core.coding.edits.places import PLACES
from remindful.core.words import frames
from remindful.core.words.spans import in_force
from remindful.edges.codes.edit_tables import read_edit_tables
from remindful.edges.codes.load import Loaded, keep_edition, load_files
from remindful.edges.codes.taxonomy import read_taxonomy, specialty_name
from tests.billing.rows import charge, coverage, diagnosis, encounter, frame, person

SHARED = Path(os.environ.get("REMINDFUL_SHARED_DATA") or Path(__file__).parents[2].parent / "shared" / "data")
FILES = {
    "hcpcs": ("hcpcs_l2_attrs_2024-07.csv", "hcpcs_l2_desc_2024-07.csv"),
    "modifiers": ("modifiers_2024.csv",),
    "places": ("pos_codes.csv",),
    "icd10cm": ("icd10cm_2026-04.csv",),
    "taxonomy": ("nucc_taxonomy_251.csv",),
}
SINCE = {"icd10cm": date(2026, 10, 1)}  # as if it were the next one
DAY = date(2024, 8, 1)
pytestmark = pytest.mark.skipif(
    not (SHARED / "codes" / "pos_codes.csv").is_file(),
    reason=f"no code sets at {SHARED} (set REMINDFUL_SHARED_DATA)",
)


@pytest.fixture(scope="module")
def editions() -> dict[str, Loaded]:
    return {
        kind: load_files([SHARED / "codes" / name for name in names], kind, from_on=SINCE.get(kind, date(2024, 7, 1)))
        for kind, names in FILES.items()
    }


@pytest.fixture(scope="module")
def codes(editions, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("codes")
    for kind, loaded in editions.items():
        keep_edition(loaded, kind, from_on=SINCE.get(kind, date(2024, 7, 1)), stored_in=folder)
    return folder


@pytest.fixture(scope="module")
def tables(codes) -> EditTables:
    return read_edit_tables(codes)


@pytest.mark.parametrize("kind", FILES)
def test_no_row_of_a_published_file_is_set_aside(kind, editions):
    rows = {"hcpcs": 8_000, "modifiers": 400, "places": 50, "icd10cm": 98_000, "taxonomy": 880}

    assert () == editions[kind].findings
    assert rows[kind] <= editions[kind].frame.height


def test_the_places_that_come_along_are_the_published_ones(editions):
    assert set(editions["places"].frame["place"]) == set(PLACES)


def test_every_hcpcs_code_has_its_words_and_its_days(editions):
    frame = editions["hcpcs"].frame

    assert frame.height == frame["code"].n_unique()
    assert 0 == frame["description"].null_count()
    assert 7_900 < frame.filter(pl.col("from_on") < date(2024, 7, 1)).height
    assert 20 < frame["to_on"].drop_nulls().len()


def test_the_diagnoses_of_the_file_are_those_that_come_along_with_the_same_flags(tables):
    flags = ["code", "is_billable", "is_manifestation", "has_code_first", "is_sideless", "is_unspecified"]
    old, new = (
        tables.diagnoses.filter(in_force(pl.lit(day))).select(flags).unique().sort("code")
        for day in (date(2026, 9, 30), date(2026, 10, 1))
    )

    assert 98_000 < new.height
    assert old.join(new, on="code", how="anti").is_empty()
    assert new.join(old, on="code", how="anti").is_empty()
    assert 0.999 < old.join(new, on=flags, how="semi", nulls_equal=True).height / old.height


def test_what_is_in_force_is_let_through_and_what_has_ended_is_not(tables):
    hcpcs = tables.procedures.filter(pl.col("system") == "hcpcs")
    live = hcpcs.filter(in_force(pl.lit(DAY)))["code"].sample(300, seed=1).to_list()
    gone = hcpcs.filter(pl.col("to_on") < DAY)["code"].to_list()
    modifiers = tables.modifiers["modifier"].unique().sort().to_list()
    charges = [
        charge("V1", number, code, system="hcpcs", modifiers=modifiers[number % len(modifiers)], service_on=DAY)
        for number, code in enumerate([*live, *gone], start=1)
    ]
    edits = edit_encounters(
        frame(frames.Encounters, encounter("V1", started_on=DAY)),
        frame(frames.Diagnoses, diagnosis("V1", 1, "I10")),
        frame(frames.Charges, *charges),
        pl.DataFrame([person()], schema_overrides={"birth_on": pl.Date}),
        frame(frames.Coverages, coverage()),
        tables=tables,
        day=date(2026, 6, 1),
    )
    ended = edits.filter(pl.col("edit") == "charge.not_in_force")["code"]

    assert gone
    assert sorted(set(gone)) == sorted(ended)
    assert not {"modifier.not_in_force", "charge.code_shape", "place.unknown"} & set(edits["edit"])


def test_a_specialty_that_is_not_common_has_its_published_name(codes):
    assert 880 < read_taxonomy(codes).height
    assert "Transportation Broker" == specialty_name("347E00000X", stored_in=codes)
    assert "physical therapy" == specialty_name("225100000X", stored_in=codes)

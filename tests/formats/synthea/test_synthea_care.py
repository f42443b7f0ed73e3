"""Synthea's tables as care: who pays where no span says it, and what a visit was for."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from remindful.edges.example.population import write_population
from remindful.edges.formats import synthea, synthea_care

VISIT = {
    "encounter_key": "e1",
    "party_key": "ada",
    "started_on": date(2024, 3, 1),
    "setting": "ambulatory",
    "code": "185347001",
    "description": None,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_population(tmp_path, patients=20, seed=5, shape="csv")
    return tmp_path / "csv"


def read(folder: Path) -> dict[str, pl.DataFrame]:
    return dict([piece.frames for piece in synthea.read_folder(folder, care=True)][-1])


def payers(frames: dict[str, pl.DataFrame]) -> dict[str, str]:
    """The first payer of each encounter that has one."""
    held = frames["encounters"].join(frames["coverages"].filter(pl.col("level_no") == 1), on="party_key")
    in_force = (pl.col("from_on") <= pl.col("started_on")) & (pl.col("started_on") <= pl.col("to_on"))
    return dict(held.filter(in_force).select("encounter_key", "payer_key").rows())


def test_where_no_span_covers_a_visit_its_own_payer_does(folder):
    by_spans = payers(read(folder))
    table = folder / "payer_transitions.csv"
    table.write_text(table.read_text().splitlines()[0] + "\n")
    frames = read(folder)

    assert 20 < len(by_spans)
    assert by_spans == payers(frames)
    assert frames["coverages"]["member_id"].null_count() == 0


def test_a_span_without_insurance_is_nobodys_whatever_the_visit_says(folder):
    table = folder / "payers.csv"
    nobody = pl.read_csv(table).filter(pl.col("NAME") == "NO_INSURANCE")["Id"].item()
    spans = folder / "payer_transitions.csv"
    pl.read_csv(spans, infer_schema=False).with_columns(PAYER=pl.lit(nobody), SECONDARY_PAYER=pl.lit(None)).write_csv(
        spans
    )

    assert {} == payers(read(folder))


@pytest.mark.parametrize(("to_on", "is_had"), [(date(2024, 2, 29), False), (date(2024, 3, 1), True), (None, True)])
def test_what_she_has_on_the_day_of_the_visit_is_a_diagnosis(to_on, is_had):
    had = {"encounter_key": "e0", "party_key": "ada", "from_on": date(2024, 1, 1), "to_on": to_on, "system": "snomed", "code": "59621000",
           "description": None, "place_no": 1}  # fmt: skip
    schema = {"to_on": pl.Date, "description": pl.String}
    ranked = synthea_care.rank_diagnoses(
        pl.DataFrame([VISIT], schema_overrides=schema), pl.DataFrame([had], schema_overrides=schema)
    )

    assert (["59621000"] if is_had else []) + ["185347001"] == ranked["code"].to_list()


@pytest.mark.parametrize(("from_on", "is_had"), [(date(2024, 3, 1), True), (date(2024, 3, 2), False)])
def test_what_comes_later_is_none(from_on, is_had):
    had = {"encounter_key": "e0", "party_key": "ada", "from_on": from_on, "to_on": None, "system": "snomed", "code": "59621000",
           "description": None, "place_no": 1}  # fmt: skip
    schema = {"to_on": pl.Date, "description": pl.String}
    ranked = synthea_care.rank_diagnoses(
        pl.DataFrame([VISIT], schema_overrides=schema), pl.DataFrame([had], schema_overrides=schema)
    )

    assert is_had == ("59621000" in ranked["code"])

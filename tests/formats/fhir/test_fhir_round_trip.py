"""Frames to FHIR to frames: nothing is lost, whatever the frames hold, and the same frames give the same bytes."""

import tempfile
from datetime import date
from pathlib import Path

import orjson
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remindful.edges.formats import fhir
from remindful.edges.formats.fhir.read import CONTRACTS
from tests.examples import examples
from tests.formats.fhir.making import FAMILIES, families, frame_of, plain, read_back

BOUNDED = settings(max_examples=examples(4), deadline=None, suppress_health_check=list(HealthCheck))


def written(frames: dict[str, pl.DataFrame], *, as_lines: bool) -> tuple[dict[str, pl.DataFrame], list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "written"
        if as_lines:
            fhir.write_ndjson(frames, path)
        else:
            path.write_bytes(fhir.write_bundle(frames))
        return read_back(path)


def test_every_contract_is_in_a_family():
    assert set(CONTRACTS) == {name for family in FAMILIES.values() for name in family}


@pytest.mark.parametrize("family", FAMILIES)
@BOUNDED
@given(data=st.data(), as_lines=st.booleans())
def test_frames_come_back_equal(family, data, as_lines):
    frames = data.draw(families(family))
    back, _ = written(frames, as_lines=as_lines)

    assert plain(frames) == plain(back)


@BOUNDED
@given(data=st.data())
def test_all_families_come_back_from_one_bundle(data):
    frames = {name: frame for family in FAMILIES for name, frame in data.draw(families(family)).items()}
    back, _ = written(frames, as_lines=False)

    assert plain(frames) == plain(back)


@BOUNDED
@given(data=st.data())
def test_the_same_frames_give_the_same_bytes(data):
    frames = {name: frame for family in FAMILIES for name, frame in data.draw(families(family, count=1)).items()}

    assert fhir.write_bundle(frames) == fhir.write_bundle(dict(reversed(frames.items())))


@BOUNDED
@given(frames=families("people"))
def test_ndjson_has_one_file_a_kind_of_resource(frames):
    with tempfile.TemporaryDirectory() as folder:
        files = fhir.write_ndjson(frames, Path(folder))
        kinds = {file.stem: {orjson.loads(line)["resourceType"] for line in file.open("rb")} for file in files}

    assert {kind: {kind} for kind in kinds} == kinds
    assert "Patient" in kinds


def test_every_reference_of_a_bundle_leads_to_an_entry():
    people = frame_of(
        "demographics", [{"line_no": 1, "party_key": "P1", "guarantor_key": "P2"}, {"line_no": 2, "party_key": "P2"}]
    )
    frames = {"demographics": people}
    bundle = orjson.loads(fhir.write_bundle(frames))
    urls = {entry["fullUrl"] for entry in bundle["entry"]}
    related = [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == "RelatedPerson"]

    assert ["P2"] == [one["identifier"][0]["value"] for one in related]
    assert related[0]["patient"]["reference"] in urls


def test_a_person_who_is_not_written_is_referred_to_by_number_and_never_dangles():
    row = {"line_no": 1, "payment_key": "M1", "party_key": "P9", "paid_on": date(2025, 3, 1), "amount_cents": 500}
    frames = {"payments": frame_of("payments", [row])}
    back, findings = written(frames, as_lines=False)

    assert ["P9"] == back["payments"]["party_key"].to_list()
    assert [] == findings

"""Every quirk says what was seen and where, and its sample would be read otherwise without it."""

import importlib
import sys
from pathlib import Path

import polars as pl
import pytest

from remindful.edges import formats
from remindful.edges.formats import find_formats
from remindful.edges.formats.quirks import apply_quirks, find_quirks

FOLDER = Path(formats.__file__).parent
FORMATS = {each.name: each for each in find_formats()}
PACKAGES = {
    path.parent.parent.name: f"{formats.__name__}.{path.parent.parent.name}.quirks"
    for path in FOLDER.glob("*/quirks/__init__.py")
}
QUIRKS = [(name, quirk) for name, package in sorted(PACKAGES.items()) for quirk in find_quirks(package)]


def named(value: object) -> str:
    return getattr(value, "sample", value if isinstance(value, str) else repr(value))


def rows_of(name: str, sample: Path) -> dict[str, list[dict[str, object]]]:
    readings = list(FORMATS[name].read(sample, None))
    return {key: pl.concat([one.frames[key] for one in readings]).to_dicts() for key in readings[0].frames}


def test_both_kinds_of_file_have_quirks():
    assert {"era835", "hl7v2"} <= {name for name, _ in QUIRKS}


@pytest.mark.parametrize(("name", "quirk"), QUIRKS, ids=named)
def test_a_quirk_says_what_was_seen_and_where(name, quirk):
    assert quirk.seen.endswith(".")
    assert quirk.where.endswith(".")
    assert (FOLDER / name / "samples" / quirk.sample).is_file()


@pytest.mark.parametrize(("name", "quirk"), QUIRKS, ids=named)
def test_without_the_quirk_its_sample_is_read_otherwise(name, quirk, monkeypatch):
    sample = FOLDER / name / "samples" / quirk.sample
    with_it = rows_of(name, sample)
    others = tuple(each for each in find_quirks(PACKAGES[name]) if each is not quirk)
    monkeypatch.setattr("remindful.edges.formats.quirks.find_quirks", lambda _package: others)

    assert with_it != rows_of(name, sample)


def test_a_payer_without_a_number_is_known_by_its_trace():
    rows = rows_of("era835", FOLDER / "era835" / "samples" / "payer_without_number.835")

    assert [("STATE MEDICAID", "1777777777")] == [(row["payer_name"], row["payer_key"]) for row in rows["remits"]]


def test_an_npi_in_the_place_of_its_authority_names_the_provider():
    rows = rows_of("hl7v2", FOLDER / "hl7v2" / "samples" / "npi_as_universal_id.hl7")

    assert ["1234567893"] == [row["rendering_npi"] for row in rows["encounters"]]
    assert [("1234567893", "Lee")] == [(row["npi"], row["last_name"]) for row in rows["providers"]]


def test_a_file_put_into_the_folder_is_a_quirk(tmp_path, monkeypatch):
    folder = tmp_path / "planted_quirks"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    for name, letter in (("b_second", "b"), ("a_first", "a")):
        text = f"from remindful.edges.formats.quirks import Quirk\nQUIRK = Quirk('', '', '', lambda read: read + '{letter}')\n"
        (folder / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()

    assert "_ab" == apply_quirks("_", "planted_quirks")
    for name in [name for name in sys.modules if name.startswith("planted_quirks")]:
        del sys.modules[name]

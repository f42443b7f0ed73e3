"""The official Alphabetic Index, as CMS publishes it: loaded, searched, and said where it is none."""

from datetime import date

import platformdirs
import pytest

from remindful.edges.codes import icd10cm_index
from remindful.edges.codes.load import keep_edition, load_file

INDEX = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index><version>2027</version><title>ICD-10-CM INDEX TO DISEASES and INJURIES</title>
<letter><title>F</title>
  <mainTerm><title>Fluttery<nemod>(made up)</nemod> zorb</title><see>Zorb</see>
    <term level="1"><title>wrist</title><code>M25.5-</code>
      <term level="2"><title>morning</title><code>M25.539</code></term></term>
    <term level="1"><title>of nowhere</title><code>not a code</code></term>
  </mainTerm>
</letter></ICD10CM.index>
"""


pytestmark = pytest.mark.xdist_group("coding")


@pytest.fixture
def home(tmp_path):
    """An office's code sets. What is kept of its own index is nobody else's, and goes with it."""
    home = tmp_path / "codes"
    yield home
    for edition in home.glob("index_terms.*@*.parquet"):
        for path in platformdirs.user_cache_path("remindful").glob(f"*-{edition.stem}-{edition.stat().st_mtime_ns}-*"):
            path.unlink()


def load(path, home):
    loaded = load_file(path, "icd10cm-index", from_on=date(2026, 10, 1))
    keep_edition(loaded, "icd10cm-index", from_on=date(2026, 10, 1), stored_in=home)
    return loaded


def test_its_terms_are_found_from_the_main_one_down(tmp_path, home, index):
    path = tmp_path / "icd10cm-index-2027.xml"
    path.write_text(INDEX)
    before = index.search_whole("zorb fluttery morning wrist", most=1)
    loaded = load(path, home)
    found = icd10cm_index(home).search("zorb fluttery morning wrist", most=1)[0]

    assert [("M25.5", "Fluttery zorb wrist"), ("M25.539", "Fluttery zorb wrist morning")] == loaded.frame.rows()
    assert ["This row was skipped: 'NOT A CODE' is no ICD-10-CM code."] == [one.message for one in loaded.findings]
    assert ("M25.539", "Fluttery zorb wrist morning") == (found.code, found.matched)
    assert "zorb" not in (before[0].matched if before else "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<ICD10CM.index><letter>", "cannot be read as XML"),
        ("<other/>", "is not the Alphabetic Index"),
        ("", "cannot be read as XML"),
    ],
)
def test_another_file_is_said(tmp_path, text, message):
    path = tmp_path / "other.xml"
    path.write_text(text)

    with pytest.raises(ValueError, match=message):
        load_file(path, "icd10cm-index", from_on=date(2026, 10, 1))

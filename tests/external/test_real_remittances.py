"""Each published 835 posts or is set aside with a reason, and the page says what became of it."""

import importlib.util
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("REMINDFUL_SHARED_DATA") or ROOT.parent / "shared" / "data")
FILES = sorted((SHARED / "x12" / "835").glob("*"))
pytestmark = pytest.mark.skipif(not FILES, reason=f"no published 835 files under {SHARED} (set REMINDFUL_SHARED_DATA)")


@pytest.fixture(scope="module")
def table():
    spec = importlib.util.spec_from_file_location("remittance_table", ROOT / "tools" / "remittance_table.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def fates(table):
    return [table.follow_file(path) for path in FILES]


def test_each_claim_is_posted_or_set_aside_and_nothing_is_set_aside_in_silence(fates):
    assert len(FILES) == len(fates) > 15
    assert [] == [
        disposition.name for disposition in fates if disposition.posted + disposition.exceptions != disposition.claims
    ]
    assert [] == [disposition.name for disposition in fates if disposition.exceptions and not disposition.findings]
    assert 20 < sum(disposition.posted for disposition in fates)


def test_the_page_says_what_becomes_of_each(table, fates):
    assert table.draw_page(fates) == table.PAGE.read_text(encoding="utf-8"), "run tools/remittance_table.py"

"""Our reason and remark codes beside the published list: the same codes, the same days."""

import csv
import os
from datetime import date
from pathlib import Path

import pytest

from remindful.core.remits import CARCS, GROUPS, RARCS

SHARED = Path(os.environ.get("REMINDFUL_SHARED_DATA") or Path(__file__).parents[2].parent / "shared" / "data")
LIST = SHARED / "codes" / "carc_rarc_group_2024-03.csv"
pytestmark = pytest.mark.skipif(not LIST.is_file(), reason=f"no published codes at {LIST} (set REMINDFUL_SHARED_DATA)")


def published(kind: str) -> dict[str, tuple[date | None, date | None]]:
    """code -> first day, first day out of use."""
    with LIST.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["type"] == kind]
    return {row["code"]: (_day(row["start_date"]), _day(row["end_date"])) for row in rows}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def test_every_published_reason_code_is_there_with_its_days_and_no_other():
    ours = {code: (carc.from_on, carc.stop_on) for code, carc in CARCS.items()}

    assert 400 < len(ours)
    assert published("CARC") == ours


def test_the_remark_codes_that_decide_work_have_their_published_days():
    theirs = published("RARC")

    assert 60 <= len(RARCS)
    assert {} == {code: rarc for code, rarc in RARCS.items() if theirs.get(code) != (rarc.from_on, rarc.stop_on)}


def test_the_groups_are_the_published_ones():
    assert set(published("Group")) == set(GROUPS)

"""The map's table "Where do I add ...?": each row names a place that is there and a test that is there."""

import re
from pathlib import Path

from tests.docs.pages import ROOT
from tests.docs.test_walk import functions_of

MAP = ROOT / "docs" / "map.md"
TEST = re.compile(r"\[`(test_\w+)`\]\(([^)]+\.py)\)")
#: What people ask for most; each needs its row.
NEEDED = (
    "a state's law",
    "an 835 quirk",
    "a channel",
    "a command",
    "a KPI",
    "a fact",
    "an act",
    "a file format",
    "a state of a case",
)


def rows_of(text: str) -> list[list[str]]:
    """The cells of each row of the table, without its head."""
    table = text.partition("| to add | where | shown by |")[2].strip().splitlines()
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table if not line.startswith("|--")]


def faults_of_row(cells: list[str], *, folder: Path) -> list[str]:
    """What a row lacks: its three cells, a place, a link to a test, the test itself."""
    if len(cells) != 3 or not re.search(r"`[\w./<>-]+`", cells[1]):
        return [f"{cells[0]}: no place"]
    links = TEST.findall(cells[2])
    gone = [
        name for name, target in links if not (folder / target).is_file() or name not in functions_of(folder / target)
    ]
    return [f"{cells[0]}: {name} is not there" for name in gone] or ([] if links else [f"{cells[0]}: no test"])


def test_every_row_links_to_a_test_that_is_there():
    rows = rows_of(MAP.read_text(encoding="utf-8"))

    assert 12 < len(rows)
    assert [] == [fault for row in rows for fault in faults_of_row(row, folder=MAP.parent)]


def test_what_people_ask_for_most_has_its_row():
    names = [row[0] for row in rows_of(MAP.read_text(encoding="utf-8"))]

    assert [] == [needed for needed in NEEDED if not any(name.startswith(needed) for name in names)]


def test_a_planted_row_without_a_test_is_seen():
    table = "| to add | where | shown by |\n|---|---|---|\n"
    there = "[`test_what_people_ask_for_most_has_its_row`](test_where_to_add.py)"
    planted = f"| x | `a/b` | {there} |\n| y | `a/b` | [`test_gone`](test_where_to_add.py) |\n| z | `a/b` | - |\n| w | nowhere | {there} |\n"
    faults = [faults_of_row(row, folder=Path(__file__).parent) for row in rows_of(table + planted)]

    assert [[], ["y: test_gone is not there"], ["z: no test"], ["w: no place"]] == faults

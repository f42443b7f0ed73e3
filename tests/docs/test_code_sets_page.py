"""The page of code sets is run: its commands in their order, on its own example files and on made-up ones that look as the publishers' do."""

import re
from datetime import date

import pytest

from remindful.edges.codes.load import KINDS
from tests.coding.test_load_code_sets import HCPCS, ORDER, PAIRS_HEADING, UNITS
from tests.docs.pages import ROOT, commands
from tests.faces.conftest import open_desk

PAGE = (ROOT / "docs" / "how-to" / "code-sets.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"^```csv (\S+)\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE))
PUBLISHED = {
    "ptp-practitioner": PAIRS_HEADING + "00001\t00002\t\t20200101\t*\t0\tMade up\r\n",
    "mue-practitioner": UNITS,
    "hcpcs": HCPCS,
    "modifiers": HCPCS,
    "icd10cm": ORDER,
}


@pytest.fixture(scope="module")
def told(store_server):
    """Every command of the page, and how it ended."""
    ended = []
    with open_desk(store_server) as desk:
        for words in commands(PAGE):
            if words[:2] == ["codes", "load"]:
                kind = words[words.index("--kind") + 1]
                for name in words[2 : words.index("--kind")]:
                    desk.file(name, EXAMPLES.get(name) or PUBLISHED[kind])
            if words[0] == "codes":
                places = [desk.folder / word if (desk.folder / word).is_file() else word for word in words]
                ended.append((words, desk.run(*places)))
    return ended


def outcome(told, *begin: str):
    return [one for words, one in told if words[: len(begin)] == list(begin)]


def test_every_load_of_the_page_takes_every_row(told):
    loads = outcome(told, "codes", "load")

    assert 7 <= len(loads)
    assert [(0, "")] * len(loads) == [(one.code, one.err) for one in loads]
    assert "4 rows of CMS NCCI procedure-to-procedure edits, practitioner apply from 2026-07-01" in loads[0].out


def test_what_was_loaded_is_listed_with_its_days(told):
    [listed] = outcome(told, "codes", "list")

    assert {"ptp-practitioner", "mue-practitioner", "hcpcs", "modifiers", "icd10cm"} <= set(listed.out.split())
    assert re.search(r"icd10cm +2026-10-01 +now +2", listed.out)


def test_the_codes_that_are_tried_break_what_the_page_says(told):
    payers, heading = outcome(told, "codes", "check")

    assert (3, 3) == (payers.code, heading.code)
    assert "payer.modifier" in payers.out
    assert "dx.not_billable" in heading.out
    assert "charge.duplicate" in heading.out


def test_the_page_names_every_kind_and_no_other():
    rows = re.findall(r"^\| `([a-z][a-z0-9-]+)` \|", PAGE.partition("## Load")[0], re.MULTILINE)

    assert set(KINDS) == set(rows)


def test_every_heading_that_a_kind_needs_is_on_the_page():
    needed = {
        kind: [
            group for group in KINDS[kind].required_headings if not any(f"`{name}`" in PAGE.lower() for name in group)
        ]
        for kind in KINDS
    }
    # CMS breaks these two over lines; the page shows what is on the first.
    allowed = [("effective date",), ("deletion date",)]

    assert {} == {kind: groups for kind, groups in needed.items() if [one for one in groups if one not in allowed]}


def test_the_editions_of_the_page_begin_on_days():
    days = re.findall(r"--from (\S+)", PAGE)

    assert 7 <= len(days)
    assert all(date.fromisoformat(day.rstrip("`")) for day in days)

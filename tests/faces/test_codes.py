"""Code sets at the command line: what is loaded is said, bad rows are told with their line, a wrong file changes nothing."""

import pytest

from tests.faces.conftest import open_desk

GOOD = "code,description,from,to\n99213,Office visit,2026-01-01,\n"


@pytest.fixture
def desk(store_server):
    """An installation that no office has used yet."""
    with open_desk(store_server) as desk:
        yield desk


def load(desk, text, *words, kind="cpt", since="2026-01-01"):
    return desk.run("codes", "load", desk.file("mine.csv", text), "--kind", kind, "--from", since, *words)


def test_a_load_says_what_counts_from_when(desk):
    told = load(desk, GOOD)

    assert (0, "") == (told.code, told.err)
    assert "1 rows of CPT, from your own licensed file apply from 2026-01-01." in told.out


def test_the_same_kind_and_day_is_said_to_be_replaced(desk):
    first, again, next_year = load(desk, GOOD), load(desk, GOOD), load(desk, GOOD, since="2027-01-01")

    assert [False, True, False] == ["They replace 1 rows" in one.out for one in (first, again, next_year)]
    assert 2 == len(desk.run("codes", "list", "--json").json)


def test_bad_rows_end_with_3_and_are_told_with_their_line(desk):
    told = load(desk, GOOD + "100,Zeros lost,,\n")
    as_json = load(desk, GOOD + "100,Zeros lost,,\n", "--json").json

    assert 3 == told.code
    assert "mine.csv:3: This row was skipped: '100' is no code of five characters." in told.err
    assert [("100,Zeros lost,,", 3)] == [(one["raw"], one["at"]["line"]) for one in as_json["findings"]]


@pytest.mark.parametrize(
    ("text", "kind", "code", "message"),
    [
        (GOOD, "dance", 2, "There is no file type 'dance'"),
        ("a,b\n1,2\n", "cpt", 2, "has no heading with the columns"),
        ("code\n100\n", "cpt", 2, "has no row that can be used"),
        (b"PK\x03\x04\x00", "hcpcs", 2, "is no text: unzip it, and save a workbook as CSV"),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing(text, kind, code, message, desk):
    told = load(desk, text, kind=kind)

    assert (code, "") == (told.code, told.out)
    assert message in told.err
    assert [] == desk.run("codes", "list", "--json").json


def test_codes_are_checked_by_what_was_loaded(desk):
    load(desk, GOOD)
    known, unknown, before = (
        desk.run("codes", "check", "E11.9", code, "--on", on, "--json").json
        for code, on in (("99213", "2026-03-02"), ("99214", "2026-03-02"), ("99214", "2025-03-02"))
    )

    assert [] == known
    assert ["charge.not_in_force"] == [one["edit"] for one in unknown]
    assert ["charge.cpt_unchecked"] == [one["edit"] for one in before]

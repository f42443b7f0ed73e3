"""Codes found by what people write. The lists: phrases.csv was looked at while the search was made; phrases_unseen.csv was not."""

import csv
import statistics
import time
from pathlib import Path

import pytest

from remindful.core.coding import build_index
from remindful.core.coding.words import split_words, stem
from remindful.edges.codes import icd10cm_index

pytestmark = pytest.mark.xdist_group("coding")
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return icd10cm_index(tmp_path_factory.getbasetemp().parent / "codes")


def first(index, query):
    return index.search(query)[0].code


@pytest.mark.parametrize(("name", "least_first", "least_five"), [("phrases", 0.9, 0.95), ("phrases_unseen", 0.7, 0.83)])
def test_most_phrases_find_the_code_that_a_coder_would_choose(index, name, least_first, least_five):
    rows = list(csv.DictReader((HERE / f"{name}.csv").open()))
    seconds, ones, fives = [], 0, 0
    for row in rows:
        begun = time.perf_counter()
        codes = [found.code for found in index.search(row["phrase"], most=5)]
        seconds.append(time.perf_counter() - begun)
        ones += codes[:1] == [row["code"]]
        fives += row["code"] in codes
    count, median_ms = len(rows), 1000 * statistics.median(seconds)
    print(
        f"{name}: {count} phrases, first {ones / count:.1%}, among five {fives / count:.1%}, median {median_ms:.1f} ms"
    )

    assert ones / count >= least_first
    assert fives / count >= least_five


def test_the_lists_name_billable_codes_and_share_no_phrase(index):
    lists = {name: list(csv.DictReader((HERE / f"{name}.csv").open())) for name in ("phrases", "phrases_unseen")}
    phrases = [row["phrase"].lower() for rows in lists.values() for row in rows]

    assert [] == [row["code"] for rows in lists.values() for row in rows if row["code"] not in index.billable]
    assert len(phrases) == len(set(phrases))
    assert len(lists["phrases"]) >= 300


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("E11.9", "E11.9"),
        ("e119", "E11.9"),
        ("diabeties", "E11.9"),
        ("pain in right knee", "M25.561"),
        ("pain in left knee", "M25.562"),
        ("sprained left ankle", "S93.402A"),
        ("  Asthma!! ", "J45.909"),
        ("anaemia", "D64.9"),
    ],
)
def test_a_code_a_misspelling_a_side_and_british_spelling_are_understood(index, query, code):
    assert code == first(index, query)


def test_an_answer_says_which_term_and_which_words_led_to_it(index):
    found = index.search("high blood pressure")[0]

    assert ("I10", True, "hypertension") == (found.code, found.is_billable, found.matched)
    assert found.words


@pytest.mark.parametrize("query", ["", "   ", "the of and", "xqzzw vvkq", "??", "\x00"])
def test_nonsense_finds_nothing_and_breaks_nothing(index, query):
    assert [] == index.search(query)


def test_every_first_answer_is_billable(index):
    assert all(
        index.search(query)[0].is_billable for query in ("fracture", "diabetes", "pregnancy", "burn", "poisoning")
    )


def test_words_have_one_form():
    assert split_words("Fractures") == split_words("fracture")
    assert split_words("Bell's palsies") == split_words("bell palsy")
    assert "gas" == stem("gas")


def test_a_small_set_of_ones_own_can_be_searched():
    import polars as pl

    codes = pl.DataFrame(
        {
            "code": ["A", "A.1"],
            "description": ["Blue fever", "Blue fever, unspecified"],
            "parent": [None, "A"],
            "is_billable": [False, True],
        }
    )
    terms = pl.DataFrame(
        {"code": ["A", "A.1"], "term": ["Blue fever", "Blue fever, unspecified"], "kind": ["title", "title"]}
    )

    assert ["A.1"] == [
        found.code for found in build_index(codes, terms, phrases={"the blues": "blue fever"}).search("the blues")
    ]

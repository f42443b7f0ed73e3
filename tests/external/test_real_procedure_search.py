"""Search among the HCPCS level II codes that were in force in July 2024, with our own everyday words."""

import csv
import os
import statistics
import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import yaml

import remindful.edges.codes
from remindful.core.coding.words import split_words
from remindful.edges.codes.load import Loaded, keep_edition, load_file
from remindful.edges.codes.procedures import procedures_index

SHARED = Path(os.environ.get("REMINDFUL_SHARED_DATA") or Path(__file__).parents[2].parent / "shared" / "data")
DESCRIBED = SHARED / "codes" / "hcpcs_l2_desc_2024-07.csv"
ATTRIBUTES = SHARED / "codes" / "hcpcs_l2_attrs_2024-07.csv"
PHRASES = Path(__file__).parents[1] / "coding" / "procedure_phrases.csv"
WORDS = Path(remindful.edges.codes.__file__).parent / "everyday_procedures.yaml"
ON = date(2024, 7, 1)
pytestmark = pytest.mark.skipif(
    not (DESCRIBED.is_file() and ATTRIBUTES.is_file()),
    reason=f"no HCPCS files at {DESCRIBED.parent} (set REMINDFUL_SHARED_DATA)",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """Descriptions are in one file, last days in the other."""
    described = load_file(DESCRIBED, "hcpcs", from_on=ON)
    ended = load_file(ATTRIBUTES, "hcpcs", from_on=ON).frame.select("code", "to_on")
    frame = described.frame.drop("to_on").join(ended, on="code", how="left").select(described.frame.columns)
    stored_in = tmp_path_factory.mktemp("procedures")
    keep_edition(Loaded(described.table, frame, ()), "hcpcs", from_on=ON, stored_in=stored_in)
    return procedures_index(stored_in, on=ON)


@pytest.fixture(scope="module")
def words():
    return yaml.safe_load(WORDS.read_text("utf-8"))


@pytest.fixture(scope="module")
def asked():
    with PHRASES.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def ended_codes():
    attributes = pl.read_csv(ATTRIBUTES, infer_schema=False).filter(pl.col("date_term") < str(ON))
    return set(attributes["hcpcs_code"])


def test_most_phrases_find_the_code_that_a_biller_would_choose(index, asked):
    index.search("warm")
    seconds, ones, fives, misses = [], 0, 0, []
    for row in asked:
        begun = time.perf_counter()
        codes = [found.code for found in index.search(row["phrase"], most=5)]
        seconds.append(time.perf_counter() - begun)
        ones += codes[:1] == [row["code"]]
        fives += row["code"] in codes
        if codes[:1] != [row["code"]]:
            misses.append(f"  {row['phrase']}: wanted {row['code']}, found {codes}")
    count = len(asked)
    median_ms = 1000 * statistics.median(seconds)
    print(f"{count} phrases, first {ones / count:.1%}, among five {fives / count:.1%}, median {median_ms:.1f} ms")
    print("\n".join(misses))

    assert ones / count >= 0.75
    assert fives / count >= 0.92


def test_the_list_is_of_a_hundred_phrases_and_of_codes_in_force(index, asked):
    assert 100 == len(asked) == len({row["phrase"].lower() for row in asked})
    assert [] == [row["code"] for row in asked if row["code"] not in index.billable]
    assert all(row["why"] for row in asked)


def test_a_code_that_ended_is_not_found(index):
    ended = ended_codes()

    assert 1000 < len(ended)
    assert set() == ended & index.billable
    assert 6900 < len(index.billable)


def test_our_own_words_name_codes_in_force_and_each_only_one(index, words):
    entries, phrases = words["entries"], words["phrases"]
    codes_of: dict[frozenset[str], set[str]] = {}
    for code, terms in entries.items():
        for term in terms:
            codes_of.setdefault(frozenset(index.phrases.translate(split_words(str(term)))), set()).add(code)

    assert 300 <= len(entries)
    assert 150 <= len(phrases)
    assert [] == [code for code in entries if code not in index.billable]
    assert [] == [(words, codes) for words, codes in codes_of.items() if len(codes) > 1]


def test_the_list_is_not_copied_from_our_own_words(asked, words):
    own = {tuple(split_words(str(term))) for terms in words["entries"].values() for term in terms}

    assert [] == [row["phrase"] for row in asked if tuple(split_words(row["phrase"])) in own]


def test_nearly_all_of_our_own_words_find_the_code_that_they_name_first(index, words):
    terms = [(code, str(term)) for code, said in words["entries"].items() for term in said]
    missed = [(code, term) for code, term in terms if index.search(term, most=1)[0].code != code]
    print(missed)

    assert len(missed) <= len(terms) / 100

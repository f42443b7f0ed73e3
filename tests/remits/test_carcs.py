"""What an adjustment means for money: who is to act."""

import polars as pl
import pytest

from remindful.core.remits import MEANINGS, Meaning, meaning_expr

GROUPS = ["CO", "OA", "PI", "CR"]


def meaning(group: str | None, carc: str | None) -> str:
    frame = pl.DataFrame({"group_code": [group], "carc": [carc]}, schema={"group_code": pl.String, "carc": pl.String})
    return frame.select(meaning_expr()).item()


@pytest.mark.parametrize(
    ("group", "carc", "expected"),
    [
        ("PR", "1", "deductible"), ("PR", "2", "coinsurance"), ("PR", "3", "copay"), ("PR", "96", "not_covered"),
        ("PR", "66", "deductible"), ("CO", "45", "off"), ("CO", "253", "off"), ("PI", "45", "off"), ("OA", "23", "prior_payer"),
        ("CO", "197", "denied"), ("PR", "197", "denied"), ("PR", "15", "denied"), ("PR", "198", "denied"), ("PR", "243", "denied"),
        ("PR", "288", "denied"), ("CO", "29", "denied"), ("CO", "96", "denied"), ("PR", "26", "coverage"), ("CO", "22", "coverage"),
        ("PR", "45", "unknown"), ("CO", "1", "unknown"), ("OA", "3", "unknown"), ("CO", "999", "unknown"), ("PR", "999", "unknown"),
        ("PR", None, "unknown"), (None, "999", "unknown"),
    ],
)  # fmt: skip
def test_a_code_means_what_the_table_says(group, carc, expected):
    assert expected == meaning(group, carc)


def test_no_code_has_two_meanings():
    codes = [code for codes in MEANINGS.values() for code in codes]

    assert len(set(codes)) == len(codes) > 150


@pytest.mark.parametrize("group", GROUPS)
def test_no_group_but_pr_makes_a_share_of_the_patients(group):
    shares = {Meaning.DEDUCTIBLE, Meaning.COINSURANCE, Meaning.COPAY, Meaning.NOT_COVERED}
    meanings = {meaning(group, code) for codes in MEANINGS.values() for code in codes}

    assert not shares & meanings
    assert "denied" in meanings


@pytest.mark.parametrize("group", ["PR", *GROUPS])
def test_a_denial_is_a_denial_whatever_its_group(group):
    assert {"denied"} == {meaning(group, code) for code in MEANINGS[Meaning.DENIED]}

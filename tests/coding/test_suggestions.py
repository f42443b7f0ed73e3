"""Diagnoses that a note names, and how it means them."""

import pytest

from remindful.core.coding.suggest import Assertion, suggest_codes

pytestmark = pytest.mark.xdist_group("coding")


@pytest.fixture
def read(index):
    def told(text: str) -> dict[str, str]:
        return {one.code: str(one.assertion) for one in suggest_codes(text, index)}

    return told


def test_a_note_names_what_it_states(read):
    told = read("58 yo male with type 2 diabetes with neuropathy, hypertension and hyperlipidemia here for follow-up.")

    assert {"E11.40": "stated", "I10": "stated", "E78.5": "stated"} == told


@pytest.mark.parametrize(
    ("text", "code", "stands"),
    [
        ("Denies chest pain.", "R07.9", Assertion.DENIED),
        ("No fever, chest pain or cough.", "R07.9", Assertion.DENIED),
        ("Strep throat was ruled out.", "J02.0", Assertion.DENIED),
        ("Possible pneumonia.", "J18.9", Assertion.UNCERTAIN),
        ("UTI likely.", "N39.0", Assertion.UNCERTAIN),
        ("R/O anemia", "D64.9", Assertion.UNCERTAIN),
        ("PMH: prostate cancer.", "Z85.46", Assertion.PAST),
        ("History of breast cancer", "Z85.3", Assertion.PAST),
        ("Mother has breast cancer.", "Z80.3", Assertion.FAMILY),
        ("Family history of colon cancer", "Z80.0", Assertion.FAMILY),
        ("Mother reports fever.", "R50.9", Assertion.STATED),
        ("Denies chest pain but has asthma.", "J45.909", Assertion.STATED),
        ("Dx: I10, E11.9", "E11.9", Assertion.STATED),
    ],
)
def test_what_stands_before_it_says_how_it_is_meant(read, text, code, stands):
    assert str(stands) == read(text).get(code)


def test_what_is_denied_is_not_what_is_stated_of_another(read):
    assert {"R11.2": "stated", "R50.9": "denied"} == read("Nausea and vomiting; no fever.")


def test_a_side_goes_with_its_words_and_two_words_that_are_one_code_stay_one(read):
    assert {"M25.561": "stated", "R11.2": "stated"} == read("c/o right knee pain, nausea and vomiting")


def test_of_one_named_twice_the_one_that_is_stated_counts(read):
    assert {"J45.909": "stated"} == read("No asthma as a child. Now has asthma.")


def test_each_shows_the_words_that_led_to_it_and_where_they_stand(index):
    text = "Seen for HTN. Also DM2."
    found = suggest_codes(text, index)

    assert ["HTN", "DM2"] == [text[one.begins : one.ends] for one in found]
    assert all(one.phrase and one.matched and one.is_billable for one in found)


@pytest.mark.parametrize(
    "text", ["", "   ", "...", "Plan: labs in 3 months, see Dr. Smith at 10 am.", "\x00\x01", "x" * 5_000]
)
def test_a_text_that_names_nothing_suggests_nothing(read, text):
    assert {} == read(text)

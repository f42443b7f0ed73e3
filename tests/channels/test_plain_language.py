"""The reading grade and the lint: against worked values, names that look like threats, and subjects."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remindful.core.words import plain
from remindful.core.words.findings import At

AT = At("here")


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("I", 1), ("care", 1), ("cared", 1), ("needed", 2), ("statement", 2), ("people", 2), ("insurance", 3),
        ("coinsurance", 4), ("deductible", 4), ("copay", 2), ("table", 2), ("files", 1), ("charges", 2),
        ("visit", 2),
        ("quiet", 2), ("idea", 3), ("area", 3), ("payer", 2), ("usual", 3), ("question", 2), ("assistance", 3),
        ("financial", 3), ("medium", 3), ("algorithm", 4), ("can't", 1), ("we'll", 1), ("payments", 2),
        ("$1,234.56", 1),
    ],
)  # fmt: skip
def test_english_syllables_are_as_spoken(word, syllables):
    assert syllables == plain.count_syllables(word, "en")


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("cuenta", 2), ("respondió", 3), ("seguro", 3), ("deducible", 4), ("días", 2), ("guía", 2), ("continúa", 4),
        ("quien", 1), ("pingüino", 3), ("muy", 1), ("hoy", 1), ("ayuda", 3), ("ahora", 3), ("área", 3), ("cuidado", 3),
        ("llámenos", 3), ("y", 1), ("huir", 1), ("línea", 3),
    ],
)  # fmt: skip
def test_spanish_syllables_are_as_spoken(word, syllables):
    assert syllables == plain.count_syllables(word, "es")


def test_flesch_kincaid_by_hand():
    # 6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59 = -1.45, and no grade is below 0.
    assert plain.reading_grade("The cat sat on the mat.", "en") == 0.0
    # 10 words, 1 sentence, 17 syllables: 3.9 + 11.8 * 1.7 - 15.59 = 8.37.
    assert plain.reading_grade("Your insurance company has answered our question about this bill.", "en") == 8.4


def test_fernandez_huerta_by_hand():
    # 9 words, 1 sentence, 24 syllables: 206.84 - 60 * 24 / 9 - 1.02 * 9 = 37.66, between 50 (grade 12) and 30 (16).
    hard = "Nuestro seguro respondió rápidamente a todas las preguntas necesarias."
    assert plain.reading_grade(hard, "es") == 14.5
    # 9 words, 1 sentence, 18 syllables: 206.84 - 120 - 9.18 = 77.66, between 80 (grade 5) and 70 (grade 6).
    assert plain.reading_grade("Nuestro seguro ya pagó toda su parte esta semana.", "es") == 5.2


def test_a_sentence_without_end_is_found():
    endless = " ".join(["we", "can", "help", "you"] * 8) + "."

    assert [finding.code for finding in plain.check_text(f"Hi. {endless} {'Yes. ' * 40}", "en", at=AT)] == [
        "text.long_sentence"
    ]


def test_only_sentences_count():
    prose = "We can help you."
    page = "Full charge | Insurance paid\n410 Harbor Street\n$40.00\n" + prose

    assert plain.reading_grade(prose, "en") == plain.reading_grade(page, "en")
    assert plain.reading_grade("Responsibility Determination Notification", "en") == 0.0


def test_an_hour_is_not_the_end_of_a_sentence():
    assert len(plain.split_sentences("Call from 8 a.m. to 5 p.m. on any day.")) == 1


def test_a_sentence_that_ends_in_an_address_counts():
    assert plain.split_sentences("Read it at https://example.org/help") == ["Read it at 0"]


def test_a_language_without_a_formula_is_told():
    with pytest.raises(ValueError, match="no reading grade for language 'vi'"):
        plain.reading_grade("Xin.", "vi")


def test_names_and_places_are_no_threats():
    text = "Sue Lien, 12 Court Street, Warrant, WA. Dear Sue, we can help you with your bill. Sin embargo, gracias."

    assert plain.check_text(text, "en", at=AT) == []


def test_the_lists_hold_phrases_only():
    for group in (*plain.THREATS.values(), *plain.CLINICAL.values()):
        assert len(group) > 40
        assert [phrase for phrase in group if not phrase or len(phrase) > 25 or set(phrase) & set("#:.\n")] == []


def test_a_word_inside_a_word_is_no_threat():
    assert plain.find_phrases("An interactive reactnow plan", ["act now"]) == []
    assert plain.find_phrases("ACT,\n NOW!", ["act now"]) == ["act now"]


def test_a_phrase_that_a_law_demands_may_be_allowed():
    text = "We may tell a credit bureau."

    assert [finding.code for finding in plain.check_text(text, "en", at=AT)] == ["text.threat"]
    assert plain.check_text(text, "en", at=AT, allowed=["credit bureau"]) == []


@pytest.mark.parametrize(
    ("subject", "codes"),
    [
        ("Your statement is ready", []),
        ("Su estado de cuenta está listo", []),
        ("Your lab results and bill", ["text.clinical_subject"]),
        ("Su cita de oncología", ["text.clinical_subject"]),
        ("Lakeside Psychiatry: statement", ["text.clinical_subject"]),
        ("You owe $40.00", ["text.amount_in_subject"]),
        ("40.00 is open", ["text.amount_in_subject"]),
        ("Final notice", ["text.threat"]),
        (" ", ["text.no_subject"]),
    ],
)
def test_a_subject_tells_no_health_and_no_amount(subject, codes):
    findings = plain.check_text("We can help you.", "en", at=AT, subject=subject)

    assert codes == [finding.code for finding in findings]


def test_a_notice_must_stand_there_as_it_is():
    text = "Call (850) 555-0100\nfor help."

    assert plain.check_text(text, "en", at=AT, notices=["(850) 555-0100 for"]) == []
    assert [finding.code for finding in plain.check_text(text, "en", at=AT, notices=["(850) 555-0199"])] == [
        "text.notice_missing"
    ]
    assert [finding.code for finding in plain.check_text(text, "en", at=AT, notices=[" "])] == ["text.notice_missing"]


def test_an_empty_message_is_a_finding():
    assert [finding.code for finding in plain.check_text(" \n", "en", at=AT)] == ["text.empty"]


@given(st.text(max_size=200), st.sampled_from(["en", "es"]))
def test_any_text_has_a_grade(text, language):
    assert plain.reading_grade(text, language) >= 0.0


@given(st.lists(st.sampled_from(["we", "can", "help", "you", "pay"]), min_size=1, max_size=30))
def test_a_longer_sentence_is_never_easier(words):
    short, long = " ".join(words) + ".", " ".join([*words, "today"]) + "."
    one, two = plain.reading_grade(short, "en"), plain.reading_grade(long, "en")

    assert two >= one or two == 0.0

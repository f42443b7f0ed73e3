"""Letters about referrals: plain to the patient, whole to the other office, nothing clinical on the envelope."""

import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from remindful.edges.channels.letter.referral import (
    ReferralLetter,
    compose_to_office,
    compose_to_patient,
    typeset_to_office,
    typeset_to_patient,
)
from remindful.edges.codes.load import keep_edition, load_file
from remindful.edges.codes.taxonomy import read_taxonomy, specialty_name
from tests.channels.conftest import OFFICE

CLINICAL = ("rotator", "shoulder", "M75.121", "97110", "hombro")
LETTER = ReferralLetter(
    date(2026, 3, 2), "es", "Ana Ejemplo", date(1980, 5, 5), ("Ana Ejemplo", "1 Sample Street", "Tallahassee, FL 32301"), "Bay Therapy",
    "fisioterapia", "(850) 555-0177", ("Bay Therapy", "9 Bay Road", "Tallahassee, FL 32301"), None, date(2026, 4, 30), 6, "urgent",
    "RF77", "PA-100", True, "Rotator cuff tear, left shoulder", "M75.121", ("97110",), "1999999984", OFFICE,
)  # fmt: skip


def words(document) -> str:
    passages = [text for passage in document.passages for text in (passage.heading, passage.text)]
    return " ".join([document.title, *document.opening, *passages, *document.closing])


def test_the_patient_is_told_in_spanish_where_to_go_and_by_when():
    text = words(compose_to_patient(LETTER))

    assert "Llame a Bay Therapy al (850) 555-0177 y pida una cita." in text
    assert "Vaya a más tardar el 30 de abril de 2026" in text
    assert "El número es PA-100" in text


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_patients_letter_says_nothing_clinical(language):
    text = words(compose_to_patient(replace(LETTER, language=language))).casefold()

    assert [] == [word for word in CLINICAL if word.casefold() in text]


@pytest.mark.parametrize("compose", [compose_to_patient, compose_to_office])
def test_the_envelope_shows_names_and_addresses_only(compose):
    made = compose(LETTER)
    seen = " ".join([*made.return_address, *made.address, made.title, made.document_title]).casefold()

    assert [] == [word for word in (*CLINICAL, "therapy for", "1980") if word.casefold() in seen]
    assert len(made.address) == 3


@pytest.mark.parametrize("language", ["en", "es"])
def test_sentences_to_the_patient_are_short(language):
    text = words(compose_to_patient(replace(LETTER, language=language, authorization_number=None)))
    lengths = [len(sentence.split()) for sentence in text.replace("?", ".").split(". ")]

    assert max(lengths) <= 25
    assert sum(lengths) / len(lengths) < 12


def test_the_other_office_is_told_why_how_soon_and_where_the_report_goes():
    made = compose_to_office(LETTER)
    text = words(made)

    assert ("How soon", "urgent") in made.facts
    assert "Rotator cuff tear, left shoulder (M75.121)" in text
    assert "send your report to" in text


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"visit_on": date(2026, 3, 9)}, "Your visit with Bay Therapy is on March 9, 2026."),
        ({"to_phone": None}, "Bay Therapy will call you"),
        ({"authorization_number": None}, "may have to say yes first"),
        ({"authorization_number": None, "needs_authorization": None}, "may have to say yes first"),
        ({"authorization_number": None, "needs_authorization": False}, "does not have to say yes first"),
    ],
)
def test_the_letter_follows_what_is_known(said, expected):
    assert expected in words(compose_to_patient(replace(LETTER, language="en", **said)))


@pytest.mark.parametrize("typeset", [typeset_to_patient, typeset_to_office])
def test_a_letter_is_one_page(typeset):
    pages = pypdf.PdfReader(io.BytesIO(typeset(LETTER))).pages

    assert 1 == len(pages)
    assert "Ejemplo" in pages[0].extract_text()


# --- specialties ------------------------------------------------------------------------------------------------------


def test_common_specialties_have_a_plain_name_without_any_file(tmp_path):
    assert ("physical therapy", "fisioterapia", None) == (
        specialty_name("225100000X"), specialty_name("225100000X", language="es"), specialty_name("000000000X"),
    )  # fmt: skip
    assert "physical therapy" in read_taxonomy(tmp_path)["classification"].to_list()


def test_the_users_own_file_takes_their_place(tmp_path):
    file = tmp_path / "nucc.csv"
    file.write_text(
        "Code,Grouping,Classification,Specialization,Definition\n2251X0800X,Group,Class,Special,text\nnonsense,,,,\n"
    )
    loaded = load_file(file, "taxonomy", from_on=date(2026, 1, 1))
    keep_edition(loaded, "taxonomy", from_on=date(2026, 1, 1), stored_in=tmp_path)

    assert [("2251X0800X", "Group", "Class", "Special")] == loaded.frame.rows() == read_taxonomy(tmp_path).rows()
    assert [("codes.bad_row", 3)] == [(one.code, one.at.line) for one in loaded.findings]
    assert ("Class (Special)", None, None) == (
        specialty_name("2251X0800X", stored_in=tmp_path), specialty_name("2251X0800X", language="es", stored_in=tmp_path), specialty_name("2251X0800X"),
    )  # fmt: skip
    assert "physical therapy" == specialty_name("225100000X", stored_in=tmp_path), "our plain words go before"


def test_another_file_is_refused_as_specialties(tmp_path):
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n")

    with pytest.raises(ValueError, match="no heading with the columns code; grouping"):
        load_file(file, "taxonomy", from_on=date(2026, 1, 1))
    assert read_taxonomy(tmp_path).height > 30

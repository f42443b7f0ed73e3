"""Templates: their headers are true, both languages say the same things, and a bad one is refused."""

import re
import string

import pytest
import yaml

from remindful.core.words import plain
from remindful.core.words.findings import At
from remindful.edges.channels import wording

FILES = sorted(wording.TEXTS.glob("*.yaml"))
NOT_PROSE = {
    "name",
    "version",
    "language",
    "reviewed_by",
    "reviewed_on",
    "reading_grade",
    "tone",
    "months",
    "hours_words",
}


def read_text(file):
    return yaml.safe_load(file.read_text("utf-8"))


def prose_of(text: dict) -> str:
    """All sentences of a file, a line each, blanks and all."""
    pieces = [
        piece
        for key, value in text.items()
        if key not in NOT_PROSE
        for piece in (value if isinstance(value, list) else [value])
    ]
    return "\n".join(str(piece) for piece in pieces)


def blanks_of(piece) -> set[str]:
    pieces = piece if isinstance(piece, list) else [piece]
    return {name for text in pieces for _, name, _, _ in string.Formatter().parse(str(text)) if name}


def test_there_are_templates_in_both_languages():
    names = {name for name, _ in wording.find_templates()}

    assert {"first_statement", "gentle_reminder", "second_reminder", "last_reminder", "after_plan"} <= names
    assert {(name, language) for name in names for language in wording.LANGUAGES} == set(wording.find_templates())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_header_tells_the_truth(file):
    text = read_text(file)
    name, language = file.stem.rsplit(".", 1)

    assert (name, language) == (text["name"], text["language"])
    assert isinstance(text["version"], int)
    assert (text["reviewed_on"] is None) == (text["reviewed_by"] == "not yet reviewed by a person")
    assert plain.reading_grade(prose_of(text), language) == text["reading_grade"]
    assert text["reading_grade"] <= plain.MAX_GRADE


@pytest.mark.parametrize("file", [file for file in FILES if file.stem.endswith(".es")], ids=lambda file: file.stem)
def test_spanish_and_english_have_the_same_keys_and_blanks(file):
    spanish, english = read_text(file), read_text(file.with_name(file.name.replace(".es.", ".en.")))

    assert set(english) == set(spanish)
    assert {key: blanks_of(english[key]) for key in english if key not in NOT_PROSE} == {
        key: blanks_of(spanish[key]) for key in spanish if key not in NOT_PROSE
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_text_threatens_and_no_subject_tells_of_health(file):
    text = read_text(file)
    findings = plain.check_text(prose_of(text), text["language"], at=At(file.name), subject=text.get("subject"))

    assert findings == []


def test_spanish_speaks_with_respect():
    """Usted, never tú: a bill is not a friend's note."""
    informal = re.compile(
        r"\b(tú|tu|tus|ti|te|debes|puedes|tienes|llámanos|pagaste|quieres|cuéntanos|dinos)\b", re.IGNORECASE
    )
    spanish = [file for file in FILES if file.stem.endswith(".es")]

    assert spanish
    assert [
        (file.name, informal.findall(prose_of(read_text(file))))
        for file in spanish
        if informal.search(prose_of(read_text(file)))
    ] == []


def test_a_template_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(ValueError, match=r"There is no text harsh\.en\.yaml.*first_statement"):
        wording.load_wording("harsh", "en")


def test_a_template_with_a_wrong_key_is_told(tmp_path, monkeypatch):
    for name in ("labels", "first_statement"):
        text = (wording.TEXTS / f"{name}.en.yaml").read_text("utf-8")
        (tmp_path / f"{name}.en.yaml").write_text(text.replace("closing:", "clsoing:"), "utf-8")
    monkeypatch.setattr(wording, "TEXTS", tmp_path)
    wording.load_wording.cache_clear()

    with pytest.raises(ValueError, match="closing, clsoing"):
        wording.load_wording("first_statement", "en")
    wording.load_wording.cache_clear()


@pytest.mark.parametrize(
    ("language", "sentence", "code"),
    [
        ("en", "Pay immediately.", "text.threat"),
        ("en", "We will send you to a collection agency.", "text.threat"),
        ("en", "This will go on your CREDIT REPORT.", "text.threat"),
        ("en", "FINAL NOTICE", "text.threat"),
        ("en", "Your account is delinquent.", "text.threat"),
        ("en", "We may take legal\naction.", "text.threat"),
        ("es", "Es el último aviso.", "text.threat"),
        ("es", "Pague de inmediato o habrá una acción legal.", "text.threat"),
        ("es", "Your account is delinquent.", "text.threat"),
        (
            "en",
            "Notwithstanding preliminary determinations regarding coordination of benefits, outstanding patient"
            " responsibility amounts necessitate remittance upon receipt of this correspondence.",
            "text.hard_to_read",
        ),
        (
            "es",
            "No obstante las determinaciones preliminares relativas a la coordinación de beneficios, las cantidades"
            " pendientes de responsabilidad del paciente requieren la correspondiente remisión inmediata.",
            "text.hard_to_read",
        ),
    ],
)
def test_a_planted_bad_template_is_refused(language, sentence, code):
    findings = plain.check_text(sentence, language, at=At("bad.yaml"))

    assert code in {finding.code for finding in findings}

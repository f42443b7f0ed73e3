"""Plain language: the school grade that a text needs, and words that no message to a patient may use.

See docs/how-to/templates.md.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence

from remindful.core.words.findings import At, Finding

#: The highest grade of what a patient reads.
MAX_GRADE = 8.0
#: The most words in one sentence: an average hides a sentence that nobody can follow.
MAX_SENTENCE_WORDS = 30


def _listed(text: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in text.split(","))


#: Phrases that threaten, shame or hurry. Whole words, case and accents ignored. Phrases rather than single words where
#: a single word is also a name or a place ("Sue", "12 Court Street", "Lien Nguyen").
THREATS: dict[str, tuple[str, ...]] = {
    "en": _listed("""
        a lien, act now, arrest, at once, collection agencies, collection agency, consequences, court action,
        credit bureau, credit bureaus, credit rating, credit report, credit score, deadbeat, debt collector,
        debt collectors, delinquency, delinquent, demand payment, fail to pay, failed to pay, failure to pay,
        final demand, final notice, final warning, foreclose, foreclosure, further action, garnish, garnished,
        garnishment, immediately, in default, judgment against, last chance, last notice, last warning, lawsuit,
        lawsuits, legal action, legal proceedings, lien on, our attorney, our attorneys, our lawyers,
        pay in full or, referred to collections, seize, sent to collections, seriously past due, small claims,
        sue you, take you to court, turned over to, urgent, urgently, warrant for, we demand, we will report,
        without delay, you must pay, you will be reported, your wages
    """),
    "es": _listed("""
        accion legal, acciones legales, agencia de cobranza, agencia de cobranzas, agencia de cobro,
        agencia de cobros, arrestar, arresto, aviso final, buro de credito, cobrador de deudas, consecuencias,
        de inmediato, debe pagar ya, demanda judicial, demandarla, demandarle, demandarlo, ejecucion hipotecaria,
        embargar, embargaremos, embargo de, en mora, exigimos, falta de pago, gravamen, historial de credito,
        un embargo, informe de credito, inmediatamente, juicio, morosa, morosidad, moroso, nuestro abogado,
        nuestros abogados, otras medidas, puntaje de credito, reporte de credito, sin demora, su salario, su sueldo,
        tiene que pagar ya, tribunal, tribunales, ultima advertencia, ultima oportunidad, ultimo aviso, urgente,
        urgentemente
    """),
}  # fmt: skip

#: Word beginnings that tell of health. None may stand where a stranger sees it: envelope, subject, lock screen.
CLINICAL: dict[str, tuple[str, ...]] = {
    "en": _listed("""
        abortion, addict, alcohol, biops, birth, blood, cancer, cardi, chemo, chest, clinic, contracep, counsel,
        dental, depress, dermat, detox, diabet, diagnos, dialys, disease, disorder, doctor, drug, emergency, exam,
        fertil, genetic, gyneco, health, hepat, hiv, hospital, illness, immun, infect, injur, lab, mammo, maternity,
        medic, mental, mri, neuro, nurs, obstet, oncolog, opioid, ortho, patholog, patient, pediat, pregnan,
        prenatal, prescri, procedure, psych, radiat, radiol, rehab, screening, sexual, std, substance, suicid, surg,
        symptom, test result, therap, transplant, treat, tumor, ultrasound, urolog, vaccin, x-ray
    """),
    "es": _listed("""
        aborto, adiccion, alcohol, analisis, anticoncep, biopsia, cancer, cardio, cirug, clinic, consulta,
        depresion, dermato, desintox, diabet, diagnos, dialisis, doctor, embaraz, emergencia, enferm, examen,
        farmac, genetic, gineco, hepat, hospital, infec, inmun, laboratorio, lesion, mamogra, maternidad, medic,
        neuro, obstet, oncolog, opioide, ortop, paciente, parto, patolog, pediat, psic, psiq, quimio, radio, receta,
        rehabil, salud, sangre, sexual, sida, sintoma, suicid, terap, trasplant, tratamiento, trauma, tumor,
        ultrasonido, urolog, vacun, vih
    """),
}  # fmt: skip

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*|[$]?\d[\d.,/:-]*")
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+|\(\d{3}\) \d{3}-\d{4}")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”\u2019)]*(?:\s+|$)")
# An e that is written and not spoken, at the end (care, files, paid-for) and before an ending (statement, careful).
_SILENT = re.compile(
    r"(?<![aeiouy])(?<![^aeiouy]l)e$|(?<![aeiouysxzcg])(?<![cs]h)(?<![^aeiouy]l)es$|(?<![aeiouytd])ed$"
)
_SILENT_INSIDE = re.compile(
    r"(?<=[aeiouyr][^aeiouyl])e(?=(?:ment|ful|less|ly|ness|book|body|thing|wise|where|times?)s?$)"
)
# Vowels that stand together and are spoken apart: medium, client, idea, paying, usual, coinsurance; and -ism, -thm.
_TWO_VOWELS = re.compile(
    r"(?<![tscg])i(?=[aou])|(?<=[tcs])i(?=a(?:te|ti))|(?<![tc])ie(?=nt|nc|t$|ts$)|(?:id|ar|lin)ea(?!r|l|t)|[aouei]y(?=ing|er|or|a)"
    r"|(?<=[oei])ing$|(?<![qg])u(?=a(?!i|y))|^co(?=i[^l]|op|or)|[st]hm|ism|(?<=e)o(?!u|p)|(?<=fl|cr|fu)(?:ue|e(?=l))"
)
_MONEY = re.compile(r"[$]\s?\d|\b\d+[.,]\d{2}\b")
# School grade by Fernández Huerta's own table: score 90 is the end of grade 4, 80 of 5, 70 of 6, 60 of 8, 50 of 12.
_HUERTA_GRADES = ((100.0, 3.0), (90.0, 4.0), (80.0, 5.0), (70.0, 6.0), (60.0, 8.0), (50.0, 12.0), (30.0, 16.0))


def reading_grade(text: str, language: str) -> float:
    """The school grade needed to read the sentences of `text`; 0.0 where it has none.

    English: Flesch-Kincaid (Kincaid and others 1975). Spanish: Fernández Huerta 1959 (206.84 - 60 syllables a word -
    1.02 words a sentence), read off his table of grades. Only sentences count: a line without . ! or ? at its end is a
    label, an address or a table row. A number, a phone number or a web address is one word of one syllable.
    ValueError: the language has no formula here.
    """
    if language not in THREATS:
        raise ValueError(f"no reading grade for language {language!r}; there is one for {', '.join(THREATS)}")
    sentences = [words for sentence in split_sentences(text) if (words := _WORD.findall(sentence))]
    if not sentences:
        return 0.0
    words = [word for sentence in sentences for word in sentence]
    syllables_a_word = sum(count_syllables(word, language) for word in words) / len(words)
    words_a_sentence = len(words) / len(sentences)
    if language == "en":
        return max(0.0, round(0.39 * words_a_sentence + 11.8 * syllables_a_word - 15.59, 1))
    return _grade_of_huerta(206.84 - 60.0 * syllables_a_word - 1.02 * words_a_sentence)


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, line by line; a piece that no . ! or ? ends is left out. An address is one word."""
    found: list[str] = []
    for line in text.splitlines():
        plain = _ADDRESS.sub("0", line.strip())
        # "8 a.m." and "p. m." do not end a sentence.
        plain = re.sub(r"\b([ap])\.\s?m\.", r"\1m", plain)
        found += (
            [piece for piece in _SENTENCE_END.split(plain) if re.search(r"[.!?…][\"'”\u2019)]*$", piece)]
            if plain
            else []
        )
        # A sentence that ends in a web address has no full stop, so that the address can be copied.
        if plain.endswith(" 0") and _ADDRESS.search(line):
            found.append(_SENTENCE_END.split(plain)[-1])
    return found


def count_syllables(word: str, language: str) -> int:
    """Syllables as spoken, by rule: Spanish by its vowels, English by vowel groups and silent e."""
    letters = word.casefold()
    if not any(letter.isalpha() for letter in letters):
        return 1
    return max(
        1, _count_spanish(letters) if language == "es" else sum(map(_count_english, re.split(r"[-\u2019']", letters)))
    )


def _count_english(word: str) -> int:
    word = "".join(letter for letter in _without_accents(word) if letter.isalpha())
    if word in {"", "s", "t", "d", "m", "ll", "re", "ve"}:
        return 0  # the tail of it's, can't, I'd, I'm, we'll, we're, I've
    groups = len(re.findall(r"[aeiouy]+", word))
    groups -= len(_SILENT.findall(word)) if groups > 1 else 0
    groups -= len(_SILENT_INSIDE.findall(word))
    return max(1, groups + len(_TWO_VOWELS.findall(word)))


def _count_spanish(word: str) -> int:
    word = re.sub(r"([qg])u(?=[eiéí])", r"\1", unicodedata.normalize("NFC", word)).replace("h", "")
    word = re.sub(r"y(?![aeiouáéíóú])", "i", word)
    nuclei = 0
    for group in re.findall(r"[aeiouáéíóúü]+", word):
        # Strong vowels and accented weak ones are each a nucleus; unaccented weak ones lean on a neighbour.
        nuclei += max(1, len(re.findall(r"[aeoáéóíú]", group)))
    return nuclei


def _grade_of_huerta(score: float) -> float:
    top_score, top_grade = _HUERTA_GRADES[0]
    if score >= top_score:
        return top_grade
    for low_score, high_grade in _HUERTA_GRADES[1:]:
        if score >= low_score:
            return round(high_grade - (score - low_score) / (top_score - low_score) * (high_grade - top_grade), 1)
        top_score, top_grade = low_score, high_grade
    return top_grade


def check_text(
    text: str,
    language: str,
    *,
    at: At,
    subject: str | None = None,
    notices: Collection[str] = (),
    allowed: Collection[str] = (),
    max_grade: float = MAX_GRADE,
) -> list[Finding]:
    """What is wrong with a message to a patient: too hard, a threat, health in the subject, a notice that is missing.

    text: all that the reader sees. notices: exact pieces that must stand in it (a phone number, an address). allowed:
    phrases of THREATS that a law demands of this very notice. An empty text is itself a finding.
    """
    if not text.strip():
        return [Finding("text.empty", at, "The message has no words.", "Give the template a text.")]
    return [
        *_check_grade(text, language, at, max_grade),
        *_check_sentences(text, at),
        *_check_threats(f"{subject or ''}\n{text}", language, at, allowed),
        *(_check_subject(subject, at) if subject is not None else ()),
        *_check_notices(text, at, notices),
    ]


def find_phrases(text: str, phrases: Sequence[str]) -> list[str]:
    """Those phrases that stand in the text as whole words, whatever their case and accents."""
    plain = " " + " ".join(re.findall(r"[\w'-]+", _without_accents(text.casefold()))) + " "
    return [phrase for phrase in phrases if f" {_without_accents(phrase)} " in plain]


def _check_grade(text: str, language: str, at: At, max_grade: float) -> list[Finding]:
    grade = reading_grade(text, language)
    if grade <= max_grade:
        return []
    # A sentence of three words has no grade worth the name, so the longer ones are asked first.
    sentences = split_sentences(text)
    long_ones = [sentence for sentence in sentences if len(_WORD.findall(sentence)) > 5]
    hardest = max(long_ones or sentences, key=lambda sentence: reading_grade(sentence, language))
    message = f"It reads at grade {grade}; patients need grade {max_grade:g} or lower. Hardest: {hardest!r}."
    return [Finding("text.hard_to_read", at, message, "Split long sentences and use short, everyday words.", hardest)]


def _check_sentences(text: str, at: At) -> list[Finding]:
    return [
        Finding(
            "text.long_sentence",
            at,
            f"A sentence has more than {MAX_SENTENCE_WORDS} words: {sentence!r}.",
            "Split it: one thought a sentence.",
            sentence,
        )
        for sentence in split_sentences(text)
        if len(_WORD.findall(sentence)) > MAX_SENTENCE_WORDS
    ]


def _check_threats(text: str, language: str, at: At, allowed: Collection[str]) -> list[Finding]:
    # Both languages are looked for in every text: an English threat may stand in a Spanish letter.
    phrases = sorted({phrase for group in THREATS.values() for phrase in group} - set(allowed))
    return [
        Finding(
            "text.threat",
            at,
            f"{phrase!r} threatens or hurries the reader of this {language} message.",
            "State the balance, how to pay and how to get help; leave out consequences.",
            phrase,
        )
        for phrase in find_phrases(text, phrases)
    ]


def _check_subject(subject: str, at: At) -> list[Finding]:
    plain = _without_accents(subject.casefold())
    stems = sorted({stem for group in CLINICAL.values() for stem in group})
    stems_found = [stem for stem in stems if re.search(rf"(?<!\w){re.escape(_without_accents(stem))}", plain)]
    remedy = "Others may see a subject line on a lock screen: write one like 'Your statement is ready'."
    found = [
        Finding("text.clinical_subject", at, f"The subject {subject!r} tells of health ({stem!r}).", remedy, subject)
        for stem in stems_found[:1]
    ]
    if _MONEY.search(subject):
        found.append(
            Finding("text.amount_in_subject", at, f"The subject {subject!r} tells an amount.", remedy, subject)
        )
    if not subject.strip():
        found.append(
            Finding("text.no_subject", at, "The subject is empty, so the mail looks like junk.", remedy, subject)
        )
    return found


def _check_notices(text: str, at: At, notices: Collection[str]) -> list[Finding]:
    flat = " ".join(text.split())
    return [
        Finding(
            "text.notice_missing",
            at,
            f"{notice!r} must be in this message and is missing.",
            "Put the notice back into the template, or fill the organization's field that it comes from.",
            notice,
        )
        for notice in notices
        if not notice.strip() or " ".join(notice.split()) not in flat
    ]


def _without_accents(text: str) -> str:
    split = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(mark for mark in split if unicodedata.category(mark) != "Mn"))

"""Diagnoses that a text names: which words led to each, and whether they are stated, denied, uncertain, past or the family's.

Nothing is assigned: a person decides. See docs/algorithms/code_suggestions.md.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from remindful.core.coding.history import FAMILY_HISTORY, PERSONAL_HISTORY
from remindful.core.coding.reading import read_words
from remindful.core.coding.search import KIN, SIDE_WORDS, CodeIndex, CodeMatch
from remindful.core.coding.words import EMPTY, split_words

MOST_WORDS = 8  # of one diagnosis in a text
LEAST_SCORE, LEAST_OF_ONE = 0.95, 1.0  # of several words, of a word alone
TOGETHER = 1.3  # words that are one diagnosis are worth more than each alone
COST = 0.2  # of each further piece: "nausea and vomiting" is one code before it is two
OTHERS = 4


class Assertion(StrEnum):
    """How a text means what it names."""

    STATED = "stated"
    DENIED = "denied"  # not coded
    UNCERTAIN = "uncertain"  # not coded of an outpatient: Guidelines IV.H; the symptom is
    PAST = "past"  # a history code, if any
    FAMILY = "family"  # a family history code, if any


#: What stands before a diagnosis and says how it is meant, until the end of its sentence or the next of these.
CUES: dict[str, Assertion | None] = {
    "no": Assertion.DENIED, "not": Assertion.DENIED, "denies": Assertion.DENIED, "denied": Assertion.DENIED, "denying": Assertion.DENIED,
    "without": Assertion.DENIED,
    "negative for": Assertion.DENIED, "neg for": Assertion.DENIED, "no evidence of": Assertion.DENIED, "no signs of": Assertion.DENIED,
    "absence of": Assertion.DENIED,
    "free of": Assertion.DENIED, "never had": Assertion.DENIED, "ruled out": Assertion.DENIED,
    "possible": Assertion.UNCERTAIN, "possibly": Assertion.UNCERTAIN, "probable": Assertion.UNCERTAIN, "probably": Assertion.UNCERTAIN,
    "suspected": Assertion.UNCERTAIN,
    "suspect": Assertion.UNCERTAIN, "suspicion of": Assertion.UNCERTAIN, "suspicious for": Assertion.UNCERTAIN, "likely": Assertion.UNCERTAIN,
    "r/o": Assertion.UNCERTAIN,
    "rule out": Assertion.UNCERTAIN, "concern for": Assertion.UNCERTAIN, "concerning for": Assertion.UNCERTAIN, "questionable": Assertion.UNCERTAIN,
    "consistent with": Assertion.UNCERTAIN, "compatible with": Assertion.UNCERTAIN, "versus": Assertion.UNCERTAIN, "vs": Assertion.UNCERTAIN,
    "history of": Assertion.PAST, "h/o": Assertion.PAST, "hx of": Assertion.PAST, "hx": Assertion.PAST, "pmh": Assertion.PAST,
    "past medical history": Assertion.PAST,
    "previous": Assertion.PAST, "prior": Assertion.PAST, "s/p": Assertion.PAST, "status post": Assertion.PAST,
    "family history of": Assertion.FAMILY, "family history": Assertion.FAMILY, "family hx": Assertion.FAMILY, "fh": Assertion.FAMILY, "fhx": Assertion.FAMILY,
    **dict.fromkeys(KIN, Assertion.FAMILY),
    "but": None, "however": None, "except": None, "now": None, "has": None, "have": None, "had": None, "reports": None, "states": None,
    "presents": None, "complains of": None, "c/o": None,
    "positive for": None,
}  # fmt: skip
_CUES = {tuple(words.split()): assertion for words, assertion in CUES.items()}
_KEEP_FAMILY = {
    ("has",),
    ("have",),
    ("had",),
}  # what the mother "has" is still the mother's; what she "reports" is the child's
_LONGEST_CUE = max(len(words) for words in _CUES)
#: What stands behind one.
_BE = r"^\s*(?:was|were|is|are|has been|have been)?\s*"
_AFTER = {
    Assertion.DENIED: re.compile(_BE + r"(?:ruled out|excluded|negative|not (?:seen|present|found))\b", re.I),
    Assertion.UNCERTAIN: re.compile(_BE + r"(?:likely|possible|probable|suspected|questionable|\?)", re.I),
}
_SENTENCE = re.compile(r"[^.;\n\u2022]+(?:\.(?=\d|\w\.)[^.;\n\u2022]*)*")
_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[./'\u2019-][A-Za-z0-9]+)*")
_HISTORY = {Assertion.PAST: "history of", Assertion.FAMILY: "family history of"}
_HISTORY_CODES = {Assertion.PAST: PERSONAL_HISTORY, Assertion.FAMILY: FAMILY_HISTORY}
_CODE = re.compile(r"(?:[A-Z]\d[0-9A-Z]|Q[A-Z]\d)(?:\.[0-9A-Z]{1,4})?", re.I)
_PLANS = {"Z09", "Z76.0"}  # "follow-up" and "refill" in a note are what is planned
_NOT_CODED = (Assertion.DENIED, Assertion.UNCERTAIN)
_OPENERS = {"history", "h/o", "hx", "family", "fh", "fhx", "status", "s/p", "personal", "new", "running"}
_JOINTS = {
    "and",
    "or",
    "but",
    "the",
    "a",
    "an",
    "of",
    "with",
    "in",
    "on",
    "for",
    "to",
    "who",
    "is",
    "has",
    "patient",
    "pt",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One diagnosis that a text names. begins, ends: where in the text, in characters; others: the next best codes."""

    code: str
    description: str
    is_billable: bool
    score: float
    assertion: Assertion
    phrase: str
    begins: int
    ends: int
    matched: str
    words: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    begins: int
    ends: int


def suggest_codes(text: str, index: CodeIndex) -> list[Suggestion]:
    """What a text names, in its order; of a code that is named twice, the first that is stated, else the first."""
    found: dict[str, Suggestion] = {}
    for sentence in _SENTENCE.finditer(text):
        words = [
            _Word(one.group(), sentence.start() + one.start(), sentence.start() + one.end())
            for one in _TOKEN.finditer(sentence.group())
        ]
        for one in _read_sentence(text, sentence.end(), words, index):
            before = found.get(one.code)
            if before is None or (before.assertion != Assertion.STATED and one.assertion == Assertion.STATED):
                found[one.code] = one
    return sorted(found.values(), key=lambda one: one.begins)


def _read_sentence(text: str, end: int, words: Sequence[_Word], index: CodeIndex) -> Iterator[Suggestion]:
    assertions = _assertions_of(words)
    for first, last, codes in _best_pieces(text, words, index):
        first_with_side, last_with_side = _with_side(first, last, words)
        begins, ends = words[first_with_side].begins, words[last_with_side].ends
        phrase, meant, matches = text[begins:ends], assertions[first], codes
        if (first_with_side, last_with_side) != (first, last):
            matches = index.search_whole(phrase, most=OTHERS + 1) or codes
        meant = next((after for after, behind in _AFTER.items() if behind.match(text[ends:end])), meant)
        if meant in _HISTORY:
            matches = _history_of(phrase, _HISTORY[meant], index) or matches
        best = matches[0]
        if meant == Assertion.STATED:
            meant = next((one for one, codes_of in _HISTORY_CODES.items() if best.code.startswith(codes_of)), meant)
        yield Suggestion(
            best.code, best.description, best.is_billable, best.score, meant, phrase, begins, ends, best.matched, best.words,
            tuple(one.code for one in matches[1:]),
        )  # fmt: skip


def _with_side(first: int, last: int, words: Sequence[_Word]) -> tuple[int, int]:
    """A piece with the side that stands right before or behind it."""
    if first > 0 and words[first - 1].text.lower() in SIDE_WORDS:
        return first - 1, last
    if last + 1 < len(words) and words[last + 1].text.lower() in SIDE_WORDS:
        return first, last + 1
    return first, last


def _history_of(phrase: str, words: str, index: CodeIndex) -> list[CodeMatch]:
    """Codes for having had something, or for a family that has it; none where the set has no such code of its own."""
    codes = index.search(f"{words} {phrase}", most=OTHERS + 1)
    return codes if codes and codes[0].score >= LEAST_SCORE and codes[0].code.startswith("Z") else []


def _assertions_of(words: Sequence[_Word]) -> list[Assertion]:
    """How each word of a sentence is meant, by the last cue before it."""
    plain = [word.text.lower() for word in words]
    meant, assertions = Assertion.STATED, []
    position = 0
    while position < len(plain):
        for length in range(min(_LONGEST_CUE, len(plain) - position), 0, -1):
            cue = tuple(plain[position : position + length])
            if cue in _CUES:
                # What begins at its own cue ("history of breast cancer") is read as a whole.
                assertions += [meant] * length
                if not (meant == Assertion.FAMILY and cue in _KEEP_FAMILY):
                    meant = _CUES[cue] or Assertion.STATED
                position += length
                break
        else:
            assertions.append(meant)
            position += 1
    return assertions


def _best_pieces(text: str, words: Sequence[_Word], index: CodeIndex) -> list[tuple[int, int, list[CodeMatch]]]:
    """The pieces of a sentence, apart from each other, that together say most: (first word, last word, codes)."""
    worth: list[float] = [0.0] * (len(words) + 1)  # of the best pieces among the first words
    chosen: list[tuple[int, int, list[CodeMatch]] | None] = [None] * (len(words) + 1)
    for after in range(1, len(words) + 1):
        worth[after] = worth[after - 1]
        for first in range(max(0, after - MOST_WORDS), after):
            codes, count = _search(text, words[first:after], index)
            value = worth[first] + (codes[0].score ** 2 * count**TOGETHER - COST if codes else 0.0)
            if codes and value > worth[after]:
                worth[after], chosen[after] = value, (first, after - 1, codes)
    pieces: list[tuple[int, int, list[CodeMatch]]] = []
    place = len(words)
    while place > 0:
        piece = chosen[place]
        place = place - 1 if piece is None else piece[0]
        if piece is not None:
            pieces.append(piece)
    return pieces[::-1]


def _search(text: str, words: Sequence[_Word], index: CodeIndex) -> tuple[list[CodeMatch], int]:
    """(codes for some words of a text, if they may be a diagnosis of their own; how many words say something)."""
    between = text[words[0].begins : words[-1].ends]
    if _CODE.fullmatch(between.replace(" ", "")):  # "x 3" is no code
        return (
            (index.search(between, most=OTHERS + 1), 1) if len(words) == 1 and index.is_billable(between) else ([], 0)
        )
    meaningful = [word for word in split_words(between) if word not in EMPTY and word not in SIDE_WORDS]
    if not meaningful or not all(index.knows(word) for word in meaningful) or not _is_diagnosis_phrase(text, words):
        return [], 0
    codes = index.search_whole(between, most=OTHERS + 1)
    if codes and codes[0].code in _PLANS:
        return [], 0
    if not codes or codes[0].score < (LEAST_OF_ONE if len(meaningful) == 1 else LEAST_SCORE):
        return [], 0
    # "prostate" alone is no "prostate problem".
    return (codes, len(meaningful)) if len(meaningful) > 1 or index.is_same(between, codes[0].matched) else ([], 0)


def _is_diagnosis_phrase(text: str, words: Sequence[_Word]) -> bool:
    """Whether some words may be one diagnosis: no comma in them, and each end of them says something."""
    plain = [word.text.lower() for word in words]
    if any(_CUES.get(tuple(plain[:length])) in _NOT_CODED for length in range(1, _LONGEST_CUE + 1)):
        return False  # what is denied or uncertain begins after the word that says so
    if any(behind.match(text[word.ends : words[-1].ends]) for word in words[:-1] for behind in _AFTER.values()):
        return False  # what says so behind it is no part of it
    if "," in text[words[0].begins : words[-1].ends] or plain[0] in _JOINTS or plain[-1] in _JOINTS:
        return False
    if len(words) == 1:
        return plain[0] not in EMPTY or plain[0] in _OPENERS
    whole, more, less = (read_words(" ".join(part)) for part in (plain, plain[1:], plain[:-1]))
    is_duration = plain[-1].isdigit() and plain[-2] == "x"
    return (plain[0] not in EMPTY or plain[0] in _OPENERS) and whole not in (more, less) and not is_duration

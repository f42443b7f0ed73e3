"""Diagnoses that a text names: which words led to each, and whether they are stated, denied, uncertain, past or the family's.

Nothing is assigned: a person decides. See docs/algorithms/code_suggestions.md.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from remindful.core.coding.history import FAMILY_HISTORY, OWN_HISTORY
from remindful.core.coding.reading import read_words
from remindful.core.coding.search import KIN, SIDE_WORDS, CodeIndex, Found
from remindful.core.coding.words import EMPTY, split_words

MOST_WORDS = 8  # of one diagnosis in a text
LEAST_SCORE, LEAST_OF_ONE = 0.95, 1.0  # of several words, of a word alone
TOGETHER = 1.3  # words that are one diagnosis are worth more than each alone
COST = 0.2  # of each further piece: "nausea and vomiting" is one code before it is two
OTHERS = 4


class Stands(StrEnum):
    """How a text means what it names."""

    STATED = "stated"
    DENIED = "denied"  # not coded
    UNCERTAIN = "uncertain"  # not coded of an outpatient: Guidelines IV.H; the symptom is
    PAST = "past"  # a history code, if any
    FAMILY = "family"  # a family history code, if any


#: What stands before a diagnosis and says how it is meant, until the end of its sentence or the next of these.
CUES: dict[str, Stands | None] = {
    "no": Stands.DENIED, "not": Stands.DENIED, "denies": Stands.DENIED, "denied": Stands.DENIED, "denying": Stands.DENIED, "without": Stands.DENIED,
    "negative for": Stands.DENIED, "neg for": Stands.DENIED, "no evidence of": Stands.DENIED, "no signs of": Stands.DENIED, "absence of": Stands.DENIED,
    "free of": Stands.DENIED, "never had": Stands.DENIED, "ruled out": Stands.DENIED,
    "possible": Stands.UNCERTAIN, "possibly": Stands.UNCERTAIN, "probable": Stands.UNCERTAIN, "probably": Stands.UNCERTAIN, "suspected": Stands.UNCERTAIN,
    "suspect": Stands.UNCERTAIN, "suspicion of": Stands.UNCERTAIN, "suspicious for": Stands.UNCERTAIN, "likely": Stands.UNCERTAIN, "r/o": Stands.UNCERTAIN,
    "rule out": Stands.UNCERTAIN, "concern for": Stands.UNCERTAIN, "concerning for": Stands.UNCERTAIN, "questionable": Stands.UNCERTAIN,
    "consistent with": Stands.UNCERTAIN, "compatible with": Stands.UNCERTAIN, "versus": Stands.UNCERTAIN, "vs": Stands.UNCERTAIN,
    "history of": Stands.PAST, "h/o": Stands.PAST, "hx of": Stands.PAST, "hx": Stands.PAST, "pmh": Stands.PAST, "past medical history": Stands.PAST,
    "previous": Stands.PAST, "prior": Stands.PAST, "s/p": Stands.PAST, "status post": Stands.PAST,
    "family history of": Stands.FAMILY, "family history": Stands.FAMILY, "family hx": Stands.FAMILY, "fh": Stands.FAMILY, "fhx": Stands.FAMILY,
    **dict.fromkeys(KIN, Stands.FAMILY),
    "but": None, "however": None, "except": None, "now": None, "has": None, "have": None, "had": None, "reports": None, "states": None,
    "presents": None, "complains of": None, "c/o": None,
    "positive for": None,
}  # fmt: skip
_CUES = {tuple(words.split()): stands for words, stands in CUES.items()}
_KEEP_FAMILY = {
    ("has",),
    ("have",),
    ("had",),
}  # what the mother "has" is still the mother's; what she "reports" is the child's
_LONGEST_CUE = max(len(words) for words in _CUES)
#: What stands behind one.
_BE = r"^\s*(?:was|were|is|are|has been|have been)?\s*"
_AFTER = {
    Stands.DENIED: re.compile(_BE + r"(?:ruled out|excluded|negative|not (?:seen|present|found))\b", re.I),
    Stands.UNCERTAIN: re.compile(_BE + r"(?:likely|possible|probable|suspected|questionable|\?)", re.I),
}
_SENTENCE = re.compile(r"[^.;\n\u2022]+(?:\.(?=\d|\w\.)[^.;\n\u2022]*)*")
_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[./'\u2019-][A-Za-z0-9]+)*")
_HISTORY = {Stands.PAST: "history of", Stands.FAMILY: "family history of"}
_HISTORY_CODES = {Stands.PAST: OWN_HISTORY, Stands.FAMILY: FAMILY_HISTORY}
_CODE = re.compile(r"(?:[A-Z]\d[0-9A-Z]|Q[A-Z]\d)(?:\.[0-9A-Z]{1,4})?", re.I)
_PLANS = {"Z09", "Z76.0"}  # "follow-up" and "refill" in a note are what is planned
_NOT_CODED = (Stands.DENIED, Stands.UNCERTAIN)
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
    stands: Stands
    said: str
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
            if before is None or (before.stands != Stands.STATED and one.stands == Stands.STATED):
                found[one.code] = one
    return sorted(found.values(), key=lambda one: one.begins)


def _read_sentence(text: str, end: int, words: Sequence[_Word], index: CodeIndex) -> Iterator[Suggestion]:
    stands = _stands_of(words)
    for first, last, codes in _best_pieces(text, words, index):
        first_with_side, last_with_side = _with_side(first, last, words)
        begins, ends = words[first_with_side].begins, words[last_with_side].ends
        said, meant, told = text[begins:ends], stands[first], codes
        if (first_with_side, last_with_side) != (first, last):
            told = index.search_whole(said, most=OTHERS + 1) or codes
        meant = next((after for after, behind in _AFTER.items() if behind.match(text[ends:end])), meant)
        if meant in _HISTORY:
            told = _history_of(said, _HISTORY[meant], index) or told
        best = told[0]
        if meant == Stands.STATED:
            meant = next((one for one, codes_of in _HISTORY_CODES.items() if best.code.startswith(codes_of)), meant)
        yield Suggestion(
            best.code, best.description, best.is_billable, best.score, meant, said, begins, ends, best.matched, best.words,
            tuple(one.code for one in told[1:]),
        )  # fmt: skip


def _with_side(first: int, last: int, words: Sequence[_Word]) -> tuple[int, int]:
    """A piece with the side that stands right before or behind it."""
    if first > 0 and words[first - 1].text.lower() in SIDE_WORDS:
        return first - 1, last
    if last + 1 < len(words) and words[last + 1].text.lower() in SIDE_WORDS:
        return first, last + 1
    return first, last


def _history_of(said: str, words: str, index: CodeIndex) -> list[Found]:
    """Codes for having had something, or for a family that has it; none where the set has no such code of its own."""
    codes = index.search(f"{words} {said}", most=OTHERS + 1)
    return codes if codes and codes[0].score >= LEAST_SCORE and codes[0].code.startswith("Z") else []


def _stands_of(words: Sequence[_Word]) -> list[Stands]:
    """How each word of a sentence is meant, by the last cue before it."""
    plain = [word.text.lower() for word in words]
    meant, told = Stands.STATED, []
    place = 0
    while place < len(plain):
        for length in range(min(_LONGEST_CUE, len(plain) - place), 0, -1):
            cue = tuple(plain[place : place + length])
            if cue in _CUES:
                # What begins at its own cue ("history of breast cancer") is read as a whole.
                told += [meant] * length
                if not (meant == Stands.FAMILY and cue in _KEEP_FAMILY):
                    meant = _CUES[cue] or Stands.STATED
                place += length
                break
        else:
            told.append(meant)
            place += 1
    return told


def _best_pieces(text: str, words: Sequence[_Word], index: CodeIndex) -> list[tuple[int, int, list[Found]]]:
    """The pieces of a sentence, apart from each other, that together say most: (first word, last word, codes)."""
    worth: list[float] = [0.0] * (len(words) + 1)  # of the best pieces among the first words
    chosen: list[tuple[int, int, list[Found]] | None] = [None] * (len(words) + 1)
    for after in range(1, len(words) + 1):
        worth[after] = worth[after - 1]
        for first in range(max(0, after - MOST_WORDS), after):
            codes, count = _search(text, words[first:after], index)
            value = worth[first] + (codes[0].score ** 2 * count**TOGETHER - COST if codes else 0.0)
            if codes and value > worth[after]:
                worth[after], chosen[after] = value, (first, after - 1, codes)
    pieces: list[tuple[int, int, list[Found]]] = []
    place = len(words)
    while place > 0:
        piece = chosen[place]
        place = place - 1 if piece is None else piece[0]
        if piece is not None:
            pieces.append(piece)
    return pieces[::-1]


def _search(text: str, words: Sequence[_Word], index: CodeIndex) -> tuple[list[Found], int]:
    """(codes for some words of a text, if they may be a diagnosis of their own; how many words say something)."""
    between = text[words[0].begins : words[-1].ends]
    if _CODE.fullmatch(between.replace(" ", "")):  # "x 3" is no code
        return (
            (index.search(between, most=OTHERS + 1), 1) if len(words) == 1 and index.is_billable(between) else ([], 0)
        )
    asked = [word for word in split_words(between) if word not in EMPTY and word not in SIDE_WORDS]
    if not asked or not all(index.knows(word) for word in asked) or not _stands_alone(text, words):
        return [], 0
    codes = index.search_whole(between, most=OTHERS + 1)
    if codes and codes[0].code in _PLANS:
        return [], 0
    if not codes or codes[0].score < (LEAST_OF_ONE if len(asked) == 1 else LEAST_SCORE):
        return [], 0
    # "prostate" alone is no "prostate problem".
    return (codes, len(asked)) if len(asked) > 1 or index.is_same(between, codes[0].matched) else ([], 0)


def _stands_alone(text: str, words: Sequence[_Word]) -> bool:
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

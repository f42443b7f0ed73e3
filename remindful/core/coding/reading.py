"""A query as people write it, brought to words: shorthand written out, ages and durations left out, misspellings corrected."""

import re
from collections.abc import Collection, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from remindful.core.coding.words import EMPTY, split_words

#: Shorthand with a stroke, and what it says.
_STROKES = {
    "c/o": " ", "s/p": " status post ", "h/o": " history of ", "f/h": " family history ", "w/o": " without ", "w/": " with ", "f/u": " follow up ",
    "r/o": " ", "d/t": " due to ", "2/2": " due to ", "b/l": " bilateral ", "y/o": " yo ", "n/v/d": " nausea vomiting diarrhea ", "n/v": " nausea vomiting ",
    "a/p": " ", "p/w": " ", "t/d": " ", "e/o": " ", "2/t": " due to ", "hx/o": " history of ", "d/o": " disorder ",
}  # fmt: skip
_STROKE = re.compile(
    r"(?<![a-z0-9])(?:" + "|".join(map(re.escape, sorted(_STROKES, key=len, reverse=True))) + r")(?![/])"
)
_UNIT = r"(?:days?|d|wks?|weeks?|months?|mos?|hrs?|hours?|yrs?|years?|mins?|minutes?)"
#: Numbers that say nothing about which code it is: ages, durations, measurements.
_IDLE = (
    re.compile(r"\brul(?:e|ed|ing) out\b"),
    re.compile(r"\b\d+\s*-?\s*(?:yo|y\.o\.|yrs?|years?|months?|mos?)(?:\s*-?\s*old)?\s*(?:male|female|man|woman|m|f)?\b"),
    re.compile(r"\b(?:x|for|since|past|last|over)\s*\d+\s*-?\s*" + _UNIT + r"\b"),
    re.compile(r"\bx\s*\d+\b"), re.compile(r"\b\d+\s*" + _UNIT + r"\s+ago\b"), re.compile(r"\bsince (?:this|yesterday|last)\s+\w+\b"),
    re.compile(r"\b(?:19|20)\d\d\b"),
    re.compile(r"\b\d{2,3}/\d{2,3}\b"), re.compile(r"(?<![a-z\d.])\d+\.\d+(?![\d.])"), re.compile(r"\b\d+/10\b"), re.compile(r"#\s*\d+"),
    re.compile(r"\b\d+\s*(?:%|percent\b|mm\b|cm\b|mg\b|mcg\b|ml\b)"), re.compile(r"\b\d+ ?o.?clock\b"),
)  # fmt: skip
_AGO = re.compile(r"\b\d+\s*(?:yrs?|years?)\s+ago\b|\byears ago\b")
_WEEKS = re.compile(r"\b(\d{1,2})\s*-?\s*(?:wks?|weeks?)\b")
_AGE = re.compile(r"\b(\d{1,2})\s*-?\s*(yo|y\.o\.|yrs?|years?|months?|mos?|m\b)")
_CHECK_UP = re.compile(r"\bcheck ?-?ups?\b|\bphysical\b|\bwell (?:visit|exam)\b|\bwcc\b")
_PREGNANT = re.compile(r"pregnan|prenatal|gestation|\bob\b|\biup\b|miscarr|trimester|\bga\b")
#: Single letters that are a side beside other words.
_SIDES = {
    "l": "left",
    "r": "right",
    "lt": "left",
    "rt": "right",
    "bilat": "bilateral",
    "both": "bilateral",
    "ou": "bilateral",
    "bl": "bilateral",
}
_EYES = {"od": "right", "os": "left"}
_EYE_WORDS = (
    "eye",
    "vision",
    "cornea",
    "conjunctiv",
    "retin",
    "cataract",
    "glaucoma",
    "lid",
    "macul",
    "vitre",
    "pteryg",
    "kerat",
    "uveit",
    "iri",
    "stye",
    "chalaz",
)
LEAST_LETTERS = 4


def read_words(text: str, *, keeps_numbers: bool = False) -> list[str]:
    """The words of a query in the form of split_words, with what stands for a word written out."""
    flat = text.lower().replace("\u2019", "'")
    flat = _STROKE.sub(lambda met: _STROKES[met.group()], flat)
    flat = _AGO.sub(" history of ", flat)
    flat = _with_child(_with_trimester(flat))
    shorter = flat
    for idle in () if keeps_numbers else _IDLE:
        shorter = idle.sub(" ", shorter)
    words = split_words(shorter) or split_words(flat)
    if len(words) > 1:
        sides = _SIDES | (_EYES if any(word.startswith(_EYE_WORDS) for word in words) else {})
        words = [sides.get(word, word) for word in words]
    return words


def _with_trimester(flat: str) -> str:
    """Weeks of a pregnancy as its trimester, which codes name: the first ends before 14 weeks, the second before 28."""
    weeks = _WEEKS.search(flat) if _PREGNANT.search(flat) else None
    if weeks is None:
        return flat
    count = int(weeks.group(1))
    which = "first" if count < 14 else "second" if count < 28 else "third"
    return f"{flat} {which} trimester"


def _with_child(flat: str) -> str:
    """A check-up of somebody under 18 is a well child's."""
    age = _AGE.search(flat) if _CHECK_UP.search(flat) else None
    return f"{flat} well child" if age and (age.group(2).startswith("m") or int(age.group(1)) < 18) else flat


class Speller:
    """Corrects words that nobody knows. known: every word that may be meant, with how often it is."""

    def __init__(self, known: Mapping[str, int], *, liked: Collection[str]) -> None:
        """liked: words of everyday phrases, which win against equally near ones."""
        self._known, self._liked = known, frozenset(liked)
        self._by_length: dict[int, list[str]] = {}
        for word in known:
            if len(word) >= LEAST_LETTERS and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)
        self._corrected: dict[str, str] = {}

    def correct(self, words: Sequence[str]) -> list[str]:
        """Each word that is not known by the nearest one that is; as it was, where none is near. Two that are one are joined: post partum."""
        joined: list[str] = []
        for word in words:
            if joined and joined[-1] + word in self._known and not (joined[-1] in self._known and word in self._known):
                joined[-1] += word
            else:
                joined.append(word)
        return [self._correct(word) for word in joined]

    def _correct(self, word: str) -> str:
        if word in self._known or word in EMPTY or len(word) < LEAST_LETTERS or not word.isalpha():
            return word
        if word not in self._corrected:
            self._corrected[word] = self._nearest(word)
        return self._corrected[word]

    def _nearest(self, word: str) -> str:
        most = 1 if len(word) <= 6 else 2
        lengths = range(len(word) - most, len(word) + most + 1)
        choices = [one for length in lengths for one in self._by_length.get(length, [])]
        near = process.extract(word, choices, scorer=OSA.distance, limit=20, score_cutoff=most)

        def fit(one: str, distance: float) -> tuple[object, ...]:
            return distance, one not in self._liked, one[0] != word[0], -self._known[one]

        return min(near, key=lambda one: fit(one[0], one[1]))[0] if near else word

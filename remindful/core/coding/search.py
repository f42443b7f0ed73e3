"""Search of a code set: by code, by clinical or everyday words, abbreviations and misspellings. Ranked, in memory.

A code is found by its terms: its title, the terms of its tabular entry, and our own index of everyday words. A term's score is
how much of the query it meets times how much of it the query meets, words weighed by how rare they are (docs/algorithms/code_search.md).
"""

import math
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from remindful.core.coding.words import EMPTY, VAGUE, Phrases, split_words

#: What a word met in another way is worth: by its beginning, by likeness.
PREFIX_WORTH, LIKE_WORTH, LEAST_LIKE = 0.75, 0.7, 80
VAGUE_WORTH = 0.08
ENTRY_WORTH = 1.12  # our index says: this phrase, this code
MOST_DESCENTS = 6
MOST_BROTHERS, BROTHER_WORTH = 3, 0.93
SIDE_WORTH = 0.12  # sides are chosen after the code is found
SIDES = {
    "right": frozenset({"right", "rt"}),
    "left": frozenset({"left", "lt"}),
    "bilateral": frozenset({"bilateral", "both", "bilat"}),
}
SIDE_WORDS = frozenset().union(*SIDES.values())


@dataclass(frozen=True, slots=True)
class Found:
    """A code that answers a search. matched: the term that led to it; words: the words of the query that it met."""

    code: str
    description: str
    is_billable: bool
    score: float
    matched: str
    words: tuple[str, ...]


class CodeIndex:
    """Terms of a code set, ready to be searched. Made by `build_index`."""

    def __init__(self, codes: pl.DataFrame, terms: pl.DataFrame, phrases: Mapping[str, str]) -> None:
        self.descriptions = dict(codes.select("code", "description").rows())
        self.billable = set(codes.filter("is_billable")["code"])
        self.parents: dict[str, str | None] = dict(codes.select("code", "parent").rows())
        self.children: dict[str, list[str]] = {}
        for code, parent in codes.select("code", "parent").rows():
            self.children.setdefault(parent, []).append(code)
        self._by_description = {description.lower(): code for code, description in self.descriptions.items()}
        self.phrases = Phrases(phrases)
        self.term_codes: list[str] = terms["code"].to_list()
        self.term_texts: list[str] = terms["term"].to_list()
        words = [
            [word for word in dict.fromkeys(self.phrases.translate(split_words(text))) if word not in EMPTY]
            for text in self.term_texts
        ]
        places: dict[str, list[int]] = {}
        for number, found in enumerate(words):
            for word in found:
                places.setdefault(word, []).append(number)
        count = len(words)
        self.places = {word: np.array(numbers, dtype=np.int32) for word, numbers in places.items()}
        self.weights = {
            word: (VAGUE_WORTH if word in VAGUE else 1.0) * math.log(1 + count / len(numbers))
            for word, numbers in places.items()
        }
        self.sizes = np.array([sum(self.weights[word] for word in found) or 1.0 for found in words])
        self.bonus = np.where(terms["kind"].to_numpy() == "entry", ENTRY_WORTH, 1.0)
        self.bonus = self.bonus * np.array([self._plainness(code) for code in self.term_codes])
        self.vocabulary = sorted(self.places)
        self._alike = lru_cache(maxsize=20_000)(self._find_alike)

    def search(self, query: str, *, most: int = 20) -> list[Found]:
        """The best codes for a query, best first. A code, or the beginning of one, is found as that."""
        by_code = self._by_code(query, most)
        if by_code:
            return by_code
        asked = [word for word in dict.fromkeys(self.phrases.translate(split_words(query))) if word not in EMPTY]
        if not asked:
            return []
        met = np.zeros(len(self.term_codes))
        of_term = np.zeros(len(self.term_codes))
        total = 0.0
        for word in asked:
            alike = self._alike(word)
            weight = max((self.weights[other] for other, _ in alike), default=math.log(1 + len(self.term_codes)) / 3)
            weight *= SIDE_WORTH if word in SIDE_WORDS else 1.0
            total += weight
            best = np.zeros(len(self.term_codes))
            for other, worth in alike:
                places = self.places[other]
                best[places] = np.maximum(best[places], worth)
            met += best * weight
            for other, worth in alike:
                places = self.places[other]
                of_term[places] += worth * self.weights[other]
        query_part, term_part = met / total, np.minimum(of_term / self.sizes, 1.0)
        scores = query_part**1.5 * (0.35 + 0.65 * term_part) * self.bonus
        return self._rank(scores, asked, most)

    def _rank(self, scores: np.ndarray, asked: Sequence[str], most: int) -> list[Found]:
        count = min(len(scores), max(200, 12 * most))
        top = np.argpartition(-scores, count - 1)[:count]
        side = next((side for side, words in SIDES.items() if words & set(asked)), None)
        found: dict[str, Found] = {}
        for number in top[np.argsort(-scores[top], kind="stable")]:
            score = float(scores[number])
            if score <= 0.05 or len(found) >= most:
                break
            code = self.on_side(self.default_of(self.term_codes[number]), side)
            # A close call among brothers: the one that says no more stands beside the one that was met.
            plain = self.default_of(self.parents[code] or code) if len(found) < MOST_BROTHERS else code
            for one, worth in ((code, 1.0), (self.on_side(plain, side), BROTHER_WORTH)):
                if one not in found:
                    found[one] = self._tell(one, number, round(score * worth, 4), asked)
        return sorted(found.values(), key=lambda one: -one.score)[:most]

    def _tell(self, code: str, number: int, score: float, asked: Sequence[str]) -> Found:
        text = self.term_texts[number]
        words = set(self.phrases.translate(split_words(text)))
        led = tuple(word for word in asked if word in words or any(other in words for other, _ in self._alike(word)))
        return Found(code, self.descriptions[code], code in self.billable, score, text, led)

    def default_of(self, code: str) -> str:
        """The billable code that says no more than this one: unspecified, right away, first encounter."""
        for _ in range(MOST_DESCENTS):
            below = self.children.get(code, [])
            if code in self.billable or not below:
                return code
            code = max(below, key=self._plainness)
        return code

    def on_side(self, code: str, side: str | None) -> str:
        """The same code on a side, where it names an unspecified one."""
        said = self.descriptions[code]
        if side is None or side in said.lower():
            return code
        for match in reversed(list(re.finditer(r"\bunspecified ", said))):
            there = self._by_description.get((said[: match.start()] + side + " " + said[match.end() :]).lower())
            if there is not None:
                return there
        if side == "bilateral":
            lone = re.sub(r"\bunspecified (\w+)", r"bilateral \1s", said)
            return self._by_description.get(lone.lower()) or self._by_description.get(
                re.sub(r", unspecified \w+", ", bilateral", said).lower(), code
            )
        return code

    def _plainness(self, code: str) -> float:
        """How little a code says beyond its parent: what a plain phrase means, where nothing more is said."""
        text = self.descriptions[code].lower()
        plain = 1.0
        plain += (
            0.05 * ("unspecified" in text) + 0.03 * ("initial encounter" in text) + 0.03 * ("uncomplicated" in text)
        )
        plain += 0.02 * ("without" in text) + 0.02 * ("closed fracture" in text) - 0.02 * ("open" in text)
        plain -= 0.06 * ("subsequent encounter" in text) + 0.06 * ("sequela" in text) + 0.02 * ("other " in text)
        plain -= 0.03 * code.startswith(("O", "P", "V", "W", "X", "Y")) + 0.02 * code.startswith(("Z8", "Z7"))
        plain += 0.015 * (code in self.billable)
        return plain - 0.004 * len(code)

    def _by_code(self, query: str, most: int) -> list[Found]:
        asked = query.strip().upper().replace(" ", "")
        if not re.fullmatch(r"[A-Z]\d[0-9A-Z](\.?[0-9A-Z]{0,4})?", asked):
            return []
        dotted = asked if "." in asked or len(asked) <= 3 else f"{asked[:3]}.{asked[3:]}"
        below = sorted(code for code in self.descriptions if code.startswith(dotted))
        return [
            Found(code, self.descriptions[code], code in self.billable, 1.0, code, (asked,)) for code in below[:most]
        ]

    def _find_alike(self, word: str) -> tuple[tuple[str, float], ...]:
        """Words of the code set for a word of a query, with what each is worth."""
        own = ((word, 1.0),) if word in self.places else ()
        if any(sign.isdigit() for sign in word) or len(word) < 4:
            return own
        at = bisect_left(self.vocabulary, word)
        longer = [other for other in self.vocabulary[at : at + 40] if other.startswith(word) and other != word]
        if own or longer:
            return own + tuple((other, PREFIX_WORTH) for other in longer)
        near = process.extract(word, self.vocabulary, scorer=fuzz.ratio, limit=3, score_cutoff=LEAST_LIKE)
        return tuple((other, LIKE_WORTH * likeness / 100) for other, likeness, _ in near)


def build_index(codes: pl.DataFrame, terms: pl.DataFrame, *, phrases: Mapping[str, str]) -> CodeIndex:
    """codes: code, description, parent, is_billable. terms: code, term, kind (title, inclusion, entry).

    phrases: what people say -> what code sets say.
    """
    return CodeIndex(codes, terms, phrases)

"""The terms of a code set and their words: which terms meet the words of a query, and how well."""

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from remindful.core.coding.words import VAGUE

#: What a word met in another way is worth: by its beginning, by likeness.
PREFIX_WORTH, LIKE_WORTH, LEAST_LIKE = 0.75, 0.7, 80
VAGUE_WORTH = 0.08
WITHOUT, WITHOUT_WORTH = "without", 0.25  # tells brothers apart, and no more
SIDE_WORTH = 0.12  # sides are chosen after the code is found
MOST_LONGER = 40
SIDES = {
    "right": frozenset({"right", "rt"}),
    "left": frozenset({"left", "lt"}),
    "bilateral": frozenset({"bilateral", "both", "bilat"}),
}
SIDE_WORDS = frozenset().union(*SIDES.values())
Places = np.ndarray[tuple[int], np.dtype[np.int32]]
Values = np.ndarray[tuple[int], np.dtype[np.float32]]


class Terms:
    """Terms by their words. terms: code, term, worth, size; words: word, numbers (of terms, each once), as count_sizes takes them."""

    def __init__(self, terms: pl.DataFrame, words: pl.DataFrame) -> None:
        self.codes: list[str] = terms["code"].to_list()
        self.texts = terms["term"]
        self.places = _places_of(words)
        self._weights = _weigh(self.places, terms.height)
        self._unknown = math.log(1 + terms.height) / 3
        self._sizes: Values = terms["size"].to_numpy()
        self._worth: Values = terms["worth"].to_numpy()
        self._vocabulary = sorted(self.places)
        self._alike = lru_cache(maxsize=20_000)(self._find_alike)
        self._met_by = lru_cache(maxsize=5_000)(self._find_met)

    def best(self, query_words: Sequence[str], most: int) -> list[tuple[int, float]]:
        """(number, score) of the terms that meet a query's words best, best first."""
        of_query, of_term = np.zeros(len(self.codes), np.float32), np.zeros(len(self.codes), np.float32)
        touched: list[Places] = []
        for word in query_words:
            at, worth, matched_weight = self._met_by(word)
            of_query[at] += worth * self._weight(word)
            of_term[at] += matched_weight
            touched.append(at)
        total = self.weight_of(query_words)
        numbers = np.unique(np.concatenate(touched))
        if not len(numbers):
            return []
        query_part = of_query[numbers] / total
        term_part = np.minimum(of_term[numbers] / self._sizes[numbers], 1.0)
        scores = query_part**1.5 * (0.35 + 0.65 * term_part) * self._worth[numbers]
        if len(scores) > most:
            top = np.argpartition(-scores, most - 1)[:most]
            numbers, scores = numbers[top], scores[top]
        order = np.argsort(-scores, kind="stable")
        return [(int(number), float(score)) for number, score in zip(numbers[order], scores[order], strict=True)]

    def weight_of(self, query_words: Sequence[str]) -> float:
        """What a query's words weigh together."""
        return sum(map(self._weight, query_words))

    def meets(self, number: int, word: str) -> bool:
        """Whether a term has a word, or one like it."""
        return any(number in self.places[other] for other, _ in self._alike(word))

    def _weight(self, word: str) -> float:
        weight = max((self._weights[other] for other, _ in self._alike(word)), default=self._unknown)
        return weight * (SIDE_WORTH if word in SIDE_WORDS else 1.0)

    def _find_met(self, word: str) -> tuple[Places, Values, Values]:
        """Terms that a word meets: their numbers, how well it is met (0 to 1), and the weight of theirs that it meets."""
        alike = self._alike(word)
        if not alike:
            nothing = np.zeros(0, np.float32)
            return np.zeros(0, np.int32), nothing, nothing
        if len(alike) == 1:
            (other, worth), at = alike[0], self.places[alike[0][0]]
            return at, np.full(len(at), worth, np.float32), np.full(len(at), worth * self._weights[other], np.float32)
        at = np.unique(np.concatenate([self.places[other] for other, _ in alike]))
        best, weights = np.zeros(len(at), np.float32), np.zeros(len(at), np.float32)
        for other, worth in alike:
            here = np.searchsorted(at, self.places[other])
            best[here] = np.maximum(best[here], worth)
            weights[here] += worth * self._weights[other]
        return at, best, weights

    def _find_alike(self, word: str) -> tuple[tuple[str, float], ...]:
        """Words of the code set for a word of a query, with what each is worth."""
        exact = ((word, 1.0),) if word in self.places else ()
        if any(sign.isdigit() for sign in word) or len(word) < 3 or (exact and len(word) < 4):
            return exact
        at = bisect_left(self._vocabulary, word)
        longer = [
            other for other in self._vocabulary[at : at + MOST_LONGER] if other.startswith(word) and other != word
        ]
        if exact or longer or len(word) < 4:
            return exact + tuple((other, PREFIX_WORTH) for other in longer)
        near = process.extract(word, self._vocabulary, scorer=fuzz.ratio, limit=3, score_cutoff=LEAST_LIKE)
        return tuple((other, LIKE_WORTH * likeness / 100) for other, likeness, _ in near)


def count_sizes(words: pl.DataFrame, *, terms: int) -> pl.Series:
    """What the words of each term weigh together: size. words: word, numbers. A term without a word counts 1."""
    places = _places_of(words)
    weights = _weigh(places, terms)
    sizes = np.zeros(terms, dtype=np.float32)
    for word, numbers in places.items():
        sizes[numbers] += weights[word]
    sizes[sizes == 0] = 1.0
    return pl.Series("size", sizes)


def _places_of(words: pl.DataFrame) -> dict[str, Places]:
    numbers: Places = words["numbers"].explode().to_numpy()
    ends: list[int] = words["numbers"].list.len().cum_sum().to_list()
    return {
        word: numbers[first:end] for word, first, end in zip(words["word"].to_list(), [0, *ends], ends, strict=False)
    }


def _weigh(places: Mapping[str, Places], terms: int) -> dict[str, float]:
    return {word: _share_of(word) * math.log(1 + terms / len(numbers)) for word, numbers in places.items()}


def _share_of(word: str) -> float:
    return VAGUE_WORTH if word in VAGUE else WITHOUT_WORTH if word == WITHOUT else 1.0

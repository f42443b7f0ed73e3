"""Search of a code set: by code, by clinical or everyday words, abbreviations and misspellings. Ranked, in memory.

A code is found by its terms: its title, the terms of its tabular entry, and our own index of everyday words. A term's score is
how much of the query it meets times how much of it the query meets, words weighed by how rare they are (docs/algorithms/code_search.md).
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

import polars as pl

from remindful.core.coding.history import PERSONAL_HISTORY, HistoryCodes
from remindful.core.coding.prepare import IndexFrames, count_words, exact_key, prepare_index, read_phrases
from remindful.core.coding.reading import Speller, read_words
from remindful.core.coding.terms import SIDE_WORDS, SIDES, Terms
from remindful.core.coding.tree import CodeTree
from remindful.core.coding.words import EMPTY, SMALL, VAGUE, split_words

EXACT_WORTH = 1.2
MOST_BROTHERS, BROTHER_WORTH = 1, 0.93
SIDELESS_WORTH = 0.9  # a side was asked for, others of the category have one, and this has none
LEAST_SCORE = 0.05
#: A part of a query that is met well counts where the whole is not.
GOOD, WELL_MET, MOST_IN_PART, PART_WORTH = 0.9, 0.85, 5, 0.9
MOST_WORDS = 24  # of a query; longer texts are for suggestions
HISTORY_WORTH = 0.95  # a term that says the history itself is nearer
#: Who a family is, before "had" or "has".
KIN = frozenset(
    [
        "mother",
        "father",
        "mom",
        "dad",
        "brother",
        "sister",
        "parent",
        "grandmother",
        "grandfather",
        "grandma",
        "grandpa",
        "aunt",
        "uncle",
    ]
)
_OF_MANY = {"malignant", "neoplasm", "history", "personal", "family", "condition"}
_PAST = {"history", "hx", "previou", "previous", "prior", "past"}


@dataclass(frozen=True, slots=True)
class CodeMatch:
    """A code that answers a search. matched: the term that led to it; words: the words of the query that it met."""

    code: str
    description: str
    is_billable: bool
    score: float
    matched: str
    words: tuple[str, ...]


class CodeIndex:
    """Terms of a code set, ready to be searched. Made by `build_index`."""

    def __init__(self, frames: IndexFrames, *, empty: Set[str] = EMPTY) -> None:
        """empty: words that say nothing about which code it is, as prepare_index had them."""
        self._empty = empty
        self.tree = CodeTree(frames.codes, frames.sides)
        self.phrases = read_phrases(frames.phrases)
        self._history = HistoryCodes(frames.terms.filter(pl.col("kind") == "inclusion").select("code", "term").rows())
        self._terms = Terms(frames.terms, frames.words)
        self._exact = {key: (code, term) for key, code, term in frames.exact.select("key", "code", "term").rows()}
        counts = {word: len(places) for word, places in self._terms.places.items()}
        liked = self.phrases.known | set(frames.exact["key"].str.split(" ").explode().unique().to_list())
        self._speller = Speller(dict.fromkeys(liked, 1) | counts, liked=liked)

    @property
    def descriptions(self) -> Mapping[str, str]:
        """Of every code, headings too."""
        return self.tree.descriptions

    @property
    def billable(self) -> frozenset[str]:
        """Codes that may stand on a claim."""
        return self.tree.billable

    def knows(self, word: str) -> bool:
        """Whether a word, in the form of split_words, is the set's own or a phrase's."""
        return word in self._terms.places or word in self.phrases.known

    def is_billable(self, code: str) -> bool:
        """Whether it is a code of the set that may stand on a claim."""
        return code.strip().upper() in self.tree.billable

    def search(self, query: str, *, most: int = 20) -> list[CodeMatch]:
        """The best codes for a query, best first. A code, or the beginning of one, is found as that."""
        by_code = self._by_code(query, most)
        if by_code:
            return by_code
        by_measure = self.tree.by_body_mass(query)
        if by_measure is not None:
            return [self._tell(by_measure, 1.0, "body mass index", ("bmi",))]
        read = self._read(query)
        found = self._search_words(read, most)
        kin = any(word in KIN for word in read) or ("family" in read and not {"history", "hx"}.isdisjoint(read))
        if kin or _PAST & set(read):
            found = _merge(found, self._search_history(read, family=kin, most=most))
        if not found or found[0].score < GOOD:
            found = _merge(found, self._search_parts(read, most))
        found = _merge(found, self._search_exact(read))
        # Of a relative's illness, one's own history is no answer.
        return [one for one in found if not (kin and one.code.startswith(PERSONAL_HISTORY))][:most]

    def is_same(self, phrase: str, term: str) -> bool:
        """Whether a term says what the phrase says and nothing more."""
        one, other = (
            {
                word
                for word in self.phrases.translate(self._speller.correct(read_words(text)))
                if word not in SMALL | VAGUE | SIDE_WORDS
            }
            for text in (phrase, term)
        )
        return one == other

    def search_whole(self, query: str, *, most: int = 20) -> list[CodeMatch]:
        """As search, by the query as a whole only: not by its parts, nor by its beginning."""
        return self._search_words(self._read(query), most)

    def _read(self, query: str) -> list[str]:
        # Ages and durations say nothing of a diagnosis; of a drug, numbers are its dose.
        return self._speller.correct(read_words(query, keeps_numbers=not self.tree.has_parents)[:MOST_WORDS])

    # --- words --------------------------------------------------------------------------------------------------------

    def _words(self, split: Sequence[str]) -> list[str]:
        return count_words(split, self.phrases, self._empty)

    def _search_words(self, read: Sequence[str], most: int) -> list[CodeMatch]:
        words = self._words(read)
        return self._rank(self._terms.best(words, max(200, 12 * most)), words, most) if words else []

    def _rank(self, best: Sequence[tuple[int, float]], query_words: Sequence[str], most: int) -> list[CodeMatch]:
        side = next((side for side, words in SIDES.items() if words & set(query_words)), None)
        found: dict[str, CodeMatch] = {}
        for number, score in best:
            if score <= LEAST_SCORE or len(found) >= most:
                break
            code = self.tree.on_side(self.tree.default_of(self._terms.codes[number]), side)
            if self.tree.is_on_other_side(code, side):
                continue
            # A close call among brothers: the one that says no more stands beside the one that was met.
            parent = self.tree.parents.get(code)
            plain = self.tree.default_of(parent or code) if len(found) < MOST_BROTHERS else code
            for one, worth in ((code, 1.0), (self.tree.on_side(plain, side), BROTHER_WORTH)):
                if one not in found:
                    sided = SIDELESS_WORTH if self.tree.leaves_side_open(one, side) else 1.0
                    led = [word for word in query_words if self._terms.meets(number, word)]
                    found[one] = self._tell(one, round(score * worth * sided, 4), self._terms.texts[number], led)
        return sorted(found.values(), key=lambda one: -one.score)[:most]

    def _tell(self, code: str, score: float, matched: str, words: Sequence[str]) -> CodeMatch:
        return CodeMatch(code, self.tree.descriptions[code], code in self.tree.billable, score, matched, tuple(words))

    def _search_exact(self, read: Sequence[str]) -> list[CodeMatch]:
        """The code that an entry of ours names by these very words, before they are rewritten; on the side that is said."""
        side = next((side for side, words in SIDES.items() if words & set(read)), None)
        sideless = [word for word in read if word not in SIDE_WORDS]
        entry = self._exact.get(exact_key(read)) or self._exact.get(exact_key(sideless))
        if entry is None:
            return []
        code = self.tree.on_side(entry[0], side)
        worth = EXACT_WORTH * (SIDELESS_WORTH if self.tree.leaves_side_open(code, side) else 1.0)
        return [self._tell(code, worth, entry[1], read)]

    # --- what somebody had, and what runs in the family ---------------------------------------------------------------

    def _search_history(self, read: Sequence[str], *, family: bool, most: int) -> list[CodeMatch]:
        cues = KIN | _PAST | {"family", "personal", "had", "has", "with", "of", "status", "post"}
        conditions = self._search_words([word for word in read if word not in cues], 3)
        of_code = {one.code: one for one in conditions}
        found: dict[str, CodeMatch] = {}
        for code, history in self._history.of(list(of_code), family=family):
            condition = of_code[code]
            specific = self._child_like(history, condition)
            if specific not in found:
                score, matched = round(condition.score * HISTORY_WORTH, 4), f"history of {condition.matched}"
                found[specific] = self._tell(specific, score, matched, condition.words)
        return list(found.values())[:most]

    def _child_like(self, history: str, condition: CodeMatch) -> str:
        """The code below a heading of histories whose title shares most with a condition; else the one that says no more."""
        named = set(split_words(f"{condition.description} {condition.matched}")) - VAGUE - SMALL - _OF_MANY

        def shared(leaf: str) -> int:
            return len(named & set(split_words(self.tree.descriptions[leaf])))

        best = max(self.tree.leaves_of(history), key=shared)
        return best if shared(best) else self.tree.default_of(history)

    # --- parts --------------------------------------------------------------------------------------------------------

    def _search_parts(self, read: Sequence[str], most: int) -> list[CodeMatch]:
        """Codes that some neighbouring words of a query mean well, the more of the query the better."""
        written = self.phrases.translate(read)
        whole = self._terms.weight_of(self._words(written))
        sides = [word for word in written if word in SIDE_WORDS]
        found: list[CodeMatch] = []
        for first in range(len(written)):
            for after in range(first + 1, min(len(written), first + MOST_IN_PART) + 1):
                part = written[first:after]
                if after - first == len(written) or part[0] in self._empty or part[-1] in self._empty:
                    continue
                codes = self._search_words([*part, *sides], 2)
                if codes and codes[0].score >= WELL_MET:
                    share = min(1.0, self._terms.weight_of(self._words(part)) / whole)
                    found += [replace(one, score=round(PART_WORTH * one.score * share, 4)) for one in codes]
        return sorted(found, key=lambda one: -one.score)[:most]

    # --- codes --------------------------------------------------------------------------------------------------------

    def _by_code(self, query: str, most: int) -> list[CodeMatch]:
        prefix = query.strip().upper().replace(" ", "")
        if not re.fullmatch(r"(?:[A-Z]\d|QA|\d{3})[0-9A-Z.]*", prefix):
            return []
        dotted = (
            prefix if "." in prefix or len(prefix) <= 3 or not self.tree.has_parents else f"{prefix[:3]}.{prefix[3:]}"
        )
        below = sorted(code for code in self.tree.descriptions if code.startswith(dotted))
        return [self._tell(code, 1.0, code, (prefix,)) for code in below[:most]]


def _merge(some: Sequence[CodeMatch], others: Sequence[CodeMatch]) -> list[CodeMatch]:
    """The better of each code, best first."""
    found: dict[str, CodeMatch] = {}
    for one in [*some, *others]:
        if one.code not in found or found[one.code].score < one.score:
            found[one.code] = one
    return sorted(found.values(), key=lambda one: -one.score)


def build_index(
    codes: pl.DataFrame,
    terms: pl.DataFrame,
    *,
    phrases: Mapping[str, str],
    exact: pl.DataFrame | None = None,
    empty: Set[str] = EMPTY,
) -> CodeIndex:
    """An index that is made and used at once; arguments as prepare_index has them."""
    return CodeIndex(prepare_index(codes, terms, phrases=phrases, exact=exact, empty=empty), empty=empty)


__all__ = ["KIN", "SIDE_WORDS", "CodeIndex", "CodeMatch", "IndexFrames", "build_index", "exact_key", "prepare_index"]

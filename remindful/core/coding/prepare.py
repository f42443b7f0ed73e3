"""A code set made ready to be searched: what takes seconds is made once, as frames that may be stored and read again."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import polars as pl

from remindful.core.coding.reading import read_words
from remindful.core.coding.terms import count_sizes
from remindful.core.coding.tree import CodeTree
from remindful.core.coding.words import EMPTY, SMALL, Phrases, split_words

ENTRY_WORTH = 1.12  # our index says: this phrase, this code
TROUBLE_WORTH = 0.92  # "colostomy" is no colostomy problem
EXACT = {"key": pl.String, "code": pl.String, "term": pl.String}


@dataclass(frozen=True, slots=True)
class IndexFrames:
    """All that a search reads.

    codes: code, description, parent, is_billable. sides: code, side, other (the same code on that side).
    terms: code, term, kind (title, inclusion, entry, index), worth (what its score is multiplied by), size (what its words weigh).
    words: word, numbers (rows of terms that have it, ascending). phrases: phrase, meant (words of split_words with a space between).
    exact: key (exact_key of an entry), code, term.
    """

    codes: pl.DataFrame
    sides: pl.DataFrame
    terms: pl.DataFrame
    words: pl.DataFrame
    phrases: pl.DataFrame
    exact: pl.DataFrame


def prepare_index(
    codes: pl.DataFrame,
    terms: pl.DataFrame,
    *,
    phrases: Mapping[str, str],
    exact: pl.DataFrame | None = None,
    empty: Set[str] = EMPTY,
) -> IndexFrames:
    """codes: code, description, parent, is_billable. terms: code, term, kind (title, inclusion, entry, index).

    phrases: what people say -> what code sets say. exact: key, code, term. empty: words that say nothing about which code it is.
    """
    pairs = [(" ".join(split_words(phrase)), " ".join(split_words(meant))) for phrase, meant in phrases.items()]
    split = pl.DataFrame(pairs, schema={"phrase": pl.String, "meant": pl.String}, orient="row")
    words = _split_terms(terms, phrases=read_phrases(split), empty=empty)
    tree = CodeTree(codes)
    return IndexFrames(
        codes=codes,
        sides=tree.find_sides(codes),
        terms=terms.with_columns(worth=_find_worth(tree), size=count_sizes(words, terms=terms.height)),
        words=words,
        phrases=split,
        exact=pl.DataFrame(schema=EXACT) if exact is None else exact.select(*EXACT),
    )


def read_phrases(phrases: pl.DataFrame) -> Phrases:
    """Phrases as IndexFrames has them."""
    return Phrases((phrase.split(), meant.split()) for phrase, meant in phrases.select("phrase", "meant").rows())


def count_words(split: Sequence[str], phrases: Phrases, empty: Set[str]) -> list[str]:
    """Words that count, each once, phrases written as the code set writes them."""
    return [word for word in dict.fromkeys(phrases.translate(split)) if word not in empty]


def exact_key(read: Sequence[str]) -> str:
    """Words of a query or an entry in one order, small words left out."""
    return " ".join(sorted({word for word in read if word not in SMALL}))


def _split_terms(terms: pl.DataFrame, *, phrases: Phrases, empty: Set[str]) -> pl.DataFrame:
    """word, numbers: the terms that have each word. What is slowest."""
    words = [
        count_words(read_words(text, keeps_numbers=True) if kind == "entry" else split_words(text), phrases, empty)
        for text, kind in terms.select("term", "kind").rows()
    ]
    numbers = pl.Series("numbers", range(len(words)), dtype=pl.Int32)
    split = pl.DataFrame([numbers, pl.Series("word", words, dtype=pl.List(pl.String))]).explode("word").drop_nulls()
    return split.group_by("word", maintain_order=True).agg("numbers")


def _find_worth(tree: CodeTree) -> pl.Expr:
    """What each term's score is multiplied by: how little its code says beyond its parent, and whose term it is."""
    plain = pl.col("code").replace_strict(
        {code: tree.plainness(code) for code in tree.descriptions}, default=None, return_dtype=pl.Float32
    )
    is_trouble = pl.col("term").str.contains(r"(?i)\b(?:complication|problem)")
    worth = (
        plain
        * pl.when(is_trouble).then(TROUBLE_WORTH).otherwise(1.0)
        * pl.when(pl.col("kind") == "entry").then(ENTRY_WORTH).otherwise(1.0)
    )
    return worth.cast(pl.Float32)

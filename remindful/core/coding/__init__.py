"""Coding: finding the code for what people write. A person always decides; a search only shows what led it there."""

from remindful.core.coding.reading import read_words
from remindful.core.coding.search import CodeIndex, CodeMatch, build_index, exact_key, split_terms

__all__ = ["CodeIndex", "CodeMatch", "build_index", "exact_key", "read_words", "split_terms"]

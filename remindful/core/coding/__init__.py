"""Coding: finding the code for what people write. A person always decides; a search only shows what led it there."""

from remindful.core.coding.reading import read_words
from remindful.core.coding.search import CodeIndex, CodeMatch, IndexFrames, build_index, exact_key, prepare_index

__all__ = ["CodeIndex", "CodeMatch", "IndexFrames", "build_index", "exact_key", "prepare_index", "read_words"]

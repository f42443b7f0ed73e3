"""Coding: finding the code for what people write. A person always decides; a search only shows what led it there."""

from remindful.core.coding.search import CodeIndex, Found, build_index

__all__ = ["CodeIndex", "Found", "build_index"]

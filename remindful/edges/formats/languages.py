"""Languages by the words and codes under which files write them. Shared by every reader of people."""

from functools import cache
from pathlib import Path

import yaml


@cache
def language_words() -> dict[str, str]:
    """ISO 639-1 by lower-case word: the code itself, three-letter codes, names."""
    return {word: code for code, words in language_lists().items() for word in (code, *words)}


def language_lists() -> dict[str, list[str]]:
    """The words of each language by its code, as languages.yaml lists them."""
    lists: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "languages.yaml").read_text("utf-8"))
    return lists


def read_language(text: str) -> str | None:
    """ISO 639-1 of a code (en, en-US, eng) or a name (English, español); null where it is none that we know."""
    word = text.strip().lower()
    return language_words().get(word) or language_words().get(word.replace("_", "-").split("-", 1)[0])

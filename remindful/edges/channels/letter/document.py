"""Documents: letters that ask for no money (estimates, referrals, appeals), laid out on a house letterhead for the same window envelope."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import typst

from remindful.edges.channels.letter.pages import fonts, noon
from remindful.edges.channels.letter.sheet import Passage

SOURCE = Path(__file__).parent / "templates" / "document.typ"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the first `words_columns` hold words, the rest amounts. total: empty = none."""

    heading: str
    columns: tuple[str, ...]
    words_columns: int
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One document, every word of it. `address` empty: it is handed over, not mailed. facts: (label, fact) beside the address."""

    language: str
    document_title: str
    page_of: str  # "Page {page} of {pages}"
    return_address: tuple[str, ...]
    address: tuple[str, ...]
    title: str
    facts: tuple[tuple[str, str], ...]
    opening: tuple[str, ...]
    grids: tuple[Grid, ...] = ()
    passages: tuple[Passage, ...] = ()
    closing: tuple[str, ...] = ()
    small_print: tuple[Passage, ...] = ()


def typeset_documents(written: Sequence[Document], *, day: date) -> bytes:
    """One PDF/UA-1 of these documents, each on its own sheets; `day` is its only date."""
    made = typst.compile(
        str(SOURCE),
        sys_inputs={"documents": json.dumps([asdict(one) for one in written], ensure_ascii=False)},
        font_paths=fonts(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=noon(day),
    )
    assert isinstance(made, bytes)
    return made

"""Pages: sheets to tagged PDF/UA-1 and to pictures, by Typst. The same sheet on the same day gives the same bytes."""

import importlib.util
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

import segno
import typst

from remindful.edges.channels.letter import sheet as sheets

__all__ = ["SOURCE", "draw_pages", "typeset"]

SOURCE = Path(__file__).parent / "templates" / "letter.typ"
_FONT_PACKAGE = "fontpkg_atkinson_hyperlegible"


class _Press:
    """A Typst compiler that keeps its fonts; renewed after some hundred letters, because it also keeps old layouts."""

    LETTERS_A_COMPILER = 500

    def __init__(self) -> None:
        self._compiler: typst.Compiler | None = None
        self._letters = 0

    def compiler(self) -> typst.Compiler:
        if self._compiler is None or self._letters >= self.LETTERS_A_COMPILER:
            self._compiler = typst.Compiler(str(SOURCE), font_paths=fonts(), ignore_system_fonts=True)
            self._letters = 0
        self._letters += 1
        return self._compiler


_PRESS = _Press()


@cache
def fonts() -> typst.Fonts:
    """Atkinson Hyperlegible from its wheel, and the fonts inside Typst's.

    None of the machine's own, so that every machine prints alike.
    """
    spec = importlib.util.find_spec(_FONT_PACKAGE)
    origin = spec.origin if spec else None
    assert origin is not None, f"{_FONT_PACKAGE} is not installed: pip install remindful"
    folder = Path(origin).parent / "files"
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])


@lru_cache(maxsize=1024)
def draw_code(url: str) -> str:
    """A QR code as SVG. It holds the address of the payment page and nothing about health."""
    picture = BytesIO()
    segno.make(url, error="m", micro=False).save(
        picture, kind="svg", border=0, dark="#0d3c40", xmldecl=False, svgns=True
    )
    return picture.getvalue().decode()


def typeset(written: Sequence[sheets.Sheet], *, day: date) -> bytes:
    """One PDF/UA-1 of these sheets, one after the other; `day` is its only date. A letter is a sequence of one."""
    made = _PRESS.compiler().compile(
        sys_inputs={"sheets": _as_json(written)}, format="pdf", pdf_standards=["ua-1"], timestamp=noon(day)
    )
    assert isinstance(made, bytes)
    return made


def draw_pages(written: sheets.Sheet, *, day: date, dots_per_inch: int = 110) -> list[bytes]:
    """The pages of one letter as PNG pictures."""
    made = _PRESS.compiler().compile(
        sys_inputs={"sheets": _as_json([written])}, format="png", ppi=float(dots_per_inch), timestamp=noon(day)
    )
    assert made is not None
    return made if isinstance(made, list) else [made]


def _as_json(written: Sequence[sheets.Sheet]) -> str:
    return json.dumps([asdict(sheet) | {"qr": draw_code(sheet.pay_url)} for sheet in written], ensure_ascii=False)


def noon(day: date) -> datetime:
    """The moment that a document of this day bears: the same date in every zone of the United States."""
    return datetime.combine(day, time(12), tzinfo=UTC)

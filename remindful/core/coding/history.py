"""Codes for what somebody had, or runs in the family: the code set says of each which conditions it stands for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_CLASSIFIABLE = re.compile(r"onditions classifiable to (.*)", re.I)
_SPAN = re.compile(r"([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]+)?)-?(?:-([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]+)?))?")
FAMILY_HISTORY, PERSONAL_HISTORY = ("Z80", "Z81", "Z82", "Z83", "Z84"), ("Z85", "Z86", "Z87")


@dataclass(frozen=True, slots=True)
class _Span:
    code: str
    first: str
    last: str
    width: int

    def has(self, code: str) -> bool:
        plain = code.replace(".", "")
        return self.first <= plain and (plain <= self.last or plain.startswith(self.last))


class HistoryCodes:
    """From a condition to the code of its history. terms: (code, inclusion term)."""

    def __init__(self, terms: Iterable[tuple[str, str]]) -> None:
        self._personal: list[_Span] = []
        self._family: list[_Span] = []
        for code, term in terms:
            note = _CLASSIFIABLE.search(term)
            target = (
                self._family
                if code.startswith(FAMILY_HISTORY)
                else self._personal
                if code.startswith(PERSONAL_HISTORY)
                else None
            )
            if note and target is not None:
                target += [_span(code, first, last or first) for first, last in _SPAN.findall(note.group(1))]

    def of(self, codes: Sequence[str], *, family: bool) -> list[tuple[str, str]]:
        """(condition's code, history code) of each condition that has one, by the narrowest span."""
        spans = self._family if family else self._personal
        found: list[tuple[str, str]] = []
        for code in codes:
            fit = [span for span in spans if span.has(code)]
            if fit:
                found.append((code, min(fit, key=lambda span: (span.width, -len(span.code))).code))
        return found


def _span(code: str, first: str, last: str) -> _Span:
    first, last = first.replace(".", ""), last.replace(".", "")
    width = (ord(last[0]) - ord(first[0])) * 100 + (int(last[1]) - int(first[1])) * 10 + _digit(last) - _digit(first)
    return _Span(code, first, last, width * 10 if len(first) <= 3 else width)


def _digit(category: str) -> int:
    return int(category[2]) if category[2].isdigit() else 9

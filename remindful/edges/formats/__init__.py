"""Formats: one folder an outside file format, each with a FORMAT. Found by folder; siblings never import each other."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from remindful.core.words.findings import Finding

__all__ = ["Format", "Reading", "find_formats", "sniff_format"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One piece of a file: frames by the name of their contract (`remit_claims`: RemitClaims), and what was set aside.

    `rows_read` counts segments or rows read, `exception_count` those that a finding keeps back. `test_line`: the sender marks the piece as
    a test, first at this line; None: it is production.
    """

    frames: Mapping[str, pl.DataFrame]
    findings: Sequence[Finding] = field(default_factory=tuple)
    rows_read: int = 0
    exception_count: int = 0
    test_line: int | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """A reader. `sniff(head, name)` looks at the first 64 KiB; `read(path, mapping)` yields pieces in flat memory.

    has_instants: `read` takes `zone` too, where the organization is, in which instants become days.
    """

    name: str
    description: str
    sniff: Callable[[bytes, str], bool]
    read: Callable[..., Iterator[Reading]]
    has_instants: bool = False


def find_formats() -> list[Format]:
    """Every folder beside this file that has a FORMAT, in name order."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)
    return [importlib.import_module(f"{__name__}.{name}").FORMAT for name in names]


def sniff_format(path: Path) -> Format | None:
    """The one format that knows this file by its first bytes; None where none does."""
    with path.open("rb") as file:
        head = file.read(65536)
    return next((fmt for fmt in find_formats() if fmt.sniff(head, path.name)), None)

"""Quirks: what senders do otherwise than their standard says. One file each in a format's `quirks/` folder, found by folder."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Quirk[T]:
    """One habit of senders.

    seen: what they do, and what the standard says. where: in which files or systems. sample: a file among the format's samples that has it.
    apply: from what was read to what the standard would have it say; where the habit does not show, the same comes back.
    """

    seen: str
    where: str
    sample: str
    apply: Callable[[T], T]


@cache
def find_quirks(package: str) -> tuple[Quirk[Any], ...]:
    """The QUIRK of every file in a quirks folder ("remindful.edges.formats.era835.quirks"), in name order."""
    folder = importlib.import_module(package)
    names = sorted(module.name for module in pkgutil.iter_modules(folder.__path__))
    return tuple(importlib.import_module(f"{package}.{name}").QUIRK for name in names)


def apply_quirks[T](read: T, package: str) -> T:
    """What was read, once each quirk of the folder has put it right. Each sees what those before it, by name, left."""
    for quirk in find_quirks(package):
        read = quirk.apply(read)
    return read

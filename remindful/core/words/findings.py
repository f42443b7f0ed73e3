"""What is wrong with the data: worded so that a biller can correct it, and carried on beside the good rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import polars as pl


@dataclass(frozen=True, slots=True)
class At:
    """A place: file (or story, rule, table), line (1-based; X12: segment number), and the row's own key if it has one."""

    file: str
    line: int | None = None
    key: str | None = None

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return where if self.key is None else f"{where} ({self.key})"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and its cure.

    code: `<noun>.<fault>`, stable, for machines. message: what and why it matters, one or two plain sentences.
    remedy: what the reader of it can do. raw: the row or segment as it came, so that nothing is lost.
    account_key, amount_cents: whose account and what amount it is about, where it is about one.
    """

    code: str
    at: At
    message: str
    remedy: str
    raw: str | None = None
    account_key: str | None = None
    amount_cents: int | None = None

    def __str__(self) -> str:
        return f"{self.at}: {self.message} {self.remedy}"


@dataclass(frozen=True, slots=True)
class Out:
    """What a station returns: the rows that go on, the exceptions, and why. Each input key is in exactly one of the two frames."""

    frame: pl.DataFrame
    exceptions: pl.DataFrame
    findings: Sequence[Finding] = field(default_factory=tuple)


class Refusal(Exception):
    """A person asked for what is not there or not allowed. Nothing was done. remedy: what to do instead."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.message, self.remedy = message, remedy


class WorldFault(Exception):
    """The outside failed. `kind`: passing (try again), permanent (do not), unsure (may have been done: never again unasked)."""

    def __init__(self, kind: Literal["passing", "permanent", "unsure"], message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.kind: Literal["passing", "permanent", "unsure"] = kind
        self.message, self.remedy = message, remedy

"""The house ladder, read from YAML: segments, and in each the steps in their order."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import time
from itertools import pairwise
from typing import cast

import yaml

from remindful.core.words.kinds import ACT_MEDIUM, CONTACT_ACTS, Act, Medium, OrganizationKind

TONES = ("friendly", "helpful", "plain")

Plain = str | int | bool | None


class LadderError(Exception):
    """The ladder file is wrong. Says all faults, each with its place."""

    def __init__(self, name: str, faults: list[str]) -> None:
        super().__init__("\n".join(f"{name}: {fault}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Step:
    """One step. Days are counted from the balance (first step only), the first statement, and the step before."""

    step: str
    acts: tuple[Act, ...]
    template: str
    tone: str
    since_balance: int = 0
    since_first: int = 0
    since_last: int = 0


@dataclass(frozen=True, slots=True)
class AccountSegment:
    """Accounts that share their steps. A null condition asks nothing."""

    segment: str
    organization_kind: OrganizationKind | None
    least_cents: int | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """A house's whole strategy. `send_at` is the local time for which a night's verdicts are asked."""

    ladder: str
    version: int
    send_at: time
    minimum_cents: int
    rest_days: int
    segments: tuple[AccountSegment, ...]


def read_ladder(text: str, *, name: str, reachable: Collection[Act]) -> Ladder:
    """The ladder of a YAML text. Raises LadderError with every fault: unknown word, act, tone or step order.

    reachable: acts that a night can do. A step by another one is refused, so that none can be chosen and do nothing.
    """
    faults: list[str] = []
    try:
        table = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise LadderError(name, [f"not YAML: {error}"]) from None
    if not isinstance(table, dict):
        raise LadderError(name, ["a ladder is a table with `ladder`, `send_at`, `minimum_cents` and `segments`"])
    _check_words(table, {"ladder", "version", "send_at", "minimum_cents", "rest_days", "segments"}, "ladder", faults)
    segments = tuple(
        _read_segment(row, position, faults, reachable=reachable)
        for position, row in enumerate(table.get("segments") or [], start=1)
    )
    if not segments:
        faults.append("`segments` is empty: no account would ever get a step")
    elif segments[-1].organization_kind is not None or segments[-1].least_cents is not None:
        faults.append(f"the last segment, {segments[-1].segment}, must have `when: {{}}`, else some accounts fit none")
    try:
        send_at = time.fromisoformat(str(table.get("send_at")))
    except ValueError:
        faults.append(f'`send_at` is {table.get("send_at")!r}; write a time such as "10:30"')
        send_at = time(10, 30)
    minimum_cents = _count(table, "minimum_cents", "ladder", faults)
    rest_days = _count(table, "rest_days", "ladder", faults)
    if faults:
        raise LadderError(name, faults)
    return Ladder(str(table["ladder"]), int(table.get("version", 1)), send_at, minimum_cents, rest_days, segments)


def _check_words(row: Mapping[str, object], known: set[str], where: str, faults: list[str]) -> None:
    faults.extend(f"{where}: unknown word `{word}`; known: {', '.join(sorted(known))}" for word in row.keys() - known)


def _count(row: Mapping[str, object], word: str, where: str, faults: list[str]) -> int:
    found = row.get(word, 0)
    if isinstance(found, bool) or not isinstance(found, int) or found < 0:
        faults.append(f"{where}: `{word}` is {found!r}; write a whole number from 0")
        return 0
    return found


def _read_segment(
    row: dict[str, object], position: int, faults: list[str], *, reachable: Collection[Act]
) -> AccountSegment:
    where = f"segment {row.get('segment', position)}"
    _check_words(row, {"segment", "when", "steps"}, where, faults)
    when = cast("dict[str, object]", row.get("when") or {})
    _check_words(when, {"organization_kind", "least_cents"}, f"{where}, when", faults)
    kind = when.get("organization_kind")
    if kind is not None and kind not in list(OrganizationKind):
        faults.append(f"{where}: unknown organization_kind {kind!r}; known: {', '.join(OrganizationKind)}")
        kind = None
    least = _count(when, "least_cents", where, faults) if "least_cents" in when else None
    rows = cast("list[dict[str, object]]", row.get("steps") or [])
    steps = tuple(
        _read_step(step, f"{where}, step {number}", number, faults, reachable=reachable)
        for number, step in enumerate(rows, start=1)
    )
    names = [step.step for step in steps]
    if not steps:
        faults.append(f"{where}: no steps")
    elif steps[0].acts != (Act.STATEMENT,):
        faults.append(
            f"{where}: the first step must be a statement: people see what they owe, and why, before any reminder"
        )
    faults.extend(f"{where}: two steps are named {name}" for name in sorted({n for n in names if names.count(n) > 1}))
    if any(later.since_first < earlier.since_first for earlier, later in pairwise(steps)):
        faults.append(f"{where}: `since_first` must not fall from one step to the next")
    return AccountSegment(str(row.get("segment")), None if kind is None else OrganizationKind(str(kind)), least, steps)


def _read_step(
    row: dict[str, object], where: str, number: int, faults: list[str], *, reachable: Collection[Act]
) -> Step:
    known = {"step", "acts", "template", "tone", "since_balance", "since_first", "since_last"}
    _check_words(row, known, where, faults)
    acts: list[Act] = []
    for word in cast("list[str]", row.get("acts") or []):
        if word not in list(CONTACT_ACTS):
            faults.append(f"{where}: {word!r} is not a way to contact anyone; known: {', '.join(sorted(reachable))}")
        elif Act(word) not in reachable:
            faults.append(f"{where}: a night cannot {word} yet ({ACT_MEDIUM[Act(word)]}); use {', '.join(reachable)}")
        else:
            acts.append(Act(word))
    tone = str(row.get("tone"))
    if tone not in TONES:
        faults.append(f"{where}: tone {tone!r}; known: {', '.join(TONES)}")
    if number == 1 and tone != "friendly":
        faults.append(f"{where}: the first word to a patient is friendly")
    if not acts:
        faults.append(f"{where}: no acts")
    faults += [f"{where}: `{word}` is missing" for word in ("step", "template") if not isinstance(row.get(word), str)]
    if number > 1 and _count(row, "since_last", where, faults) < 1:
        faults.append(f"{where}: `since_last` must be at least 1: one step a day at most")
    return Step(
        str(row.get("step")),
        tuple(acts),
        str(row.get("template")),
        tone,
        since_balance=_count(row, "since_balance", where, faults),
        since_first=_count(row, "since_first", where, faults),
        since_last=_count(row, "since_last", where, faults),
    )


def has_address(act: Act) -> str:
    """The facts column that says whether the account can be reached by the act."""
    medium = ACT_MEDIUM[act]
    assert medium is not Medium.NONE, act
    return f"has_address@{medium}"

"""The only clock. Everybody else is told the day and the moment."""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from remindful.core.words.findings import Refusal

PRACTICE_CLOCK = "REMINDFUL_NOW"


@dataclass(frozen=True, slots=True)
class Clock:
    """Now, in UTC. A practice clock stands at a given moment and ticks from there; only practice organizations obey it."""

    fixed_at: datetime | None = None

    @property
    def is_practice(self) -> bool:
        """Whether it is set by hand."""
        return self.fixed_at is not None

    def now(self) -> datetime:
        """This moment, in UTC."""
        return datetime.now(UTC) if self.fixed_at is None else self.fixed_at

    def today(self, zone: str) -> date:
        """The calendar day now, where the office is."""
        return self.now().astimezone(ZoneInfo(zone)).date()

    def moved(self, days: int) -> "Clock":
        """A practice clock some days on."""
        assert self.fixed_at is not None, "only a practice clock is moved"
        return Clock(self.fixed_at + timedelta(days=days))


def read_clock() -> Clock:
    """The machine's clock, or the practice clock of REMINDFUL_NOW (an ISO instant with its offset)."""
    text = os.environ.get(PRACTICE_CLOCK)
    if not text:
        return Clock()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Refusal(f"{PRACTICE_CLOCK} is {text!r}.", 'Write an instant, such as "2026-05-01T15:30+00:00".')
    return Clock(moment.astimezone(UTC))

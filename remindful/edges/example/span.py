"""The eighteen months as numbered days: day 0 is the first, and each day's texts are made once."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

MONTHS = 18
BEFORE_DAYS = 420  # services of the opening balances lie before day 0
AFTER_DAYS = 400  # what is promised may lie after the last day
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)
CLAIM_WEEKDAY, PEOPLE_WEEKDAY, MONEY_WEEKDAY = FRIDAY, THURSDAY, MONDAY
DAILY_DAYS = 42  # since the lockbox sends every day


@dataclass(frozen=True, slots=True)
class Span:
    """Days by number. `x12`, `us` and `iso` hold each day's text, from BEFORE_DAYS before day 0."""

    first_on: date
    last_day: int
    activated_day: int  # from here on Remindful writes; the statements before were the former system's
    x12: list[str] = field(repr=False)
    us: list[str] = field(repr=False)
    iso: list[str] = field(repr=False)

    def on(self, day: int) -> date:
        """The date of a day."""
        return self.first_on + timedelta(days=day)

    def sent_at(self, day: int) -> datetime:
        """When files of a day are sent."""
        return datetime.combine(self.on(day), time(6), tzinfo=UTC)

    def say_x12(self, day: int) -> str:
        """20250501."""
        return self.x12[day + BEFORE_DAYS]

    def say_us(self, day: int) -> str:
        """05/01/2025."""
        return self.us[day + BEFORE_DAYS]

    def say_iso(self, day: int) -> str:
        """2025-05-01."""
        return self.iso[day + BEFORE_DAYS]

    def weekday_from(self, day: int, weekday: int) -> int:
        """The first such weekday on or after `day`."""
        return day + (weekday - (self.first_on.weekday() + day)) % 7

    def working_day_from(self, day: int) -> int:
        """`day`, or the Monday after where it lies on a weekend."""
        past_friday = (self.first_on.weekday() + day) % 7 - FRIDAY
        return day if past_friday <= 0 else day + 3 - past_friday

    def money_day(self, day: int) -> int:
        """The day of the payments and contacts file that tells of `day`: the Monday after; lately the next workday."""
        if day >= self.last_day - DAILY_DAYS:
            return self.working_day_from(day + 1)
        return self.weekday_from(day + 1, MONEY_WEEKDAY)


def make_span(last_on: date) -> Span:
    """The eighteen months that end on `last_on`."""
    after_on = last_on + timedelta(days=1)
    months = after_on.year * 12 + after_on.month - 1 - MONTHS
    first_on = date(months // 12, months % 12 + 1, min(after_on.day, 28))
    last_day = (last_on - first_on).days
    days = [first_on + timedelta(days=day) for day in range(-BEFORE_DAYS, last_day + AFTER_DAYS)]
    iso = [day.isoformat() for day in days]
    x12 = [text.replace("-", "") for text in iso]
    us = [f"{text[5:7]}/{text[8:]}/{text[:4]}" for text in iso]
    return Span(first_on, last_day, (last_on.replace(day=1) - first_on).days, x12, us, iso)

"""How people pay: at the desk, after the first or second statement, in parts, or not at all."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random

from remindful.edges.example.answers import Answer, expected_copay_cents
from remindful.edges.example.cast import Case, Role
from remindful.edges.example.numbers import percent_of
from remindful.edges.example.span import Span
from remindful.edges.example.visits import Visit

STATEMENT_EVERY_DAYS = 30
STATEMENTS = 3
REMINDER_DAYS = 21  # of the house ladder: from the first statement to the first reminder


class Temper(StrEnum):
    """How somebody deals with bills."""

    PROMPT = "prompt"  # after the first statement
    SECOND = "second"
    LATE = "late"  # after the third
    IN_PARTS = "in_parts"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Payment:
    """Money by or for a patient. Negative: a check that came back."""

    visit: Visit
    day: int
    cents: int
    method: str
    is_directed: bool  # it names the visit


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the former system, sent before Remindful began."""

    visit: Visit
    day: int


@dataclass(frozen=True, slots=True)
class Due:
    """What a visit leaves to the patient, and from which day."""

    visit: Visit
    cents: int
    day: int


_TEMPERS = (Temper.PROMPT, Temper.SECOND, Temper.LATE, Temper.IN_PARTS, Temper.NEVER)
_TEMPER_STEPS = (44, 63, 72, 80, 100)
_METHODS = ("card", "check", "cash", "ach")
_METHOD_STEPS = (46, 78, 86, 100)


def choose_temper(rng: Random, role: Role | None) -> Temper:
    """A guarantor's temper. Who must still owe at the end never pays; who is not insured pays less often."""
    if role is not None and role.is_due:
        return Temper.NEVER
    return rng.choices(_TEMPERS, cum_weights=_TEMPER_STEPS)[0]


def pay_at_desk(visit: Visit, rng: Random, role: Role | None) -> Payment | None:
    """The copay, or a part of a self-pay visit, on the day of service."""
    if role is not None and role.is_due:
        return None
    if not visit.coverages:
        if visit.is_institutional or rng.random() > 0.5:
            return None
        return Payment(visit, visit.service_day, percent_of(visit.charge_cents, 40), _method(rng), is_directed=True)
    copay_cents = expected_copay_cents(visit)
    if not copay_cents or rng.random() > 0.82:
        return None
    return Payment(visit, visit.service_day, copay_cents, _method(rng), is_directed=True)


def due_of_visit(visit: Visit, answers: list[Answer], desk: Payment | None) -> Due | None:
    """What is left to the patient after the last answer; None where nothing is, or a payer or a denial still stands."""
    paid_cents = desk.cents if desk else 0
    if not visit.coverages:
        return (
            Due(visit, visit.charge_cents - paid_cents, visit.billed_day) if visit.charge_cents > paid_cents else None
        )
    final = [answer for answer in answers if answer.sign > 0]
    if not final:
        return None
    last = final[-1]
    if any(carc in {"27", "96"} for line in last.lines for _, carc, _ in line.adjustments):
        return None
    if last.level_no == 1 and last.crossover is not None and last.share_cents:
        return None
    left_cents = last.share_cents - paid_cents
    return Due(visit, left_cents, last.paid_day + 1) if left_cents > 0 else None


def pay_later(
    due: Due, temper: Temper, rng: Random, *, span: Span, role: Role | None
) -> tuple[list[Payment], list[Statement]]:
    """Statements of the former system up to the day on which Remindful began, and what was paid, when."""
    first_day = span.working_day_from(due.day + 3 + int(rng.random() * 7))
    days = [first_day + number * STATEMENT_EVERY_DAYS for number in range(STATEMENTS)]
    payments = _payments(due, temper, days, rng, span, role)
    settled_day = payments[-1].day if payments and sum(one.cents for one in payments) >= due.cents else None
    statements = [
        Statement(due.visit, span.working_day_from(day))
        for day in days
        if day < span.activated_day and (settled_day is None or day <= settled_day)
    ]
    return payments, statements


def _payments(due: Due, temper: Temper, days: list[int], rng: Random, span: Span, role: Role | None) -> list[Payment]:
    method = _method(rng)
    directed = rng.random() < 0.7
    played = _played_payments(due, days, span, role)
    if played:
        return played
    wait_days = 5 + int(rng.random() * 19)
    shares = [due.cents]
    match temper:
        case Temper.NEVER:
            return []
        case Temper.PROMPT:
            first = 0
        case Temper.SECOND:
            first = 1
        case Temper.LATE:
            first = 2
        case Temper.IN_PARTS:
            first, part = 0, percent_of(due.cents, 30)
            shares = [part, part, due.cents - 2 * part] if rng.random() < 0.6 else [part]
    return [
        Payment(due.visit, days[first + number] + wait_days, cents, method, directed)
        for number, cents in enumerate(shares)
        if cents
    ]


def _played_payments(due: Due, days: list[int], span: Span, role: Role | None) -> list[Payment]:
    """What a role pays; nothing where the case is not about payments."""
    match role.case if role else None:
        case Case.PAID_BEFORE_LETTER:
            # Remindful's first statement is of its first night; its reminder would leave three weeks later.
            day = span.working_day_from(span.activated_day + REMINDER_DAYS) - 2
            return [Payment(due.visit, day, due.cents, "card", is_directed=True)]
        case Case.RETURNED_CHECK:
            day = span.working_day_from(days[0] + 9)
            paid = Payment(due.visit, day, due.cents, "check", is_directed=True)
            return [paid, Payment(due.visit, span.working_day_from(day + 6), -due.cents, "check", is_directed=True)]
        case Case.PLAN_AGREED:
            # A tenth each month since the plan was agreed.
            part = max(percent_of(due.cents, 10), 1)
            first_day = days[0] + 20
            days = [span.working_day_from(first_day + 30 * month) for month in range(4)]
            return [Payment(due.visit, day, part, "ach", is_directed=True) for day in days]
        case _:
            return []


def _method(rng: Random) -> str:
    return rng.choices(_METHODS, cum_weights=_METHOD_STEPS)[0]

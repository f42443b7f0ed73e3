"""How long each step of the loop may take, by priority: the house's limits, in calendar days."""

from dataclasses import dataclass

import polars as pl

ROUTINE = "routine"


@dataclass(frozen=True, slots=True)
class StepLimits:
    """Days that each step may take; 0 = the same day."""

    send: int  # from the order
    ask: int  # from sending: find out whether an authorization is needed, and ask for it
    authorize: int  # from asking
    appeal: int  # from a refusal to our next step
    book: int  # from sending, or the authorization
    see: int  # from the order
    rebook: int  # from a missed visit
    report: int  # from the visit


@dataclass(frozen=True, slots=True)
class LoopLimits:
    """The house's limits. Priorities as FHIR request-priority; one that is not among them counts as routine."""

    routine: StepLimits = StepLimits(send=2, ask=2, authorize=14, appeal=7, book=14, see=90, rebook=7, report=30)
    urgent: StepLimits = StepLimits(send=1, ask=1, authorize=3, appeal=2, book=3, see=14, rebook=2, report=14)
    asap: StepLimits = StepLimits(send=0, ask=1, authorize=3, appeal=1, book=1, see=7, rebook=1, report=7)
    stat: StepLimits = StepLimits(send=0, ask=0, authorize=1, appeal=0, book=0, see=1, rebook=0, report=2)


PRIORITIES = ("routine", "urgent", "asap", "stat")
STEPS = ("send", "ask", "authorize", "appeal", "book", "see", "rebook", "report")


def limits_frame(limits: LoopLimits) -> pl.DataFrame:
    """priority, then one column a step (`send_limit`, ...), in days."""
    rows = [
        {"priority": name} | {f"{step}_limit": getattr(getattr(limits, name), step) for step in STEPS}
        for name in PRIORITIES
    ]
    return pl.DataFrame(rows)

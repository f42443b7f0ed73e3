"""WHAT NEXT? The house ladder gives at most one step an account and day, among the free acts only."""

from remindful.core.strategy.choose import choose_steps
from remindful.core.strategy.ladder import AccountSegment, Ladder, LadderError, Step, read_ladder
from remindful.core.strategy.sent_elsewhere import find_unstated, messages_sent_elsewhere

__all__ = [
    "AccountSegment",
    "Ladder",
    "LadderError",
    "Step",
    "choose_steps",
    "find_unstated",
    "messages_sent_elsewhere",
    "read_ladder",
]

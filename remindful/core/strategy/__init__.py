"""WHAT NEXT? The house ladder gives at most one step an account and day, among the free acts only."""

from remindful.core.strategy.choose import choose_steps
from remindful.core.strategy.ladder import AccountSegment, Ladder, LadderError, Step, read_ladder

__all__ = ["AccountSegment", "Ladder", "LadderError", "Step", "choose_steps", "read_ladder"]

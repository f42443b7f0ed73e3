"""WHAT NEXT? The house ladder gives at most one step an account and day, among the free acts only."""

from remindful.core.strategy.choose import choose_steps
from remindful.core.strategy.ladder import Ladder, LadderError, Segment, Step, read_ladder

__all__ = ["Ladder", "LadderError", "Segment", "Step", "choose_steps", "read_ladder"]

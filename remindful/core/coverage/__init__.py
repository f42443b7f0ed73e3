"""Coverage: which payers cover an encounter, which of them its claim asks, and which have decided. See docs/algorithms/coverage.md."""

from remindful.core.coverage.decided import REVERSAL, adjudications_in_force
from remindful.core.coverage.payers import payer_to_bill, payers_in_force, payers_of_person

__all__ = ["REVERSAL", "adjudications_in_force", "payer_to_bill", "payers_in_force", "payers_of_person"]

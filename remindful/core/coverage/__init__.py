"""Coverage: which payers cover an encounter, and which of them its claim asks. See docs/algorithms/coverage.md."""

from remindful.core.coverage.payers import payer_to_bill, payers_in_force, payers_of_person

__all__ = ["payer_to_bill", "payers_in_force", "payers_of_person"]

"""THE table of facts that a decision may read, and how each is derived."""

from remindful.core.facts.derive import derive_facts
from remindful.core.facts.facts import FACTS

__all__ = ["FACTS", "derive_facts"]

"""THE table of facts that a decision may read. How each is derived is in `derive`, which loads much more."""

from remindful.core.facts.facts import FACTS

__all__ = ["FACTS"]

"""The rulebook, read: dated terms, checked predicates, overlaps and gaps found at load."""

from remindful.core.law.load import RulebookError, load_rulebook, read_rulebook
from remindful.core.law.rule import Rule, Rulebook

__all__ = ["Rule", "Rulebook", "RulebookError", "load_rulebook", "read_rulebook"]

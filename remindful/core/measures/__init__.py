"""Measures of the office's work, each with its formula and what it counts."""

from remindful.core.measures.charge_lag import watch_charges

__all__ = ["watch_charges"]

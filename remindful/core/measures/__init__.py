"""KPIs of the office's work, each with its formula and what it counts. See docs/algorithms/measures.md."""

from remindful.core.measures.charge_lag import watch_charges
from remindful.core.measures.clean_claims import find_first_passes, rate_clean_claims
from remindful.core.measures.kpi import KPIS, Better, Kpi, Unit
from remindful.core.measures.open_amounts import sum_causes

__all__ = [
    "KPIS",
    "Better",
    "Kpi",
    "Unit",
    "find_first_passes",
    "rate_clean_claims",
    "sum_causes",
    "watch_charges",
]

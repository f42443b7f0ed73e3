"""The table of KPIs: what each one is called, how it is computed, what counts, and where it shows. docs/algorithms/measures.md says the same."""

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a KPI is measured in."""

    SHARE = "share"  # 0 to 1
    DAYS = "days"
    CENTS = "cents"
    LINES = "charge lines"
    ENCOUNTERS = "encounters"


class Better(StrEnum):
    """The direction of improvement."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Kpi:
    """One KPI. `measure`: the function of core/measures that computes it; `column`: its name in that result; `shown`: the command."""

    measure: str
    column: str
    name: str
    formula: str
    counts: str
    unit: Unit
    better: Better
    shown: str


_CHARGED = "charges with a day of entry"
_PRICED = "charges with a day of entry and a price"
_BILLED = "charges of billed encounters with a day of entry"
_TRACED = "open items, and encounters not billed"

KPIS: tuple[Kpi, ...] = (
    Kpi(
        "rate_clean_claims", "clean_rate", "First-pass clean claim rate", "encounters without a stopping edit / encounters reviewed",
        "finished encounters at their first review, never billed before", Unit.SHARE, Better.HIGHER, "remindful bill",
    ),
    Kpi(
        "watch_charges", "lag_days", "Charge lag", "median of (day of entry - day of service)",
        _CHARGED, Unit.DAYS, Better.LOWER, "remindful charge-lag",
    ),
    Kpi(
        "watch_charges", "lag_days_95", "Charge lag, 95th percentile", "95th percentile of (day of entry - day of service)",
        _CHARGED, Unit.DAYS, Better.LOWER, "remindful charge-lag",
    ),
    Kpi(
        "watch_charges", "slow_lines", "Slow charges", "lines entered more than 3 days after service",
        _CHARGED, Unit.LINES, Better.LOWER, "remindful charge-lag",
    ),
    Kpi(
        "watch_charges", "slow_cents", "Slow charge amount", "sum of the slow charges",
        _PRICED, Unit.CENTS, Better.LOWER, "remindful charge-lag",
    ),
    Kpi(
        "watch_charges", "late_lines", "Late charges", "lines entered after the day on which their encounter was billed",
        _BILLED, Unit.LINES, Better.LOWER, "remindful charge-lag",
    ),
    Kpi(
        "watch_charges", "late_cents", "Late charge amount", "sum of the late charges",
        _BILLED, Unit.CENTS, Better.LOWER, "remindful charge-lag",
    ),
    Kpi(
        "watch_charges", "missing", "Missing charges", "finished encounters without a charge more than 3 days after service",
        "encounters not billed, without those marked as not to be billed", Unit.ENCOUNTERS, Better.LOWER, "remindful charge-lag",
    ),
    Kpi(
        "sum_causes", "open_cents", "Open amount by cause", "sum of the open amounts; credits are negative",
        _TRACED, Unit.CENTS, Better.LOWER, "remindful trace",
    ),
    Kpi(
        "sum_causes", "lag_days", "Days to charge entry", "median of (last day of entry - day of service)",
        f"{_TRACED}, with both days", Unit.DAYS, Better.LOWER, "remindful trace",
    ),
    Kpi(
        "sum_causes", "bill_days", "Days to bill", "median of (day billed - day of service)",
        "open items with both days", Unit.DAYS, Better.LOWER, "remindful trace",
    ),
    Kpi(
        "sum_causes", "accept_days", "Days to acceptance", "median of (day the receiver accepted - day billed)",
        "open items with both days", Unit.DAYS, Better.LOWER, "remindful trace",
    ),
    Kpi(
        "sum_causes", "adjudication_days", "Days to the payer's adjudication", "median of (day of the last remittance - day billed)",
        "open items with both days", Unit.DAYS, Better.LOWER, "remindful trace",
    ),
    Kpi(
        "sum_causes", "open_days", "Days open", "median of (the report's day - day of service)",
        _TRACED, Unit.DAYS, Better.LOWER, "remindful trace",
    ),
)  # fmt: skip

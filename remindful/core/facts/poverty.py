"""The federal poverty guidelines by year, and a household's income as percent of them."""

from dataclasses import dataclass
from datetime import date

import polars as pl


@dataclass(frozen=True, slots=True)
class Guideline:
    """What a year's guideline is from a day on, in cents a year: for the first person, and for each one more."""

    since: date
    region: str  # AK, HI, or "" for the 48 other states and DC
    first_cents: int | None
    more_cents: int | None
    cite: str
    read: str  # primary | secondary | knowledge


#: Newest first. None: not read, so a percent of it is not known.
GUIDELINES = (
    Guideline(date(2026, 1, 13), "", 15_960_00, 5_680_00, "91 FR 1797 (2026-01-15)", "secondary"),
    Guideline(date(2026, 1, 13), "AK", None, None, "91 FR 1797 (2026-01-15)", "unread"),
    Guideline(date(2026, 1, 13), "HI", None, None, "91 FR 1797 (2026-01-15)", "unread"),
    Guideline(date(2025, 1, 15), "", 15_650_00, 5_500_00, "90 FR 5917 (2025-01-17)", "secondary"),
    Guideline(date(2025, 1, 15), "AK", 19_550_00, 6_880_00, "90 FR 5917 (2025-01-17)", "secondary"),
    Guideline(date(2025, 1, 15), "HI", 17_990_00, 6_330_00, "90 FR 5917 (2025-01-17)", "secondary"),
    Guideline(date(2024, 1, 11), "", 15_060_00, 5_380_00, "89 FR 2961 (2024-01-17)", "knowledge"),
    Guideline(date(2024, 1, 11), "AK", 18_810_00, 6_730_00, "89 FR 2961 (2024-01-17)", "knowledge"),
    Guideline(date(2024, 1, 11), "HI", 17_310_00, 6_190_00, "89 FR 2961 (2024-01-17)", "knowledge"),
)


def percent_of_poverty(*, day: date) -> pl.Expr:
    """Whole percent, rounded down. Columns: monthly_income_cents, household_size, patient_state. Null where one is not known.

    day: the guideline in force then counts. The territories have none of their own.
    """
    now = {
        region: next((line for line in GUIDELINES if line.region == region and line.since <= day), None)
        for region in ("", "AK", "HI")
    }
    state = pl.col("patient_state")
    is_of = {"AK": state == "AK", "HI": state == "HI"}
    percent = pl.lit(None, dtype=pl.Int64)
    for region, line in now.items():
        if line is None or line.first_cents is None or line.more_cents is None:
            continue
        year_cents = line.first_cents + line.more_cents * (pl.col("household_size") - 1)
        found = pl.col("monthly_income_cents") * 12 * 100 // year_cents
        here = is_of.get(region, ~state.is_in(["AK", "HI", "PR", "VI", "GU", "AS", "MP"]))
        percent = pl.when(here & (pl.col("household_size") > 0)).then(found).otherwise(percent)
    return percent

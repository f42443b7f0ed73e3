"""The federal poverty guidelines by year, and a household's income as percent of them."""

from dataclasses import dataclass
from datetime import date

import polars as pl


@dataclass(frozen=True, slots=True)
class Guideline:
    """What a year's guideline is from a day on, in cents a year: for the first person, and for each one more."""

    since: date
    region: str  # AK, HI, or "" for the 48 other states and DC
    first_cents: int
    more_cents: int
    cite: str
    read: str  # primary | secondary


#: Newest first.
GUIDELINES = (
    Guideline(date(2026, 1, 13), "", 15_960_00, 5_680_00, "91 FR 1797 (2026-01-15)", "secondary"),
    Guideline(date(2026, 1, 13), "AK", 19_950_00, 7_100_00, "91 FR 1797 (2026-01-15)", "secondary"),
    Guideline(date(2026, 1, 13), "HI", 18_360_00, 6_530_00, "91 FR 1797 (2026-01-15)", "secondary"),
    Guideline(date(2025, 1, 15), "", 15_650_00, 5_500_00, "90 FR 5917 (2025-01-17)", "secondary"),
    Guideline(date(2025, 1, 15), "AK", 19_550_00, 6_880_00, "90 FR 5917 (2025-01-17)", "secondary"),
    Guideline(date(2025, 1, 15), "HI", 17_990_00, 6_330_00, "90 FR 5917 (2025-01-17)", "secondary"),
    Guideline(date(2024, 1, 17), "", 15_060_00, 5_380_00, "89 FR 2961 (2024-01-17)", "secondary"),
    Guideline(date(2024, 1, 17), "AK", 18_810_00, 6_730_00, "89 FR 2961 (2024-01-17)", "secondary"),
    Guideline(date(2024, 1, 17), "HI", 17_310_00, 6_190_00, "89 FR 2961 (2024-01-17)", "secondary"),
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
        if line is None:
            continue  # before the first that is on file nothing is known
        year_cents = line.first_cents + line.more_cents * (pl.col("household_size") - 1)
        found = pl.col("monthly_income_cents") * 12 * 100 // year_cents
        here = is_of.get(region, ~state.is_in(["AK", "HI", "PR", "VI", "GU", "AS", "MP"]))
        percent = pl.when(here & (pl.col("household_size") > 0)).then(found).otherwise(percent)
    return percent

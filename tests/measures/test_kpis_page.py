"""The table of KPIs, the page that describes them, and the functions that compute them agree."""

import re
from pathlib import Path

import polars as pl

from remindful.core import measures
from remindful.core.measures import KPIS, sum_causes, watch_charges
from remindful.core.words import frames
from remindful.core.words.contracts import frame_of
from tests.billing.rows import DAY, charge, encounter, frame

PAGE = (Path(__file__).parents[2] / "docs/algorithms/measures.md").read_text()


def rows_of(page):
    """The rows of the page's first table, as cells."""
    table = page.split("|---|---|---|---|---|---|\n", 1)[1].split("\n\n", 1)[0]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in table.splitlines()]


def test_the_page_has_the_same_kpis_as_the_code():
    wanted = [(k.name, k.formula, k.counts, str(k.unit), str(k.better), f"`{k.shown}`") for k in KPIS]

    assert wanted == rows_of(PAGE)


def test_no_two_kpis_share_a_name():
    assert len(KPIS) == len({kpi.name for kpi in KPIS}) == len({(kpi.measure, kpi.column) for kpi in KPIS})


def test_each_kpi_names_a_function_of_the_room():
    assert (
        {"rate_clean_claims", "sum_causes", "watch_charges"} == {kpi.measure for kpi in KPIS} <= set(measures.__all__)
    )


def columns_of(measure):
    return {kpi.column for kpi in KPIS if kpi.measure == measure}


def test_each_column_of_the_charge_lag_is_a_kpi():
    care = frame(frames.Encounters, encounter()).with_columns(
        state=pl.lit("open"), billed_on=pl.lit(None, dtype=pl.Date), visit_id=pl.lit(None, dtype=pl.Int64)
    )
    found = watch_charges(care, frame(frames.Charges, charge()), day=DAY)

    assert set(found.columns) - {"provider_npi", "lines"} == columns_of("watch_charges")


def test_each_column_of_the_open_amounts_is_a_kpi():
    found = sum_causes(frame_of(frames.Traces, []))

    assert set(found.columns) - {"cause", "rows"} == columns_of("sum_causes")


def test_the_clean_claim_rate_of_the_billing_report_is_a_kpi():
    from remindful.flow.claims.billing_report import BillingReport

    assert columns_of("rate_clean_claims") <= set(BillingReport.__dataclass_fields__)


def test_the_aim_on_the_page_is_the_aim_of_the_code():
    from remindful.core.measures.charge_lag import AIM_DAYS

    formulas = " ".join(kpi.formula for kpi in KPIS if kpi.column in {"slow_lines", "missing"})

    assert [str(AIM_DAYS)] * 2 == re.findall(r"more than (\d+) days", formulas)
    assert f"The aim of {AIM_DAYS} days" in PAGE

"""Charge lag, late charges, and charges that never came."""

from datetime import date, timedelta

import polars as pl

from remindful.core.measures.charge_lag import watch_charges
from remindful.core.words import frames
from tests.billing.rows import charge, encounter, frame

DAY = date(2026, 3, 10)


def watch(encounters, charges):
    """The first provider's row."""
    return watch_all(encounters, charges).row(0, named=True)


def watch_all(encounters, charges):
    base = frame(
        frames.Encounters,
        *[{k: v for k, v in row.items() if k not in ("state", "billed_on", "visit_id")} for row in encounters],
    )
    own = pl.DataFrame(
        {name: [row.get(name) for row in encounters] for name in ("state", "billed_on", "visit_id")},
        schema={"state": pl.String, "billed_on": pl.Date, "visit_id": pl.Int64},
    ).with_columns(pl.col("state").fill_null("open"))
    return watch_charges(base.hstack(own), frame(frames.Charges, *charges), day=DAY)


def test_lag_is_from_service_to_entry():
    rows = [
        charge(captured_on=date(2026, 3, 2)),
        charge(line_no=2, captured_on=date(2026, 3, 4)),
        charge(line_no=3, captured_on=date(2026, 3, 9)),
    ]
    found = watch([encounter()], rows)

    assert (3, 2.0, 7) == (found["lines"], found["lag_days"], found["lag_days_95"])
    assert (1, 15_000) == (found["slow_lines"], found["slow_cents"])


def test_the_aim_itself_is_not_slow():
    assert 0 == watch([encounter()], [charge(captured_on=date(2026, 3, 5))])["slow_lines"]


def test_a_charge_after_the_bill_is_late():
    billed = encounter(state="billed", billed_on=date(2026, 3, 4), visit_id=7)
    rows = [charge(captured_on=date(2026, 3, 4)), charge(line_no=2, cents=4_000, captured_on=date(2026, 3, 5))]
    found = watch([billed], rows)

    assert (1, 4_000) == (found["late_lines"], found["late_cents"])


def test_a_charge_without_a_day_of_entry_has_no_lag():
    found = watch([encounter()], [charge()])

    assert (1, None, 0) == (found["lines"], found["lag_days"], found["slow_lines"])


def test_a_finished_encounter_without_charges_is_missed_after_the_aim():
    assert 1 == watch([encounter(started_on=date(2026, 3, 6))], [])["missing"]


def test_what_is_unfinished_or_nobodys_bill_is_not_missed():
    rows = [
        encounter("V1", is_finished=False),
        encounter("V2", state="not_billed"),
        encounter("V3", started_on=date(2026, 3, 7)),
    ]
    charged = encounter("V4")

    assert 0 == watch([charged, *rows], [charge("V4")])["missing"]


def test_the_95th_percentile_is_the_lag_of_a_line():
    rows = [charge(line_no=lag, captured_on=date(2026, 3, 2) + timedelta(days=lag)) for lag in range(1, 21)]

    assert 19 == watch([encounter()], rows)["lag_days_95"]


def test_a_stay_is_missing_from_its_last_day_on():
    assert watch_all([encounter(ended_on=date(2026, 3, 7))], []).is_empty()
    assert 1 == watch([encounter(ended_on=date(2026, 3, 6))], [])["missing"]


def test_a_billed_encounter_whose_charges_were_withdrawn_is_not_missing():
    assert watch_all([encounter(state="billed", visit_id=7)], []).is_empty()


def test_a_charge_counts_for_its_own_provider_and_a_missing_one_for_the_encounters():
    rows = [encounter("V1"), encounter("V2")]
    found = watch_all(rows, [charge("V1", rendering_npi="1999999984"), charge("V1", line_no=2)])

    assert [("1234567893", 1, 1), ("1999999984", 1, 0)] == found.select("provider_npi", "lines", "missing").rows()


def test_a_provider_that_is_not_known_is_one_row():
    rows = [encounter("V1", rendering_npi=None), encounter("V2", rendering_npi=None)]

    assert [(None, 1, 1)] == watch_all(rows, [charge("V1")]).select("provider_npi", "lines", "missing").rows()

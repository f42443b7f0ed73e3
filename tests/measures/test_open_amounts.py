"""Open amounts summed by cause, with the median days of each stage."""

from datetime import date

import pytest

from remindful.core.measures import sum_causes
from remindful.core.words.contracts import frame_of
from remindful.core.words.frames import Traces

SERVED = date(2026, 3, 2)


def trace_rows(*rows):
    base = {"chart_key": "V1", "open_cents": 100, "cause": "payer", "service_on": SERVED, "open_days": 0}
    return frame_of(Traces, [base | row for row in rows])


def test_amounts_and_rows_are_summed_by_cause_the_largest_first():
    traces = trace_rows(
        {"open_cents": 300}, {"open_cents": 900, "cause": "denial"}, {"open_cents": 500}, {"open_cents": -40, "cause": "credit"}
    )  # fmt: skip

    sums = sum_causes(traces).select("cause", "rows", "open_cents")

    assert [("denial", 1, 900), ("payer", 2, 800), ("credit", 1, -40)] == sums.rows()


def test_causes_of_equal_amounts_come_in_the_order_of_their_names():
    assert ["denial", "payer"] == sum_causes(trace_rows({}, {"cause": "denial"}))["cause"].to_list()


@pytest.mark.parametrize(
    ("median", "start", "end"),
    [
        ("lag_days", "service_on", "captured_on"),
        ("bill_days", "service_on", "billed_on"),
        ("accept_days", "billed_on", "accepted_on"),
        ("adjudication_days", "billed_on", "adjudicated_on"),
    ],
)
def test_a_stage_is_the_median_of_the_rows_that_have_both_days(median, start, end):
    ends = [date(2026, 3, 4), date(2026, 3, 5), date(2026, 3, 31), None]
    [row] = sum_causes(trace_rows(*[{start: SERVED, end: day} for day in ends])).to_dicts()

    assert 3.0 == row[median]


def test_a_stage_that_no_row_has_reached_has_no_days():
    [row] = sum_causes(trace_rows({}, {})).to_dicts()

    assert [None] * 4 == [row[name] for name in ("lag_days", "bill_days", "accept_days", "adjudication_days")]


def test_days_open_is_the_median():
    assert [10.0] == sum_causes(trace_rows(*[{"open_days": days} for days in (4, 10, 90)]))["open_days"].to_list()


def test_a_split_report_keeps_each_payer_apart_and_the_unknown_one_too():
    traces = trace_rows({"payer_name": "B", "open_cents": 7}, {"payer_name": "A", "open_cents": 5}, {"open_cents": 3})

    sums = sum_causes(traces, by=("payer_name",)).select("payer_name", "cause", "open_cents")

    assert {(None, "payer", 3), ("A", "payer", 5), ("B", "payer", 7)} == set(sums.rows())

"""Timely filing: what counts as filed, which answer and which day a clock counts from, and what is not known."""

from datetime import date, timedelta

import polars as pl
import pytest

from remindful.core.submissions import claim_states, statuses, timely
from remindful.core.submissions.timely import FilingAct, FilingLimit
from tests.statuses.rows import DAY, sent, taken, told
from tests.statuses.test_timely import clock, due


def dues(*claims, words=(), answers=(), kinds=("commercial",)):
    """FilingDues of sent claims. answers: (visit_id, level_no, day). kinds: of the payers of visits 1, 2 ..., at level 1."""
    ours = sent(*claims)
    stood = claim_states.find_claim_states(ours, statuses.match_statuses(told(*words), sent=ours).frame)
    schema = {"visit_id": pl.Int64, "level_no": pl.Int64}
    payers = [(number, 1, kind) for number, kind in enumerate(kinds, start=1)]
    return timely.dues_of_sent(
        stood,
        payers=pl.DataFrame(payers, schema=schema | {"payer_kind": pl.String}, orient="row"),
        remits=pl.DataFrame(list(answers), schema=schema | {"adjudicated_on": pl.Date}, orient="row"),
    )


@pytest.mark.parametrize(
    ("claim", "act"),
    [
        ({}, "claim"),
        ({"level_no": 2}, "secondary"),
        ({"frequency_code": "7"}, "corrected"),
        ({"frequency_code": "8"}, "corrected"),
        ({"frequency_code": "7", "level_no": 2}, "corrected"),
    ],
)
def test_what_is_to_be_filed_follows_the_level_and_the_frequency(claim, act):
    assert [act] == dues(claim)["act"].to_list()


def test_a_correction_counts_from_the_last_answer():
    answers = [(1, 1, date(2026, 3, 20)), (1, 1, date(2026, 2, 10))]

    assert [date(2026, 3, 20)] == dues({"frequency_code": "7"}, answers=answers)["remit_on"].to_list()


def test_a_claim_that_was_replaced_has_no_clock():
    replaced = dues({}, {"visit_id": 1, "control_number": "ACCT-1", "frequency_code": "7"})

    assert [("ACCT-1/1", "corrected")] == replaced.select("due_key", "act").rows()


def test_a_payer_of_unknown_kind_has_no_known_deadline():
    found = dues({}, kinds=())

    assert ["unknown"] == found["payer_kind"].to_list()
    assert ["unknown"] == timely.filing_clocks(found, day=DAY)["state"].to_list()


@pytest.mark.parametrize("category", ["A2", "P1", "F1"])
def test_a_claim_that_is_accepted_pending_or_finalized_is_filed(category):
    assert [True] == dues({}, words=[taken("ACCT-1", category_code=category, kind="277")])["is_filed"].to_list()


@pytest.mark.parametrize(
    ("changed", "counted_on"),
    [
        ({"form": "P", "service_from_on": None}, date(2025, 3, 12)),
        ({"form": "I", "service_to_on": None}, date(2025, 3, 10)),
        ({"form": None}, date(2025, 3, 10)),
        ({"service_from_on": None, "service_to_on": None}, None),
    ],
)
def test_a_missing_day_of_service_is_the_other_one_and_an_unknown_form_counts_from_the_first(changed, counted_on):
    assert counted_on == clock(DAY, **changed)["counted_on"]


def test_a_payers_own_limit_for_appeals_says_nothing_of_its_claims():
    own = FilingLimit(FilingAct.APPEAL, "180d", "service", "contract", payer_key="77777")
    (row,) = timely.filing_clocks(due(), day=DAY, limits=[*timely.DEFAULT_LIMITS, own]).iter_rows(named=True)

    assert (date(2026, 3, 10), "42 CFR 424.44(a)") == (row["last_day_on"], row["source"])


@pytest.mark.parametrize(
    ("days", "words"), [(2, "in 2 days"), (1, "in 1 day."), (0, "today"), (-1, ": 1 day ago."), (-2, ": 2 days ago.")]
)
def test_the_days_left_are_told_on_each_side_of_the_last(days, words):
    (finding,) = timely.say_timely(timely.filing_clocks(due(), day=date(2026, 3, 10) - timedelta(days=days)))

    assert words in finding.message

"""Facts from the visits with something due: the patient's age, the clocks of several visits, and the excess over an estimate."""

from datetime import date

import polars as pl
import pytest

from tests.facts.stories import facts_of, frames_of

TWO = """
organization: {kind: provider, state: FL}
guarantor: {name: Ann Lee, born: 1980-05-01}
patients: [{name: Tim Lee, born: 2008-03-08}]
visits:
  - {visit: a, service_on: 2026-01-05}
  - {visit: b, service_on: 2026-02-10, patient: Tim Lee}
balances:
  - {visit: a, dollars: 100, became_patients_on: 2026-01-25}
  - {visit: b, dollars: 50, became_patients_on: 2026-02-20}
"""
FIRST, SECOND = "service_on: 2026-01-05", "service_on: 2026-02-10"
ESTIMATED = TWO.replace(FIRST, f"{FIRST}, estimate: 60")


@pytest.mark.parametrize(("day", "is_minor"), [(date(2026, 3, 7), True), (date(2026, 3, 8), False)])
def test_a_patient_is_a_minor_until_the_day_before_the_eighteenth_birthday(day, is_minor):
    found = facts_of(TWO, day=day)

    assert (is_minor, False) == (found["has_minor_patient"], found["guarantor_is_minor"])


def test_a_patient_whose_birthday_is_not_known_may_be_a_minor():
    assert facts_of(TWO.replace(", born: 2008-03-08", ""))["has_minor_patient"] is None


@pytest.mark.parametrize(
    ("first", "second", "fact", "day"),
    [
        ("", "", "oldest_service_on", date(2026, 1, 5)),
        ("", "", "newest_service_on", date(2026, 2, 10)),
        (", service_to_on: 2026-02-11", "", "newest_service_on", date(2026, 2, 11)),
        ("", "", "newest_discharged_on", date(2026, 2, 10)),
        (", discharged_on: 2026-02-12", "", "newest_discharged_on", date(2026, 2, 12)),
        ("", "", "first_became_patients_on", date(2026, 1, 25)),
        ("", "", "last_became_patients_on", date(2026, 2, 20)),
        ("", "", "oldest_breach_on", date(2026, 1, 5)),
        (", first_statement_on: 2026-02-15", "", "oldest_breach_on", date(2026, 2, 10)),
        (", first_statement_on: 2026-02-15", ", first_statement_on: 2026-02-28", "oldest_breach_on", date(2026, 2, 15)),
        (", first_statement_on: 2026-02-15", ", first_statement_on: 2026-02-28", "newest_first_statement_on", date(2026, 2, 28)),
        (", first_statement_on: 2026-02-15", "", "newest_first_statement_on", None),
        (", first_statement_on: 2026-02-15", "", "oldest_first_statement_on", date(2026, 2, 15)),
    ],
)  # fmt: skip
def test_the_clock_of_several_visits_is_the_oldest_or_the_newest_as_its_name_says(first, second, fact, day):
    assert day == facts_of(TWO.replace(FIRST, FIRST + first).replace(SECOND, SECOND + second))[fact]


def test_one_payer_of_unknown_kind_leaves_medicaid_unknown_unless_another_is_medicaid():
    unknown = TWO.replace(FIRST, f"{FIRST}, payers: [{{kind: unknown}}]")
    both = unknown.replace(SECOND, f"{SECOND}, payers: [{{kind: medicaid}}]")

    assert (False, None, True) == tuple(facts_of(story)["has_medicaid_balance"] for story in (TWO, unknown, both))


def test_an_estimate_for_no_visit_leaves_the_excess_unknown_beside_one_that_is_exceeded():
    loose = "events: [{on: 2026-01-01, kind: estimate_given, dollars: 1}]\n"
    known, unknown = facts_of(ESTIMATED), facts_of(ESTIMATED + loose)

    assert (True, 4_000) == (known["has_estimate"], known["over_estimate_cents"])
    assert (True, None) == (unknown["has_estimate"], unknown["over_estimate_cents"])


def test_of_two_estimates_for_one_visit_the_later_counts():
    later = "{on: 2026-01-03, kind: estimate_given, visit: a, dollars: 90}"
    earlier = "{on: 2026-01-02, kind: estimate_given, visit: a, dollars: 20}"

    assert 1_000 == facts_of(f"{TWO}events: [{later}, {earlier}]\n")["over_estimate_cents"]


def test_an_estimate_of_unknown_amount_leaves_the_largest_excess_unknown():
    story = ESTIMATED.replace(SECOND, f"{SECOND}, estimate: 10")
    frames = frames_of(
        story,
        events=lambda rows: rows.with_columns(
            amount_cents=pl.when(pl.col("amount_cents") != 1_000).then("amount_cents")
        ),
    )

    assert (4_000, None) == (facts_of(story)["over_estimate_cents"], facts_of(frames)["over_estimate_cents"])


def test_a_discount_lowers_the_excess_over_the_estimate():
    discounted = frames_of(ESTIMATED, item_balances=lambda rows: rows.with_columns(other_off_cents=pl.lit(1_500)))

    assert 2_500 == facts_of(discounted)["over_estimate_cents"]

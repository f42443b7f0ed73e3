"""Facts from the visits with something due: the patient's age, and the excess over an estimate."""

from datetime import date, time

import pytest

from remindful.core.facts import derive_facts
from remindful.core.training import read_story

TWO = """
organization: {kind: provider, state: FL}
guarantor: {name: Ann Lee, born: 1980-05-01}
patients: [{name: Tim Lee, born: 2008-03-08}]
visits:
  - {visit: a, service_on: 2026-01-05}
  - {visit: b, service_on: 2026-02-10, patient: Tim Lee}
balances: [{visit: a, dollars: 100}, {visit: b, dollars: 50}]
"""
ESTIMATED = TWO.replace("service_on: 2026-01-05", "service_on: 2026-01-05, estimate: 60")


def facts(story=TWO, *, day=date(2026, 3, 8)):
    """The facts of a story's one account."""
    return derive_facts(read_story(story, "visits").frames, day=day, at=time(10, 30)).collect().row(0, named=True)


@pytest.mark.parametrize(("day", "is_minor"), [(date(2026, 3, 7), True), (date(2026, 3, 8), False)])
def test_a_patient_is_a_minor_until_the_day_before_the_eighteenth_birthday(day, is_minor):
    found = facts(day=day)

    assert (is_minor, False) == (found["has_minor_patient"], found["guarantor_is_minor"])


def test_a_patient_whose_birthday_is_not_known_may_be_a_minor():
    assert facts(TWO.replace(", born: 2008-03-08", ""))["has_minor_patient"] is None


def test_an_estimate_for_no_visit_leaves_the_excess_unknown_beside_one_that_is_exceeded():
    loose = "events: [{on: 2026-01-01, kind: estimate_given, dollars: 1}]\n"

    assert (True, 4_000) == (facts(ESTIMATED)["has_estimate"], facts(ESTIMATED)["over_estimate_cents"])
    assert (True, None) == (facts(ESTIMATED + loose)["has_estimate"], facts(ESTIMATED + loose)["over_estimate_cents"])

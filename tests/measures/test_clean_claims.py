"""First-pass clean claim rate: of the encounters reviewed for the first time, how many no edit stops."""

import polars as pl
import pytest

from remindful.core.measures import find_first_passes, rate_clean_claims
from remindful.core.words import frames
from tests.billing.rows import frame


def encounter_rows(*rows):
    schema = {"encounter_key": pl.String, "state": pl.String, "visit_id": pl.Int64}
    return pl.DataFrame([dict.fromkeys(schema) | {"state": "open"} | row for row in rows], schema=schema)


def edit_rows(*rows):
    text = {"message": "x", "remedy": "y", "source": "z", "severity": "stop", "edit": "dx.not_billable"}
    return frame(frames.EditFindings, *[text | row for row in rows])


def first_passes(encounters, edits=()):
    return find_first_passes(encounter_rows(*encounters), edit_rows(*edits))


EIGHT = [{"encounter_key": f"V{number}"} for number in range(8)]


@pytest.mark.parametrize(("held", "rate"), [(0, 1.0), (2, 0.75), (8, 0.0)])
def test_the_rate_is_the_share_that_no_edit_stops(held, rate):
    edits = [{"encounter_key": f"V{number}"} for number in range(held)]

    assert rate == rate_clean_claims(first_passes(EIGHT, edits))


def test_a_rate_of_nothing_is_unknown():
    assert rate_clean_claims(first_passes([])) is None


def test_an_encounter_with_two_edits_is_held_once():
    edits = [{"encounter_key": "V0"}, {"encounter_key": "V0", "edit": "pair.ptp"}]

    assert 0.875 == rate_clean_claims(first_passes(EIGHT, edits))


def test_a_warning_does_not_hold():
    assert 1.0 == rate_clean_claims(first_passes(EIGHT, [{"encounter_key": "V0", "severity": "warn"}]))


def test_only_a_first_review_counts():
    again = [
        {"encounter_key": "HELD", "state": "held"},
        {"encounter_key": "BILLED", "visit_id": 7},
        {"encounter_key": "FIRST"},
    ]

    found = first_passes(again, [{"encounter_key": "HELD"}, {"encounter_key": "BILLED"}])

    assert [("FIRST", False)] == found.rows()


def test_encounters_of_several_organizations_are_counted_together():
    small = first_passes([{"encounter_key": "V1"}], [{"encounter_key": "V1"}])
    large = first_passes([{"encounter_key": f"V{number}"} for number in range(3)])

    assert 0.75 == rate_clean_claims(pl.concat([small, large]))

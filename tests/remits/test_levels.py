"""The payer level of a decision: what its status names against whose number or name it has."""

import polars as pl

from remindful.core.remits import find_level

TEXTS = {"status_code": pl.String, "payer_key": pl.String, "payer_name": pl.String, "payer_control_number": pl.String}
PAYERS = [(1, 1, "A1", "Acme Health"), (1, 2, "B1", "Beta Care, Inc."), (2, 1, "A1", "Acme"), (2, 2, "A1", "Acme")]


def level(status: str, key: str | None, *, name: str | None = None, number: str | None = None, visit=1, answered=()):
    """(level, is it doubtful). answered: (level, payer's number) of the decisions that stand."""
    row = {
        "claim_no": 1,
        "visit_id": visit,
        "status_code": status,
        "payer_key": key,
        "payer_name": name,
        "payer_control_number": number,
    }
    found = find_level(
        pl.DataFrame([row], schema_overrides=TEXTS),
        visit_payers=pl.DataFrame(
            PAYERS,
            schema={"visit_id": pl.Int64, "level_no": pl.Int64, "payer_key": pl.String, "payer_name": pl.String},
            orient="row",
        ),
        answered=pl.DataFrame(
            [(visit, *one) for one in answered],
            schema={"visit_id": pl.Int64, "level_no": pl.Int64, "payer_control_number": pl.String},
            orient="row",
        ),
    )
    return found["level_no"][0], found["is_level_doubtful"][0]


def test_a_later_payer_that_calls_itself_primary_is_at_its_own_level_once_the_first_has_decided():
    assert (2, False) == level("1", "B1", answered=[(1, "X")])
    assert (2, True) == level("1", "B1")


def test_what_a_payer_decided_before_does_not_make_its_second_decision_the_first_payers():
    assert (2, False) == level("1", "B1", answered=[(1, "X"), (2, "Y")])


def test_a_first_payer_that_calls_itself_secondary_is_a_doubt():
    assert (1, True) == level("2", "A1")
    assert (1, True) == level("2", "A1", answered=[(1, "X")])
    assert (1, True) == level("2", "A1", answered=[(2, "X")])


def test_a_payer_of_two_levels_is_at_the_one_that_its_status_names():
    assert [(1, False), (2, False)] == [level(status, "A1", visit=2) for status in ("1", "2")]


def test_a_payer_with_another_number_is_known_by_its_name():
    assert (2, False) == level("4", "NEW", name="BETA CARE INC", answered=[(1, "X")])
    assert (1, False) == level("4", "NEW", name="ACME HEALTH", answered=[(1, "X")])
    assert (2, False) == level("4", "NEW", name="Nobody", answered=[(1, "X")])


def test_the_number_goes_before_the_name():
    assert (2, False) == level("4", "B1", name="Acme Health")


def test_a_status_stands_where_the_payer_is_none_of_the_visits():
    assert [(1, False), (2, False)] == [level(status, "NEW") for status in ("19", "20")]


def test_a_reversal_is_at_the_level_of_the_decision_with_its_number():
    assert (2, False) == level("22", "A1", number="Y", answered=[(1, "X"), (2, "Y")])
    assert (1, False) == level("22", None, answered=[(1, "X")])
    assert (2, False) == level("22", None, number="X", answered=[(1, "X"), (2, "X")])

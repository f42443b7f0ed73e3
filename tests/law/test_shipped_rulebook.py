"""The rulebook that is shipped: no fault, no failing case, no boundary that no case shows."""

from pathlib import Path

from remindful.core.guard import check_rulebook

SHIPPED = Path(__file__).parents[2] / "remindful" / "rulebook"


def test_the_shipped_rulebook_is_sound_and_every_boundary_is_shown():
    check = check_rulebook(SHIPPED, with_mutants=True)

    assert [] == [str(finding) for finding in (*check.findings, *check.survivors)]
    assert check.rules > 20
    assert check.cases_run > 100
    assert check.mutants > 30

"""The rulebook that is shipped: no fault, no failing case, no boundary that no case shows."""

from datetime import UTC, datetime

from remindful.flow.ask import law_desk
from remindful.flow.office.home import Home


def test_the_shipped_rulebook_is_sound_and_every_boundary_is_shown(tmp_path):
    """As `law check --mutants` looks at it in an office without rules of its own."""
    check = law_desk.check(home=Home(tmp_path), today=datetime.now(UTC).date(), with_mutants=True)

    assert [] == [str(finding) for finding in (*check.findings, *check.survivors)]
    assert check.rules > 20
    assert check.cases_run > 100
    assert check.mutants > 30

"""Every small change of a rule breaks a case; where a case is taken away, the change that it guarded shows."""

from pathlib import Path

from remindful.core.facts import FACTS
from remindful.core.guard import check_rulebook
from remindful.core.guard.mutate import find_survivors, mutants_of

SMALL = Path(__file__).parent / "rulebook_small"


def test_no_mutant_of_the_small_rulebook_survives():
    check = check_rulebook(SMALL, with_mutants=True)

    assert ((), ()) == (check.findings, check.survivors)
    assert check.mutants > 50
    assert check.cases_run > 50
    assert check.days_compiled > 10


def test_a_boundary_without_its_case_lets_a_mutant_live(planted):
    boundary = "  - {case: the last minute, day: 2026-03-09, facts: {local_minute_earliest: 1080, local_minute_latest: 1259}, want: free}\n"
    rulebook, _ = planted("federal/zed/hours.yaml", boundary, "")
    survivors, count = find_survivors([rulebook.rules["us.zed.hours"]], FACTS)

    assert count == 7
    assert ["term `last_minute` is 1259 from 2021-11-30"] == [mutant.message for mutant in survivors]


def test_mutants_swap_each_operator_move_each_term_and_leave_out_each_condition(small):
    said = [mutant.message for mutant in mutants_of(small.rules["us.zed.call_count"])]

    assert [
        "`unless` reads `has_call_consent or day < call_consent_on + consent_days` (and/or)",
        "`unless` reads `has_call_consent and day <= call_consent_on + consent_days` (comparison)",
        "`unless` is left out",
        "term `most_calls` is 4 from 2021-11-30",
        "term `most_calls` is 2 from 2021-11-30",
        "term `window` is 8 from 2021-11-30",
        "term `window` is 6 from 2021-11-30",
        "term `window` is 15 from 2026-06-01",
        "term `window` is 13 from 2026-06-01",
        "term `consent_days` is 8 from 2021-11-30",
        "term `consent_days` is 6 from 2021-11-30",
    ] == said


def test_a_failing_case_is_said_with_its_line(planted, tmp_path):
    planted("federal/zed/conversation.yaml", "want: forbid, until: 2026-03-10", "want: forbid, until: 2026-03-11")
    check = check_rulebook(tmp_path / "rulebook")

    assert ["law.case_fails"] == [finding.code for finding in check.findings]
    assert "federal/zed/conversation.yaml:12" in str(check.findings[0])
    assert "wants forbid until 2026-03-11, but the rule gives forbid until 2026-03-10" in check.findings[0].message

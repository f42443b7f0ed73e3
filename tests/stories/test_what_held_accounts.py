"""Stories: the night's table of rules names what stops an account, not a medium that it does not need."""

from tests.stories.practice import Practice


def test_a_missing_email_is_not_what_stops_a_held_account_or_one_with_a_plan(practice: Practice):
    for key in ("ana", "ben"):
        practice.person(key, email="").opens_with(key, visit=key, charge=60, open=60, on="2026-01-05")
    practice.night("2026-03-02")
    practice.happens("held", "ana", on="2026-03-03", value="calls her insurer")
    practice.happens("plan_agreed", "ben", on="2026-03-03", amount_cents=1_000)

    report = practice.night("2026-03-24").report
    assert [("house.held", ("ana",)), ("house.plan", ("ben",))] == sorted(
        (row.rule, row.account_keys) for row in report.held
    )

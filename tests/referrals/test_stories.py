"""Referrals as offices meet them: from the order to the report, and to the claim."""

from datetime import date, timedelta

import pytest

from tests.referrals.rows import (
    THERAPIST,
    VISIT,
    appointment,
    authorization,
    cover,
    coverage,
    encounter,
    needs,
    referral,
    stage,
    therapy,
    told,
)

DAY = timedelta(days=1)


@pytest.mark.parametrize(("last_day", "expected"), [(VISIT - DAY, [("V1", "referral.expired", "stop")]), (VISIT, [])])
def test_a_referral_that_ends_a_day_before_the_visit_keeps_the_claim_back(last_day, expected):
    seen = encounter(referral_key="R1")
    found = cover(seen, referrals=[referral(expires_on=last_day)], asks=[needs(referral=True, codes=None)])

    assert expected == told(found)


def test_the_third_visit_on_an_authorization_for_two_keeps_only_its_own_claim_back():
    visits = [encounter(f"V{n}", authorization_number="PA-100", started_on=VISIT + n * DAY) for n in (1, 2, 3)]
    found = cover(*visits[::-1], authorizations=[authorization(visits_allowed=2)])

    assert [("V3", "authorization.visits_used", "stop")] == told(found)
    assert "allows 2 visits, and this is visit 3" in found["message"].item()


def test_units_run_out_in_the_middle_of_a_visit():
    lines = [
        therapy(line_no=1, units=3.0),
        therapy(line_no=2, code="97140", units=2.0),
        therapy(line_no=3, code="99213"),
    ]
    found = cover(
        encounter(authorization_number="PA-100"), charges=lines, authorizations=[authorization(units_allowed=4.0)]
    )

    assert [("authorization.units_used", 2)] == found.select("edit", "line_no").rows()
    assert "allows 4 units. 1 were left for this line, and 2 are charged" in found["message"].item()


def test_a_report_that_never_comes_is_asked_for_and_asked_for_again():
    seen = {"encounters": [encounter(referral_key="R1", rendering_npi=THERAPIST)]}
    waits, late, later = (
        stage(referral(sent_on=date(2026, 2, 3)), day=VISIT + days * DAY, **seen) for days in (30, 31, 200)
    )

    assert ("other_office", False) == (waits["waits_for"], waits["is_overdue"])
    assert ("our_office", 1, "Call Bay Therapy and ask for its report of 2026-03-02.") == (
        late["waits_for"], late["overdue_days"], late["next_step"],
    )  # fmt: skip
    assert ("report_waited", 170, 200) == (later["stage"], later["overdue_days"], later["reporting_days"])


def test_an_urgent_order_that_nobody_books_is_called_about_after_three_days():
    order = referral(priority="urgent", ordered_on=VISIT, sent_on=VISIT, needs_authorization=False)
    on_time, late = (stage(order, day=VISIT + days * DAY) for days in (3, 4))

    assert ("to_be_booked", "other_office") == (on_time["stage"], on_time["waits_for"])
    assert ("our_office", "Call Bay Therapy and the patient, and see that a day is found.") == (
        late["waits_for"],
        late["next_step"],
    )


def test_therapy_that_the_payer_refused_is_appealed_and_never_billed_to_the_patient():
    refused = [authorization(state="denied", number=None, reason_code="82")]
    row = stage(referral(sent_on=date(2026, 2, 3), needs_authorization=True), authorizations=refused, day=VISIT)
    found = cover(encounter(referral_key="R1"), referrals=[referral()], authorizations=refused)

    assert ("authorization_denied", "our_office") == (row["stage"], row["waits_for"])
    assert [("V1", "authorization.denied", "stop")] == told(found)
    assert "The patient does not owe" in found["remedy"].item()


def test_an_authorization_of_the_payer_before_this_one_does_not_count():
    moved = [coverage(to_on=VISIT - DAY), coverage(payer="CIGNA", from_on=VISIT)]
    found = cover(
        encounter(authorization_number="PA-100"),
        authorizations=[authorization()],
        coverages=moved,
        asks=[needs("CIGNA")],
    )

    assert [("authorization.wrong_payer", "stop")] == found.select("edit", "severity").rows()
    assert "is of AETNA; this claim goes to CIGNA" in found["message"].item()


def test_a_revoked_order_is_no_longer_chased():
    row = stage(referral(state="revoked"), appointments=[appointment(state="missed")], day=VISIT + 400 * DAY)

    assert ("revoked", False, "nobody") == (row["stage"], row["is_overdue"], row["waits_for"])


def test_a_missed_visit_is_booked_again_and_kept():
    missed = appointment(state="missed")
    again = appointment("P2", booked_on=VISIT + 2 * DAY, happens_on=VISIT + 9 * DAY, state="kept")
    order = referral(sent_on=date(2026, 2, 3), needs_authorization=False)
    story = [
        stage(order, appointments=[missed, again], day=VISIT + days * DAY)["stage"] for days in (-1, 0, 1, 2, 8, 9, 10)
    ]

    assert ["booked", "missed", "missed", "booked", "booked", "seen", "report_waited"] == story

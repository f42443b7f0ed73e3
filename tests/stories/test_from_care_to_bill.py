"""Stories: from care to the bill, and what becomes of it before anybody is asked for money."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from remindful.flow.office.clock import Clock
from remindful.flow.referrals.acts import keep_requirement
from remindful.flow.referrals.loops import PayerRequirement
from tests.actors import CLERK
from tests.stories.care_practice import CarePractice, segments
from tests.stories.offices import copy_office


@pytest.fixture
def house(tmp_path, monkeypatch) -> CarePractice:
    """An open group that bills here, with Ana, whom Aetna covers."""
    return copy_office(open_house, folder=tmp_path, monkeypatch=monkeypatch)


def open_house(folder: Path) -> CarePractice:
    house = CarePractice(folder).open()
    house.person("ana", sex="F")
    return house.covered("ana", "AETNA")


def test_a_finished_encounter_becomes_a_claim_and_the_payers(house: CarePractice):
    report = house.seen("V1", "ana", ("99213", 150), on="2026-03-02").bills("2026-03-03")

    assert (1, 1, 0) == (report.came_in, report.billed, report.held)
    assert ["CLM*V1*150***11:B:1*Y*A*Y*Y"] == segments(report, "CLM")
    assert {"payer": 15_000, "due": 0} == house.owed("ana", day="2026-03-10")


def test_the_same_encounter_twice_is_billed_once(house: CarePractice):
    house.seen("V1", "ana", ("99213", 150), on="2026-03-02").bills("2026-03-03")
    again = house.seen("V1", "ana", ("99213", 150), on="2026-03-02", day="2026-03-04").bills("2026-03-05")

    assert (0, ()) == (again.came_in, again.files)


def test_what_is_not_finished_waits(house: CarePractice):
    report = house.seen("V1", "ana", ("99213", 150), on="2026-03-02", is_finished="no").bills("2026-03-03")

    assert 0 == report.came_in
    assert ["documentation"] == house.cause("ana", on="2026-03-03")


def test_a_charge_without_a_price_is_held_until_the_fee_is_told(house: CarePractice):
    report = house.seen("V1", "ana", ("99213", None), on="2026-03-02").bills("2026-03-03")
    assert (1, ["charge.unpriced"]) == (report.held, house.held("V1"))

    fee = {
        "schedule": "charges",
        "procedure_code": "99213",
        "modifiers": "",
        "from_on": "2026-01-01",
        "unit_cents": 14_200,
    }
    report = house.rows("fees", fee, day="2026-03-04").bills("2026-03-05")

    assert (1, 14_200, []) == (report.billed, report.charge_cents, house.held("V1"))


def test_an_encounter_counts_in_the_clean_claim_rate_at_its_first_review_only(house: CarePractice):
    house.seen("V1", "ana", ("99213", None), on="2026-03-02")
    first = house.seen("V2", "ana", ("99213", 150), on="2026-03-02").bills("2026-03-03")
    second = house.bills("2026-03-04")
    third = house.seen("V3", "ana", ("99213", 150), on="2026-03-04").bills("2026-03-05")

    assert [0.5, None, 1.0] == [report.clean_rate for report in (first, second, third)]
    assert [1, 1, 1] == [report.held for report in (first, second, third)]


def test_whom_nobody_covers_gets_the_houses_discount_and_no_claim_goes_out(house: CarePractice):
    house.person("bob")
    report = house.seen("V1", "bob", ("99213", 150), on="2026-03-02").bills("2026-03-03")

    assert () == report.files
    assert {"patient": 12_000, "due": 12_000} == house.owed("bob", day="2026-03-10")


def test_what_nobody_covers_is_billed_anew_with_the_discount_of_the_new_charge_alone(house: CarePractice):
    house.person("bob").seen("V1", "bob", ("99213", 150), on="2026-03-02").bills("2026-03-03")
    house.seen("V2", "bob", ("99213", 50), on="2026-03-02", dx=("J03.90",)).bills("2026-03-04")
    house.charged("V1", ("99214", 200), on="2026-03-02", day="2026-03-05").bills("2026-03-06")

    assert {"patient": 20_000, "due": 20_000} == house.owed("bob", day="2026-03-10")  # (200 + 50) less 20 percent


def test_a_coverage_that_ended_the_day_before_makes_it_self_pay(house: CarePractice):
    house.person("cy").covered("cy", "CIGNA", until="2026-03-01")
    house.seen("V1", "cy", ("99213", 150), on="2026-03-02").bills("2026-03-03")

    assert ["self_pay"] == house.cause("cy", on="2026-03-04")


def test_a_newborn_goes_out_on_the_mothers_number(house: CarePractice):
    house.person("kit", day="2026-03-02", birth_on="2026-03-01", guarantor_key="ana", sex="M")
    house.covered("kit", "AETNA", relationship_code="19", subscriber_key="ana", member_id="M1ANA")
    report = house.seen("V1", "kit", ("99460", 150), on="2026-03-02", dx=("Z38.00",)).bills("2026-03-03")

    assert ["NM1*IL*1*Example*Ana****MI*M1ANA"] == segments(report, "NM1*IL")
    assert ["NM1*QC*1*Example*Kit"] == segments(report, "NM1*QC")
    assert ["PAT*19"] == segments(report, "PAT")


def test_a_denied_modifier_is_fixed_and_rebilled_under_the_payers_number(house: CarePractice):
    house.seen("V1", "ana", ("99213", 150), on="2026-03-02").bills("2026-03-03")
    house.payer_status_text("V1", ("99213", 150, 0, "CO4:150"), day="2026-03-20", status="4", number="ICN77")
    assert ["coding"] == house.cause("ana", on="2026-03-21")

    report = house.charged("V1", ("99213", 150, "25"), on="2026-03-02", day="2026-03-22").bills("2026-03-23")

    assert ["CLM*V1*150***11:B:7*Y*A*Y*Y"] == segments(report, "CLM")
    assert ["REF*F8*ICN77"] == segments(report, "REF*F8")
    assert ["SV1*HC:99213:25*150*UN*1***1"] == segments(report, "SV1")
    assert {"payer": 15_000, "due": 0} == house.owed("ana", day="2026-03-24")


def test_a_late_charge_waits_for_the_payers_number_then_replaces_the_claim(house: CarePractice):
    house.seen("V1", "ana", ("99213", 150), on="2026-03-02").bills("2026-03-03")
    house.charged("V1", ("85025", 40), on="2026-03-02", day="2026-03-05", first_line=2)
    waiting = house.bills("2026-03-06")
    assert (1, ["claim.waits_for_payer_number"]) == (waiting.held, house.held("V1"))

    house.payer_status_text("V1", ("99213", 150, 90, "CO45:60"), day="2026-03-20", number="ICN5")
    report = house.bills("2026-03-21")

    assert ["CLM*V1*190***11:B:7*Y*A*Y*Y"] == segments(report, "CLM")
    assert [] == house.held("V1")


def test_when_every_charge_is_taken_back_a_void_goes_out(house: CarePractice):
    house.seen("V1", "ana", ("99213", 150), on="2026-03-02").bills("2026-03-03")
    house.payer_status_text("V1", ("99213", 150, 90, "CO45:60"), day="2026-03-20", number="ICN5")
    report = house.charged("V1", ("99213", 150, "", 0), on="2026-03-02", day="2026-03-22").bills("2026-03-23")

    assert ["CLM*V1*150***11:B:8*Y*A*Y*Y"] == segments(report, "CLM")
    assert ["SV1*HC:99213*150*UN*1***1"] == segments(report, "SV1")


def test_the_secondary_is_told_what_the_primary_decided(house: CarePractice):
    house.person("dee").covered("dee", "MEDICARE", "AARP")
    house.seen("V1", "dee", ("99213", 150), on="2026-03-02").bills("2026-03-03")
    house.payer_status_text("V1", ("99213", 150, 64, "CO45:70 PR2:16"), day="2026-03-20", payer="MEDICARE")
    report = house.bills("2026-03-21")

    assert 1 == report.next_payer_claims
    assert ["SVD*MEDICARE*64*HC:99213**1"] == segments(report, "SVD")
    assert ["CAS*CO*45*70", "CAS*PR*2*16"] == segments(report, "CAS")
    assert {"payer": 1_600, "due": 0} == house.owed("dee", day="2026-03-22")


def test_what_the_primary_crossed_over_is_not_sent_again(house: CarePractice):
    house.person("dee").covered("dee", "MEDICARE", "AARP")
    house.seen("V1", "dee", ("99213", 150), on="2026-03-02").bills("2026-03-03")
    house.payer_status_text("V1", ("99213", 150, 64, "CO45:70 PR2:16"), day="2026-03-20", payer="MEDICARE", status="19")

    assert 0 == house.bills("2026-03-21").next_payer_claims


def test_a_takeback_after_the_patient_paid_makes_a_credit_not_a_dun(house: CarePractice):
    house.seen("V1", "ana", ("99213", 150), on="2026-03-02").bills("2026-03-03")
    house.payer_status_text("V1", ("99213", 150, 60, "CO45:70 PR2:20"), day="2026-03-20")
    house.pays("ana", 20, on="2026-04-01", visit="V1")
    house.night("2026-04-02")
    house.payer_status_text("V1", ("99213", -150, -60, "CO45:-70 PR2:-20"), day="2026-04-10", status="22")
    house.payer_status_text("V1", ("99213", 150, 80, "CO45:70"), day="2026-04-10", number="ICN2")

    assert {"credit": -2_000, "due": 0} == house.owed("ana", day="2026-04-12")
    assert [] == house.night("2026-04-12").sent


def test_an_authorization_number_stands_on_the_claim(house: CarePractice):
    report = house.seen("V1", "ana", ("97110", 90), on="2026-03-02", authorization_number="AUTH55").bills("2026-03-03")

    assert ["REF*G1*AUTH55"] == segments(report, "REF*G1")


def test_when_the_first_coverage_ended_the_claim_and_its_authorization_are_the_next_payers(house: CarePractice):
    house.person("cy").covered("cy", "AETNA", until="2026-03-01").covered("cy", "CIGNA", level_no=2)
    keep_requirement(
        PayerRequirement("CIGNA", needs_referral=False, authorization_codes="97*", source="contract 2026"),
        organization=None,
        clock=Clock(datetime(2026, 3, 1, tzinfo=UTC)),
        actor=CLERK,
    )
    waiting = house.seen("V1", "cy", ("97110", 90), on="2026-03-02").bills("2026-03-03")
    assert ((), ["authorization.missing"]) == (waiting.files, house.held("V1"))

    report = house.seen("V1", "cy", ("97110", 90), on="2026-03-02", day="2026-03-04", authorization_number="PA7").bills(
        "2026-03-05"
    )

    assert ["REF*G1*PA7"] == segments(report, "REF*G1")
    assert ["NM1*PR*2*Cigna*****PI*CIGNA"] == segments(report, "NM1*PR")


def test_a_denial_for_authorization_is_traced_to_it_and_never_the_patients(house: CarePractice):
    house.seen("V1", "ana", ("97110", 90), on="2026-03-02").bills("2026-03-03")
    house.payer_status_text("V1", ("97110", 90, 0, "PR197:90"), day="2026-03-20", status="4")

    assert ["authorization"] == house.cause("ana", on="2026-03-21")
    assert {"denied": 9_000, "due": 0} == house.owed("ana", day="2026-03-21")


def test_an_encounter_of_a_patient_nobody_named_waits_and_is_billed_once_she_is(house: CarePractice):
    house.seen("V1", "zoe", ("99213", 150), on="2026-03-02").bills("2026-03-03")
    assert ["encounter.patient_unknown"] == house.held("V1")

    house.person("zoe", day="2026-03-04").covered("zoe", "AETNA")

    assert 1 == house.bills("2026-03-05").billed


def test_what_is_nobodys_bill_is_left_alone(house: CarePractice):
    from datetime import UTC, datetime

    from remindful.flow.claims import acts as billing_acts
    from remindful.flow.office.clock import Clock
    from tests.actors import CLERK

    house.seen("V1", "ana", ("99213", None), on="2026-03-02").bills("2026-03-03")
    billing_acts.leave_unbilled("V1", clock=Clock(datetime(2026, 3, 4, tzinfo=UTC)), actor=CLERK)

    assert 0 == house.bills("2026-03-05").came_in
    assert [] == house.held("V1")


def test_the_night_bills_too(house: CarePractice):
    told = house.seen("V1", "ana", ("99213", 150), on="2026-03-02").night("2026-03-03")

    assert [(1, 1, 0)] == [
        (one.came_in, one.into, one.exceptions) for one in told.report.stations if one.station == "bill"
    ]

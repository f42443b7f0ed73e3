"""Stories of remittances: from the payer's file to whose the balance is."""

from pathlib import Path

import pytest

from tests.remits.desk import ask, findings, ledger, receive, remit_of
from tests.stories.offices import copy_office
from tests.stories.practice import Practice, claim_answer

LONG = "ANA20260105000123456789"


@pytest.fixture
def office(tmp_path, monkeypatch) -> Practice:
    return copy_office(open_office, folder=tmp_path, monkeypatch=monkeypatch)


def open_office(folder: Path) -> Practice:
    office = Practice(folder).open()
    office.person("ana").visit("V1", "ana", ("99213", 150), on="2026-01-05")
    return office


def test_a_denied_modifier_is_fixed_and_rebilled(office: Practice):
    office.answer(claim_answer("V1", ("99213", 150, 0, "CO4:150"), status="4"), day="2026-01-20")
    denied = office.owed("ana", day="2026-01-21")
    office.visit("V1", "ana", ("99213:25", 150), on="2026-01-05", frequency="7", day="2026-01-25")
    undone = claim_answer("V1", ("99213", -150, 0, "CO4:-150"), status="22")
    office.answer(undone, claim_answer("V1", ("99213:25", 150, 90, "CO45:40 PR2:20"), number="ICN2"), day="2026-02-10")

    assert {"denied": 15_000, "due": 0} == denied
    assert {"patient": 2_000, "due": 2_000} == office.owed("ana", day="2026-02-11")


def test_a_paid_claim_is_replaced_and_its_takeback_lands_on_the_old_lines(office: Practice):
    office.answer(claim_answer("V1", ("99213", 150, 60, "CO45:90")), day="2026-01-20")
    office.visit("V1", "ana", ("99214", 200), on="2026-01-05", frequency="7", day="2026-01-25")
    better = claim_answer("V1", ("99214", 200, 100, "CO45:80 PR2:20"), number="ICN2")
    office.answer(better, claim_answer("V1", ("99213", -150, -60, "CO45:-90"), status="22"), day="2026-02-10")

    assert {"patient": 2_000, "due": 2_000} == office.owed("ana", day="2026-02-11")
    assert [] == ask("waiting")


def test_the_primary_pays_and_the_secondary_crosses_over(practice: Practice):
    practice.person("ana").visit("V1", "ana", ("99213", 150), on="2026-01-05", payers=("AETNA", "CIGNA"))
    practice.answer(claim_answer("V1", ("99213", 150, 80, "CO45:50 PR2:20"), status="19"), day="2026-01-20")
    between = practice.owed("ana", day="2026-01-21")
    second = claim_answer("V1", ("99213", 150, 15, "OA23:130 PR2:5"), status="2", number="S1")
    practice.answer(second, day="2026-02-01", payer="CIGNA")

    assert {"payer": 2_000, "due": 0} == between
    assert {"patient": 500, "due": 500} == practice.owed("ana", day="2026-02-02")


def test_a_takeback_after_the_patient_paid_makes_a_credit_and_no_dun(office: Practice):
    office.answer(claim_answer("V1", ("99213", 150, 60, "CO45:40 PR1:50")), day="2026-01-20")
    office.pays("ana", 50, on="2026-01-25", visit="V1")
    office.night("2026-01-26")
    undone = claim_answer("V1", ("99213", -150, -60, "CO45:-40 PR1:-50"), status="22")
    office.answer(undone, claim_answer("V1", ("99213", 150, 110, "CO45:40"), number="ICN2"), day="2026-02-10")
    told = office.night("2026-02-11")

    assert {"credit": -5_000, "due": 0} == office.owed("ana", day="2026-02-11")
    assert [] == told.sent


def test_what_capitation_pays_for_is_nobodys_debt(office: Practice):
    office.answer(claim_answer("V1", ("99213", 150, 0, "CO24:150")), day="2026-01-20")

    assert {"due": 0} == office.owed("ana", day="2026-01-21")
    assert 15_000 == ledger("contractual")


def test_money_taken_back_for_another_claim_ties_out_and_says_for_which(office: Practice):
    office.answer(claim_answer("V1", ("99213", 150, 100, "CO45:50")), day="2026-01-20")
    office.person("bob").visit("V2", "bob", ("99213", 150), on="2026-01-05")
    paid = claim_answer("V2", ("99213", 150, 100, "CO45:50"), number="ICN9")
    receive(office, remit_of(paid, day="2026-02-01", trace="T2", plbs=(("WO", "v-1", 40),)), day="2026-02-01")
    [message] = findings("remit.provider_recoupment")

    assert "for claim V1 lowers this payment by $40.00" in message
    assert [16_000, 4_000] == [ledger("payer_cash"), ledger("provider_level")]
    assert [0, 0] == [office.owed(who, day="2026-02-02")["due"] for who in ("ana", "bob")]


def test_interest_is_the_offices_and_moves_no_claim(office: Practice):
    paid = claim_answer("V1", ("99213", 150, 100, "CO45:50"))
    report = receive(
        office, remit_of(paid, day="2026-02-01", trace="T2", plbs=(("L6", "V1", "-1.50"),)), day="2026-02-01"
    )

    assert "posted" == report.files[0].state
    assert [10_150, -150] == [ledger("payer_cash"), ledger("provider_level")]
    assert {"due": 0} == office.owed("ana", day="2026-02-02")


def test_a_balance_carried_forward_comes_to_nothing_in_the_next_payment(office: Practice):
    office.answer(claim_answer("V1", ("99213", 150, 60, "CO45:90")), day="2026-01-20")
    undone = claim_answer("V1", ("99213", -150, -60, "CO45:-90"), status="22")
    carried = (("FB", "20260201", -60),)
    receive(office, remit_of(undone, day="2026-02-01", trace="T2", plbs=carried), day="2026-02-01")
    waits = findings("remit.forward_balance")
    office.visit("V2", "ana", ("99214", 200), on="2026-01-05")
    paid = claim_answer("V2", ("99214", 200, 100, "CO45:100"), number="ICN2")
    receive(office, remit_of(paid, day="2026-02-15", trace="T3", plbs=(("FB", "20260215", 60),)), day="2026-02-15")

    assert [
        "$60.00 is carried forward to a later payment (reference 20260201): it raises this payment by $60.00."
    ] == waits
    assert [] == findings("remit.forward_balance")
    assert [10_000, 0] == [ledger("payer_cash"), ledger("provider_level")]


def test_a_missing_authorization_never_reaches_the_patient_whatever_the_group(office: Practice):
    office.answer(claim_answer("V1", ("99213", 150, 0, "PR197:150"), status="4"), day="2026-01-20")

    assert {"denied": 15_000, "due": 0} == office.owed("ana", day="2026-03-01")
    assert [] == office.night("2026-03-01").sent


def test_a_cut_control_number_is_proposed_and_posts_on_a_persons_word(practice: Practice):
    practice.person("ana").visit(LONG, "ana", ("99213", 150), on="2026-01-05")
    practice.answer(claim_answer(LONG[:17], ("99213", 150, 60, "CO45:40 PR2:50")), day="2026-01-20")
    [one] = ask("waiting")
    before = (practice.owed("ana", day="2026-01-21"), ledger("payer_suspense"))
    done = ask("match", str(one["remit_claim_id"]), "--visit", LONG)

    assert ({"payer": 15_000, "due": 0}, -6_000) == before
    assert [(LONG, 69)] == [(proposal["visit_key"], proposal["score"]) for proposal in one["proposals"]]
    assert done["is_posted"]
    assert {"patient": 5_000, "due": 5_000} == practice.owed("ana", day="2026-01-21")
    assert [0, 6_000, []] == [ledger("payer_suspense"), ledger("payer_cash"), findings("remit.no_claim")]


def test_a_proposal_that_a_person_refused_does_not_come_back(practice: Practice):
    practice.person("ana").visit(LONG, "ana", ("99213", 150), on="2026-01-05")
    practice.answer(claim_answer(LONG[:17], ("99213", 150, 60, "CO45:90")), day="2026-01-20")
    [one] = ask("waiting")
    ask("match", str(one["remit_claim_id"]), "--visit", LONG, "--refuse")
    practice.night("2026-01-22")

    assert [[]] == [still["proposals"] for still in ask("waiting")]
    assert -6_000 == ledger("payer_suspense")


def test_the_same_payment_under_another_file_name_changes_nothing(office: Practice):
    text = remit_of(claim_answer("V1", ("99213", 150, 60, "CO45:40 PR1:50")), day="2026-01-20", trace="T1")
    receive(office, text, day="2026-01-20", name="first.835")
    again = receive(office, text, day="2026-01-21", name="second.835")
    other = receive(office, text.replace("~\n", "~"), day="2026-01-22", name="third.835")

    assert ["seen_before", "partly"] == [again.files[0].state, other.files[0].state]
    assert ["remit.seen_before"] == [aside.code for aside in other.exceptions]
    assert [6_000, 1] == [ledger("payer_cash"), len(ask("list"))]
    assert {"patient": 5_000, "due": 5_000} == office.owed("ana", day="2026-01-23")


def test_another_charge_under_the_right_number_waits_for_a_person(office: Practice):
    office.answer("CLP*V1*1*140*60*0*12*ICN1*11*1~CAS*CO*45*80", day="2026-01-20")
    [one] = ask("waiting")

    assert "its charge is not that of the claim on file" in one["message"]
    assert [("V1", 25)] == [(proposal["visit_key"], proposal["score"]) for proposal in one["proposals"]]
    assert -6_000 == ledger("payer_suspense")


def test_a_line_that_the_payer_split_is_put_together_and_a_recoded_one_is_found(practice: Practice):
    practice.person("ana").visit("V1", "ana", ("80053", 90), ("80061", 60), on="2026-01-05")
    split = "SVC*HC:82947*90*30**1*HC:80053~DTM*472*20260105~CAS*CO*45*60~SVC*HC:84132*0*0**0*HC:80053~DTM*472*20260105"
    recoded = "SVC*HC:83718*60*20**1*HC:80061~DTM*472*20260105~CAS*CO*45*30~CAS*PR*2*10"
    practice.answer(f"CLP*V1*1*150*50*10*12*ICN1*11*1~{split}~{recoded}", day="2026-01-20")

    assert {"patient": 1_000, "due": 1_000} == practice.owed("ana", day="2026-01-21")


def test_lines_that_were_bundled_into_one_share_its_payment(practice: Practice):
    practice.person("ana").visit("V1", "ana", ("82947", 90), ("84132", 60), on="2026-01-05")
    practice.answer(
        "CLP*V1*1*150*100*20*12*ICN1*11*1~SVC*HC:80053*150*100**1~DTM*472*20260105~CAS*CO*45*30~CAS*PR*2*20",
        day="2026-01-20",
    )

    assert {"patient": 2_000, "due": 2_000} == practice.owed("ana", day="2026-01-21")
    assert [] == ask("waiting")


def test_a_reason_code_that_is_out_of_use_is_told_and_posted_by_what_it_meant(office: Practice):
    office.answer(claim_answer("V1", ("99213", 150, 0, "CO15:150"), status="4"), day="2026-01-20")

    assert ["has not been in use since 2018-05-01." in message for message in findings("remit.code_not_in_use")] == [
        True
    ]
    assert {"denied": 15_000, "due": 0} == office.owed("ana", day="2026-01-21")


def test_a_correction_that_came_days_before_its_reversal_waits_for_it(office: Practice):
    office.answer(claim_answer("V1", ("99213", 150, 60, "CO45:90")), day="2026-01-20")
    office.answer(claim_answer("V1", ("99213", 150, 80, "CO45:50 PR2:20"), number="ICN2"), day="2026-02-10")
    between = ledger("payer_suspense"), office.owed("ana", day="2026-02-11")
    office.answer(claim_answer("V1", ("99213", -150, -60, "CO45:-90"), status="22"), day="2026-02-12")
    office.night("2026-02-12")

    assert (-8_000, {"due": 0}) == between
    assert [0, []] == [ledger("payer_suspense"), ask("waiting")]
    assert {"patient": 2_000, "due": 2_000} == office.owed("ana", day="2026-02-13")

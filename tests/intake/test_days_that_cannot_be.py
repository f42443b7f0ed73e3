"""Days far ahead or a lifetime back are exceptions, never money."""

import pytest

from tests.intake.office import books_of, codes, read_books
from tests.intake.test_numbers_used_again import claim
from tests.stories.practice import GROUP, NPI, claim_answer, remit_text

TODAY = "2026-03-02"
PAYMENT = "payment_key,party_key,visit_key,paid_on,amount_cents,method\nR1,ana,,{},2550,check\n"
BALANCE = "visit_key,party_key,guarantor_key,service_on,charge_cents,open_cents,reason,first_statement_on\nE1,ana,ana,{},18500,4000,copay,{}\n"


@pytest.mark.parametrize(
    ("day", "is_taken"),
    [
        ("2055-07-01", False),
        ("1925-07-01", False),
        ("2026-04-03", False),
        ("2026-04-02", True),
        (TODAY, True),
        ("1990-01-01", True),
    ],
)
def test_a_payment_of_a_day_that_cannot_be_is_no_money(group, day, is_taken):
    report = group.brings(PAYMENT.format(day), "pay.csv", day=TODAY)

    assert ([], 2_550) == (codes(report), books_of("patient_cash")) if is_taken else (["row.day_impossible"], 0) == (
        codes(report), books_of("patient_cash"),
    )  # fmt: skip


@pytest.mark.parametrize("days", [("2035-03-14", ""), ("1925-03-14", ""), ("2026-01-05", "2035-03-14")])
def test_an_open_balance_of_a_day_that_cannot_be_is_not_asked(group, days):
    report = group.brings(BALANCE.format(*days), "open.csv", day=TODAY)

    assert (["row.day_impossible"], {"due": 0}) == (codes(report), group.owed("ana", day="2036-01-01"))


def test_a_claim_of_a_day_that_cannot_be_is_not_charged(group):
    report = group.brings(claim(group, "V1", on="2062-01-05"), "a.837", day=TODAY)

    assert ("row.day_impossible" in codes(report), {"due": 0}) == (True, group.owed("ana", day="2063-01-01"))


def test_a_remittance_of_a_day_that_cannot_be_is_not_posted(group):
    group.brings(claim(group, "V1"), "a.837", day="2026-01-06")
    paid = claim_answer("V1", ("99213", 100, 70, "CO45:10 PR3:20"))
    text = remit_text([paid], payer="AETNA", day="2062-02-15", npi=NPI[GROUP], trace="T1", plb_cents=0)
    report = group.brings(text.replace("*0*T*:", "*0*P*:"), "a.835", day=TODAY)

    assert (["row.day_impossible"], 0) == (codes(report), books_of("payer_cash"))


@pytest.mark.parametrize(("day", "is_known"), [("2027-01-01", False), ("1880-01-01", False), ("1910-01-01", True)])
def test_a_day_of_birth_that_cannot_be_is_not_known(group, day, is_known):
    report = group.brings(
        f"party_key,guarantor_key,first_name,last_name,birth_on\nbo,bo,Bo,Bay,{day}\n", "p.csv", day=TODAY
    )
    birth_on = read_books("people", party_key=["bo"])["birth_on"][0]

    assert (is_known, [] if is_known else ["row.day_impossible"]) == (birth_on is not None, codes(report))


def test_planned_care_within_a_year_is_taken(group):
    row = "encounter_key,party_key,form,started_on,is_finished\n{},ana,P,{},no\n"
    first = group.brings(row.format("V1", "2026-12-01"), "a.csv", day=TODAY)
    report = group.brings(row.format("V2", "2028-12-01"), "b.csv", day=TODAY)

    assert ([], ["row.day_impossible"]) == (codes(first), codes(report))
    assert ["V1"] == read_books("encounters")["encounter_key"].to_list()

"""The order of files does not matter: what came too early waits, and is tried again every night by itself."""

from itertools import permutations

import pytest

from tests.intake.office import Rehearsal, read_books
from tests.intake.test_numbers_used_again import claim, owed
from tests.stories.practice import GROUP, NPI, claim_answer, remit_text

PEOPLE = "party_key,guarantor_key,first_name,last_name,birth_on,line1,city,state,zip\nbo,bo,Bo,Bay,1990-01-01,1 Way,Town,FL,32301\n"
BALANCE = "visit_key,party_key,guarantor_key,service_on,charge_cents,open_cents,reason\nE1,bo,bo,2026-01-05,18500,4000,copay\n"
PAYMENT = "payment_key,party_key,visit_key,paid_on,amount_cents,method\nR1,bo,,2026-01-20,1500,check\n"
CALL = "party_key,visit_key,kind,happened_on,happened_at,medium,value,amount_cents\nbo,,promised,2026-01-21,,,2026-03-20,1000\n"


def waiting() -> list[str]:
    return sorted(read_books("open_findings")["code"])


@pytest.mark.parametrize("order", list(permutations(["people", "open", "pay"])))
def test_people_balances_and_payments_come_out_alike_in_any_order(rehearsal: Rehearsal, order):
    files = {"people": PEOPLE, "open": BALANCE, "pay": PAYMENT}
    for name in order:
        rehearsal.brings(files[name], f"{name}.csv", day="2026-02-01")
    rehearsal.night("2026-02-02")
    rehearsal.night("2026-02-03")

    assert {"patient": 2_500, "due": 2_500} == rehearsal.owed("bo", day="2026-02-04")
    assert [] == [one for one in waiting() if "unknown" in one]


def test_an_event_before_its_person_is_taken_when_the_person_has_come(rehearsal: Rehearsal):
    rehearsal.brings(CALL.replace("promised", "held"), "calls.csv", day="2026-02-01")
    before = waiting()
    rehearsal.brings(PEOPLE, "people.csv", day="2026-02-02")
    rehearsal.night("2026-02-02")

    assert (["contact.unknown_person"], []) == (before, waiting())
    assert ["held"] == read_books("events")["kind"].to_list()


def test_what_still_waits_is_told_once_however_many_nights(rehearsal: Rehearsal):
    rehearsal.brings(PAYMENT, "pay.csv", day="2026-02-01")
    rehearsal.night("2026-02-02")
    rehearsal.night("2026-02-03")

    assert ["payment.unknown_person"] == waiting()


def test_a_payment_is_posted_once_however_many_nights(rehearsal: Rehearsal):
    rehearsal.brings(PAYMENT, "pay.csv", day="2026-02-01")
    rehearsal.brings(PEOPLE, "people.csv", day="2026-02-01")
    for day in ("2026-02-02", "2026-02-03"):
        rehearsal.night(day)

    assert [1_500] == read_books("patient_payments")["amount_cents"].to_list()


def texts(group: Rehearsal) -> dict[str, tuple[str, str]]:
    paid = claim_answer("V1", ("99213", 130, 100, "CO45:10 PR3:20"))
    remit = remit_text([paid], payer="AETNA", day="2026-02-15", npi=NPI[GROUP], trace="T1", plb_cents=0)
    return {
        "original": ("a.837", claim(group, "V1")),
        "replacement": ("b.837", claim(group, "V1", ("99213", 130), frequency="7")),
        "answer": ("c.835", remit),
    }


@pytest.mark.parametrize("order", list(permutations(["original", "replacement", "answer"])))
def test_a_claim_its_replacement_and_its_answer_come_out_alike_in_any_order(rehearsal: Rehearsal, order):
    files = texts(rehearsal)
    for name in order:
        file, text = files[name]
        rehearsal.brings(text, file, day="2026-02-16")
    for day in ("2026-02-17", "2026-02-18"):
        rehearsal.night(day)

    assert {"patient": 2_000, "due": 2_000} == owed(rehearsal)
    assert [] == [one for one in waiting() if one.startswith(("claim.", "remit."))]


def test_a_void_before_its_original_takes_it_back_in_the_night(rehearsal: Rehearsal):
    rehearsal.brings(claim(rehearsal, "V1", frequency="8"), "a.837", day="2026-02-01")
    rehearsal.brings(claim(rehearsal, "V1"), "b.837", day="2026-02-02")
    rehearsal.night("2026-02-03")

    assert {"due": 0} == owed(rehearsal)

"""Claims and opening balances on the books: once, to the cent, or aside with a finding."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remindful.core.billing.book import KnownRecords, book_claims
from remindful.core.billing.book_openings import book_opening
from remindful.core.words.frames import OpenBalances
from tests.remits.conftest import SERVED, bill, frame_of, unhurried

PEOPLE = pl.DataFrame({"party_key": ["ana"], "party_id": [3], "account_id": [5]})
NO_GUARANTORS = pl.DataFrame(schema={"guarantor_key": pl.String, "guarantor_account_id": pl.Int64})


def known(*visits: tuple[str, list[int]]) -> KnownRecords:
    """Visits on the books, 1 ..., with the charges that stand; items are numbered through from 1."""
    items = [
        (number, line, cents)
        for number, (_, charges) in enumerate(visits, start=1)
        for line, cents in enumerate(charges, start=1)
    ]
    rows = [(place, *item) for place, item in enumerate(items, start=1)]
    names = ("item_id", "visit_id", "line_no", "charge_cents")
    return KnownRecords(
        pl.DataFrame({"visit_id": range(1, len(visits) + 1), "visit_key": [key for key, _ in visits]},
                     schema={"visit_id": pl.Int64, "visit_key": pl.String}),
        pl.DataFrame(rows, schema=dict.fromkeys(names, pl.Int64), orient="row"),
        PEOPLE, first_visit_id=len(visits) + 1, first_item_id=len(rows) + 1,
    )  # fmt: skip


def booked(*claims: dict, store: KnownRecords | None = None):
    return book_claims(*bill(*claims), known=store or known(), file="june.837", file_key="8", day=date(2026, 1, 9))


def receivable(found) -> dict[int, int]:
    legs = (
        found.postings.filter(pl.col("ledger_account") == "receivable")
        .group_by("item_id")
        .agg(pl.col("amount_cents").sum())
    )
    return dict(legs.sort("item_id").iter_rows())


def fates(found) -> tuple[int, int, list[str]]:
    return found.booked, found.repeated, [finding.code for finding in found.findings]


def test_a_new_claim_charges_each_of_its_lines():
    found = booked({"lines": [10_000, 2_500]})

    assert (1, 0, []) == fates(found)
    assert {1: 10_000, 2: 2_500} == receivable(found)
    assert [("charge:V1", "charge", date(2026, 1, 6), 1)] == found.entries.select(
        "entry_key", "kind", "effective_on", "visit_id"
    ).rows()  # fmt: skip
    assert [(1, 5, 3)] == found.visits.select("visit_id", "account_id", "patient_id").rows()


def test_the_same_claim_again_charges_nothing():
    found = booked({"lines": [10_000, 2_500]}, store=known(("V1", [10_000, 2_500])))

    assert (0, 1, []) == fates(found)
    assert [0, 0, 0] == [found.visits.height, found.items.height, found.postings.height]


def test_the_same_claim_twice_in_a_file_charges_once():
    found = booked({}, {})

    assert (1, 1, []) == fates(found)
    assert {1: 10_000} == receivable(found)


def test_the_same_claim_again_brings_its_new_payer():
    found = booked({"payers": ["AETNA", "CIGNA"]}, store=known(("V1", [10_000])))

    assert [(1, 1, "AETNA"), (1, 2, "CIGNA")] == found.visit_payers.select("visit_id", "level_no", "payer_name").rows()


def test_a_payer_without_a_name_is_nobody_to_wait_for():
    assert booked({"payers": [None]}).visit_payers.is_empty()


def test_a_claim_of_no_charge_is_booked_without_an_entry():
    found = booked({"lines": [0]})

    assert (1, 0, []) == fates(found)
    assert [1, 1, 0] == [found.visits.height, found.items.height, found.entries.height]


def test_a_replacement_takes_the_old_charge_back_and_charges_its_own():
    found = booked({"lines": [9_000, 700], "frequency_code": "7"}, store=known(("V1", [10_000, 2_500])))

    assert (1, 0, []) == fates(found)
    assert {1: -10_000, 2: -2_500, 3: 9_000, 4: 700} == receivable(found)
    assert ["void:V1:8:1", "charge:V1:8:1"] == found.entries["entry_key"].to_list()
    assert [3, 4] == found.items["line_no"].to_list()
    assert [1, 1] == found.items["visit_id"].to_list()


def test_a_void_takes_the_charge_back_and_leaves_nothing():
    found = booked({"frequency_code": "8"}, store=known(("V1", [10_000])))

    assert (1, 0, []) == fates(found)
    assert {1: -10_000} == receivable(found)
    assert ["void"] == found.entries["kind"].to_list()


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        ({"control_number": None}, "claim.no_number"),
        ({"charge_cents": None}, "claim.no_charge"),
        ({"lines": [], "charge_cents": 100}, "claim.no_charge"),
        ({"lines": [10_000, None], "charge_cents": 10_000}, "claim.no_charge"),
        ({"charge_cents": 10_001}, "claim.unbalanced"),
        ({"charge_cents": 9_999}, "claim.unbalanced"),
        ({"medical_record_number": "bob"}, "claim.patient_unknown"),
        ({"medical_record_number": None}, "claim.patient_unknown"),
        ({"frequency_code": "7"}, "claim.nothing_to_replace"),
        ({"frequency_code": "8"}, "claim.nothing_to_replace"),
    ],
)
def test_what_cannot_be_booked_for_certain_is_aside_with_its_reason(claim, code):
    found = booked(claim)

    assert (0, 0, [code]) == fates(found)
    assert [1, 0, 0] == [found.exceptions.height, found.visits.height, found.postings.height]


@pytest.mark.parametrize("cents", [9_999, 10_001])
def test_another_charge_under_the_same_number_is_not_taken_for_the_same_claim(cents):
    assert (0, 0, ["claim.changed"]) == fates(booked({"lines": [cents]}, store=known(("V1", [10_000]))))
    assert (1, 0, ["claim.changed"]) == fates(booked({}, {"lines": [cents]}))


def test_a_claim_replaced_twice_in_one_file_waits_with_its_second_word():
    found = booked({"frequency_code": "7"}, {"frequency_code": "7", "lines": [8_000]}, store=known(("V1", [10_000])))

    assert (1, 0, ["claim.twice_in_file"]) == fates(found)


@pytest.mark.parametrize(
    "bad", [{"charge_cents": 10_001}, {"charge_cents": None}, {"medical_record_number": "bob"}, {"frequency_code": "7"}]
)
def test_a_good_claim_is_booked_though_a_bad_one_with_its_number_came_first(bad):
    found = booked(bad, {"lines": [9_000]}, {"lines": [9_000]})

    assert (1, 1, 1) == (found.booked, found.repeated, found.exceptions.height)
    assert {9_000} == set(receivable(found).values())


# --- billed again after a void --------------------------------------------------------------------------------------------------

VOIDED = ("V1", [])


def test_a_voided_visit_billed_again_is_charged_again_under_a_key_and_lines_of_its_own():
    store = replace(known(VOIDED), first_item_id=4)
    found = booked({"lines": [9_000, 700]}, store=store)

    assert (1, 0, []) == fates(found)
    assert {4: 9_000, 5: 700} == receivable(found)
    assert ["charge:V1:8:1"] == found.entries["entry_key"].to_list()
    assert found.visits.is_empty()
    assert [(1, 4), (1, 5)] == found.items.select("visit_id", "line_no").rows()  # the lines 1 to 3 may be voided ones


def test_a_voided_visit_billed_again_twice_in_a_file_is_charged_once():
    assert (1, 1, []) == fates(booked({}, {}, store=known(VOIDED)))
    assert (1, 0, ["claim.changed"]) == fates(booked({}, {"lines": [9_000]}, store=known(VOIDED)))


@pytest.mark.parametrize("store", [known(VOIDED), known(("V1", [0]))])
def test_a_visit_that_was_charged_nothing_stays_so(store):
    found = booked({"lines": [0]}, store=store)

    assert (0, 1, []) == fates(found)
    assert found.items.is_empty()


def test_another_charge_for_a_visit_of_no_charge_waits():
    assert (0, 0, ["claim.changed"]) == fates(booked({}, store=known(("V1", [0]))))


def test_a_void_and_a_new_original_in_one_file_do_not_end_as_a_void_in_silence():
    found = booked({"frequency_code": "8"}, {}, store=known(("V1", [10_000])))
    [finding] = found.findings

    assert (1, 0, "claim.twice_in_file") == (found.booked, found.repeated, finding.code)
    assert "Export the file again with the last word only." == finding.remedy


@pytest.mark.parametrize("order", ["18", "81"])
def test_a_voided_visit_is_not_charged_again_by_a_file_that_voids_it_too(order):
    found = booked(*({"frequency_code": code} for code in order), store=known(VOIDED))

    assert found.postings.is_empty()
    assert "claim.twice_in_file" in fates(found)[2]


def test_what_is_aside_says_the_claim_and_its_amount():
    [finding] = booked({"charge_cents": 10_001}).findings

    assert finding.message.startswith("Claim V1 of $100.01 does not add up")
    assert "june.837:1 (V1)" == str(finding.at)


def test_booking_twice_makes_the_same_keys():
    first, again = booked({}, {"control_number": "V2"}), booked({}, {"control_number": "V2"})

    assert ["charge:V1", "charge:V2"] == first.entries["entry_key"].to_list() == again.entries["entry_key"].to_list()


CLAIMS = st.lists(
    st.tuples(st.sampled_from(["V1", "V2", "V3", None]), st.lists(st.integers(0, 9_999), max_size=3), st.sampled_from("1178"),
              st.sampled_from([0, 0, 0, 1])),
    min_size=1, max_size=5,
)  # fmt: skip


@unhurried
@given(CLAIMS)
def test_each_claim_is_booked_repeated_or_aside_and_every_entry_sums_to_nothing(drawn):
    claims = [
        {"control_number": number, "lines": lines, "frequency_code": frequency, "charge_cents": sum(lines) + off}
        for number, lines, frequency, off in drawn
    ]
    found = booked(*claims, store=known(("V1", [10_000]), ("V2", [300, 200]), ("V3", [])))
    by_entry = found.postings.group_by("entry_key").agg(pl.col("amount_cents").sum())

    assert len(claims) == found.booked + found.repeated + found.exceptions.height
    assert len(found.findings) == found.exceptions.height
    assert not any(by_entry["amount_cents"])
    assert found.entries["entry_key"].is_unique().all()
    assert set(found.entries["entry_key"]) == set(by_entry["entry_key"])
    assert sum(cents for cents in receivable(found).values() if cents > 0) == found.items["charge_cents"].sum()


# --- opening balances ---------------------------------------------------------------------------------------------------------


def opened(*, store: KnownRecords | None = None, **said):
    row = {"line_no": 2, "visit_key": "OLD1", "party_key": "ana", "service_on": SERVED, "charge_cents": 12_000, "open_cents": 8_000,
           "reason": "deductible"}  # fmt: skip
    return book_opening(
        frame_of(OpenBalances, [row | said]), known=store or known(), file="old.csv", guarantors=NO_GUARANTORS
    )


def test_an_opening_balance_is_its_charge_less_what_was_settled_before():
    found = opened()

    assert {1: 8_000} == receivable(found)
    assert [12_000, -4_000] == found.postings.filter(pl.col("ledger_account") == "receivable")["amount_cents"].to_list()
    assert 0 == found.postings["amount_cents"].sum()
    assert ["opening:OLD1"] == found.entries["entry_key"].to_list()
    assert [(True, "deductible")] == found.visits.select("is_opening", "opening_reason").rows()


def test_an_opening_balance_that_is_on_the_books_is_not_booked_again():
    found = opened(store=known(("OLD1", [12_000])))

    assert (0, 1, []) == fates(found)
    assert found.postings.is_empty()


def test_an_opening_balance_of_nobody_is_aside_with_its_amount():
    found = opened(party_key="bob")

    assert (0, 0, ["opening.patient_unknown"]) == fates(found)
    assert "of $80.00" in found.findings[0].message

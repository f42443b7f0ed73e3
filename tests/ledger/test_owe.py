"""Whose an open amount is: the patient's only when every payer has said so."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.conftest import DAY, Store, unhurried

FEB_1, FEB_20 = date(2026, 2, 1), date(2026, 2, 20)
PARTS = [
    "payer_paid_cents",
    "contractual_cents",
    "other_off_cents",
    "opening_off_cents",
    "patient_paid_cents",
    "open_cents",
]


def insured(*kinds: str, cents=10_000) -> Store:
    return Store().visit(payers=kinds or ["commercial"]).charge(cents)


def medigap_pair() -> Store:
    """The worked table of docs/algorithms/owe.md, up to the second payer's answer."""
    store = insured("medicare", "commercial", cents=15_000).answer((1, 8_000, "+CO45:5000 PR2:2000"))
    return store.answer((1, 1_500, "OA23:13000 PR2:500"), level=2, status="2", on=FEB_1)


# --- the worked table ------------------------------------------------------------------------------------------------------


def test_the_worked_table_holds_row_by_row():
    store = medigap_pair()
    assert ("payer", "waits_for_payer", 15_000, 0) == store.owed(day=date(2026, 1, 19))
    assert ("payer", "waits_for_payer", 2_000, 0) == store.owed(day=date(2026, 1, 31))
    assert ("patient", "share", 500, 500) == store.owed(day=FEB_1)
    store.answer((1, -8_000, "+CO45:-5000 PR2:-2000"), status="22", on=FEB_20)
    assert ("payer", "waits_for_payer", 13_500, 0) == store.owed(day=FEB_20)


def test_reversing_an_answer_and_answering_again_restores_what_was_before():
    store = medigap_pair()
    before = store.items_owed()
    store.answer((1, -8_000, "+CO45:-5000 PR2:-2000"), status="22", on=FEB_20)
    store.answer((1, 8_000, "+CO45:5000 PR2:2000"), on=FEB_20)

    assert before.drop("became_patients_on").equals(store.items_owed().drop("became_patients_on"))


def test_a_correction_stands_in_the_place_of_what_it_corrects():
    store = insured().answer((1, 0, "PR1:10000"))
    store.answer((1, 0, "PR1:-10000"), status="22", on=FEB_1).answer((1, 7_000, "+CO45:1000 PR1:2000"), on=FEB_1)

    assert ("patient", "share", 2_000, 2_000) == store.owed()


def test_a_correction_stands_though_the_payer_sent_it_before_the_reversal_on_the_same_day():
    store = insured().answer((1, 0, "PR1:10000"))
    store.answer((1, 7_000, "+CO45:1000 PR1:2000"), on=FEB_1).answer((1, 0, "PR1:-10000"), status="22", on=FEB_1)

    assert ("patient", "share", 2_000, 2_000) == store.owed()


def test_an_answer_taken_back_on_its_own_day_does_not_stand():
    store = insured().answer((1, 7_000, "+CO45:1000 PR1:2000"), on=FEB_1)
    store.answer((1, -7_000, "+CO45:-1000 PR1:-2000"), status="22", on=FEB_1)

    assert ("payer", "waits_for_payer", 10_000, 0) == store.owed()


def test_a_reversed_only_answer_makes_the_item_the_payers_again():
    store = insured().answer((1, 7_000, "+CO45:1000 PR1:2000"))
    store.answer((1, -7_000, "+CO45:-1000 PR1:-2000"), status="22", on=FEB_1)

    assert ("payer", "waits_for_payer", 10_000, 0) == store.owed()


# --- one row of the docs' list each -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "part"),
    [("PR1", "deductible_cents"), ("PR2", "coinsurance_cents"), ("PR3", "copay_cents"), ("PR96", "not_covered_cents")],
)
def test_a_share_is_the_patients_under_its_own_name(code, part):
    store = insured().answer((1, 8_000, f"{code}:2000"))

    assert ("patient", "share", 2_000, 2_000) == store.owed()
    assert [2_000] == store.items_owed()[part].to_list()


@pytest.mark.parametrize("code", ["PR1", "PR2", "PR3", "PR96"])
def test_a_share_is_not_the_patients_while_another_payer_has_not_answered(code):
    store = insured("commercial", "commercial").answer((1, 8_000, f"{code}:2000"))

    assert ("payer", "waits_for_payer", 2_000, 0) == store.owed()


def test_an_answer_of_the_second_payer_alone_leaves_the_item_the_payers():
    store = insured("medicare", "commercial").answer((1, 8_000, "PR2:2000"), level=2, status="2")

    assert ("payer", "waits_for_payer", 2_000, 0) == store.owed()


@pytest.mark.parametrize("code", ["CO1", "CO2", "CO3", "CO45", "CO96", "CO197", "OA2", "PI45", "CO999"])
def test_nothing_that_a_payer_does_not_call_the_patients_is_asked_of_the_patient(code):
    balance_owner, _, open_cents, due_cents = insured().answer((1, 8_000, f"{code}:2000")).owed()

    assert (2_000, 0) == (open_cents, due_cents)
    assert balance_owner in {"denied", "needs_review"}


@pytest.mark.parametrize("carc", ["197", "198", "15", "243", "288", "16", "29", "50"])
@pytest.mark.parametrize("group", ["PR", "CO"])
def test_a_denial_is_the_providers_work_whatever_its_group(group, carc):
    store = insured().answer((1, 0, f"{group}{carc}:10000"), status="4")

    assert ("denied", "denied", 10_000, 0) == store.owed()
    assert [carc] == store.items_owed()["carc"].to_list()


@pytest.mark.parametrize("code", ["PR26", "PR27", "CO22", "PR999", "PR45", "PR23"])
def test_a_code_that_needs_a_person_waits_for_one(code):
    assert ("needs_review", "code_needs_a_person", 2_000, 0) == insured().answer((1, 8_000, f"{code}:2000")).owed()


def test_beside_a_share_a_denied_part_is_not_asked_for():
    assert ("patient", "share", 5_000, 2_000) == insured().answer((1, 5_000, "PR1:2000 CO197:3000")).owed()


def test_an_answer_that_explains_nothing_waits_for_a_person():
    assert ("needs_review", "unexplained", 2_000, 0) == insured().answer((1, 8_000, "")).owed()


def test_an_item_paid_in_full_is_nobodys():
    assert ("settled", "settled", 0, 0) == insured().answer((1, 8_000, "+CO45:2000")).owed()


def test_an_overpaid_item_is_a_credit_and_never_asked_for():
    assert ("credit", "overpaid", -500, 0) == insured().answer((1, 8_000, "PR1:2000")).pays(2_500).owed()


def test_an_overpaid_item_is_a_credit_though_a_payer_has_yet_to_answer():
    assert ("credit", "overpaid", -1_000, 0) == insured("medicare", "commercial").answer((1, 11_000, "")).owed()


def test_a_payment_lowers_what_is_asked_for_to_the_cent():
    assert ("patient", "share", 1_999, 1_999) == insured().answer((1, 8_000, "PR1:2000")).pays(1).owed()


def test_a_payment_of_the_share_leaves_a_denied_rest_denied():
    store = insured().answer((1, 5_000, "PR1:2000 CO197:3000")).pays(2_000)

    assert ("denied", "denied", 3_000, 0) == store.owed()


def test_without_any_payer_the_whole_charge_is_the_patients_from_the_bill_on():
    store = Store().visit().charge(10_000)

    assert ("patient", "self_pay", 10_000, 10_000) == store.owed()
    assert [date(2026, 1, 6)] == store.items_owed()["became_patients_on"].to_list()


@pytest.mark.parametrize(
    ("reason", "owed"),
    [
        ("deductible", ("patient", "opening", 9_000, 9_000)),
        (None, ("needs_review", "opening_reason_unknown", 9_000, 0)),
    ],
)
def test_a_balance_brought_in_is_the_patients_only_where_somebody_said_why(reason, owed):
    store = Store().visit(is_opening=True, opening_reason=reason).charge(9_000, kind="opening_balance")

    assert owed == store.owed()


@pytest.mark.parametrize(
    ("adjustments", "owed"),
    [
        ("PR2:2000", ("not_billable", "medicaid", 2_000, 0)),
        ("PR3:300 PR2:1700", ("patient", "medicaid_copay", 2_000, 300)),
        ("CO197:2000", ("not_billable", "medicaid", 2_000, 0)),
    ],
)
def test_of_medicaid_only_the_copay_is_the_patients(adjustments, owed):
    assert owed == insured("medicaid").answer((1, 8_000, adjustments)).owed()


def test_once_the_medicaid_copay_is_paid_the_rest_is_protected():
    store = insured("medicaid").answer((1, 8_000, "PR3:300 PR2:1700")).pays(300)

    assert ("not_billable", "medicaid", 1_700, 0) == store.owed()


@pytest.mark.parametrize("kind", ["medicare", "medicare_advantage"])
def test_a_qualified_medicare_beneficiary_owes_no_medicare_share(kind):
    store = insured(kind).answer((1, 8_000, "PR2:2000"))
    assert "patient" == store.owed()[0]
    store.is_qmb = True
    assert ("not_billable", "qmb", 2_000, 0) == store.owed()


def test_the_patients_clock_starts_with_the_last_payers_answer():
    assert [FEB_1] == medigap_pair().items_owed()["became_patients_on"].to_list()


def test_cents_shared_out_twice_over_two_lines_fall_on_what_each_has_open():
    store = insured(cents=1_001).charge(1_000, item=2)
    store.answer((1, 500, "PR2:500"), (2, 500, "PR2:501"))

    assert [501, 500] == store.items_owed().sort("item_id")["patient_due_cents"].to_list()


def test_the_share_is_what_the_last_payer_says():
    store = insured("medicare", "commercial").answer((1, 8_000, "PR2:2000"))
    store.answer((1, 1_000, "PR2:500 CO197:500"), level=2, status="2")

    assert ("patient", "share", 1_000, 500) == store.owed()


def test_a_denied_line_stays_denied_though_another_line_was_forgiven_as_much():
    store = insured().charge(5_000, item=2).answer((1, 8_000, "CO197:2000"), (2, 3_000, "PR1:2000"))
    store.leg(-2_000, kind="adjustment", item=2, other="discount")

    assert ("denied", "denied", 2_000, 0) == store.owed(1)
    assert ("settled", "settled", 0, 0) == store.owed(2)


def test_a_line_that_nobody_explained_is_not_the_patients_though_a_discount_makes_the_visit_come_out():
    store = insured().charge(2_000, item=2).answer((1, 5_000, "PR1:5000"), (2, 0, ""))
    store.leg(-2_000, kind="adjustment", item=1, other="discount")

    assert ("patient", "share", 3_000, 3_000) == store.owed(1)
    assert ("needs_review", "unexplained", 2_000, 0) == store.owed(2)


def test_lines_that_are_more_cents_off_than_sharing_out_explains_keep_to_what_was_said():
    store = insured(cents=1_002).charge(1_000, item=2)
    store.answer((1, 500, "PR2:500"), (2, 500, "PR2:502"))

    assert [500, 500] == store.items_owed().sort("item_id")["patient_due_cents"].to_list()


# --- what is known when -------------------------------------------------------------------------------------------------------


def test_what_takes_effect_later_changes_nothing_of_an_earlier_day():
    early = insured("medicare", "commercial", cents=15_000).answer((1, 8_000, "+CO45:5000 PR2:2000"))
    day = date(2026, 1, 31)

    assert early.items_owed(day=day).equals(medigap_pair().pays(500, on=FEB_20).items_owed(day=day))


def test_an_item_is_not_on_the_books_before_the_day_of_its_charge():
    assert insured().items_owed(day=date(2026, 1, 5)).is_empty()


# --- always -------------------------------------------------------------------------------------------------------------------

CODES = ["PR1", "PR2", "PR3", "PR96", "PR197", "PR45", "+CO45", "CO197", "CO999", "OA23"]
SAID = st.lists(st.tuples(st.sampled_from(CODES), st.integers(-5_000, 9_000)), max_size=4)
ANSWERS = st.lists(
    st.tuples(st.integers(1, 2), st.sampled_from(["1", "4", "22"]), st.integers(-9_000, 9_000), SAID), max_size=4
)


def said_of(words) -> str:
    return " ".join(f"{code}:{cents}" for code, cents in dict(words).items() if cents)


@unhurried
@given(
    st.lists(st.sampled_from(["commercial", "medicare", "medicaid"]), max_size=2),
    ANSWERS,
    st.lists(st.integers(1, 4_000), max_size=2),
)
def test_whatever_is_said_the_parts_are_the_charge_and_no_more_is_asked_than_is_open(payers, answers, payments):
    store = Store().visit(payers=payers).charge(10_000).charge(5_000, item=2)
    for level, status, paid, words in answers:
        store.answer((1, paid, said_of(words)), level=level, status=status)
    for cents in payments:
        store.pays(cents)
    owed = store.items_owed(day=DAY)
    waits = [level for level in range(1, len(payers) + 1) if level not in {level for level, *_ in answers}]

    assert owed["charge_cents"].to_list() == owed.select(pl.sum_horizontal(PARTS)).to_series().to_list()
    assert owed.filter(
        (pl.col("patient_due_cents") < 0) | (pl.col("patient_due_cents") > pl.col("open_cents").clip(0))
    ).is_empty()
    assert (owed["balance_owner"] == "patient").to_list() == (owed["patient_due_cents"] > 0).to_list()
    assert not (waits and "patient" in owed["balance_owner"])

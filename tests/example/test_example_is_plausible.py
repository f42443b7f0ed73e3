"""The mix of the example lies near that of a practice that was looked at: payers, what they pay, how long they take."""

from collections import Counter
from datetime import date
from statistics import median

import pytest

GROUPS = {
    "COMMERCIAL": ("GULF BLUE HEALTH", "PINE HARBOR HEALTH", "MAGNOLIA MUTUAL", "RED HILLS HMO"),
    "MEDICARE": ("MEDICARE CONTRACTOR",),
    "ADVANTAGE": ("SILVER PALM ADVANTAGE", "GULF BLUE ADVANTAGE"),
    "MEDICAID": ("FLORIDA MEDICAID", "GEORGIA MEDICAID"),
    "MILITARY": ("MILITARY EAST REGION",),
    "SELF-PAY": ("",),
}
#: Share of first bills in percent; paid and adjusted per charged dollar at that practice, give or take.
MIX = {"COMMERCIAL": 45, "MEDICARE": 22, "ADVANTAGE": 8, "MEDICAID": 12, "MILITARY": 2, "SELF-PAY": 9}
YIELDS = {
    "COMMERCIAL": (0.36, 0.55),
    "MEDICARE": (0.36, 0.62),
    "ADVANTAGE": (0.27, 0.65),
    "MEDICAID": (0.33, 0.61),
    "MILITARY": (0.29, 0.68),
}


def first_bills(written):
    return [bill for bill in written.bills if bill.level == "P" and bill.frequency == "1"]


def day(text):
    return date(int(text[:4]), int(text[4:6]), int(text[6:8]))


@pytest.mark.parametrize("group", MIX)
def test_payers_have_their_share_of_the_bills(large, group):
    bills = first_bills(large)
    share = 100 * sum(bill.payer in GROUPS[group] for bill in bills) / len(bills)

    assert share == pytest.approx(MIX[group], abs=4)


@pytest.mark.parametrize("group", YIELDS)
def test_payers_pay_and_take_off_about_what_payers_do(large, group):
    lines = [
        line for remit in large.remits if remit.payer in GROUPS[group] for claim in remit.claims for line in claim.lines
    ]
    charged = sum(line.charge_cents for line in lines)
    paid = sum(line.paid_cents for line in lines) / charged
    taken_off = sum(amount for line in lines for cas_group, _, amount in line.cas if cas_group != "PR") / charged

    assert paid == pytest.approx(YIELDS[group][0], abs=0.08)
    assert taken_off == pytest.approx(YIELDS[group][1], abs=0.13)


def test_the_first_adjustment_of_a_line_is_mostly_the_contract(large):
    lines = [
        line
        for remit in large.remits
        for claim in remit.claims
        if claim.status in {"1", "19", "4"}
        for line in claim.lines
    ]
    first = Counter(line.cas[0][:2] if line.cas else None for line in lines)

    assert 0.60 < first["CO", "45"] / len(lines) < 0.76
    assert 0.10 < first[None] / len(lines) < 0.30
    assert {
        ("CO", "197"),
        ("CO", "16"),
        ("CO", "97"),
        ("CO", "29"),
        ("CO", "96"),
        ("PR", "96"),
        ("PR", "27"),
        ("CO", "22"),
        ("CO", "50"),
        ("CO", "24"),
    } <= set(first)


def test_only_medicare_sequesters(large):
    payers = {
        remit.payer
        for remit in large.remits
        for claim in remit.claims
        if any(carc == "253" for _, carc, _ in claim.all_cas)
    }

    assert {"MEDICARE CONTRACTOR"} == payers


def test_payers_take_their_time_and_some_never_answer(large):
    billed = {bill.key: day(bill.billed_on) for bill in first_bills(large)}
    answered = {}
    for remit in sorted(large.remits, key=lambda each: each.paid_on):
        for claim in remit.claims:
            answered.setdefault(claim.key, day(remit.paid_on))
    waits = sorted((answered[key] - on).days for key, on in billed.items() if key in answered)
    old = [bill.key for bill in first_bills(large) if bill.payer and day(bill.billed_on) < date(2026, 6, 1)]
    silent = [key for key in old if key not in answered]

    assert 15 <= median(waits) <= 22
    assert 35 <= waits[int(0.99 * len(waits))] <= 75
    assert 0.005 < len(silent) / len(old) < 0.04


def test_bills_leave_soon_after_the_visit_and_a_few_late(large):
    lags = sorted((day(bill.billed_on) - day(bill.service_on)).days for bill in first_bills(large))

    assert min(lags) >= 1
    assert median(lags) <= 7
    assert 14 <= lags[int(0.95 * len(lags))] <= 28


def test_deductibles_are_taken_most_in_january(large):
    shares = Counter()
    for bill_on, claim in (
        (remit.paid_on, claim)
        for remit in large.remits
        for claim in remit.claims
        if remit.payer in GROUPS["COMMERCIAL"]
    ):
        taken = sum(amount for _, carc, amount in claim.all_cas if carc == "1")
        shares["early" if bill_on[4:6] in {"01", "02"} else "late", "taken"] += taken
        shares["early" if bill_on[4:6] in {"01", "02"} else "late", "charged"] += claim.charge_cents

    assert (
        shares["early", "taken"] / shares["early", "charged"]
        > 1.5 * shares["late", "taken"] / shares["late", "charged"]
    )


def test_spanish_is_spoken_and_two_states_and_two_zones_are_lived_in(large, read_rows):
    rows = [row for row in read_rows(large.root, "demographics_lpg_*.csv") if row["Acct No"] == row["Resp Party"]]
    spanish = sum(row["Lang"] == "Spanish" for row in rows) / len(rows)
    states = Counter(row["ST"] for row in rows)
    central = sum(row["Zip"] in {"32446", "32448", "32401", "32405", "32428"} for row in rows) / len(rows)

    assert 0.09 < spanish < 0.16
    assert 0.10 < states["GA"] / len(rows) < 0.25
    assert 0.08 < central < 0.25
    assert len(rows) * 0.95 < states["GA"] + states["FL"] < len(rows)


def test_no_minor_owes_for_herself(large, read_rows):
    minors = [row for row in read_rows(large.root, "demographics_lpg_*.csv") if int(row["DOB"][-4:]) > 2009]

    assert len(minors) > 200
    assert [row["Acct No"] for row in minors if row["Resp Party"] == row["Acct No"]] == []


def test_people_pay_at_the_desk_after_statements_or_never(large, read_rows):
    rows = read_rows(large.root, "payments_lpg_*.csv")
    methods = {row["Tender"] for row in rows}
    at_desk = [bill for bill in large.bills if bill.patient_paid_cents]

    assert {"Card", "Check", "Cash", "ACH"} == methods
    assert len(at_desk) > 200
    assert sum(not row["Visit No"] for row in rows) > 200
    assert large.counts.patient_paid_cents > 0

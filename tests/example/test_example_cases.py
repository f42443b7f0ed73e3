"""Each planted case is really in the files, where the counts say that it is."""

from datetime import date, timedelta

import pytest

from remindful.edges.example import Case, Wrong

EVENT_WORDS = {
    Case.OPTED_OUT_OF_EMAIL: ("No more of these",),
    Case.MAIL_RETURNED: ("Returned mail",),
    Case.EMAIL_BOUNCED: ("E-mail bounced",),
    Case.BANKRUPTCY_FILED: ("Bankruptcy",),
    Case.DIED: ("Deceased",),
    Case.DIED_REPRESENTED: ("DIED", "REPRESENTATIVE_NAMED"),
    Case.ASSISTANCE_PENDING: ("ASSISTANCE_APPLIED",),
    Case.ASSISTANCE_APPROVED: ("ASSISTANCE_APPLIED", "ASSISTANCE_DECIDED"),
    Case.ASSISTANCE_DENIED: ("ASSISTANCE_APPLIED", "ASSISTANCE_DECIDED"),
    Case.ATTORNEY_NAMED: ("Attorney",),
    Case.CEASE_REQUESTED: ("Cease letter received",),
    Case.DISPUTED: ("Spoke with patient", "Disputes bill"),
    Case.ESTIMATE_EXCEEDED: ("ESTIMATE_GIVEN", "DISPUTE_RESOLUTION_OPENED"),
    Case.PLAN_AGREED: ("PLAN_AGREED",),
}


def of_case(written, case):
    found = [each for each in written.counts.planted if each.case == case]
    assert found, case
    return found


def answers_of(written, key):
    remits = sorted(written.remits, key=lambda each: each.paid_on)
    return [
        (remit, claim)
        for remit in remits
        if "_RESENT" not in remit.file.name
        for claim in remit.claims
        if claim.key == key
    ]


def test_every_case_and_every_fault_is_there_in_a_practice_of_two_thousand(large):
    assert [case for case, number in large.counts.cases.items() if not number] == []
    assert {*Case, *Wrong} == set(large.counts.cases)


def test_every_case_and_every_fault_is_there_in_a_practice_of_two_hundred(small):
    assert [case for case, number in small.counts.cases.items() if not number] == []


@pytest.mark.parametrize("case", EVENT_WORDS)
def test_what_happens_to_a_person_stands_in_the_contacts_of_the_organization(large, read_rows, case):
    rows = read_rows(large.root, "contacts_*.csv")
    for each in of_case(large, case):
        own = [row for row in rows if row.get("Acct No", row.get("MRN")) == each.account_key]
        words = [row.get("What") or row.get("Event") for row in own]
        assert [word for word in EVENT_WORDS[case] if word in words] == list(EVENT_WORDS[case]), each


def test_assistance_is_decided_as_the_case_says_and_is_open_where_it_pends(large, read_rows):
    rows = read_rows(large.root, "contacts_cmh_*.csv")
    wanted = {Case.ASSISTANCE_APPROVED: ["approved"], Case.ASSISTANCE_DENIED: ["denied"], Case.ASSISTANCE_PENDING: []}
    for case, decisions in wanted.items():
        for each in of_case(large, case):
            own = [
                row["Detail"] for row in rows if row["MRN"] == each.account_key and row["Event"] == "ASSISTANCE_DECIDED"
            ]
            assert decisions == own, each


def test_the_estimate_is_exceeded_by_exactly_four_hundred_dollars(large, read_rows):
    rows = read_rows(large.root, "contacts_cmh_*.csv")
    charges = {bill.key: bill.charge_cents for bill in large.bills}
    for each in of_case(large, Case.ESTIMATE_EXCEEDED):
        given = [
            row["Dollars"]
            for row in rows
            if row["Account Number"] == each.visit_key and row["Event"] == "ESTIMATE_GIVEN"
        ]
        assert [charges[each.visit_key] - 40_000] == [
            round(float(text.strip("$").replace(",", "")) * 100) for text in given
        ]


def test_a_contact_names_a_visit_only_after_its_bill_came(large, read_rows):
    billed = {}
    for bill in large.bills:
        billed.setdefault(bill.key, bill.file.parent.parent.name)
    opening = {
        row.get("Visit No", row.get("Account Number")) for row in read_rows(large.root, "opening_balances_*.csv")
    }
    named = [
        (row, row.get("Visit No") or row.get("Account Number"))
        for pattern in ("contacts_*", "payments_*")
        for row in read_rows(large.root, pattern + ".csv")
    ]
    late = [key for row, key in named if key and key not in opening and billed[key] > row["day"]]

    assert len(named) > 5_000
    assert late == []


def test_two_visits_are_two_bills_of_one_person(large):
    for each in of_case(large, Case.TWO_VISITS):
        keys = {bill.key for bill in large.bills if bill.record_number == each.account_key}
        assert len(keys) == 2, each


def test_a_returned_check_takes_back_what_was_paid(large, read_rows):
    rows = read_rows(large.root, "payments_lpg_*.csv")
    for each in of_case(large, Case.RETURNED_CHECK):
        amounts = [float(row["Amount"]) for row in rows if row["Acct No"] == each.account_key]
        assert [amounts[0], -amounts[0]] == amounts, each
        assert amounts[0] * 100 == pytest.approx(each.amount_cents), each


def test_who_pays_the_day_before_has_paid_all_before_the_first_reminder(large, read_rows):
    reminder_on = date(2026, 10, 1) + timedelta(days=21)
    rows = read_rows(large.root, "payments_lpg_*.csv")
    for each in of_case(large, Case.PAID_BEFORE_LETTER):
        own = [row for row in rows if row["Acct No"] == each.account_key]
        assert [str(reminder_on - timedelta(days=1))] == [row["day"] for row in own], each
        assert float(own[0]["Amount"]) * 100 == pytest.approx(each.amount_cents)


def test_a_denial_that_is_overturned_ends_in_a_payment_and_one_that_is_not_does_not(large):
    for each in of_case(large, Case.DENIAL_OVERTURNED):
        statuses = [claim.status for _, claim in answers_of(large, each.visit_key)]
        assert statuses == ["1", "22", "1"], each
        assert answers_of(large, each.visit_key)[-1][1].paid_cents > 0
    for each in of_case(large, Case.DENIED):
        assert [claim.paid_cents for _, claim in answers_of(large, each.visit_key)] == [0], each


def test_an_overpayment_is_taken_back_by_the_payer_in_a_later_remit(large):
    for each in of_case(large, Case.TAKEN_BACK):
        (_, first), (second_remit, reversal), (_, corrected) = answers_of(large, each.visit_key)
        over_cents = first.paid_cents - corrected.paid_cents
        assert ("WO", corrected.number, -over_cents) in second_remit.plb
        later = [remit for remit in large.remits if ("WO", corrected.number, over_cents) in remit.plb]
        assert [remit.paid_on > second_remit.paid_on for remit in later] == [True], each
        assert reversal.status == "22"


def test_a_crossover_is_answered_by_the_second_payer_without_a_claim_of_the_office(large):
    for each in of_case(large, Case.MEDIGAP):
        statuses = [(remit.payer, claim.status) for remit, claim in answers_of(large, each.visit_key)]
        assert statuses == [("MEDICARE CONTRACTOR", "19"), ("CANOPY MEDIGAP", "2")], each
        assert [bill.level for bill in large.bills if bill.key == each.visit_key] == ["P"]


def test_a_second_claim_carries_what_the_first_payer_said(large):
    for each in of_case(large, Case.SECONDARY):
        first, second = [bill for bill in large.bills if bill.key == each.visit_key]
        answers = answers_of(large, each.visit_key)
        assert (first.level, second.level, second.other_levels) == ("P", "S", ["P"])
        assert second.prior_paid_cents == answers[0][1].paid_cents
        assert [0] * len(second.line_cents) == second.prior_line_gaps
        assert answers[1][1].status == "2"
        assert any((group, carc) == ("OA", "23") for group, carc, _ in answers[1][1].all_cas)


def test_a_qualified_medicare_beneficiary_is_left_with_nothing_to_pay(large, read_rows):
    marks = {row["Acct No"]: row["QMB"] for row in read_rows(large.root, "demographics_lpg_*.csv")}
    for each in of_case(large, Case.QMB):
        answers = answers_of(large, each.visit_key)
        assert len(answers) == 2
        assert answers[-1][1].patient_cents == 0, each
    assert "Y" in {marks[each.account_key] for each in of_case(large, Case.QMB)}


def test_a_newborn_is_billed_on_the_mothers_number_and_named_later(large, read_rows):
    rows = read_rows(large.root, "demographics_cmh_*.csv")
    for each in of_case(large, Case.NEWBORN):
        babies = [row for row in rows if row["Guarantor MRN"] == each.account_key and row["MRN"] != each.account_key]
        assert babies[0]["First Name"] in {"Babygirl", "Babyboy"}
        assert babies[-1]["First Name"] not in {"Babygirl", "Babyboy"}
        bill = next(bill for bill in large.bills if bill.record_number == babies[0]["MRN"])
        assert bill.relation == "19", each


def test_a_replacement_changes_the_charge_and_a_void_ends_the_claim(large):
    for each in of_case(large, Case.REPLACED):
        first, second = [bill for bill in large.bills if bill.key == each.visit_key]
        assert (first.frequency, second.frequency, bool(second.replaces)) == ("1", "7", True)
        assert first.charge_cents - 1_500 == second.charge_cents
        assert {second.charge_cents} == {claim.charge_cents for _, claim in answers_of(large, each.visit_key)}
    for each in of_case(large, Case.VOIDED):
        assert [bill.frequency for bill in large.bills if bill.key == each.visit_key] == ["1", "8"]
        assert answers_of(large, each.visit_key) == []


def test_late_answers_bring_interest_and_some_claims_no_answer_at_all(large):
    for each in of_case(large, Case.INTEREST):
        remit, claim = answers_of(large, each.visit_key)[0]
        assert any(
            (reason, reference) == ("L6", claim.number) and amount < 0 for reason, reference, amount in remit.plb
        )
    for each in of_case(large, Case.NEVER_ANSWERED):
        assert answers_of(large, each.visit_key) == []


def test_a_deductible_leaves_all_that_is_allowed_to_the_patient(large):
    for each in of_case(large, Case.ALL_TO_DEDUCTIBLE):
        (_, claim), *_ = answers_of(large, each.visit_key)
        assert 0 == claim.paid_cents < claim.patient_cents
        assert {"1"} == {carc for group, carc, _ in claim.all_cas if group == "PR"}


def test_a_stay_is_answered_as_a_whole_and_has_its_days(large):
    for each in of_case(large, Case.INPATIENT):
        assert all(not claim.lines and claim.cas for _, claim in answers_of(large, each.visit_key)), each


def test_faults_are_as_many_as_the_counts_say_and_lie_where_they_say(large, read_rows):
    bad = [
        row
        for row in read_rows(large.root, "payments_*.csv")
        if row.get("Date Paid", row.get("Posted")) == "13/45/2026"
    ]
    strangers = [row for row in read_rows(large.root, "contacts_lpg_*.csv") if row["Acct No"] == "LP999999"]
    known = {row["Acct No"] for row in read_rows(large.root, "demographics_lpg_*.csv")}
    billed = {bill.key for bill in large.bills}
    unbilled = {claim.key for remit in large.remits for claim in remit.claims} - billed

    assert large.counts.cases[Wrong.BAD_DATE] == len(bad) == 2
    assert large.counts.cases[Wrong.NOBODY_KNOWN] == len(strangers) == 2
    assert "LP999999" not in known
    assert {each.visit_key for each in of_case(large, Wrong.NOBODY_BILLED)} == unbilled


def test_the_file_that_comes_again_is_the_same_and_the_corrected_one_has_one_row_more(large):
    for each in of_case(large, Wrong.SAME_FILE_AGAIN):
        again = large.root / each.file
        first = list(large.root.glob(f"files/*/{each.organization}/{again.name.replace('_RESENT', '')}"))
        assert [again.read_bytes()] == [path.read_bytes() for path in first]
    for each in of_case(large, Wrong.CORRECTED_FILE):
        corrected = large.root / each.file
        first = corrected.with_name(corrected.name.replace("_corrected", ""))
        assert corrected.read_bytes().startswith(first.read_bytes())
        assert len(corrected.read_text().splitlines()) == len(first.read_text().splitlines()) + 1

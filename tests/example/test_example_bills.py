"""What a ledger leans on: numbers that are unique, people who are known before their bills, copays said twice alike."""

from collections import Counter, defaultdict

from remindful.edges.example import Case


def test_a_visit_number_is_used_again_only_for_another_level_or_another_frequency(large):
    seen = Counter((bill.key, bill.level, bill.frequency) for bill in large.bills)

    assert {1} == set(seen.values())
    assert len(seen) == large.counts.claims


def test_every_line_has_a_control_number_of_its_own_and_lines_sum_to_the_bill(large):
    for bill in large.bills:
        assert [f"{bill.key}-{place}" for place in range(1, len(bill.line_cents) + 1)] == bill.line_numbers
        assert bill.charge_cents == sum(bill.line_cents), bill.key


def test_every_patient_is_known_by_the_record_number_before_the_first_bill(large, read_rows):
    known = {}
    for row in read_rows(large.root, "demographics_*.csv"):
        known.setdefault(row.get("Acct No") or row["MRN"], row["day"])
    late = [bill.key for bill in large.bills if known[bill.record_number] >= bill.file.parent.parent.name]

    assert late == []


def test_a_copay_on_the_bill_is_in_the_payments_with_the_same_amount(large, read_rows):
    paid = defaultdict(list)
    for row in read_rows(large.root, "payments_lpg_*.csv"):
        paid[row["Acct No"]].append(round(float(row["Amount"]) * 100))
    guarantors = {row["Acct No"]: row["Resp Party"] for row in read_rows(large.root, "demographics_lpg_*.csv")}
    bills = [
        bill for bill in large.bills if bill.patient_paid_cents and bill.level == "P" and bill.billed_on < "20261020"
    ]
    missing = [bill.key for bill in bills if bill.patient_paid_cents not in paid[guarantors[bill.record_number]]]

    assert len(bills) > 300
    assert missing == []


def test_answers_name_lines_that_were_billed_and_charge_what_was_billed(large):
    billed = {}
    for bill in large.bills:
        billed[bill.key] = dict(zip(bill.line_numbers, bill.line_cents, strict=True))
    checked = 0
    for remit in large.remits:
        for claim in remit.claims:
            for line in claim.lines if claim.key in billed else []:
                checked += bool(line.number)
                if line.number:
                    assert abs(line.charge_cents) == billed[claim.key][line.number], claim.key

    assert checked > 10_000


def test_no_answer_comes_before_its_bill(large):
    billed = {}
    for bill in large.bills:
        billed.setdefault(bill.key, bill.billed_on)
    early = [
        claim.key for remit in large.remits for claim in remit.claims if remit.paid_on <= billed.get(claim.key, "0")
    ]

    assert early == []


def test_the_mother_and_the_newborn_have_each_a_bill(large):
    for each in large.counts.planted:
        if each.case == Case.NEWBORN:
            mothers = [bill for bill in large.bills if bill.record_number == each.account_key]
            assert [bill.diagnoses[0] for bill in mothers] == ["O80"], each


def test_the_money_that_is_counted_is_the_money_in_the_files(large, read_rows):
    standing = {}
    for bill in sorted(large.bills, key=lambda each: each.billed_on):
        standing[bill.key] = 0 if bill.frequency == "8" else bill.charge_cents
    remits = [remit for remit in large.remits if "_RESENT" not in remit.file.name]
    payers = sum(claim.paid_cents for remit in remits for claim in remit.claims if claim.key in standing)
    patients = {}
    for row in read_rows(large.root, "payments_*.csv"):
        amount = row.get("Amount") or row["Payment"].replace("$", "").replace(",", "").replace("(", "-").replace(
            ")", ""
        )
        if "13/45/2026" not in row.values():
            patients[row.get("Receipt") or row["Transaction"]] = round(float(amount) * 100)

    assert large.counts.charge_cents == sum(standing.values())
    assert large.counts.payer_paid_cents == payers
    assert large.counts.patient_paid_cents == sum(patients.values())
    assert large.counts.payments == len(patients)

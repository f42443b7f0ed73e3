"""Each remittance ties to the cent on all three levels, save the answers that are planted wrong."""

from collections import Counter

from remindful.edges.example import Wrong


def test_every_transaction_pays_its_claims_less_its_provider_adjustments(large):
    gaps = {remit.trace: remit.gap_cents for remit in large.remits if remit.gap_cents}

    assert gaps == {}
    assert len(large.remits) > 700


def test_every_claim_and_every_line_adds_up_save_those_planted(large):
    planted = {each.visit_key: each.amount_cents for each in large.counts.planted if each.case == Wrong.OUT_OF_BALANCE}
    claims = {claim.key: claim.gap_cents for remit in large.remits for claim in remit.claims if claim.gap_cents}
    lines = [line for remit in large.remits for claim in remit.claims for line in claim.lines if line.gap_cents]

    assert planted == claims
    assert len(planted) == len(lines) == 2


def test_lines_sum_to_their_claim(large):
    for remit in large.remits:
        for claim in remit.claims:
            if claim.lines:
                assert claim.charge_cents == sum(line.charge_cents for line in claim.lines), claim.key
                assert claim.paid_cents == sum(line.paid_cents for line in claim.lines), claim.key
                assert not claim.cas, claim.key


def test_the_patients_part_is_the_sum_of_the_pr_amounts(large):
    for remit in large.remits:
        for claim in remit.claims:
            if claim.status != "22":
                assert claim.patient_cents == sum(amount for group, _, amount in claim.all_cas if group == "PR"), (
                    claim.key
                )


def test_no_payment_is_negative_and_no_trace_number_is_used_twice_by_another_payment(large):
    traces = Counter(remit.trace for remit in large.remits if "_RESENT" not in remit.file.name)

    assert min(remit.paid_cents for remit in large.remits) >= 0
    assert {1} == set(traces.values())


def test_a_reversal_mirrors_an_earlier_answer_and_is_followed_by_the_corrected_one(large):
    answers: dict[tuple[str, str], list] = {}
    remits = [remit for remit in large.remits if "_RESENT" not in remit.file.name]
    reversals = 0
    for remit in sorted(remits, key=lambda each: (each.paid_on, each.trace)):
        for place, claim in enumerate(remit.claims):
            if claim.status != "22":
                answers.setdefault((remit.payer, claim.key), []).append(claim)
                continue
            reversals += 1
            before = answers[remit.payer, claim.key][-1]
            after = remit.claims[place + 1]
            assert (-before.charge_cents, -before.paid_cents) == (claim.charge_cents, claim.paid_cents)
            assert sorted((group, carc, -amount) for group, carc, amount in before.all_cas) == sorted(claim.all_cas)
            assert claim.key == after.key
            assert after.status != "22"

    assert reversals > 40


def test_what_is_taken_back_later_was_added_back_before_with_the_same_reference(large):
    moved: Counter[str] = Counter()
    for remit in large.remits:
        for reason, reference, amount in remit.plb:
            if reason == "WO" and "_RESENT" not in remit.file.name:
                moved[reference] += amount
    settled = [reference for reference, amount in moved.items() if amount == 0]
    waiting = {reference: amount for reference, amount in moved.items() if amount}

    assert len(settled) >= 5
    assert all(amount < 0 for amount in waiting.values()), "recovered without having been announced"


def test_a_balance_carried_forward_is_recovered_by_the_same_payer(large):
    for payer, npi in {(remit.payer, remit.npi) for remit in large.remits}:
        own = [
            remit
            for remit in large.remits
            if (remit.payer, remit.npi) == (payer, npi) and "_RESENT" not in remit.file.name
        ]
        carried = 0
        for remit in sorted(own, key=lambda each: each.paid_on):
            amounts = [amount for reason, _, amount in remit.plb if reason == "FB"]
            back = sum(amount for amount in amounts if amount > 0)
            assert back == carried, remit.trace
            carried = -sum(amount for amount in amounts if amount < 0)


def test_every_kind_of_provider_adjustment_of_a_year_is_there(large):
    reasons = {reason for remit in large.remits for reason, _, _ in remit.plb}

    assert {"WO", "FB", "L6", "CT"} <= reasons

"""Visits and their open items, the money that moves on them, and what is owed."""

import dataframely as dy

from remindful.core.words.frames.columns import key, one_of
from remindful.core.words.kinds import BalanceOwner, EntryKind, LedgerAccount, PayerKind


class OpenBalances(dy.Schema):
    """One row an open self-pay balance brought in from the system that an office had before."""

    line_no = dy.Int64(nullable=False)
    visit_key = key(primary_key=True)
    party_key = key()
    guarantor_key = key(nullable=True)
    service_on = dy.Date(nullable=False)
    charge_cents = dy.Int64(nullable=False)
    open_cents = dy.Int64(nullable=False)
    reason = dy.String(nullable=True)  # self_pay deductible coinsurance copay not_covered; null = not known
    first_statement_on = dy.Date(nullable=True)
    last_statement_on = dy.Date(nullable=True)
    description = dy.String(nullable=True)
    procedure_code = dy.String(nullable=True)


class Payments(dy.Schema):
    """One row a payment by or for a patient. A negative amount is a reversal (a returned check)."""

    line_no = dy.Int64(nullable=False)
    payment_key = key(primary_key=True)
    party_key = key()  # the payer's or the guarantor's office number
    visit_key = key(nullable=True)  # directed to a visit, else null
    paid_on = dy.Date(nullable=False)
    amount_cents = dy.Int64(nullable=False)
    method = dy.String(nullable=True)  # cash check card ach


class Visits(dy.Schema):
    """One row a visit (a bill, an episode)."""

    visit_id = dy.Int64(nullable=False, primary_key=True)
    organization_id = dy.Int64(nullable=False)
    account_id = dy.Int64(nullable=False)
    patient_id = dy.Int64(nullable=False)  # party_id
    visit_key = key()  # patient control number, CLM01
    service_from_on = dy.Date(nullable=False)
    service_to_on = dy.Date(nullable=True)
    discharged_on = dy.Date(nullable=True)
    billed_on = dy.Date(nullable=True)
    is_opening = dy.Bool(nullable=False)  # brought in as an open balance
    opening_reason = dy.String(nullable=True)  # of OpenBalances.reason
    opened_on = dy.Date(nullable=True)  # of an open balance: the day on which it was brought in
    first_statement_on = dy.Date(nullable=True)  # first post-discharge statement, never reset


class VisitPayers(dy.Schema):
    """One row a payer level of a visit; none = self-pay."""

    visit_id = dy.Int64(nullable=False, primary_key=True)
    level_no = dy.Int64(nullable=False, primary_key=True)
    payer_name = dy.String(nullable=True)
    payer_key = dy.String(nullable=True)
    payer_kind = one_of(PayerKind)
    member_id = dy.String(nullable=True)


class Items(dy.Schema):
    """One row an open item: a charge line."""

    item_id = dy.Int64(nullable=False, primary_key=True)
    organization_id = dy.Int64(nullable=False)
    visit_id = dy.Int64(nullable=False)
    line_no = dy.Int64(nullable=False)
    line_control_number = dy.String(nullable=True)
    procedure_code = dy.String(nullable=True)
    modifiers = dy.String(nullable=True)
    revenue_code = dy.String(nullable=True)
    description = dy.String(nullable=True)
    units = dy.Float64(nullable=True)
    service_on = dy.Date(nullable=False)
    charge_cents = dy.Int64(nullable=False)


class Entries(dy.Schema):
    """One row a ledger entry. `entry_key` is unique in an organization, so the same fact posts once."""

    entry_key = key(primary_key=True)
    organization_id = dy.Int64(nullable=False, primary_key=True)
    kind = one_of(EntryKind)
    effective_on = dy.Date(nullable=False)
    visit_id = dy.Int64(nullable=True)
    account_id = dy.Int64(nullable=True)
    remit_claim_id = dy.Int64(nullable=True)
    reverses_key = dy.String(nullable=True)
    source = dy.String(nullable=False)


class Postings(dy.Schema):
    """One row a leg of an entry; legs of an entry sum to 0."""

    entry_key = key()
    organization_id = dy.Int64(nullable=False)
    ledger_account = one_of(LedgerAccount)
    item_id = dy.Int64(nullable=True)  # never null on receivable
    account_id = dy.Int64(nullable=True)  # never null on unapplied
    amount_cents = dy.Int64(nullable=False)  # debit positive
    level_no = dy.Int64(nullable=True)  # the payer level that said so
    group_code = dy.String(nullable=True)
    carc = dy.String(nullable=True)


class LedgerLines(dy.Schema):
    """Postings as read back, with their entry's kind and days."""

    entry_id = dy.Int64(nullable=False)
    kind = one_of(EntryKind)
    effective_on = dy.Date(nullable=False)
    recorded_at = dy.Datetime(nullable=False, time_unit="us", time_zone="UTC")
    organization_id = dy.Int64(nullable=False)
    ledger_account = one_of(LedgerAccount)
    item_id = dy.Int64(nullable=True)
    account_id = dy.Int64(nullable=True)
    amount_cents = dy.Int64(nullable=False)
    level_no = dy.Int64(nullable=True)
    group_code = dy.String(nullable=True)
    carc = dy.String(nullable=True)


class ItemBalances(dy.Schema):
    """What `owe` says of each item on a day: whose it is, how much, and why. The statement prints from this."""

    item_id = dy.Int64(nullable=False, primary_key=True)
    visit_id = dy.Int64(nullable=False)
    account_id = dy.Int64(nullable=False)
    patient_id = dy.Int64(nullable=False)
    service_on = dy.Date(nullable=False)
    charge_cents = dy.Int64(nullable=False)
    payer_paid_cents = dy.Int64(nullable=False)  # positive = paid
    contractual_cents = dy.Int64(nullable=False)  # positive = taken off (contract, OA, PI)
    other_off_cents = dy.Int64(nullable=False)  # discount, charity, small balance, bad debt
    opening_off_cents = dy.Int64(
        nullable=False
    )  # of an opening balance: paid or adjusted before it was brought in, by whom is not known
    patient_paid_cents = dy.Int64(nullable=False)
    open_cents = dy.Int64(nullable=False)  # charge - all of the above
    balance_owner = one_of(BalanceOwner)
    patient_due_cents = dy.Int64(nullable=False)  # of open_cents, what the patient owes now
    deductible_cents = dy.Int64(nullable=False)  # the four parts explain the patient's share before patient payments
    coinsurance_cents = dy.Int64(nullable=False)
    copay_cents = dy.Int64(nullable=False)
    not_covered_cents = dy.Int64(nullable=False)
    self_pay_cents = dy.Int64(nullable=False)
    became_patients_on = dy.Date(nullable=True)  # day of the last payer's answer, or the bill's day for self-pay
    reason = key()  # stable code: settled, share, self_pay, waits_for_payer, denied, review_carc, medicaid, qmb, ...
    carc = dy.String(nullable=True)  # the code behind `reason`, where there is one


class AccountBalances(dy.Schema):
    """`owe` summed by account."""

    account_id = dy.Int64(nullable=False, primary_key=True)
    due_cents = dy.Int64(nullable=False)  # patient's items less unapplied money; never below 0
    patient_cents = dy.Int64(nullable=False)  # patient's items
    unapplied_cents = dy.Int64(nullable=False)  # patient money not on an item
    pending_payer_cents = dy.Int64(nullable=False)
    denied_cents = dy.Int64(nullable=False)
    review_cents = dy.Int64(nullable=False)
    protected_cents = dy.Int64(nullable=False)
    credit_cents = dy.Int64(nullable=False)  # overpaid items, positive
    visits_due = dy.Int64(nullable=False)
    oldest_service_on = dy.Date(nullable=True)  # of the items due
    newest_service_on = dy.Date(nullable=True)
    first_became_patients_on = dy.Date(nullable=True)
    last_became_patients_on = dy.Date(nullable=True)
    last_payment_on = dy.Date(nullable=True)  # by the patient

"""Contracts of the frames that pass between the rooms. A door checks them; strangers meet only here.

Money is integer cents, days are dates, instants are UTC. Null means not known. `*_no` counts from 1 within its file
or its parent; `*_id` is the store's own; `*_key` is the outside's name for the thing.
"""

from dataclasses import dataclass

import dataframely as dy
import polars as pl

from remindful.core.words.kinds import (
    EntryKind,
    EventKind,
    LedgerAccount,
    Medium,
    MessageState,
    OrganizationKind,
    PayerKind,
    Whose,
)

UTC_INSTANT = pl.Datetime("us", "UTC")


def one_of(kinds: type, *, nullable: bool = False) -> dy.String:
    """A text column whose values are those of a closed list."""
    return dy.String(nullable=nullable, check=lambda text: text.is_in([str(kind.value) for kind in kinds]))  # type: ignore[attr-defined]


def key(*, nullable: bool = False, primary_key: bool = False) -> dy.String:
    """A text column that is never empty."""
    return dy.String(nullable=nullable, primary_key=primary_key, min_length=1)


# --- read from an 835: one row a transaction (ST), claim (CLP), line (SVC), adjustment, provider adjustment (PLB) -----


class Remits(dy.Schema):
    """One row an ST..SE of an 835. BPR, TRN, N1*PR, N1*PE."""

    remit_no = dy.Int64(nullable=False, primary_key=True)  # ordinal of the ST in the file
    segment_no = dy.Int64(nullable=False)  # of the ST, 1-based in the file
    control_number = dy.String(nullable=True)  # ST02
    is_production = dy.Bool(nullable=True)  # ISA15 = P
    trace_number = dy.String(nullable=True)  # TRN02
    payer_originator = dy.String(nullable=True)  # TRN03
    handling_code = dy.String(nullable=True)  # BPR01
    method = dy.String(nullable=True)  # BPR04 ACH CHK NON
    paid_cents = dy.Int64(nullable=True)  # BPR02, negative where BPR03 = D
    paid_on = dy.Date(nullable=True)  # BPR16
    payer_name = dy.String(nullable=True)
    payer_key = dy.String(nullable=True)  # N104 of N1*PR, else REF*2U, else TRN03
    payee_name = dy.String(nullable=True)
    payee_npi = dy.String(nullable=True)  # N104 where N103 = XX
    payee_tax_id = dy.String(nullable=True)  # N104 where N103 = FI, or REF*TJ
    is_complete = dy.Bool(nullable=False)  # SE found and its count right


class RemitClaims(dy.Schema):
    """One row a CLP."""

    remit_no = dy.Int64(nullable=False, primary_key=True)
    claim_no = dy.Int64(nullable=False, primary_key=True)  # ordinal within the file
    segment_no = dy.Int64(nullable=False)
    control_number = dy.String(nullable=True)  # CLP01, the provider's
    status_code = dy.String(nullable=True)  # CLP02
    charge_cents = dy.Int64(nullable=True)  # CLP03
    paid_cents = dy.Int64(nullable=True)  # CLP04
    patient_cents = dy.Int64(nullable=True)  # CLP05
    filing_code = dy.String(nullable=True)  # CLP06
    payer_control_number = dy.String(nullable=True)  # CLP07
    facility_code = dy.String(nullable=True)  # CLP08
    frequency_code = dy.String(nullable=True)  # CLP09
    patient_last_name = dy.String(nullable=True)  # NM1*QC
    patient_first_name = dy.String(nullable=True)
    member_id = dy.String(nullable=True)  # NM1*IL NM109, else NM1*QC NM109
    crossover_payer = dy.String(nullable=True)  # NM1*TT
    service_from_on = dy.Date(nullable=True)  # DTM*232 (or 472)
    service_to_on = dy.Date(nullable=True)  # DTM*233
    received_on = dy.Date(nullable=True)  # DTM*050
    remark_codes = dy.List(dy.String(), nullable=False)  # MOA, MIA


class RemitLines(dy.Schema):
    """One row an SVC."""

    claim_no = dy.Int64(nullable=False, primary_key=True)
    line_no = dy.Int64(nullable=False, primary_key=True)  # ordinal of the SVC within its claim
    segment_no = dy.Int64(nullable=False)
    line_control_number = dy.String(nullable=True)  # REF*6R
    code_qualifier = dy.String(nullable=True)  # SVC01-1
    procedure_code = dy.String(nullable=True)  # SVC01-2
    modifiers = dy.String(nullable=True)  # SVC01-3..6 joined by ":"
    revenue_code = dy.String(nullable=True)  # SVC04
    billed_code = dy.String(nullable=True)  # SVC06-2, when bundled or recoded
    charge_cents = dy.Int64(nullable=True)  # SVC02
    paid_cents = dy.Int64(nullable=True)  # SVC03
    units = dy.Float64(nullable=True)  # SVC05
    service_on = dy.Date(nullable=True)  # DTM*472 or 150
    allowed_cents = dy.Int64(nullable=True)  # AMT*B6
    remark_codes = dy.List(dy.String(), nullable=False)  # LQ*HE


class RemitAdjustments(dy.Schema):
    """One row a triplet of a CAS, at claim level (line_no null) or line level."""

    claim_no = dy.Int64(nullable=False)
    line_no = dy.Int64(nullable=True)
    segment_no = dy.Int64(nullable=False)
    group_code = dy.String(nullable=True)  # CO PR OA PI CR
    carc = dy.String(nullable=True)
    amount_cents = dy.Int64(nullable=True)
    units = dy.Float64(nullable=True)


class RemitProviderAdjustments(dy.Schema):
    """One row a pair of a PLB. A positive amount lowers the payment."""

    remit_no = dy.Int64(nullable=False)
    segment_no = dy.Int64(nullable=False)
    provider_key = dy.String(nullable=True)  # PLB01
    fiscal_end_on = dy.Date(nullable=True)  # PLB02
    reason_code = dy.String(nullable=True)  # PLB03-1
    reference = dy.String(nullable=True)  # PLB03-2
    amount_cents = dy.Int64(nullable=True)


# --- read from an 837 (or Synthea): one row a claim, payer level, line ------------------------------------------------


class Claims(dy.Schema):
    """One row a CLM (837P, 837I, 837D)."""

    claim_no = dy.Int64(nullable=False, primary_key=True)
    segment_no = dy.Int64(nullable=False)
    form = dy.String(nullable=False)  # P I D
    control_number = dy.String(nullable=True)  # CLM01
    charge_cents = dy.Int64(nullable=True)  # CLM02
    facility_code = dy.String(nullable=True)  # CLM05-1
    frequency_code = dy.String(nullable=True)  # CLM05-3
    payer_claim_number = dy.String(nullable=True)  # REF*F8, of the claim that this one replaces
    medical_record_number = dy.String(nullable=True)  # REF*EA
    prior_authorization = dy.String(nullable=True)  # REF*G1
    referral_number = dy.String(nullable=True)  # REF*9F
    billed_on = dy.Date(nullable=True)  # BHT04
    billing_npi = dy.String(nullable=True)
    billing_tax_id = dy.String(nullable=True)
    billing_name = dy.String(nullable=True)
    billing_state = dy.String(nullable=True)
    patient_last_name = dy.String(nullable=True)
    patient_first_name = dy.String(nullable=True)
    patient_birth_on = dy.Date(nullable=True)
    patient_line1 = dy.String(nullable=True)
    patient_city = dy.String(nullable=True)
    patient_state = dy.String(nullable=True)
    patient_zip = dy.String(nullable=True)
    relationship_code = dy.String(nullable=True)  # PAT01 or SBR02: 18 self, 19 child ...
    service_from_on = dy.Date(nullable=True)
    service_to_on = dy.Date(nullable=True)
    discharged_on = dy.Date(nullable=True)  # DTP*096
    patient_paid_cents = dy.Int64(nullable=True)  # AMT*F5
    patient_sex = dy.String(nullable=True)  # DMG03
    signature_code = dy.String(nullable=True)  # CLM06
    assignment_code = dy.String(nullable=True)  # CLM07
    benefits_code = dy.String(nullable=True)  # CLM08
    release_code = dy.String(nullable=True)  # CLM09
    accident_kinds = dy.String(nullable=True)  # CLM11-1..3 as written, joined by ":"
    accident_state = dy.String(nullable=True)  # CLM11-4
    delay_reason = dy.String(nullable=True)  # CLM20
    onset_on = dy.Date(nullable=True)  # DTP*431
    accident_on = dy.Date(nullable=True)  # DTP*439
    admitted_on = dy.Date(nullable=True)  # DTP*435
    admitted_time = dy.String(nullable=True)  # HHMM, of the same
    admission_type = dy.String(nullable=True)  # CL101
    admission_source = dy.String(nullable=True)  # CL102
    discharge_status = dy.String(nullable=True)  # CL103
    discharged_time = dy.String(nullable=True)  # HHMM, DTP*096 of an institutional claim
    note = dy.String(nullable=True)  # NTE02


class ClaimPayers(dy.Schema):
    """One row a payer level of a claim: SBR in 2000B (the payer the claim goes to) and 2320 (the others)."""

    claim_no = dy.Int64(nullable=False, primary_key=True)
    level_no = dy.Int64(nullable=False, primary_key=True)  # 1 = SBR01 P, 2 = S, 3 = T, then on
    is_destination = dy.Bool(nullable=False)
    payer_name = dy.String(nullable=True)
    payer_key = dy.String(nullable=True)
    payer_kind = one_of(PayerKind)  # from SBR09
    member_id = dy.String(nullable=True)
    subscriber_last_name = dy.String(nullable=True)
    subscriber_first_name = dy.String(nullable=True)
    subscriber_birth_on = dy.Date(nullable=True)
    subscriber_sex = dy.String(nullable=True)
    subscriber_line1 = dy.String(nullable=True)
    subscriber_city = dy.String(nullable=True)
    subscriber_state = dy.String(nullable=True)
    subscriber_zip = dy.String(nullable=True)
    relationship_code = dy.String(nullable=True)  # SBR02, else PAT01
    group_number = dy.String(nullable=True)  # SBR03
    insurance_type = dy.String(nullable=True)  # SBR05: why Medicare is not first
    filing_code = dy.String(nullable=True)  # SBR09


class ClaimLines(dy.Schema):
    """One row an LX."""

    claim_no = dy.Int64(nullable=False, primary_key=True)
    line_no = dy.Int64(nullable=False, primary_key=True)  # LX01 as counted, not as written
    segment_no = dy.Int64(nullable=False)
    line_control_number = dy.String(nullable=True)  # REF*6R
    code_qualifier = dy.String(nullable=True)
    procedure_code = dy.String(nullable=True)
    modifiers = dy.String(nullable=True)
    revenue_code = dy.String(nullable=True)
    description = dy.String(nullable=True)  # SV101-7 / SV202-7
    charge_cents = dy.Int64(nullable=True)
    units = dy.Float64(nullable=True)
    service_on = dy.Date(nullable=True)
    service_to_on = dy.Date(nullable=True)  # where a line spans days
    unit_basis = dy.String(nullable=True)  # UN MJ DA F2
    place_of_service = dy.String(nullable=True)  # SV105, where not the claim's
    diagnosis_pointers = dy.String(nullable=True)  # SV107, joined by ":"
    ndc = dy.String(nullable=True)  # LIN03
    ndc_units = dy.Float64(nullable=True)  # CTP04
    ndc_basis = dy.String(nullable=True)  # CTP05-1: F2 GR ME ML UN
    prior_authorization = dy.String(nullable=True)  # REF*G1 of the line


# --- read from CSV ----------------------------------------------------------------------------------------------------


class Demographics(dy.Schema):
    """One row a person, as an office knows them on `as_of_on`."""

    line_no = dy.Int64(nullable=False)
    party_key = key(primary_key=True)  # the office's patient number
    guarantor_key = key(nullable=True)  # who owes; own key when it is the patient; null = not known
    first_name = dy.String(nullable=True)
    last_name = dy.String(nullable=True)
    birth_on = dy.Date(nullable=True)
    sex = dy.String(nullable=True)
    language = dy.String(nullable=True)  # ISO 639-1: en, es, ...
    line1 = dy.String(nullable=True)
    line2 = dy.String(nullable=True)
    city = dy.String(nullable=True)
    state = dy.String(nullable=True)
    zip = dy.String(nullable=True)
    phone = dy.String(nullable=True)  # E.164
    phone_kind = dy.String(nullable=True)  # mobile | landline | voip | work
    email = dy.String(nullable=True)
    preferred_medium = one_of(Medium, nullable=True)
    is_qmb = dy.Bool(nullable=True)  # Qualified Medicare Beneficiary
    as_of_on = dy.Date(nullable=True)


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


class Events(dy.Schema):
    """Dated events about a person or an account. From contacts CSV, the desk, a story, or our own sending."""

    organization_id = dy.Int64(nullable=True)
    account_id = dy.Int64(nullable=True)
    party_id = dy.Int64(nullable=True)
    visit_id = dy.Int64(nullable=True)
    kind = one_of(EventKind)
    happened_on = dy.Date(nullable=False)
    happened_at = dy.Datetime(nullable=True, time_unit="us", time_zone="UTC")
    medium = one_of(Medium, nullable=True)
    value = dy.String(nullable=True)
    amount_cents = dy.Int64(nullable=True)
    source = dy.String(nullable=False)  # file:line, story:line, desk:user, night:day
    known_at = dy.Datetime(nullable=False, time_unit="us", time_zone="UTC")


class ContactRows(dy.Schema):
    """One row of a contacts CSV: an event keyed by the office's own numbers."""

    line_no = dy.Int64(nullable=False)
    party_key = key()
    visit_key = key(nullable=True)
    kind = one_of(EventKind)
    happened_on = dy.Date(nullable=False)
    happened_at = dy.Datetime(nullable=True, time_unit="us", time_zone="UTC")
    medium = one_of(Medium, nullable=True)
    value = dy.String(nullable=True)
    amount_cents = dy.Int64(nullable=True)


# --- in the store -----------------------------------------------------------------------------------------------------


class Accounts(dy.Schema):
    """One row a guarantor at an organization: the unit that is judged and written to."""

    account_id = dy.Int64(nullable=False, primary_key=True)
    account_key = key()
    organization_id = dy.Int64(nullable=False)
    organization_kind = one_of(OrganizationKind)
    facility_state = dy.String(nullable=True)
    guarantor_id = dy.Int64(nullable=True)  # party_id; null = nobody known


class Parties(dy.Schema):
    """One row a person, as known at the moment asked for."""

    party_id = dy.Int64(nullable=False, primary_key=True)
    organization_id = dy.Int64(nullable=False)
    party_key = key()
    first_name = dy.String(nullable=True)
    last_name = dy.String(nullable=True)
    birth_on = dy.Date(nullable=True)
    language = dy.String(nullable=True)
    line1 = dy.String(nullable=True)
    line2 = dy.String(nullable=True)
    city = dy.String(nullable=True)
    state = dy.String(nullable=True)
    zip = dy.String(nullable=True)
    zone = dy.String(nullable=True)  # IANA, of the ZIP; null = not known
    phone = dy.String(nullable=True)
    phone_kind = dy.String(nullable=True)
    phone_zones = dy.List(dy.String(), nullable=True)  # every zone that the number's prefix allows
    email = dy.String(nullable=True)
    preferred_medium = one_of(Medium, nullable=True)
    is_qmb = dy.Bool(nullable=True)


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


class StoredRemitClaims(dy.Schema):
    """One row a CLP in the store, with the visit and payer level that it answers (null until matched)."""

    remit_claim_id = dy.Int64(nullable=False, primary_key=True)
    organization_id = dy.Int64(nullable=False)
    remit_id = dy.Int64(nullable=False)
    visit_id = dy.Int64(nullable=True)
    level_no = dy.Int64(nullable=True)
    control_number = dy.String(nullable=True)
    status_code = dy.String(nullable=True)
    charge_cents = dy.Int64(nullable=True)
    paid_cents = dy.Int64(nullable=True)
    patient_cents = dy.Int64(nullable=True)
    payer_control_number = dy.String(nullable=True)
    answered_on = dy.Date(nullable=False)  # BPR16, else the day the file was received
    recorded_at = dy.Datetime(nullable=False, time_unit="us", time_zone="UTC")
    remark_codes = dy.List(dy.String(), nullable=False)  # of the claim (MOA, MIA), then of its lines (LQ)


class Responsibilities(dy.Schema):
    """What payers said of each item, as posted: one row an item, payer level and CAS triplet (all groups, signed: reversals negative)."""

    item_id = dy.Int64(nullable=False)
    visit_id = dy.Int64(nullable=False)
    level_no = dy.Int64(nullable=False)
    remit_claim_id = dy.Int64(nullable=False)
    group_code = dy.String(nullable=False)
    carc = dy.String(nullable=False)
    amount_cents = dy.Int64(nullable=False)
    answered_on = dy.Date(nullable=False)
    recorded_at = dy.Datetime(nullable=False, time_unit="us", time_zone="UTC")


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
    patient_paid_cents = dy.Int64(nullable=False)
    open_cents = dy.Int64(nullable=False)  # charge - all of the above
    whose = one_of(Whose)
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


@dataclass(frozen=True, slots=True)
class FactFrames:
    """All that facts are derived from, each keeping its contract."""

    accounts: pl.LazyFrame  # Accounts
    parties: pl.LazyFrame  # Parties
    visits: pl.LazyFrame  # Visits
    visit_payers: pl.LazyFrame  # VisitPayers
    item_balances: pl.LazyFrame  # ItemBalances
    balances: pl.LazyFrame  # AccountBalances
    events: pl.LazyFrame  # Events, those known at the moment asked for


class Steps(dy.Schema):
    """At most one row an account and day: what the ladder does next, and through which act."""

    account_id = dy.Int64(nullable=False, primary_key=True)
    day = dy.Date(nullable=False, primary_key=True)
    segment = key()
    cycle_on = dy.Date(nullable=False)  # the day from which this climb of the ladder counts
    step_no = dy.Int64(nullable=False)
    step = key()  # the step's name in the ladder
    act = key()
    template = key()
    tone = key()
    due_cents = dy.Int64(nullable=False)


class Messages(dy.Schema):
    """One row a message that leaves, or did not."""

    message_id = dy.Int64(nullable=False, primary_key=True)
    organization_id = dy.Int64(nullable=False)
    account_id = dy.Int64(nullable=False)
    day = dy.Date(nullable=False)
    cycle_on = dy.Date(nullable=False)
    step_no = dy.Int64(nullable=False)
    step = key()
    act = key()
    template = key()
    language = key()
    state = one_of(MessageState)
    due_cents = dy.Int64(nullable=False)

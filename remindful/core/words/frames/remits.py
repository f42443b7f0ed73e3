"""What an 835 says, claim by claim and line by line; as stored and posted; and the work that denials are."""

import dataframely as dy

from remindful.core.words.frames.columns import key, one_of
from remindful.core.words.kinds import PayerKind


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
    currency = dy.String(nullable=True)  # CUR02; null = US dollars
    paid_cents = dy.Int64(nullable=True)  # BPR02, negative where BPR03 = D
    is_debit = dy.Bool(nullable=True)  # BPR03 = D; else null
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
    takes_back_id = dy.Int64(
        nullable=True
    )  # the remit_claim_id of what a reversal takes back, or of the denial that a decision replaces
    adjudicated_on = dy.Date(nullable=False)  # BPR16, else the day the file was received
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
    adjudicated_on = dy.Date(nullable=False)
    recorded_at = dy.Datetime(nullable=False, time_unit="us", time_zone="UTC")


class DenialWork(dy.Schema):
    """One row a charge line that a payer level did not pay, and can be asked to: why, until when, worth how much, what is next."""

    organization_id = dy.Int64(nullable=False)
    account_id = dy.Int64(nullable=False)
    visit_id = dy.Int64(nullable=False)
    item_id = dy.Int64(nullable=False, primary_key=True)
    remit_claim_id = dy.Int64(nullable=False, primary_key=True)
    level_no = dy.Int64(nullable=False)
    visit_key = key()
    procedure_code = dy.String(nullable=True)
    modifiers = dy.String(nullable=True)
    provider_npi = dy.String(nullable=True)
    service_on = dy.Date(nullable=False)
    charge_cents = dy.Int64(nullable=False)
    payer_key = dy.String(nullable=True)
    payer_name = dy.String(nullable=True)
    payer_kind = one_of(PayerKind)
    group_code = key()
    carc = key()  # of the largest amount
    remark_codes = dy.String(nullable=False)  # RARC, joined by ":"
    cause = key()  # remits.RootCause
    recovery = key()  # remits.Recovery
    way = key()  # remits.Way
    denied_cents = dy.Int64(nullable=False)
    recoverable_cents = dy.Int64(nullable=False, min=1)  # of it, what is still open or was written off
    is_written_off = dy.Bool(nullable=False)
    adjudicated_on = dy.Date(nullable=False)
    deadline_on = dy.Date(nullable=True)  # the last day; null = not known
    deadline_text = key()  # by what law or setting, or that it is not known
    days_left = dy.Int64(nullable=True)
    resent_on = dy.Date(nullable=True)  # a claim went out again since
    expected_cents = dy.Int64(nullable=False)  # recoverable by how often it comes after all
    priority = dy.Int64(nullable=False)  # expected, by how soon the deadline is; larger = sooner
    message = key()
    next_step = key()


class ContractChecks(dy.Schema):
    """One row a paid charge line: what the first payer allowed beside what its contract says."""

    organization_id = dy.Int64(nullable=False)
    visit_id = dy.Int64(nullable=False)
    item_id = dy.Int64(nullable=False, primary_key=True)
    remit_claim_id = dy.Int64(nullable=False)
    visit_key = key()
    payer_key = dy.String(nullable=True)
    payer_name = dy.String(nullable=True)
    procedure_code = dy.String(nullable=True)
    modifiers = dy.String(nullable=True)
    units = dy.Float64(nullable=True)
    service_on = dy.Date(nullable=False)
    adjudicated_on = dy.Date(nullable=False)
    charge_cents = dy.Int64(nullable=False)
    allowed_cents = dy.Int64(nullable=False)  # payment and patient's share, before sequestration and withholding
    rate_cents = dy.Int64(nullable=True)  # by the contract, for these units; null = it has no such code
    difference_cents = dy.Int64(nullable=True)  # allowed less rate: negative = underpaid
    is_reduced = dy.Bool(nullable=False)  # a multiple-procedure reduction was taken, or its modifier billed
    verdict = dy.String(
        nullable=False, check=lambda text: text.is_in(["underpaid", "overpaid", "as_agreed", "no_rate"])
    )

"""What an 837 says: claims, their payers, lines, codes, providers, and what other payers paid before."""

import dataframely as dy

from remindful.core.words.frames.columns import key, one_of
from remindful.core.words.kinds import PayerKind


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


class ClaimCodes(dy.Schema):
    """One row a composite of an HI segment, in its order: diagnoses, procedures, occurrences, values, conditions, DRG."""

    claim_no = dy.Int64(nullable=False, primary_key=True)
    code_no = dy.Int64(nullable=False, primary_key=True)  # within its claim, through all HI segments
    segment_no = dy.Int64(nullable=False)
    qualifier = key()  # ABK ABF ABJ APR ABN BBR BBQ BH BI BE BG DR ...
    code = key()  # as written: ICD-10-CM without its dot
    code_on = dy.Date(nullable=True)  # of a procedure or occurrence
    to_on = dy.Date(nullable=True)  # of an occurrence span
    amount_text = dy.String(nullable=True)  # of a value code, as written
    present_on_admission = dy.String(nullable=True)


class ClaimProviders(dy.Schema):
    """One row a provider named by a claim or a line. Roles as NM101: 85 billing, 87 pay-to, 82 rendering, DN, P3, DK, DQ, 71, 72, ZZ, 77."""

    claim_no = dy.Int64(nullable=False)
    line_no = dy.Int64(nullable=True)  # null = of the whole claim
    segment_no = dy.Int64(nullable=False)
    role = key()
    is_person = dy.Bool(nullable=True)
    last_name = dy.String(nullable=True)  # or the organization's
    first_name = dy.String(nullable=True)
    npi = dy.String(nullable=True)
    tax_id = dy.String(nullable=True)  # REF*EI or SY
    taxonomy = dy.String(nullable=True)  # PRV03
    line1 = dy.String(nullable=True)
    city = dy.String(nullable=True)
    state = dy.String(nullable=True)
    zip = dy.String(nullable=True)


class ClaimAdjudications(dy.Schema):
    """One row what another payer paid, of a claim (AMT*D, DTP*573 in 2320) or of a line (SVD, DTP*573 in 2430)."""

    claim_no = dy.Int64(nullable=False)
    level_no = dy.Int64(nullable=False)  # as ClaimPayers
    line_no = dy.Int64(nullable=True)
    segment_no = dy.Int64(nullable=False)
    paid_cents = dy.Int64(nullable=True)
    patient_cents = dy.Int64(nullable=True)  # AMT*EAF, what remains
    noncovered_cents = dy.Int64(nullable=True)  # AMT*A8
    procedure_code = dy.String(nullable=True)  # SVD03-2
    modifiers = dy.String(nullable=True)
    units = dy.Float64(nullable=True)
    paid_on = dy.Date(nullable=True)


class ClaimPayerAdjustments(dy.Schema):
    """One row a CAS triplet that another payer gave, of a claim or of a line (2320, 2430)."""

    claim_no = dy.Int64(nullable=False)
    level_no = dy.Int64(nullable=False)
    line_no = dy.Int64(nullable=True)
    segment_no = dy.Int64(nullable=False)
    group_code = dy.String(nullable=True)
    carc = dy.String(nullable=True)
    amount_cents = dy.Int64(nullable=True)
    units = dy.Float64(nullable=True)

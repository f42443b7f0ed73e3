"""Contracts of care and of billing: who is covered, who was sent where, what was done, how it is coded, what is claimed.

As in frames.py: money is integer cents, days are dates, null means not known, `*_key` is the outside's name for the thing.
Lists of codes within a column are texts joined by ":" (modifiers, pointers), so that every frame is flat.
"""

from enum import StrEnum

import dataframely as dy

from remindful.core.words.frames import key, one_of
from remindful.core.words.kinds import PayerKind


class CodeSystem(StrEnum):
    """Whose code it is."""

    ICD10CM = "icd10cm"
    ICD10PCS = "icd10pcs"
    CPT = "cpt"
    HCPCS = "hcpcs"  # level II
    SNOMED = "snomed"
    CVX = "cvx"  # vaccines
    UNKNOWN = "unknown"


class ReferralState(StrEnum):
    """How far an order to see somebody else has come (FHIR request-status)."""

    DRAFT = "draft"
    ACTIVE = "active"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    REVOKED = "revoked"


class AuthorizationState(StrEnum):
    """What the payer said of a request to authorize (X12 278 HCR01, by meaning)."""

    ASKED = "asked"
    APPROVED = "approved"
    PARTLY = "partly"  # approved with changes
    PENDED = "pended"
    DENIED = "denied"
    CANCELLED = "cancelled"
    NOT_REQUIRED = "not_required"


class AppointmentState(StrEnum):
    """FHIR appointment-status, those that the loop needs."""

    BOOKED = "booked"
    KEPT = "kept"
    CANCELLED = "cancelled"
    MISSED = "missed"


class EncounterState(StrEnum):
    """How far an encounter has come on its way to a bill."""

    OPEN = "open"  # not yet documented or coded
    HELD = "held"  # an edit keeps it back, and a person decides
    BILLED = "billed"
    NOT_BILLED = "not_billed"  # nobody's bill, as a person decided, or another system bills it


# --- who is covered, and by whom care is given ------------------------------------------------------------------------


class Coverages(dy.Schema):
    """One row a person's coverage by a payer, in its place. FHIR Coverage, Synthea payer_transitions, HL7 IN1."""

    party_key = key(primary_key=True)
    level_no = dy.Int64(nullable=False, primary_key=True)  # 1 = primary
    from_on = dy.Date(nullable=False, primary_key=True)  # 1900-01-01 where nobody said
    to_on = dy.Date(nullable=True)  # the last day; null = still covered
    payer_key = key()
    payer_name = dy.String(nullable=True)
    payer_kind = one_of(PayerKind)
    member_id = dy.String(nullable=True)
    group_number = dy.String(nullable=True)
    relationship_code = dy.String(nullable=True)  # X12 1069: 18 self, 01 spouse, 19 child
    subscriber_key = dy.String(nullable=True)  # the subscriber's party_key, where the office has one
    subscriber_last_name = dy.String(nullable=True)
    subscriber_first_name = dy.String(nullable=True)
    subscriber_birth_on = dy.Date(nullable=True)
    subscriber_sex = dy.String(nullable=True)  # F M U


class Providers(dy.Schema):
    """One row a provider of care: a person or an organization."""

    npi = key(primary_key=True)  # ten digits, check digit right
    is_person = dy.Bool(nullable=False)
    last_name = dy.String(nullable=True)  # or the organization's name
    first_name = dy.String(nullable=True)
    taxonomy = dy.String(nullable=True)  # NUCC
    tax_id = dy.String(nullable=True)
    line1 = dy.String(nullable=True)
    city = dy.String(nullable=True)
    state = dy.String(nullable=True)
    zip = dy.String(nullable=True)
    phone = dy.String(nullable=True)


# --- referrals --------------------------------------------------------------------------------------------------------


class Referrals(dy.Schema):
    """One row an order that sends a patient to somebody. FHIR ServiceRequest."""

    referral_key = key(primary_key=True)
    party_key = key()
    ordered_on = dy.Date(nullable=False)
    state = one_of(ReferralState)
    priority = dy.String(nullable=True)  # routine urgent asap stat
    reason = dy.String(nullable=True)
    reason_code = dy.String(nullable=True)  # ICD-10-CM, with its dot
    service_codes = dy.String(nullable=True)  # what is asked for, joined by ":"
    referring_npi = dy.String(nullable=True)
    referred_npi = dy.String(nullable=True)
    referred_name = dy.String(nullable=True)
    referred_taxonomy = dy.String(nullable=True)  # NUCC
    payer_key = dy.String(nullable=True)
    payer_number = dy.String(nullable=True)  # the payer's referral number, REF*9F
    expires_on = dy.Date(nullable=True)  # last day on which it holds
    visits_allowed = dy.Int64(nullable=True)
    needs_authorization = dy.Bool(nullable=True)
    sent_on = dy.Date(nullable=True)  # to the referred-to office
    reported_on = dy.Date(nullable=True)  # the consultant's report came back


class Authorizations(dy.Schema):
    """One row a payer's authorization, or the request for one. X12 278."""

    authorization_key = key(primary_key=True)  # the office's; the number where there is none
    party_key = key()
    payer_key = dy.String(nullable=True)
    referral_key = dy.String(nullable=True)
    number = dy.String(nullable=True)  # REF*G1
    state = one_of(AuthorizationState)
    asked_on = dy.Date(nullable=True)
    decided_on = dy.Date(nullable=True)
    from_on = dy.Date(nullable=True)
    to_on = dy.Date(nullable=True)  # the last day
    visits_allowed = dy.Int64(nullable=True)
    units_allowed = dy.Float64(nullable=True)
    service_codes = dy.String(nullable=True)  # joined by ":"; null = not limited to services
    provider_npi = dy.String(nullable=True)
    reason_code = dy.String(nullable=True)  # why not (X12 901), where denied or pended


class Appointments(dy.Schema):
    """One row an appointment. FHIR Appointment, HL7 SIU."""

    appointment_key = key(primary_key=True)
    party_key = key()
    referral_key = dy.String(nullable=True)
    provider_npi = dy.String(nullable=True)
    booked_on = dy.Date(nullable=True)
    happens_on = dy.Date(nullable=False)
    state = one_of(AppointmentState)


# --- what was done ----------------------------------------------------------------------------------------------------


class Encounters(dy.Schema):
    """One row an encounter that may become a claim. FHIR Encounter, Synthea encounters, HL7 PV1."""

    encounter_key = key(primary_key=True)  # becomes the patient control number, CLM01
    party_key = key()
    form = dy.String(nullable=False, check=lambda form: form.is_in(["P", "I"]))  # professional, institutional
    setting = dy.String(nullable=True)  # ambulatory emergency inpatient home virtual (HL7 v3 ActCode, by meaning)
    started_on = dy.Date(nullable=False)
    ended_on = dy.Date(nullable=True)
    place_of_service = dy.String(nullable=True)  # CMS, two digits; professional
    bill_type = dy.String(nullable=True)  # first two digits of the type of bill; institutional
    admission_type = dy.String(nullable=True)  # CL101
    admission_source = dy.String(nullable=True)  # CL102
    discharge_status = dy.String(nullable=True)  # CL103
    billing_npi = dy.String(nullable=True)  # null = the organization's
    rendering_npi = dy.String(nullable=True)  # or attending, where institutional
    referring_npi = dy.String(nullable=True)
    facility_npi = dy.String(nullable=True)
    referral_key = dy.String(nullable=True)
    authorization_number = dy.String(nullable=True)
    accident_kind = dy.String(nullable=True)  # auto employment other (CLM11)
    accident_state = dy.String(nullable=True)
    accident_on = dy.Date(nullable=True)
    reason = dy.String(nullable=True)
    patient_paid_cents = dy.Int64(nullable=True)  # at the visit
    is_finished = dy.Bool(nullable=False)


class Diagnoses(dy.Schema):
    """One row a diagnosis of an encounter, in its order."""

    encounter_key = key(primary_key=True)
    rank = dy.Int64(nullable=False, primary_key=True)  # 1 = principal or first-listed; pointers count these
    system = one_of(CodeSystem)
    code = key()  # ICD-10-CM with its dot
    description = dy.String(nullable=True)  # as the source says it
    present_on_admission = dy.String(nullable=True)  # Y N U W 1


class Charges(dy.Schema):
    """One row a charge captured for an encounter: what was done, how often, for how much."""

    encounter_key = key(primary_key=True)
    line_no = dy.Int64(nullable=False, primary_key=True)
    system = one_of(CodeSystem)
    procedure_code = dy.String(nullable=True)  # null where a revenue code alone is billed
    modifiers = dy.String(nullable=True)  # at most four, joined by ":"
    revenue_code = dy.String(nullable=True)  # institutional, four digits
    description = dy.String(nullable=True)
    units = dy.Float64(nullable=False)
    charge_cents = dy.Int64(nullable=True)  # of the line; null = by the office's fee schedule
    diagnosis_pointers = dy.String(nullable=True)  # ranks, joined by ":"
    service_on = dy.Date(nullable=False)
    rendering_npi = dy.String(nullable=True)  # where not the encounter's
    ndc = dy.String(nullable=True)
    captured_on = dy.Date(nullable=True)  # the day on which it was entered: charge lag


class Fees(dy.Schema):
    """One row a code's price on a schedule: the office's own charges (`charges`), or what a contract with a payer allows."""

    schedule = key(primary_key=True)  # `charges`, or the payer_key of the contract
    procedure_code = key(primary_key=True)  # or a revenue code of four digits
    modifiers = dy.String(nullable=False, primary_key=True)  # "" = any
    from_on = dy.Date(nullable=False, primary_key=True)
    to_on = dy.Date(nullable=True)
    unit_cents = dy.Int64(nullable=False)


# --- coding edits -----------------------------------------------------------------------------------------------------


class EditFindings(dy.Schema):
    """One row an edit that an encounter's codes break. `severity`: stop keeps the claim back, warn is told and goes on."""

    encounter_key = key()
    line_no = dy.Int64(nullable=True)  # a charge line, where it is about one
    rank = dy.Int64(nullable=True)  # a diagnosis, where it is about one
    edit = key()  # stable name: dx.not_billable, pair.ptp, units.mue ...
    severity = dy.String(nullable=False, check=lambda text: text.is_in(["stop", "warn"]))
    code = dy.String(nullable=True)
    other_code = dy.String(nullable=True)
    says = key()  # what is wrong, for a coder
    mend = key()  # what to do
    source = key()  # the table or guideline, with its date or edition


# --- claims as written and read in full: what stands beside Claims, ClaimPayers, ClaimLines ---------------------------


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


class ClaimPayerAnswers(dy.Schema):
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


# --- what became of a claim that was sent -----------------------------------------------------------------------------


class SentClaims(dy.Schema):
    """One row a claim that was written to a file for a payer."""

    claim_sent_id = dy.Int64(nullable=False, primary_key=True)
    organization_id = dy.Int64(nullable=False)
    visit_id = dy.Int64(nullable=True)
    control_number = key()  # CLM01
    level_no = dy.Int64(nullable=False)  # the payer level that it asks
    form = dy.String(nullable=False)
    frequency_code = key()  # 1 original, 7 replacement, 8 void
    payer_key = dy.String(nullable=True)
    charge_cents = dy.Int64(nullable=False)
    service_from_on = dy.Date(nullable=False)
    sent_on = dy.Date(nullable=False)
    file_name = key()
    interchange_number = key()  # ISA13
    group_number = key()  # GS06
    set_number = key()  # ST02
    is_resubmission = dy.Bool(nullable=False)


class SentRequests(dy.Schema):
    """One row a request that was written to a file for a payer: what became of a claim (276), or to authorize (278). One of the two."""

    request_sent_id = dy.Int64(nullable=False, primary_key=True)
    organization_id = dy.Int64(nullable=False)
    claim_sent_id = dy.Int64(nullable=True)
    authorization_key = dy.String(nullable=True)
    sent_on = dy.Date(nullable=False)
    file_name = key()
    interchange_number = key()  # ISA13
    group_number = key()  # GS06
    set_number = key()  # ST02


class ClaimStatuses(dy.Schema):
    """One row a status of a claim, or of a file of claims, as a receiver told it: 999, 277CA, 277."""

    status_no = dy.Int64(nullable=False, primary_key=True)  # ordinal in the file
    segment_no = dy.Int64(nullable=False)
    kind = dy.String(nullable=False)  # 999 277CA 277 TA1
    interchange_number = dy.String(nullable=True)  # of ours, where told (TA1)
    group_number = dy.String(nullable=True)  # AK102
    set_number = dy.String(nullable=True)  # AK202, or TRN02 of the batch
    control_number = dy.String(nullable=True)  # CLM01 (TRN02 of the claim, or REF*EJ)
    payer_control_number = dy.String(nullable=True)  # REF*1K
    patient_last_name = dy.String(nullable=True)
    patient_first_name = dy.String(nullable=True)
    member_id = dy.String(nullable=True)
    payer_key = dy.String(nullable=True)
    payer_name = dy.String(nullable=True)
    service_from_on = dy.Date(nullable=True)
    charge_cents = dy.Int64(nullable=True)
    paid_cents = dy.Int64(nullable=True)
    is_accepted = dy.Bool(nullable=True)  # null: neither, it is pending
    category_code = dy.String(nullable=True)  # STC01-1 (A1 A3 F1 ...), or IK501 / AK901
    status_code = dy.String(nullable=True)  # STC01-2, or IK502
    entity_code = dy.String(nullable=True)  # STC01-3
    line_control_number = dy.String(nullable=True)  # where it is about a line
    at_segment = dy.String(nullable=True)  # 999 IK3: CLM, NM1 ...
    at_segment_no = dy.Int64(nullable=True)  # IK302, counted in its set
    says = dy.String(nullable=True)  # STC12, or our words for the code
    effective_on = dy.Date(nullable=True)


# --- what payers did not pay ------------------------------------------------------------------------------------------


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
    answered_on = dy.Date(nullable=False)
    deadline_on = dy.Date(nullable=True)  # the last day; null = not known
    deadline_says = key()  # by what law or setting, or that it is not known
    days_left = dy.Int64(nullable=True)
    resent_on = dy.Date(nullable=True)  # a claim went out again since
    expected_cents = dy.Int64(nullable=False)  # recoverable by how often it comes after all
    priority = dy.Int64(nullable=False)  # expected, by how soon the deadline is; larger = sooner
    says = key()
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
    answered_on = dy.Date(nullable=False)
    charge_cents = dy.Int64(nullable=False)
    allowed_cents = dy.Int64(nullable=False)  # payment and patient's share, before sequestration and withholding
    rate_cents = dy.Int64(nullable=True)  # by the contract, for these units; null = it has no such code
    difference_cents = dy.Int64(nullable=True)  # allowed less rate: negative = underpaid
    is_reduced = dy.Bool(nullable=False)  # a multiple-procedure reduction was taken, or its modifier billed
    verdict = dy.String(
        nullable=False, check=lambda text: text.is_in(["underpaid", "overpaid", "as_agreed", "no_rate"])
    )

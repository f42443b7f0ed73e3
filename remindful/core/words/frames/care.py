"""Care: who is covered, by whom it is given, what was done, how it is coded and priced, and the edits that stand against it."""

import dataframely as dy

from remindful.core.words.care import CodeSystem
from remindful.core.words.frames.columns import key, one_of
from remindful.core.words.kinds import PayerKind


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


class EncounterPayers(dy.Schema):
    """One row a payer that covers an encounter on its first day, by level.

    level_no is not the coverage's own: it counts the coverages in force that day, from 1, without gaps.
    """

    encounter_key = key(primary_key=True)
    level_no = dy.Int64(nullable=False, primary_key=True, min=1)
    is_destination = dy.Bool(nullable=False)  # the payer that the claim asks
    party_key = key()  # the patient
    from_on = dy.Date(nullable=False)
    to_on = dy.Date(nullable=True)
    payer_key = key()
    payer_name = dy.String(nullable=True)
    payer_kind = one_of(PayerKind)
    member_id = dy.String(nullable=True)
    group_number = dy.String(nullable=True)
    relationship_code = dy.String(nullable=True)
    subscriber_key = dy.String(nullable=True)
    subscriber_last_name = dy.String(nullable=True)
    subscriber_first_name = dy.String(nullable=True)
    subscriber_birth_on = dy.Date(nullable=True)
    subscriber_sex = dy.String(nullable=True)


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


class EditFindings(dy.Schema):
    """One row an edit that an encounter's codes break. `severity`: stop keeps the claim back, warn is told and goes on."""

    encounter_key = key()
    line_no = dy.Int64(nullable=True)  # a charge line, where it is about one
    rank = dy.Int64(nullable=True)  # a diagnosis, where it is about one
    edit = key()  # stable name: dx.not_billable, pair.ptp, units.mue ...
    severity = dy.String(nullable=False, check=lambda text: text.is_in(["stop", "warn"]))
    code = dy.String(nullable=True)
    other_code = dy.String(nullable=True)
    message = key()  # what is wrong, for a coder
    remedy = key()  # what to do
    source = key()  # the table or guideline, with its date or edition

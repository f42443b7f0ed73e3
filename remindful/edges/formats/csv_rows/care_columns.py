"""Columns of coverages, providers, referrals, appointments, encounters with their codes, fees and charge capture."""

from datetime import date

from remindful.core.words.care import ReferralState
from remindful.core.words.kinds import PayerKind
from remindful.edges.formats.csv_rows.kinds import Column, Shape, must, strict

ALWAYS = date(1900, 1, 1)  # from_on where nobody said
DIAGNOSES_A_ROW, MODIFIERS_A_ROW = 12, 4
DX = tuple(f"dx{position}" for position in range(1, DIAGNOSES_A_ROW + 1))
MODS = tuple(f"mod{position}" for position in range(1, MODIFIERS_A_ROW + 1))

COVERAGES = (
    must("party_key", Shape.KEY),
    must("level_no", Shape.WHOLE),
    strict("from_on", Shape.DAY, ALWAYS),
    strict("to_on", Shape.DAY),
    must("payer_key", Shape.KEY),
    Column("payer_name", Shape.TEXT),
    Column("payer_kind", Shape.PAYER_KIND, default=PayerKind.UNKNOWN.value),
    Column("member_id", Shape.TEXT),
    Column("group_number", Shape.TEXT),
    Column("relationship_code", Shape.RELATIONSHIP),
    strict("subscriber_key", Shape.KEY),
    Column("subscriber_last_name", Shape.TEXT),
    Column("subscriber_first_name", Shape.TEXT),
    Column("subscriber_birth_on", Shape.DAY),
    Column("subscriber_sex", Shape.SEX),
)
PROVIDERS = (
    must("npi", Shape.NPI),
    must("is_person", Shape.YES_NO),
    Column("last_name", Shape.TEXT),
    Column("first_name", Shape.TEXT),
    Column("taxonomy", Shape.TAXONOMY),
    Column("tax_id", Shape.TEXT),
    Column("line1", Shape.TEXT),
    Column("city", Shape.TEXT),
    Column("state", Shape.STATE),
    Column("zip", Shape.ZIP),
    Column("phone", Shape.PHONE),
)
REFERRALS = (
    must("referral_key", Shape.KEY),
    must("party_key", Shape.KEY),
    must("ordered_on", Shape.DAY),
    strict("state", Shape.REFERRAL_STATE, ReferralState.ACTIVE.value),
    Column("priority", Shape.PRIORITY),
    Column("reason", Shape.TEXT),
    strict("reason_code", Shape.DIAGNOSIS),
    strict("service_codes", Shape.CODES),
    strict("referring_npi", Shape.NPI),
    strict("referred_npi", Shape.NPI),
    Column("referred_name", Shape.TEXT),
    Column("referred_taxonomy", Shape.TAXONOMY),
    strict("payer_key", Shape.KEY),
    Column("payer_number", Shape.TEXT),
    strict("expires_on", Shape.DAY),
    strict("visits_allowed", Shape.WHOLE),
    Column("needs_authorization", Shape.YES_NO),
    Column("sent_on", Shape.DAY),
    Column("reported_on", Shape.DAY),
)
AUTHORIZATIONS = (
    must("authorization_key", Shape.KEY),
    must("party_key", Shape.KEY),
    strict("payer_key", Shape.KEY),
    strict("referral_key", Shape.KEY),
    Column("number", Shape.TEXT),
    must("state", Shape.AUTHORIZATION_STATE),
    Column("requested_on", Shape.DAY),
    Column("decided_on", Shape.DAY),
    strict("from_on", Shape.DAY),
    strict("to_on", Shape.DAY),
    strict("visits_allowed", Shape.WHOLE),
    strict("units_allowed", Shape.NUMBER),
    strict("service_codes", Shape.CODES),
    strict("provider_npi", Shape.NPI),
    Column("reason_code", Shape.TEXT),
)
APPOINTMENTS = (
    must("appointment_key", Shape.KEY),
    must("party_key", Shape.KEY),
    strict("referral_key", Shape.KEY),
    strict("provider_npi", Shape.NPI),
    Column("booked_on", Shape.DAY),
    must("happens_on", Shape.DAY),
    must("state", Shape.APPOINTMENT_STATE),
)
_OF_ENCOUNTER = (
    Column("setting", Shape.SETTING),
    strict("place_of_service", Shape.TWO_DIGITS),
    strict("bill_type", Shape.TWO_DIGITS),
    Column("admission_type", Shape.TEXT),
    Column("admission_source", Shape.TEXT),
    strict("discharge_status", Shape.TWO_DIGITS),
    strict("billing_npi", Shape.NPI),
    strict("referring_npi", Shape.NPI),
    strict("facility_npi", Shape.NPI),
    strict("referral_key", Shape.KEY),
    Column("authorization_number", Shape.TEXT),
    strict("accident_kind", Shape.ACCIDENT),
    Column("accident_state", Shape.STATE),
    strict("accident_on", Shape.DAY),
    Column("reason", Shape.TEXT),
    strict("patient_paid_cents", Shape.CENTS),
)
ENCOUNTERS = (
    must("encounter_key", Shape.KEY),
    must("party_key", Shape.KEY),
    must("form", Shape.FORM),
    must("started_on", Shape.DAY),
    strict("ended_on", Shape.DAY),
    strict("rendering_npi", Shape.NPI),
    *_OF_ENCOUNTER,
    must("is_finished", Shape.YES_NO),
)
DIAGNOSES = (
    must("encounter_key", Shape.KEY),
    must("rank", Shape.WHOLE),
    strict("system", Shape.CODE_SYSTEM),
    must("code", Shape.DIAGNOSIS),
    Column("description", Shape.TEXT),
    Column("present_on_admission", Shape.PRESENT_ON_ADMISSION),
)
_OF_CHARGE = (
    strict("system", Shape.CODE_SYSTEM),
    strict("procedure_code", Shape.PROCEDURE),
    strict("modifiers", Shape.MODIFIERS),
    strict("revenue_code", Shape.REVENUE),
    Column("description", Shape.TEXT),
    strict("units", Shape.NUMBER, 1.0),
    strict("charge_cents", Shape.CENTS),
    strict("diagnosis_pointers", Shape.POINTERS),
    must("service_on", Shape.DAY),
    strict("rendering_npi", Shape.NPI),
    Column("ndc", Shape.TEXT),
    Column("captured_on", Shape.DAY),
)
CHARGES = (must("encounter_key", Shape.KEY), must("line_no", Shape.WHOLE), *_OF_CHARGE)
FEES = (
    must("schedule", Shape.KEY),
    must("procedure_code", Shape.PROCEDURE),
    strict("modifiers", Shape.MODIFIERS, ""),
    must("from_on", Shape.DAY),
    strict("to_on", Shape.DAY),
    must("unit_cents", Shape.CENTS),
)
CHARGE_CAPTURE = (
    must("encounter_key", Shape.KEY),
    must("charge_key", Shape.KEY),
    must("party_key", Shape.KEY),
    *_OF_CHARGE,
    *(strict(name, Shape.MODIFIERS) for name in MODS),
    *(strict(name, Shape.DIAGNOSIS) for name in DX),
    strict("form", Shape.FORM),
    strict("started_on", Shape.DAY),
    strict("ended_on", Shape.DAY),
    *_OF_ENCOUNTER,
    Column("is_finished", Shape.YES_NO),
)

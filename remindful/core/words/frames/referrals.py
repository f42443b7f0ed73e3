"""Referrals, authorizations and appointments; what payers require; and where each referral is."""

import dataframely as dy

from remindful.core.words.care import AppointmentState, AuthorizationState, ReferralState
from remindful.core.words.frames.columns import key, one_of
from remindful.core.words.loops import LoopStage, NextActor


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
    requested_on = dy.Date(nullable=True)
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


class PayerRequirements(dy.Schema):
    """One row a payer: what it asks for before it pays. A payer without a row: not known, so nothing is said to be missing."""

    payer_key = key(primary_key=True)
    needs_referral = dy.Bool(nullable=True)
    authorization_codes = dy.String(nullable=True)  # joined by ":"; `97*` = all that begin so; `*` = all; null = none
    source = dy.String(nullable=True)  # the contract, or the payer's rule with its date


class LoopStages(dy.Schema):
    """One row a referral, as it stands at the end of a day. Days of a step that has begun and not ended run until that day."""

    referral_key = key(primary_key=True)
    party_key = key()
    priority = key()  # routine urgent asap stat; what is not said counts as routine
    referred_npi = dy.String(nullable=True)
    referred_name = dy.String(nullable=True)
    stage = one_of(LoopStage)
    since_on = dy.Date(nullable=True)  # null = nobody said when
    due_on = dy.Date(nullable=True)  # the last day that the office's limits allow; null = nothing is due
    overdue_days = dy.Int64(nullable=False, min=0)
    is_overdue = dy.Bool(nullable=False)
    waits_for = one_of(NextActor)
    next_step = key()
    ordered_on = dy.Date(nullable=False)
    sent_on = dy.Date(nullable=True)
    requested_on = dy.Date(nullable=True)  # the payer, to authorize
    decided_on = dy.Date(nullable=True)
    authorization_number = dy.String(nullable=True)
    booked_on = dy.Date(nullable=True)
    visit_on = dy.Date(nullable=True)  # for which it is booked, or was
    seen_on = dy.Date(nullable=True)
    reported_on = dy.Date(nullable=True)
    expires_on = dy.Date(nullable=True)
    sending_days = dy.Int64(nullable=True)  # ordered to sent
    authorizing_days = dy.Int64(nullable=True)  # asked to decided
    booking_days = dy.Int64(nullable=True)  # sent, or authorized where that came later, to booked
    waiting_days = dy.Int64(nullable=True)  # booked to seen
    reporting_days = dy.Int64(nullable=True)  # seen to the report


class AuthorizationUse(dy.Schema):
    """One row an authorization: how much of it is used, how much is left."""

    authorization_key = key(primary_key=True)
    party_key = key()
    payer_key = dy.String(nullable=True)
    number = dy.String(nullable=True)
    state = one_of(AuthorizationState)
    service_codes = dy.String(nullable=True)
    from_on = dy.Date(nullable=True)
    to_on = dy.Date(nullable=True)
    visits_allowed = dy.Int64(nullable=True)
    visits_used = dy.Int64(nullable=False)
    visits_left = dy.Int64(nullable=True)  # null = not limited; negative = more was done than allowed
    units_allowed = dy.Float64(nullable=True)
    units_used = dy.Float64(nullable=False)
    units_left = dy.Float64(nullable=True)
    days_left = dy.Int64(nullable=True)  # 0 = today is the last day
    is_running_out = dy.Bool(nullable=False)
    next_step = dy.String(nullable=True)

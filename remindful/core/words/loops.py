"""Contracts of the referral loop: what plans ask for, where each referral stands, what is left of each authorization."""

from enum import StrEnum

import dataframely as dy

from remindful.core.words.care import AuthorizationState
from remindful.core.words.frames import key, one_of


class LoopStage(StrEnum):
    """Where a referral stands, in the order of the loop."""

    ORDERED = "ordered"  # not yet sent to the other office
    SENT = "sent"  # and whether it needs an authorization is not known, or nobody has asked for it
    AUTHORIZATION_WAITED = "authorization_waited"
    AUTHORIZATION_DENIED = "authorization_denied"
    TO_BE_BOOKED = "to_be_booked"
    BOOKED = "booked"
    MISSED = "missed"
    SEEN = "seen"  # on the day of the visit
    REPORT_WAITED = "report_waited"
    CLOSED = "closed"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Actor(StrEnum):
    """Whose move it is."""

    OUR_OFFICE = "our_office"
    PAYER = "payer"
    OTHER_OFFICE = "other_office"  # the one that the patient was sent to
    PATIENT = "patient"
    NOBODY = "nobody"


class CoverNeeds(dy.Schema):
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
    waits_for = one_of(Actor)
    next_step = key()
    ordered_on = dy.Date(nullable=False)
    sent_on = dy.Date(nullable=True)
    asked_on = dy.Date(nullable=True)  # the payer, to authorize
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

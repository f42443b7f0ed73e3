"""Closed lists of the referral loop."""

from enum import StrEnum


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


class NextActor(StrEnum):
    """Whose move it is."""

    OUR_OFFICE = "our_office"
    PAYER = "payer"
    OTHER_OFFICE = "other_office"  # the one that the patient was sent to
    PATIENT = "patient"
    NOBODY = "nobody"

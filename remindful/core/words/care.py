"""Closed lists of care and of its way to a bill."""

from enum import StrEnum


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

    REQUESTED = "requested"
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

"""Tables as Django sees them, a file a noun. What it cannot say (row-level security, guards): migrations/*.sql."""

from remindful.edges.store.models.audit import AuditEvent
from remindful.edges.store.models.care import ClaimNumber, Item, Visit, VisitPayer
from remindful.edges.store.models.claims import ClaimFile, ClaimSent, ClaimStatus, RequestSent
from remindful.edges.store.models.encounters import Charge, Coverage, Diagnosis, Encounter, Estimate, Fee, Provider
from remindful.edges.store.models.ledger import Entry, EntryCheck, Posting
from remindful.edges.store.models.messages import Message, MessageAttempt
from remindful.edges.store.models.office import OfficeSetting, Organization, RowChange
from remindful.edges.store.models.people import Account, Event, Party, PartyVersion
from remindful.edges.store.models.referrals import Appointment, Authorization, Referral
from remindful.edges.store.models.remits import (
    Remit,
    RemitAdjustment,
    RemitClaim,
    RemitLine,
    RemitProviderAdjustment,
    Responsibility,
)
from remindful.edges.store.models.work import Finding, Run, SourceFile, StationRun

__all__ = [
    "Account",
    "Appointment",
    "AuditEvent",
    "Authorization",
    "Charge",
    "ClaimFile",
    "ClaimNumber",
    "ClaimSent",
    "ClaimStatus",
    "Coverage",
    "Diagnosis",
    "Encounter",
    "Entry",
    "EntryCheck",
    "Estimate",
    "Event",
    "Fee",
    "Finding",
    "Item",
    "Message",
    "MessageAttempt",
    "OfficeSetting",
    "Organization",
    "Party",
    "PartyVersion",
    "Posting",
    "Provider",
    "Referral",
    "Remit",
    "RemitAdjustment",
    "RemitClaim",
    "RemitLine",
    "RemitProviderAdjustment",
    "RequestSent",
    "Responsibility",
    "RowChange",
    "Run",
    "SourceFile",
    "StationRun",
    "Visit",
    "VisitPayer",
]

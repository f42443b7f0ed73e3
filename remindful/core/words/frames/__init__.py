"""Contracts of the frames that pass between the rooms. A door checks them; strangers meet only here.

Money is integer cents, days are dates, instants are UTC. Null means not known. `*_no` counts from 1 within its file
or its parent; `*_id` is the store's own; `*_key` is the outside's name for the thing. Lists of codes within a column are
texts joined by ":" (modifiers, pointers), so that every frame is flat.
"""

from remindful.core.words.frames.care import (
    Charges,
    Coverages,
    Diagnoses,
    EditFindings,
    EncounterPayers,
    Encounters,
    Fees,
    Providers,
)
from remindful.core.words.frames.claims import (
    ClaimAdjudications,
    ClaimCodes,
    ClaimLines,
    ClaimPayerAdjustments,
    ClaimPayers,
    ClaimProviders,
    Claims,
)
from remindful.core.words.frames.columns import UTC_INSTANT, key, one_of
from remindful.core.words.frames.facts import FactFrames
from remindful.core.words.frames.ledger import (
    AccountBalances,
    Entries,
    ItemBalances,
    Items,
    LedgerLines,
    OpenBalances,
    Payments,
    Postings,
    VisitPayers,
    Visits,
)
from remindful.core.words.frames.messages import Messages, Steps
from remindful.core.words.frames.people import Accounts, ContactRows, Demographics, Events, Parties
from remindful.core.words.frames.referrals import (
    Appointments,
    Authorizations,
    AuthorizationUse,
    LoopStages,
    PayerRequirements,
    Referrals,
)
from remindful.core.words.frames.remits import (
    ContractChecks,
    DenialWork,
    RemitAdjustments,
    RemitClaims,
    RemitLines,
    RemitProviderAdjustments,
    Remits,
    Responsibilities,
    StoredRemitClaims,
)
from remindful.core.words.frames.submissions import ClaimStatuses, SentClaims, SentRequests
from remindful.core.words.frames.traces import Traces

__all__ = [
    "UTC_INSTANT",
    "AccountBalances",
    "Accounts",
    "Appointments",
    "AuthorizationUse",
    "Authorizations",
    "Charges",
    "ClaimAdjudications",
    "ClaimCodes",
    "ClaimLines",
    "ClaimPayerAdjustments",
    "ClaimPayers",
    "ClaimProviders",
    "ClaimStatuses",
    "Claims",
    "ContactRows",
    "ContractChecks",
    "Coverages",
    "Demographics",
    "DenialWork",
    "Diagnoses",
    "EditFindings",
    "EncounterPayers",
    "Encounters",
    "Entries",
    "Events",
    "FactFrames",
    "Fees",
    "ItemBalances",
    "Items",
    "LedgerLines",
    "LoopStages",
    "Messages",
    "OpenBalances",
    "Parties",
    "PayerRequirements",
    "Payments",
    "Postings",
    "Providers",
    "Referrals",
    "RemitAdjustments",
    "RemitClaims",
    "RemitLines",
    "RemitProviderAdjustments",
    "Remits",
    "Responsibilities",
    "SentClaims",
    "SentRequests",
    "Steps",
    "StoredRemitClaims",
    "Traces",
    "VisitPayers",
    "Visits",
    "key",
    "one_of",
]

"""Reads: one function a frame, each checked against its contract."""

from remindful.edges.store.reads.care import items, visit_payers, visits
from remindful.edges.store.reads.encounters import (
    appointments,
    authorizations,
    charges,
    claim_statuses,
    coverages,
    diagnoses,
    encounters,
    fees,
    providers,
    referrals,
    sent_claims,
    sent_requests,
)
from remindful.edges.store.reads.ledger import ledger_lines, remit_claims, responsibilities
from remindful.edges.store.reads.people import accounts, events, parties
from remindful.edges.store.reads.remits import (
    remit_adjustments,
    remit_claims_as_sent,
    remit_lines,
    remit_provider_adjustments,
    remits_as_sent,
    waiting_claims,
)
from remindful.edges.store.reads.work import (
    messages,
    office_settings,
    open_findings,
    organizations,
    runs,
    source_files,
    station_runs,
)

__all__ = [
    "accounts",
    "appointments",
    "authorizations",
    "charges",
    "claim_statuses",
    "coverages",
    "diagnoses",
    "encounters",
    "events",
    "fees",
    "items",
    "ledger_lines",
    "messages",
    "office_settings",
    "open_findings",
    "organizations",
    "parties",
    "providers",
    "referrals",
    "remit_adjustments",
    "remit_claims",
    "remit_claims_as_sent",
    "remit_lines",
    "remit_provider_adjustments",
    "remits_as_sent",
    "responsibilities",
    "runs",
    "sent_claims",
    "sent_requests",
    "source_files",
    "station_runs",
    "visit_payers",
    "visits",
    "waiting_claims",
]

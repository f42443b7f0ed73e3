"""The books: whose each open amount is, balances, allocation, aging, and what must always hold."""

from remindful.core.ledger.accounts import last_patient_payments, sum_accounts, unapplied_by_account
from remindful.core.ledger.age import STARTS as AGING_STARTS
from remindful.core.ledger.age import age_items
from remindful.core.ledger.allocate import Allocated, allocate
from remindful.core.ledger.invariants import check_cash, check_decisions, check_items, check_ledger
from remindful.core.ledger.owe import OweFrames, owe

__all__ = [
    "AGING_STARTS",
    "Allocated",
    "OweFrames",
    "age_items",
    "allocate",
    "check_cash",
    "check_decisions",
    "check_items",
    "check_ledger",
    "last_patient_payments",
    "owe",
    "sum_accounts",
    "unapplied_by_account",
]

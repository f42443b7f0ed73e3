"""The books: whose each open amount is, balances, allocation, aging, and what must always hold."""

from remindful.core.ledger.accounts import last_patient_payments, sum_accounts
from remindful.core.ledger.age import STARTS as AGING_STARTS
from remindful.core.ledger.age import age_items
from remindful.core.ledger.allocate import Allocated, allocate
from remindful.core.ledger.credits import list_credits
from remindful.core.ledger.held import spendable_money
from remindful.core.ledger.invariants import check_cash, check_decisions, check_items, check_ledger
from remindful.core.ledger.owe import OweFrames, owe
from remindful.core.ledger.returned import returnable_money, split_returned

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
    "list_credits",
    "owe",
    "returnable_money",
    "spendable_money",
    "split_returned",
    "sum_accounts",
]

"""Coded charges as claims and on the books: composed, priced, booked as visits and open items, and passed on to the next payer."""

from remindful.core.billing.biller import Biller
from remindful.core.billing.book import Booked, KnownRecords, book_claims
from remindful.core.billing.book_openings import book_opening
from remindful.core.billing.compose import CareFrames, ClaimFrames, compose_claims, control_numbers
from remindful.core.billing.discount import discount_items, take_back_discounts
from remindful.core.billing.next_payer import add_adjudications, find_next_payers
from remindful.core.billing.openings import ComparedBalances, compare_openings, split_claims_of_openings
from remindful.core.billing.price import price_charges
from remindful.core.billing.ready import choose_frequency, find_obstacles

__all__ = [
    "Biller",
    "Booked",
    "CareFrames",
    "ClaimFrames",
    "ComparedBalances",
    "KnownRecords",
    "add_adjudications",
    "book_claims",
    "book_opening",
    "choose_frequency",
    "compare_openings",
    "compose_claims",
    "control_numbers",
    "discount_items",
    "find_next_payers",
    "find_obstacles",
    "price_charges",
    "split_claims_of_openings",
    "take_back_discounts",
]

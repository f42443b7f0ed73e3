"""Coded charges on the books: claims and opening balances as visits and open items."""

from remindful.core.billing.book import Booked, Known, book_claims, book_opening

__all__ = ["Booked", "Known", "book_claims", "book_opening"]

"""Referrals: where each is in its loop, what a person notes, letters, and payers' authorizations."""

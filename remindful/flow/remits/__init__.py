"""Payers' remittances and denials, as a person works on them."""

"""Encounters to claims: checked, billed, written as files, and what became of what was sent."""

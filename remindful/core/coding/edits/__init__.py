"""Edits: what is wrong with an encounter's codes before a claim is made of them, with the source of each. See docs/algorithms/coding_edits.md."""

from remindful.core.coding.edits.check import edit_encounters
from remindful.core.coding.edits.tables import EditTables, empty_tables

__all__ = ["EditTables", "edit_encounters", "empty_tables"]

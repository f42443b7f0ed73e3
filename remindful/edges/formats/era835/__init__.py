"""835 remittances: what payers decided and paid (ASC X12 005010X221, and 004010X091)."""

from remindful.edges.formats.era835.read import FORMAT
from remindful.edges.formats.era835.write import RemitHeader, write_remits

__all__ = ["FORMAT", "RemitHeader", "write_remits"]

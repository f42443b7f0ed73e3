"""835 remittances: what payers decided and paid (ASC X12 005010X221, and 004010X091)."""

from remindful.edges.formats.era835.read import FORMAT
from remindful.edges.formats.era835.write import (
    BankAccount,
    PayerContact,
    RemitHeader,
    write_files,
    write_remit_sets,
    write_remits,
)
from remindful.edges.x12.write import Interchange, SetHead, wrap_sets

__all__ = [
    "FORMAT",
    "BankAccount",
    "Interchange",
    "PayerContact",
    "RemitHeader",
    "SetHead",
    "wrap_sets",
    "write_files",
    "write_remit_sets",
    "write_remits",
]

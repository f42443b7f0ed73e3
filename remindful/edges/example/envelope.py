"""The envelope of every X12 file of the example, marked as a test."""

from datetime import datetime

from remindful.edges.formats.claim837 import Interchange


def make_interchange(
    sender: str, receiver: str, control: int, sent_at: datetime, *, line_end: str = "\n"
) -> Interchange:
    """Who sends what to whom. control: unique in the example, nine digits at most."""
    # Synthetic data must never be taken for a live file.
    return Interchange(sender, receiver, control, control, sent_at, is_production=False, line_end=line_end)

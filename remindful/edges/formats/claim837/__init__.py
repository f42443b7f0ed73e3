"""837 claims, professional, institutional and dental (ASC X12 005010X222, X223, X224, and their 4010 forerunners)."""

from remindful.edges.formats.claim837.read import FORMAT

__all__ = ["FORMAT"]

"""837 claims, professional, institutional and dental (ASC X12 005010X222, X223, X224, and their 4010 forerunners)."""

from remindful.edges.formats.claim837.read import FORMAT
from remindful.edges.formats.claim837.submission_edits import find_submission_edits
from remindful.edges.formats.claim837.write import ClaimFile, ClaimHeader, render_files, write_claims
from remindful.edges.x12.write import Interchange

__all__ = ["FORMAT", "ClaimFile", "ClaimHeader", "Interchange", "find_submission_edits", "render_files", "write_claims"]

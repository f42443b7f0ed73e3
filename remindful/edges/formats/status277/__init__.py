"""Status of claims: 277CA acknowledgments and 277 answers read, 276 questions written (ASC X12 005010X214, 005010X212)."""

from remindful.edges.formats.status277.read import FORMAT
from remindful.edges.formats.status277.write import RequestFile, RequestHeader, write_requests

__all__ = ["FORMAT", "RequestFile", "RequestHeader", "write_requests"]

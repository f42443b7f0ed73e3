"""Authorizations and referrals asked of payers, and their answers: 278 (ASC X12 005010X217)."""

from remindful.edges.formats.authorization278.read import FORMAT
from remindful.edges.formats.authorization278.write import RequestFile, RequestHeader, write_requests

__all__ = ["FORMAT", "RequestFile", "RequestHeader", "write_requests"]

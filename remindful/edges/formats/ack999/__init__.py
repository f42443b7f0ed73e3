"""Acknowledgments of files: 999 (ASC X12 005010X231) and TA1 (interchange acknowledgment)."""

from remindful.edges.formats.ack999.read import FORMAT

__all__ = ["FORMAT"]

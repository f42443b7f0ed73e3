"""Verdicts in sentences, for staff, patient and auditor. Made on demand from rule columns; never stored."""

from remindful.core.why.sentences import say_day, say_for_auditor, say_for_patient, say_for_staff

__all__ = ["say_day", "say_for_auditor", "say_for_patient", "say_for_staff"]

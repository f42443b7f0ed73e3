"""Audit events: what people did, each in the transaction that did it. Append-only: the database sees to it."""

# ruff: noqa: D106  Django's Meta says what it is
# pyright: basic, reportArgumentType=false

from django.db import models

from remindful.edges.store.models import columns


class AuditEvent(models.Model):
    """Who did what, when, and from where. Keys and numbers only: no name, address, diagnosis or amount."""

    audit_event_id = columns.generated_id()
    organization_id = columns.ref()
    actor = columns.key()
    origin = columns.key()
    act = columns.key()
    subject = columns.key()
    details = models.JSONField(null=True)
    recorded_at = columns.recorded()

    class Meta:
        db_table = "audit_event"
        indexes = (models.Index(fields=["organization_id", "recorded_at"], name="audit_event_time"),)

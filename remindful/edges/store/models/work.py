"""The work done: files received, runs and their stations, and findings."""

# ruff: noqa: D106  Django's Meta says what it is
# pyright: basic, reportArgumentType=false, reportOperatorIssue=false

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from remindful.edges.store.models import columns


class SourceFile(models.Model):
    """A file as received: its bytes are received once."""

    source_file_id = columns.generated_id()
    organization_id = columns.ref()
    sha256 = columns.key()
    name = columns.key()
    format = columns.text()
    bytes = models.BigIntegerField()
    received_on = columns.day()
    state = columns.key()
    corrects_id = columns.ref(null=True)
    counts = columns.counts()
    has_remit_lines = models.BooleanField(
        db_default=False
    )  # of its remittances, lines and adjustments are in the store
    recorded_at = columns.recorded()

    class Meta:
        db_table = "source_file"
        constraints = (models.UniqueConstraint(fields=["organization_id", "sha256"], name="source_file_once"),)


class Run(models.Model):
    """A night or an import, for one set of organizations."""

    run_id = columns.generated_id()
    organization_ids = ArrayField(models.BigIntegerField())
    kind = columns.key()
    day = columns.day()
    run_key = models.TextField(unique=True)
    state = models.TextField(db_default="running")
    rulebook_version = columns.text()
    started_at = columns.recorded()
    ended_at = columns.instant(null=True)
    counts = columns.counts()

    class Meta:
        db_table = "run"
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "day", "organization_ids"], condition=Q(kind="night"), name="run_one_night"
            ),
            models.CheckConstraint(condition=Q(kind__in=["import", "night"]), name="run_kind"),
            models.CheckConstraint(condition=Q(state__in=["running", "done", "failed"]), name="run_state"),
        )


class StationRun(models.Model):
    """A station of a run that is through. Written in its own transaction: it is there, or nothing of it is."""

    station_run_id = columns.generated_id()
    organization_ids = ArrayField(models.BigIntegerField())
    run_id = columns.ref()
    station = columns.key()
    state = models.TextField(db_default="done")
    counts = columns.counts()
    started_at = columns.instant(null=True)
    ended_at = columns.recorded()

    class Meta:
        db_table = "station_run"
        constraints = (
            models.UniqueConstraint(fields=["run_id", "station"], name="station_run_once"),
            models.CheckConstraint(condition=Q(state__in=["running", "done", "failed"]), name="station_run_state"),
        )


class Finding(models.Model):
    """What was wrong with the data, and its cure."""

    finding_id = columns.generated_id()
    organization_id = columns.ref()
    source_file_id = columns.ref(null=True)
    run_id = columns.ref(null=True)
    station = columns.key()
    code = columns.key()
    at_file = columns.key()
    at_line = models.BigIntegerField(null=True)
    at_key = columns.text()
    message = columns.key()
    remedy = columns.key()
    raw = columns.text()
    account_key = columns.text()
    amount_cents = columns.cents(null=True)
    recorded_at = columns.recorded()
    resolved_at = columns.instant(null=True)
    closed_by = columns.text()  # who closed it; null: it settled by itself, or is open
    closed_how = columns.text()  # accepted, refused, closed

    class Meta:
        db_table = "finding"
        indexes = (
            models.Index(
                fields=["organization_id", "code"], name="finding_open", condition=Q(resolved_at__isnull=True)
            ),
        )

"""Columns that many tables have. References are plain numbers to Django: the database holds them by organization."""

# pyright: basic, reportAssignmentType=false, reportArgumentType=false
# Django is typed only by stubs that not everybody installs.

from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Cast


class RunClock(models.Func):
    """The moment that the work is done at: the run's clock, else the database's."""

    function = "remindful_now"
    output_field = models.DateTimeField()


class CurrentTransaction(models.Func):
    """The number of the transaction that makes the row."""

    function = "remindful_transaction"
    output_field = models.BigIntegerField()


def generated_id() -> models.Field:
    """The row's own number, given by the database."""
    return models.BigAutoField(primary_key=True)


def ref(*, null: bool = False) -> models.Field:
    """The id of a row of another table, of the same organization."""
    return models.BigIntegerField(null=null)


def text() -> models.Field:
    """Text that may be unknown. Null, never "", is unknown."""
    return models.TextField(null=True)


def key() -> models.Field:
    """Text that is always there."""
    return models.TextField()


def cents(*, null: bool = False) -> models.Field:
    """Money."""
    return models.BigIntegerField(null=null)


def day(*, null: bool = False) -> models.Field:
    """A calendar day."""
    return models.DateField(null=null)


def instant(*, null: bool = False) -> models.Field:
    """A moment, kept in UTC."""
    return models.DateTimeField(null=null)


def recorded() -> models.Field:
    """When the row became known to us."""
    return models.DateTimeField(db_default=RunClock())


def counts() -> models.Field:
    """What was counted, as JSON."""
    return models.JSONField(db_default=Cast(models.Value("{}"), models.JSONField()))


def texts(*, null: bool = False) -> models.Field:
    """A list of texts."""
    return ArrayField(models.TextField(), null=null)


def kind_check(column: str, kinds: type[StrEnum]) -> models.CheckConstraint:
    """The column holds a value of a closed list, or null."""
    values = [str(kind.value) for kind in kinds]
    return models.CheckConstraint(condition=models.Q((f"{column}__in", values)), name=f"%(class)s_{column}")

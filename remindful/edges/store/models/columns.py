"""Columns that many tables have. References are plain numbers to Django: the database holds them, with the organization."""

from enum import StrEnum
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Cast


class RunClock(models.Func):
    """The moment that the work is done at: the run's clock, else the database's."""

    function = "remindful_now"
    output_field = models.DateTimeField()


class OwnTransaction(models.Func):
    """The number of the transaction that makes the row."""

    function = "remindful_transaction"
    output_field = models.BigIntegerField()


def own_id() -> "models.BigAutoField[Any, Any]":
    return models.BigAutoField(primary_key=True)


def ref(*, null: bool = False) -> "models.BigIntegerField[Any, Any]":
    """The id of a row of another table, of the same organization."""
    return models.BigIntegerField(null=null)


def text() -> "models.TextField[Any, Any]":
    """Text that may be unknown. Null, never "", is unknown."""
    return models.TextField(null=True)  # noqa: DJ001


def key() -> "models.TextField[Any, Any]":
    return models.TextField()


def cents(*, null: bool = False) -> "models.BigIntegerField[Any, Any]":
    return models.BigIntegerField(null=null)


def day(*, null: bool = False) -> "models.DateField[Any, Any]":
    return models.DateField(null=null)


def instant(*, null: bool = False) -> "models.DateTimeField[Any, Any]":
    return models.DateTimeField(null=null)


def recorded() -> "models.DateTimeField[Any, Any]":
    """When the row became known to us."""
    return models.DateTimeField(db_default=RunClock())


def counts() -> "models.JSONField[Any, Any]":
    return models.JSONField(db_default=Cast(models.Value("{}"), models.JSONField()))


def texts(*, null: bool = False) -> ArrayField:
    return ArrayField(models.TextField(), null=null)


def kind_check(column: str, kinds: type[StrEnum]) -> models.CheckConstraint:
    """The column holds a value of a closed list, or null."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{column}__in": [str(kind.value) for kind in kinds]}), name=f"%(class)s_{column}"
    )

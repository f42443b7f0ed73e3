"""Organizations, their settings, and what rows that may change were before."""

# ruff: noqa: D106  Django's Meta says what it is
# pyright: basic, reportArgumentType=false, reportOperatorIssue=false

from django.db import models

from remindful.core.words.kinds import OrganizationKind
from remindful.edges.store.models import columns


class Organization(models.Model):
    """A physician group, a hospital, an agency: the tenant."""

    organization_id = columns.generated_id()
    key = models.TextField(unique=True)
    name = columns.key()
    kind = columns.key()
    npi = columns.text()
    tax_id = columns.text()
    line1 = columns.text()
    city = columns.text()
    state = columns.text()
    zip = columns.text()
    zone = columns.text()
    phone = columns.text()
    hours = columns.text()
    email_from = columns.text()
    website = columns.text()
    pay_url = columns.text()
    assistance_phone = columns.text()
    assistance_url = columns.text()
    is_practice = models.BooleanField(db_default=False)
    activated_on = columns.day(null=True)
    recorded_at = columns.recorded()

    class Meta:
        db_table = "organization"
        constraints = (columns.kind_check("kind", OrganizationKind),)


class OfficeSetting(models.Model):
    """One setting of one organization."""

    office_setting_id = columns.generated_id()
    organization_id = columns.ref()
    name = columns.key()
    value = models.JSONField(null=True)
    recorded_at = columns.recorded()

    class Meta:
        db_table = "office_setting"
        constraints = (models.UniqueConstraint(fields=["organization_id", "name"], name="office_setting_name"),)


class RowChange(models.Model):
    """What a row was before it was changed, so that any past moment can be read again. Written by the database."""

    row_change_id = columns.generated_id()
    organization_id = columns.ref()
    table_name = columns.key()
    row_id = models.BigIntegerField()
    recorded_at = columns.instant()
    before = models.JSONField()

    class Meta:
        db_table = "row_change"
        indexes = (models.Index(fields=["table_name", "row_id", "recorded_at"], name="row_change_row"),)

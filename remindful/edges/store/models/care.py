"""Visits, who pays for them, and their charge lines."""

# ruff: noqa: D106  Django's Meta says what it is
# pyright: basic, reportArgumentType=false, reportOperatorIssue=false

from django.db import models

from remindful.core.words.kinds import PayerKind
from remindful.edges.store.models import columns


class Visit(models.Model):
    """A visit: a bill, an episode."""

    visit_id = columns.generated_id()
    organization_id = columns.ref()
    account_id = columns.ref()
    patient_id = columns.ref()
    visit_key = columns.key()
    service_from_on = columns.day()
    service_to_on = columns.day(null=True)
    discharged_on = columns.day(null=True)
    billed_on = columns.day(null=True)
    is_opening = models.BooleanField(db_default=False)
    opening_reason = columns.text()
    first_statement_on = columns.day(null=True)
    patient_paid_cents = columns.cents(null=True)  # as its claim says (837 AMT*F5)
    recorded_at = columns.recorded()

    class Meta:
        db_table = "visit"
        constraints = (models.UniqueConstraint(fields=["organization_id", "visit_key"], name="visit_office_key"),)
        indexes = (
            models.Index(fields=["account_id"], name="visit_account"),
            models.Index(fields=["patient_id"], name="visit_patient"),
        )


class ClaimNumber(models.Model):
    """A control number beside the visit's own under which a replacement of its claim was sent."""

    claim_number_id = columns.generated_id()
    organization_id = columns.ref()
    visit_id = columns.ref()
    control_number = columns.key()
    recorded_at = columns.recorded()

    class Meta:
        db_table = "claim_number"
        constraints = (
            models.UniqueConstraint(fields=["organization_id", "control_number"], name="claim_number_office_key"),
        )


class VisitPayer(models.Model):
    """A payer level of a visit."""

    visit_payer_id = columns.generated_id()
    organization_id = columns.ref()
    visit_id = columns.ref()
    level_no = models.BigIntegerField()
    payer_name = columns.text()
    payer_key = columns.text()
    payer_kind = columns.key()
    member_id = columns.text()
    recorded_at = columns.recorded()

    class Meta:
        db_table = "visit_payer"
        constraints = (
            models.UniqueConstraint(fields=["visit_id", "level_no"], name="visit_payer_level"),
            columns.kind_check("payer_kind", PayerKind),
        )


class Item(models.Model):
    """An open item: a charge line as billed. What becomes of it is in the ledger."""

    item_id = columns.generated_id()
    organization_id = columns.ref()
    visit_id = columns.ref()
    line_no = models.BigIntegerField()
    line_control_number = columns.text()
    procedure_code = columns.text()
    modifiers = columns.text()
    revenue_code = columns.text()
    description = columns.text()
    units = models.FloatField(null=True)
    service_on = columns.day()
    charge_cents = columns.cents()
    recorded_at = columns.recorded()

    class Meta:
        db_table = "item"
        constraints = (models.UniqueConstraint(fields=["visit_id", "line_no"], name="item_line"),)

"""Claims and requests that were written for payers, and what the receivers told of them."""

# ruff: noqa: D106  Django's Meta says what it is
# pyright: basic, reportArgumentType=false, reportOperatorIssue=false

from django.db import models

from remindful.edges.store.models import columns


class ClaimFile(models.Model):
    """A file as written for payers: of claims (form 837), of requests about them (276) or to authorize (278). Its number is the interchange's."""

    claim_file_id = columns.generated_id()
    organization_id = columns.ref()
    file_name = columns.key()
    form = columns.key()
    sha256 = columns.key()
    claims = models.BigIntegerField()
    charge_cents = columns.cents()
    sent_on = columns.day()
    recorded_at = columns.recorded()

    class Meta:
        db_table = "claim_file"
        constraints = (models.UniqueConstraint(fields=["organization_id", "file_name"], name="claim_file_name"),)


class ClaimSent(models.Model):
    """A claim in such a file."""

    claim_sent_id = columns.generated_id()
    organization_id = columns.ref()
    claim_file_id = columns.ref()
    visit_id = columns.ref(null=True)
    control_number = columns.key()
    level_no = models.BigIntegerField()
    form = columns.key()
    frequency_code = columns.key()
    payer_key = columns.text()
    charge_cents = columns.cents()
    service_from_on = columns.day()
    sent_on = columns.day()
    file_name = columns.key()
    interchange_number = columns.key()
    group_number = columns.key()
    set_number = columns.key()
    is_resubmission = models.BooleanField()
    recorded_at = columns.recorded()

    class Meta:
        db_table = "claim_sent"
        indexes = (
            models.Index(fields=["organization_id", "control_number"], name="claim_sent_control"),
            models.Index(fields=["visit_id"], name="claim_sent_visit"),
        )


class RequestSent(models.Model):
    """A request in such a file: what became of a claim, or to authorize."""

    request_sent_id = columns.generated_id()
    organization_id = columns.ref()
    claim_file_id = columns.ref()
    claim_sent_id = columns.ref(null=True)
    authorization_key = columns.text()
    sent_on = columns.day()
    file_name = columns.key()
    interchange_number = columns.key()
    group_number = columns.key()
    set_number = columns.key()
    recorded_at = columns.recorded()

    class Meta:
        db_table = "request_sent"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(claim_sent_id__isnull=False, authorization_key__isnull=True)
                | models.Q(claim_sent_id__isnull=True, authorization_key__isnull=False),
                name="request_sent_about_one",
            ),
        )
        indexes = (models.Index(fields=["claim_sent_id"], name="request_sent_claim"),)


class ClaimStatus(models.Model):
    """What a receiver told of a claim or of a file of them; with the claim that it is about, once matched."""

    claim_status_id = columns.generated_id()
    organization_id = columns.ref()
    source_file_id = columns.ref()
    claim_sent_id = columns.ref(null=True)
    status_no = models.BigIntegerField()
    segment_no = models.BigIntegerField()
    kind = columns.key()
    interchange_number = columns.text()
    group_number = columns.text()
    set_number = columns.text()
    control_number = columns.text()
    payer_control_number = columns.text()
    patient_last_name = columns.text()
    patient_first_name = columns.text()
    member_id = columns.text()
    payer_key = columns.text()
    payer_name = columns.text()
    service_from_on = columns.day(null=True)
    charge_cents = columns.cents(null=True)
    paid_cents = columns.cents(null=True)
    is_accepted = models.BooleanField(null=True)
    category_code = columns.text()
    status_code = columns.text()
    entity_code = columns.text()
    line_control_number = columns.text()
    at_segment = columns.text()
    at_segment_no = models.BigIntegerField(null=True)
    message = columns.text()
    effective_on = columns.day(null=True)
    recorded_at = columns.recorded()

    class Meta:
        db_table = "claim_status"
        constraints = (
            # A 999 about a set is about each claim of it.
            models.UniqueConstraint(
                fields=["source_file_id", "status_no", "claim_sent_id"],
                name="claim_status_in_file",
                nulls_distinct=False,
            ),
        )

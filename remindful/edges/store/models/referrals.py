"""Who was sent where, what the payer authorized, and when it is to happen."""

# ruff: noqa: D106  Django's Meta says what it is
# pyright: basic, reportArgumentType=false, reportOperatorIssue=false

from django.db import models

from remindful.core.words.care import AppointmentState, AuthorizationState, ReferralState
from remindful.edges.store.models import columns


class Referral(models.Model):
    """An order that sends a patient to somebody."""

    referral_id = columns.generated_id()
    organization_id = columns.ref()
    referral_key = columns.key()
    party_key = columns.key()
    ordered_on = columns.day()
    state = columns.key()
    priority = columns.text()
    reason = columns.text()
    reason_code = columns.text()
    service_codes = columns.text()
    referring_npi = columns.text()
    referred_npi = columns.text()
    referred_name = columns.text()
    referred_taxonomy = columns.text()
    payer_key = columns.text()
    payer_number = columns.text()
    expires_on = columns.day(null=True)
    visits_allowed = models.BigIntegerField(null=True)
    needs_authorization = models.BooleanField(null=True)
    sent_on = columns.day(null=True)
    reported_on = columns.day(null=True)
    recorded_at = columns.recorded()

    class Meta:
        db_table = "referral"
        constraints = (
            models.UniqueConstraint(fields=["organization_id", "referral_key"], name="referral_office_key"),
            columns.kind_check("state", ReferralState),
        )


class Authorization(models.Model):
    """A payer's authorization, or the request for one."""

    authorization_id = columns.generated_id()
    organization_id = columns.ref()
    authorization_key = columns.key()
    party_key = columns.key()
    payer_key = columns.text()
    referral_key = columns.text()
    number = columns.text()
    state = columns.key()
    requested_on = columns.day(null=True)
    decided_on = columns.day(null=True)
    from_on = columns.day(null=True)
    to_on = columns.day(null=True)
    visits_allowed = models.BigIntegerField(null=True)
    units_allowed = models.FloatField(null=True)
    service_codes = columns.text()
    provider_npi = columns.text()
    reason_code = columns.text()
    recorded_at = columns.recorded()

    class Meta:
        db_table = "authorization"
        constraints = (
            models.UniqueConstraint(fields=["organization_id", "authorization_key"], name="authorization_office_key"),
            columns.kind_check("state", AuthorizationState),
        )


class Appointment(models.Model):
    """An appointment."""

    appointment_id = columns.generated_id()
    organization_id = columns.ref()
    appointment_key = columns.key()
    party_key = columns.key()
    referral_key = columns.text()
    provider_npi = columns.text()
    booked_on = columns.day(null=True)
    happens_on = columns.day()
    state = columns.key()
    recorded_at = columns.recorded()

    class Meta:
        db_table = "appointment"
        constraints = (
            models.UniqueConstraint(fields=["organization_id", "appointment_key"], name="appointment_office_key"),
            columns.kind_check("state", AppointmentState),
        )

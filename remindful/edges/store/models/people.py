"""People as an office knows them, their accounts, and what happened to them."""

# ruff: noqa: D106  Django's Meta says what it is
# pyright: basic, reportArgumentType=false, reportOperatorIssue=false

from django.db import models

from remindful.core.words.kinds import EventKind, Medium
from remindful.edges.store.models import columns


class Party(models.Model):
    """A person. What is known of the person is in the versions."""

    party_id = columns.generated_id()
    organization_id = columns.ref()
    party_key = columns.key()
    recorded_at = columns.recorded()

    class Meta:
        db_table = "party"
        constraints = (models.UniqueConstraint(fields=["organization_id", "party_key"], name="party_office_key"),)


class PartyVersion(models.Model):
    """A person as known from a day on."""

    party_version_id = columns.generated_id()
    organization_id = columns.ref()
    party_id = columns.ref()
    effective_on = columns.day()
    guarantor_key = columns.text()
    first_name = columns.text()
    last_name = columns.text()
    birth_on = columns.day(null=True)
    sex = columns.text()
    language = columns.text()
    line1 = columns.text()
    line2 = columns.text()
    city = columns.text()
    state = columns.text()
    zip = columns.text()
    zone = columns.text()
    phone = columns.text()
    phone_kind = columns.text()
    phone_zones = columns.texts(null=True)
    email = columns.text()
    preferred_medium = columns.text()
    is_qmb = models.BooleanField(null=True)
    source_file_id = columns.ref(null=True)
    recorded_at = columns.recorded()

    class Meta:
        db_table = "party_version"
        constraints = (columns.kind_check("preferred_medium", Medium),)
        indexes = (models.Index(fields=["party_id", "effective_on"], name="party_version_latest"),)


class Account(models.Model):
    """A guarantor at an organization: what is judged and written to."""

    account_id = columns.generated_id()
    organization_id = columns.ref()
    account_key = columns.key()
    guarantor_id = columns.ref(null=True)
    facility_state = columns.text()
    recorded_at = columns.recorded()

    class Meta:
        db_table = "account"
        constraints = (models.UniqueConstraint(fields=["organization_id", "account_key"], name="account_office_key"),)
        indexes = (models.Index(fields=["guarantor_id"], name="account_guarantor"),)


class Event(models.Model):
    """A dated event about a person or an account."""

    event_id = columns.generated_id()
    organization_id = columns.ref()
    account_id = columns.ref(null=True)
    party_id = columns.ref(null=True)
    visit_id = columns.ref(null=True)
    kind = columns.key()
    happened_on = columns.day()
    happened_at = columns.instant(null=True)
    medium = columns.text()
    value = columns.text()
    amount_cents = columns.cents(null=True)
    source = columns.key()
    known_at = columns.recorded()

    class Meta:
        db_table = "event"
        constraints = (columns.kind_check("kind", EventKind), columns.kind_check("medium", Medium))
        indexes = (
            models.Index(fields=["account_id"], name="event_account"),
            models.Index(fields=["party_id"], name="event_party"),
        )

"""What was done for patients, how it is coded, who covers it, and what it costs: what claims are made of."""

# ruff: noqa: D106  Django's Meta says what it is
# pyright: basic, reportArgumentType=false, reportOperatorIssue=false

from django.db import models

from remindful.core.words.care import CodeSystem, EncounterState
from remindful.core.words.kinds import PayerKind
from remindful.edges.store.models import columns


class Coverage(models.Model):
    """A person's coverage by a payer, in its place, from a day on."""

    coverage_id = columns.generated_id()
    organization_id = columns.ref()
    party_key = columns.key()
    level_no = models.BigIntegerField()
    from_on = columns.day()
    to_on = columns.day(null=True)
    payer_key = columns.key()
    payer_name = columns.text()
    payer_kind = columns.key()
    member_id = columns.text()
    group_number = columns.text()
    relationship_code = columns.text()
    subscriber_key = columns.text()
    subscriber_last_name = columns.text()
    subscriber_first_name = columns.text()
    subscriber_birth_on = columns.day(null=True)
    subscriber_sex = columns.text()
    recorded_at = columns.recorded()

    class Meta:
        db_table = "coverage"
        constraints = (
            models.UniqueConstraint(
                fields=["organization_id", "party_key", "level_no", "from_on"], name="coverage_of_person"
            ),
            columns.kind_check("payer_kind", PayerKind),
        )


class Provider(models.Model):
    """A person or an organization that gives care."""

    provider_id = columns.generated_id()
    organization_id = columns.ref()
    npi = columns.key()
    is_person = models.BooleanField()
    last_name = columns.text()
    first_name = columns.text()
    taxonomy = columns.text()
    tax_id = columns.text()
    line1 = columns.text()
    city = columns.text()
    state = columns.text()
    zip = columns.text()
    phone = columns.text()
    recorded_at = columns.recorded()

    class Meta:
        db_table = "provider"
        constraints = (models.UniqueConstraint(fields=["organization_id", "npi"], name="provider_npi"),)


class Encounter(models.Model):
    """An encounter that may become a claim."""

    encounter_id = columns.generated_id()
    organization_id = columns.ref()
    encounter_key = columns.key()
    party_key = columns.key()
    form = columns.key()
    setting = columns.text()
    started_on = columns.day()
    ended_on = columns.day(null=True)
    place_of_service = columns.text()
    bill_type = columns.text()
    admission_type = columns.text()
    admission_source = columns.text()
    discharge_status = columns.text()
    billing_npi = columns.text()
    rendering_npi = columns.text()
    referring_npi = columns.text()
    facility_npi = columns.text()
    referral_key = columns.text()
    authorization_number = columns.text()
    accident_kind = columns.text()
    accident_state = columns.text()
    accident_on = columns.day(null=True)
    reason = columns.text()
    patient_paid_cents = columns.cents(null=True)
    is_finished = models.BooleanField()
    state = models.TextField(db_default=EncounterState.OPEN.value)
    visit_id = columns.ref(null=True)
    billed_on = columns.day(null=True)
    source_file_id = columns.ref(null=True)
    recorded_at = columns.recorded()

    class Meta:
        db_table = "encounter"
        constraints = (
            models.UniqueConstraint(fields=["organization_id", "encounter_key"], name="encounter_office_key"),
            columns.kind_check("state", EncounterState),
        )
        indexes = (models.Index(fields=["organization_id", "party_key"], name="encounter_person"),)


class Diagnosis(models.Model):
    """A diagnosis of an encounter, in its order."""

    diagnosis_id = columns.generated_id()
    organization_id = columns.ref()
    encounter_key = columns.key()
    rank = models.BigIntegerField()
    system = columns.key()
    code = columns.key()
    description = columns.text()
    present_on_admission = columns.text()
    is_withdrawn = models.BooleanField(db_default=False)
    recorded_at = columns.recorded()

    class Meta:
        db_table = "diagnosis"
        constraints = (
            models.UniqueConstraint(fields=["organization_id", "encounter_key", "rank"], name="diagnosis_rank"),
            columns.kind_check("system", CodeSystem),
        )


class Charge(models.Model):
    """A charge captured for an encounter."""

    charge_id = columns.generated_id()
    organization_id = columns.ref()
    encounter_key = columns.key()
    line_no = models.BigIntegerField()
    system = columns.key()
    procedure_code = columns.text()
    modifiers = columns.text()
    revenue_code = columns.text()
    description = columns.text()
    units = models.FloatField()
    charge_cents = columns.cents(null=True)
    diagnosis_pointers = columns.text()
    service_on = columns.day()
    rendering_npi = columns.text()
    ndc = columns.text()
    captured_on = columns.day(null=True)
    message_key = columns.text()  # of a charge without an id: the message that brought it
    is_withdrawn = models.BooleanField(db_default=False)
    recorded_at = columns.recorded()

    class Meta:
        db_table = "charge"
        constraints = (
            models.UniqueConstraint(fields=["organization_id", "encounter_key", "line_no"], name="charge_line"),
            columns.kind_check("system", CodeSystem),
        )


class Fee(models.Model):
    """A code's price on a schedule, from a day on."""

    fee_id = columns.generated_id()
    organization_id = columns.ref()
    schedule = columns.key()
    procedure_code = columns.key()
    modifiers = columns.key()
    from_on = columns.day()
    to_on = columns.day(null=True)
    unit_cents = columns.cents()
    recorded_at = columns.recorded()

    class Meta:
        db_table = "fee"
        constraints = (
            models.UniqueConstraint(
                fields=["organization_id", "schedule", "procedure_code", "modifiers", "from_on"], name="fee_of_code"
            ),
        )


class Estimate(models.Model):
    """A good-faith estimate as it was given: its lines never change; a new one is a new row."""

    estimate_id = columns.generated_id()
    organization_id = columns.ref()
    estimate_key = columns.key()
    party_key = columns.key()
    encounter_key = columns.text()
    scheduled_on = columns.day()
    service_on = columns.day()
    given_on = columns.day()
    due_on = columns.day(null=True)
    expected_cents = columns.cents()
    lines = models.JSONField()
    visit_id = columns.ref(null=True)
    recorded_at = columns.recorded()

    class Meta:
        db_table = "estimate"
        constraints = (models.UniqueConstraint(fields=["organization_id", "estimate_key"], name="estimate_office_key"),)

"""Care and claims: coverages, encounters, charges, referrals, claims sent and what became of them. Made by `makemigrations`."""

from pathlib import Path

from django.db import migrations, models

from remindful.edges.store.models import columns

_SQL = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0002_law_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("appointment_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("appointment_key", models.TextField()),
                ("party_key", models.TextField()),
                ("referral_key", models.TextField(null=True)),
                ("provider_npi", models.TextField(null=True)),
                ("booked_on", models.DateField(null=True)),
                ("happens_on", models.DateField()),
                ("state", models.TextField()),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "appointment",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization_id", "appointment_key"), name="appointment_office_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["booked", "kept", "cancelled", "missed"])),
                        name="appointment_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Authorization",
            fields=[
                ("authorization_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("authorization_key", models.TextField()),
                ("party_key", models.TextField()),
                ("payer_key", models.TextField(null=True)),
                ("referral_key", models.TextField(null=True)),
                ("number", models.TextField(null=True)),
                ("state", models.TextField()),
                ("asked_on", models.DateField(null=True)),
                ("decided_on", models.DateField(null=True)),
                ("from_on", models.DateField(null=True)),
                ("to_on", models.DateField(null=True)),
                ("visits_allowed", models.BigIntegerField(null=True)),
                ("units_allowed", models.FloatField(null=True)),
                ("service_codes", models.TextField(null=True)),
                ("provider_npi", models.TextField(null=True)),
                ("reason_code", models.TextField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "authorization",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization_id", "authorization_key"), name="authorization_office_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["asked", "approved", "partly", "pended", "denied", "cancelled", "not_required"],
                            )
                        ),
                        name="authorization_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Charge",
            fields=[
                ("charge_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("encounter_key", models.TextField()),
                ("line_no", models.BigIntegerField()),
                ("system", models.TextField()),
                ("procedure_code", models.TextField(null=True)),
                ("modifiers", models.TextField(null=True)),
                ("revenue_code", models.TextField(null=True)),
                ("description", models.TextField(null=True)),
                ("units", models.FloatField()),
                ("charge_cents", models.BigIntegerField(null=True)),
                ("diagnosis_pointers", models.TextField(null=True)),
                ("service_on", models.DateField()),
                ("rendering_npi", models.TextField(null=True)),
                ("ndc", models.TextField(null=True)),
                ("captured_on", models.DateField(null=True)),
                ("is_withdrawn", models.BooleanField(db_default=False)),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "charge",
                "constraints": [
                    models.UniqueConstraint(fields=("organization_id", "encounter_key", "line_no"), name="charge_line"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("system__in", ["icd10cm", "icd10pcs", "cpt", "hcpcs", "snomed", "cvx", "unknown"])
                        ),
                        name="charge_system",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimFile",
            fields=[
                ("claim_file_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("file_name", models.TextField()),
                ("form", models.TextField()),
                ("sha256", models.TextField()),
                ("claims", models.BigIntegerField()),
                ("charge_cents", models.BigIntegerField()),
                ("sent_on", models.DateField()),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "claim_file",
                "constraints": [
                    models.UniqueConstraint(fields=("organization_id", "file_name"), name="claim_file_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimSent",
            fields=[
                ("claim_sent_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("claim_file_id", models.BigIntegerField()),
                ("visit_id", models.BigIntegerField(null=True)),
                ("control_number", models.TextField()),
                ("level_no", models.BigIntegerField()),
                ("form", models.TextField()),
                ("frequency_code", models.TextField()),
                ("payer_key", models.TextField(null=True)),
                ("charge_cents", models.BigIntegerField()),
                ("service_from_on", models.DateField()),
                ("sent_on", models.DateField()),
                ("file_name", models.TextField()),
                ("interchange_number", models.TextField()),
                ("group_number", models.TextField()),
                ("set_number", models.TextField()),
                ("is_resubmission", models.BooleanField()),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "claim_sent",
                "indexes": [
                    models.Index(fields=["organization_id", "control_number"], name="claim_sent_control"),
                    models.Index(fields=["visit_id"], name="claim_sent_visit"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimStatus",
            fields=[
                ("claim_status_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("source_file_id", models.BigIntegerField()),
                ("claim_sent_id", models.BigIntegerField(null=True)),
                ("status_no", models.BigIntegerField()),
                ("segment_no", models.BigIntegerField()),
                ("kind", models.TextField()),
                ("interchange_number", models.TextField(null=True)),
                ("group_number", models.TextField(null=True)),
                ("set_number", models.TextField(null=True)),
                ("control_number", models.TextField(null=True)),
                ("payer_control_number", models.TextField(null=True)),
                ("patient_last_name", models.TextField(null=True)),
                ("patient_first_name", models.TextField(null=True)),
                ("member_id", models.TextField(null=True)),
                ("payer_key", models.TextField(null=True)),
                ("payer_name", models.TextField(null=True)),
                ("service_from_on", models.DateField(null=True)),
                ("charge_cents", models.BigIntegerField(null=True)),
                ("paid_cents", models.BigIntegerField(null=True)),
                ("is_accepted", models.BooleanField(null=True)),
                ("category_code", models.TextField(null=True)),
                ("status_code", models.TextField(null=True)),
                ("entity_code", models.TextField(null=True)),
                ("line_control_number", models.TextField(null=True)),
                ("at_segment", models.TextField(null=True)),
                ("at_segment_no", models.BigIntegerField(null=True)),
                ("says", models.TextField(null=True)),
                ("effective_on", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "claim_status",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source_file_id", "status_no", "claim_sent_id"),
                        name="claim_status_in_file",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Coverage",
            fields=[
                ("coverage_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("party_key", models.TextField()),
                ("level_no", models.BigIntegerField()),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(null=True)),
                ("payer_key", models.TextField()),
                ("payer_name", models.TextField(null=True)),
                ("payer_kind", models.TextField()),
                ("member_id", models.TextField(null=True)),
                ("group_number", models.TextField(null=True)),
                ("relationship_code", models.TextField(null=True)),
                ("subscriber_key", models.TextField(null=True)),
                ("subscriber_last_name", models.TextField(null=True)),
                ("subscriber_first_name", models.TextField(null=True)),
                ("subscriber_birth_on", models.DateField(null=True)),
                ("subscriber_sex", models.TextField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "coverage",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization_id", "party_key", "level_no", "from_on"), name="coverage_of_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "payer_kind__in",
                                [
                                    "commercial",
                                    "medicare",
                                    "medicare_advantage",
                                    "medicaid",
                                    "military",
                                    "workers_compensation",
                                    "auto",
                                    "other",
                                    "unknown",
                                ],
                            )
                        ),
                        name="coverage_payer_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Diagnosis",
            fields=[
                ("diagnosis_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("encounter_key", models.TextField()),
                ("rank", models.BigIntegerField()),
                ("system", models.TextField()),
                ("code", models.TextField()),
                ("description", models.TextField(null=True)),
                ("present_on_admission", models.TextField(null=True)),
                ("is_withdrawn", models.BooleanField(db_default=False)),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "diagnosis",
                "constraints": [
                    models.UniqueConstraint(fields=("organization_id", "encounter_key", "rank"), name="diagnosis_rank"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("system__in", ["icd10cm", "icd10pcs", "cpt", "hcpcs", "snomed", "cvx", "unknown"])
                        ),
                        name="diagnosis_system",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Encounter",
            fields=[
                ("encounter_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("encounter_key", models.TextField()),
                ("party_key", models.TextField()),
                ("form", models.TextField()),
                ("setting", models.TextField(null=True)),
                ("started_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                ("place_of_service", models.TextField(null=True)),
                ("bill_type", models.TextField(null=True)),
                ("admission_type", models.TextField(null=True)),
                ("admission_source", models.TextField(null=True)),
                ("discharge_status", models.TextField(null=True)),
                ("billing_npi", models.TextField(null=True)),
                ("rendering_npi", models.TextField(null=True)),
                ("referring_npi", models.TextField(null=True)),
                ("facility_npi", models.TextField(null=True)),
                ("referral_key", models.TextField(null=True)),
                ("authorization_number", models.TextField(null=True)),
                ("accident_kind", models.TextField(null=True)),
                ("accident_state", models.TextField(null=True)),
                ("accident_on", models.DateField(null=True)),
                ("reason", models.TextField(null=True)),
                ("patient_paid_cents", models.BigIntegerField(null=True)),
                ("is_finished", models.BooleanField()),
                ("state", models.TextField(db_default="open")),
                ("visit_id", models.BigIntegerField(null=True)),
                ("billed_on", models.DateField(null=True)),
                ("source_file_id", models.BigIntegerField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "encounter",
                "indexes": [models.Index(fields=["organization_id", "party_key"], name="encounter_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("organization_id", "encounter_key"), name="encounter_office_key"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "held", "billed", "not_billed"])),
                        name="encounter_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Estimate",
            fields=[
                ("estimate_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("estimate_key", models.TextField()),
                ("party_key", models.TextField()),
                ("encounter_key", models.TextField(null=True)),
                ("scheduled_on", models.DateField()),
                ("service_on", models.DateField()),
                ("given_on", models.DateField()),
                ("due_on", models.DateField(null=True)),
                ("expected_cents", models.BigIntegerField()),
                ("lines", models.JSONField()),
                ("visit_id", models.BigIntegerField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "estimate",
                "constraints": [
                    models.UniqueConstraint(fields=("organization_id", "estimate_key"), name="estimate_office_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="Fee",
            fields=[
                ("fee_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("schedule", models.TextField()),
                ("procedure_code", models.TextField()),
                ("modifiers", models.TextField()),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(null=True)),
                ("unit_cents", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "fee",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization_id", "schedule", "procedure_code", "modifiers", "from_on"),
                        name="fee_of_code",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Provider",
            fields=[
                ("provider_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("npi", models.TextField()),
                ("is_person", models.BooleanField()),
                ("last_name", models.TextField(null=True)),
                ("first_name", models.TextField(null=True)),
                ("taxonomy", models.TextField(null=True)),
                ("tax_id", models.TextField(null=True)),
                ("line1", models.TextField(null=True)),
                ("city", models.TextField(null=True)),
                ("state", models.TextField(null=True)),
                ("zip", models.TextField(null=True)),
                ("phone", models.TextField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "provider",
                "constraints": [models.UniqueConstraint(fields=("organization_id", "npi"), name="provider_npi")],
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("referral_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("referral_key", models.TextField()),
                ("party_key", models.TextField()),
                ("ordered_on", models.DateField()),
                ("state", models.TextField()),
                ("priority", models.TextField(null=True)),
                ("reason", models.TextField(null=True)),
                ("reason_code", models.TextField(null=True)),
                ("service_codes", models.TextField(null=True)),
                ("referring_npi", models.TextField(null=True)),
                ("referred_npi", models.TextField(null=True)),
                ("referred_name", models.TextField(null=True)),
                ("referred_taxonomy", models.TextField(null=True)),
                ("payer_key", models.TextField(null=True)),
                ("payer_number", models.TextField(null=True)),
                ("expires_on", models.DateField(null=True)),
                ("visits_allowed", models.BigIntegerField(null=True)),
                ("needs_authorization", models.BooleanField(null=True)),
                ("sent_on", models.DateField(null=True)),
                ("reported_on", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "referral",
                "constraints": [
                    models.UniqueConstraint(fields=("organization_id", "referral_key"), name="referral_office_key"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "active", "on_hold", "completed", "revoked"])),
                        name="referral_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestSent",
            fields=[
                ("request_sent_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("claim_file_id", models.BigIntegerField()),
                ("claim_sent_id", models.BigIntegerField(null=True)),
                ("authorization_key", models.TextField(null=True)),
                ("sent_on", models.DateField()),
                ("file_name", models.TextField()),
                ("interchange_number", models.TextField()),
                ("group_number", models.TextField()),
                ("set_number", models.TextField()),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "request_sent",
                "indexes": [models.Index(fields=["claim_sent_id"], name="request_sent_claim")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("authorization_key__isnull", True), ("claim_sent_id__isnull", False))
                        | models.Q(("authorization_key__isnull", False), ("claim_sent_id__isnull", True)),
                        name="request_sent_about_one",
                    )
                ],
            },
        ),
        migrations.RunSQL((_SQL / "0003_after.sql").read_text()),
    ]

"""The first tables, with their guards. Made by `makemigrations`; the SQL beside it says what Django cannot."""

from pathlib import Path

from django.contrib.postgres import fields
from django.db import migrations, models
from django.db.models.functions import comparison

from remindful.edges.store.models import columns

_SQL = Path(__file__).parent


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL((_SQL / "0001_before.sql").read_text()),
        migrations.CreateModel(
            name="EntryCheck",
            fields=[
                ("entry_check_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("first_entry_id", models.BigIntegerField()),
                ("last_entry_id", models.BigIntegerField()),
                ("entries", models.BigIntegerField()),
            ],
            options={
                "db_table": "entry_check",
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("account_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("account_key", models.TextField()),
                ("guarantor_id", models.BigIntegerField(null=True)),
                ("facility_state", models.TextField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "account",
                "indexes": [models.Index(fields=["guarantor_id"], name="account_guarantor")],
                "constraints": [
                    models.UniqueConstraint(fields=("organization_id", "account_key"), name="account_office_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("entry_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("entry_key", models.TextField()),
                ("kind", models.TextField()),
                ("effective_on", models.DateField()),
                ("visit_id", models.BigIntegerField(null=True)),
                ("account_id", models.BigIntegerField(null=True)),
                ("remit_claim_id", models.BigIntegerField(null=True)),
                ("reverses_key", models.TextField(null=True)),
                ("source", models.TextField()),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
                ("transaction_no", models.BigIntegerField(db_default=columns.CurrentTransaction())),
            ],
            options={
                "db_table": "entry",
                "constraints": [
                    models.UniqueConstraint(fields=("organization_id", "entry_key"), name="entry_office_key"),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "void")),
                        fields=("organization_id", "reverses_key"),
                        name="entry_voided_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reverses_key__isnull", True),
                            models.Q(("reverses_key", models.F("entry_key")), _negated=True),
                            _connector="OR",
                        ),
                        name="entry_reverses_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "charge",
                                    "opening_balance",
                                    "payer_answer",
                                    "payer_reversal",
                                    "provider_adjustment",
                                    "unmatched_payment",
                                    "suspense_release",
                                    "patient_payment",
                                    "allocation",
                                    "adjustment",
                                    "refund",
                                    "void",
                                ],
                            )
                        ),
                        name="entry_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("event_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("account_id", models.BigIntegerField(null=True)),
                ("party_id", models.BigIntegerField(null=True)),
                ("visit_id", models.BigIntegerField(null=True)),
                ("kind", models.TextField()),
                ("happened_on", models.DateField()),
                ("happened_at", models.DateTimeField(null=True)),
                ("medium", models.TextField(null=True)),
                ("value", models.TextField(null=True)),
                ("amount_cents", models.BigIntegerField(null=True)),
                ("source", models.TextField()),
                ("known_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "event",
                "indexes": [
                    models.Index(fields=["account_id"], name="event_account"),
                    models.Index(fields=["party_id"], name="event_party"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "call_placed",
                                    "conversation",
                                    "statement_sent",
                                    "letter_sent",
                                    "email_sent",
                                    "text_sent",
                                    "mail_returned",
                                    "email_bounced",
                                    "opted_out",
                                    "opt_out_withdrawn",
                                    "consent_given",
                                    "cease_requested",
                                    "cease_withdrawn",
                                    "attorney_named",
                                    "attorney_released",
                                    "address_changed",
                                    "held",
                                    "released",
                                    "disputed",
                                    "dispute_resolved",
                                    "bankruptcy_filed",
                                    "bankruptcy_ended",
                                    "bankruptcy_discharged",
                                    "died",
                                    "representative_named",
                                    "assistance_applied",
                                    "assistance_decided",
                                    "collection_notice_sent",
                                    "oral_effort_made",
                                    "estimate_given",
                                    "dispute_resolution_opened",
                                    "dispute_resolution_closed",
                                    "plan_agreed",
                                    "plan_ended",
                                    "promise_made",
                                    "placed",
                                    "recalled",
                                ],
                            )
                        ),
                        name="event_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("medium__in", ["mail", "email", "text", "call", "portal", "none"])),
                        name="event_medium",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("finding_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("source_file_id", models.BigIntegerField(null=True)),
                ("run_id", models.BigIntegerField(null=True)),
                ("station", models.TextField()),
                ("code", models.TextField()),
                ("at_file", models.TextField()),
                ("at_line", models.BigIntegerField(null=True)),
                ("at_key", models.TextField(null=True)),
                ("says", models.TextField()),
                ("mend", models.TextField()),
                ("raw", models.TextField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
                ("resolved_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "finding",
                "indexes": [
                    models.Index(
                        condition=models.Q(("resolved_at__isnull", True)),
                        fields=["organization_id", "code"],
                        name="finding_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("item_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("visit_id", models.BigIntegerField()),
                ("line_no", models.BigIntegerField()),
                ("line_control_number", models.TextField(null=True)),
                ("procedure_code", models.TextField(null=True)),
                ("modifiers", models.TextField(null=True)),
                ("revenue_code", models.TextField(null=True)),
                ("description", models.TextField(null=True)),
                ("units", models.FloatField(null=True)),
                ("service_on", models.DateField()),
                ("charge_cents", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "item",
                "constraints": [models.UniqueConstraint(fields=("visit_id", "line_no"), name="item_line")],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("message_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("account_id", models.BigIntegerField()),
                ("day", models.DateField()),
                ("segment", models.TextField(null=True)),
                ("cycle_on", models.DateField()),
                ("step_no", models.BigIntegerField()),
                ("step", models.TextField()),
                ("act", models.TextField()),
                ("template", models.TextField()),
                ("tone", models.TextField(null=True)),
                ("language", models.TextField()),
                ("state", models.TextField()),
                ("due_cents", models.BigIntegerField()),
                ("template_version", models.TextField(null=True)),
                ("rendered_sha256", models.TextField(null=True)),
                ("intent_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("receipt", models.TextField(null=True)),
                ("why", models.TextField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "message",
                "indexes": [models.Index(fields=["organization_id", "state"], name="message_state_of")],
                "constraints": [
                    models.UniqueConstraint(fields=("organization_id", "account_id", "day"), name="message_one_a_day"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["suppressed", "failed"]), _negated=True),
                        fields=("organization_id", "account_id", "cycle_on", "step_no"),
                        name="message_step_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            ("sent_at__isnull", False),
                            ("intent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="message_sent_has_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "suppressed"), _negated=True), ("why__isnull", False), _connector="OR"
                        ),
                        name="message_suppressed_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["queued", "intent", "sent", "suppressed", "failed", "unsure"])
                        ),
                        name="message_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "act__in",
                                [
                                    "statement",
                                    "letter",
                                    "email",
                                    "text",
                                    "call",
                                    "prerecorded_call",
                                    "portal_message",
                                    "discount_offer",
                                    "agency_placement",
                                    "credit_report",
                                    "sale",
                                    "suit",
                                    "lien",
                                    "foreclosure",
                                    "garnishment",
                                    "attachment",
                                    "care_denial",
                                    "interest",
                                    "late_fee",
                                ],
                            )
                        ),
                        name="message_act",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageAttempt",
            fields=[
                ("message_attempt_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("message_id", models.BigIntegerField()),
                ("attempted_at", models.DateTimeField()),
                ("state", models.TextField()),
                ("receipt", models.TextField(null=True)),
                ("says", models.TextField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "message_attempt",
                "indexes": [models.Index(fields=["message_id"], name="message_attempt_message")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["queued", "intent", "sent", "suppressed", "failed", "unsure"])
                        ),
                        name="messageattempt_state",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficeSetting",
            fields=[
                ("office_setting_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("name", models.TextField()),
                ("value", models.JSONField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "office_setting",
                "constraints": [
                    models.UniqueConstraint(fields=("organization_id", "name"), name="office_setting_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="Organization",
            fields=[
                ("organization_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField(unique=True)),
                ("name", models.TextField()),
                ("kind", models.TextField()),
                ("npi", models.TextField(null=True)),
                ("tax_id", models.TextField(null=True)),
                ("line1", models.TextField(null=True)),
                ("city", models.TextField(null=True)),
                ("state", models.TextField(null=True)),
                ("zip", models.TextField(null=True)),
                ("zone", models.TextField(null=True)),
                ("phone", models.TextField(null=True)),
                ("hours", models.TextField(null=True)),
                ("email_from", models.TextField(null=True)),
                ("website", models.TextField(null=True)),
                ("pay_url", models.TextField(null=True)),
                ("assistance_phone", models.TextField(null=True)),
                ("assistance_url", models.TextField(null=True)),
                ("is_practice", models.BooleanField(db_default=False)),
                ("activated_on", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "organization",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["provider", "tax_exempt_hospital", "early_out", "third_party"])
                        ),
                        name="organization_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("party_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("party_key", models.TextField()),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "party",
                "constraints": [
                    models.UniqueConstraint(fields=("organization_id", "party_key"), name="party_office_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="PartyVersion",
            fields=[
                ("party_version_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("party_id", models.BigIntegerField()),
                ("effective_on", models.DateField()),
                ("guarantor_key", models.TextField(null=True)),
                ("first_name", models.TextField(null=True)),
                ("last_name", models.TextField(null=True)),
                ("birth_on", models.DateField(null=True)),
                ("sex", models.TextField(null=True)),
                ("language", models.TextField(null=True)),
                ("line1", models.TextField(null=True)),
                ("line2", models.TextField(null=True)),
                ("city", models.TextField(null=True)),
                ("state", models.TextField(null=True)),
                ("zip", models.TextField(null=True)),
                ("zone", models.TextField(null=True)),
                ("phone", models.TextField(null=True)),
                ("phone_kind", models.TextField(null=True)),
                ("phone_zones", fields.ArrayField(base_field=models.TextField(), null=True)),
                ("email", models.TextField(null=True)),
                ("preferred_medium", models.TextField(null=True)),
                ("is_qmb", models.BooleanField(null=True)),
                ("source_file_id", models.BigIntegerField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "party_version",
                "indexes": [models.Index(fields=["party_id", "effective_on"], name="party_version_latest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("preferred_medium__in", ["mail", "email", "text", "call", "portal", "none"])
                        ),
                        name="partyversion_preferred_medium",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("posting_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("entry_id", models.BigIntegerField()),
                ("ledger_account", models.TextField()),
                ("item_id", models.BigIntegerField(null=True)),
                ("account_id", models.BigIntegerField(null=True)),
                ("amount_cents", models.BigIntegerField()),
                ("level_no", models.BigIntegerField(null=True)),
                ("group_code", models.TextField(null=True)),
                ("carc", models.TextField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "posting",
                "indexes": [
                    models.Index(fields=["entry_id"], name="posting_entry"),
                    models.Index(
                        condition=models.Q(("item_id__isnull", False)), fields=["item_id"], name="posting_item"
                    ),
                    models.Index(
                        condition=models.Q(("account_id__isnull", False)), fields=["account_id"], name="posting_account"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ledger_account__in",
                                [
                                    "receivable",
                                    "revenue",
                                    "payer_cash",
                                    "patient_cash",
                                    "contractual",
                                    "payer_other",
                                    "discount",
                                    "charity",
                                    "bad_debt",
                                    "small_balance",
                                    "payer_suspense",
                                    "unapplied",
                                    "provider_level",
                                    "opening",
                                ],
                            )
                        ),
                        name="posting_ledger_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ledger_account", "receivable"), _negated=True),
                            ("item_id__isnull", False),
                            _connector="OR",
                        ),
                        name="posting_receivable_has_item",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ledger_account", "unapplied"), _negated=True),
                            ("account_id__isnull", False),
                            _connector="OR",
                        ),
                        name="posting_unapplied_has_account",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Remit",
            fields=[
                ("remit_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("source_file_id", models.BigIntegerField()),
                ("remit_no", models.BigIntegerField()),
                ("segment_no", models.BigIntegerField()),
                ("control_number", models.TextField(null=True)),
                ("is_production", models.BooleanField(null=True)),
                ("trace_number", models.TextField(null=True)),
                ("payer_originator", models.TextField(null=True)),
                ("handling_code", models.TextField(null=True)),
                ("method", models.TextField(null=True)),
                ("paid_cents", models.BigIntegerField(null=True)),
                ("paid_on", models.DateField(null=True)),
                ("payer_name", models.TextField(null=True)),
                ("payer_key", models.TextField(null=True)),
                ("payee_name", models.TextField(null=True)),
                ("payee_npi", models.TextField(null=True)),
                ("payee_tax_id", models.TextField(null=True)),
                ("is_complete", models.BooleanField()),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "remit",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization_id", "source_file_id", "remit_no"), name="remit_in_file"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RemitClaim",
            fields=[
                ("remit_claim_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("remit_id", models.BigIntegerField()),
                ("visit_id", models.BigIntegerField(null=True)),
                ("level_no", models.BigIntegerField(null=True)),
                ("claim_no", models.BigIntegerField()),
                ("segment_no", models.BigIntegerField()),
                ("control_number", models.TextField(null=True)),
                ("status_code", models.TextField(null=True)),
                ("charge_cents", models.BigIntegerField(null=True)),
                ("paid_cents", models.BigIntegerField(null=True)),
                ("patient_cents", models.BigIntegerField(null=True)),
                ("filing_code", models.TextField(null=True)),
                ("payer_control_number", models.TextField(null=True)),
                ("facility_code", models.TextField(null=True)),
                ("frequency_code", models.TextField(null=True)),
                ("patient_last_name", models.TextField(null=True)),
                ("patient_first_name", models.TextField(null=True)),
                ("member_id", models.TextField(null=True)),
                ("crossover_payer", models.TextField(null=True)),
                ("service_from_on", models.DateField(null=True)),
                ("service_to_on", models.DateField(null=True)),
                ("received_on", models.DateField(null=True)),
                ("remark_codes", fields.ArrayField(base_field=models.TextField())),
                ("answered_on", models.DateField()),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "remit_claim",
                "indexes": [
                    models.Index(fields=["organization_id", "control_number"], name="remit_claim_control"),
                    models.Index(fields=["visit_id"], name="remit_claim_visit"),
                ],
                "constraints": [models.UniqueConstraint(fields=("remit_id", "claim_no"), name="remit_claim_in_remit")],
            },
        ),
        migrations.CreateModel(
            name="Responsibility",
            fields=[
                ("responsibility_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("item_id", models.BigIntegerField()),
                ("visit_id", models.BigIntegerField()),
                ("level_no", models.BigIntegerField()),
                ("remit_claim_id", models.BigIntegerField()),
                ("group_code", models.TextField()),
                ("carc", models.TextField()),
                ("amount_cents", models.BigIntegerField()),
                ("answered_on", models.DateField()),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "responsibility",
                "indexes": [models.Index(fields=["visit_id"], name="responsibility_visit")],
            },
        ),
        migrations.CreateModel(
            name="RowChange",
            fields=[
                ("row_change_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("table_name", models.TextField()),
                ("row_id", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField()),
                ("before", models.JSONField()),
            ],
            options={
                "db_table": "row_change",
                "indexes": [models.Index(fields=["table_name", "row_id", "recorded_at"], name="row_change_row")],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("run_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_ids", fields.ArrayField(base_field=models.BigIntegerField())),
                ("kind", models.TextField()),
                ("day", models.DateField()),
                ("run_key", models.TextField(unique=True)),
                ("state", models.TextField(db_default="running")),
                ("rulebook_version", models.TextField(null=True)),
                ("started_at", models.DateTimeField(db_default=columns.RunClock())),
                ("ended_at", models.DateTimeField(null=True)),
                ("counts", models.JSONField(db_default=comparison.Cast(models.Value("{}"), models.JSONField()))),
            ],
            options={
                "db_table": "run",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "night")),
                        fields=("kind", "day", "organization_ids"),
                        name="run_one_night",
                    ),
                    models.CheckConstraint(condition=models.Q(("kind__in", ["import", "night"])), name="run_kind"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["running", "done", "failed"])), name="run_state"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceFile",
            fields=[
                ("source_file_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("sha256", models.TextField()),
                ("name", models.TextField()),
                ("format", models.TextField(null=True)),
                ("bytes", models.BigIntegerField()),
                ("received_on", models.DateField()),
                ("state", models.TextField()),
                ("corrects_id", models.BigIntegerField(null=True)),
                ("counts", models.JSONField(db_default=comparison.Cast(models.Value("{}"), models.JSONField()))),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "source_file",
                "constraints": [models.UniqueConstraint(fields=("organization_id", "sha256"), name="source_file_once")],
            },
        ),
        migrations.CreateModel(
            name="StationRun",
            fields=[
                ("station_run_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_ids", fields.ArrayField(base_field=models.BigIntegerField())),
                ("run_id", models.BigIntegerField()),
                ("station", models.TextField()),
                ("state", models.TextField(db_default="done")),
                ("counts", models.JSONField(db_default=comparison.Cast(models.Value("{}"), models.JSONField()))),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "station_run",
                "constraints": [
                    models.UniqueConstraint(fields=("run_id", "station"), name="station_run_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["running", "done", "failed"])), name="station_run_state"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("visit_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("account_id", models.BigIntegerField()),
                ("patient_id", models.BigIntegerField()),
                ("visit_key", models.TextField()),
                ("service_from_on", models.DateField()),
                ("service_to_on", models.DateField(null=True)),
                ("discharged_on", models.DateField(null=True)),
                ("billed_on", models.DateField(null=True)),
                ("is_opening", models.BooleanField(db_default=False)),
                ("opening_reason", models.TextField(null=True)),
                ("first_statement_on", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "visit",
                "indexes": [
                    models.Index(fields=["account_id"], name="visit_account"),
                    models.Index(fields=["patient_id"], name="visit_patient"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organization_id", "visit_key"), name="visit_office_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitPayer",
            fields=[
                ("visit_payer_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("visit_id", models.BigIntegerField()),
                ("level_no", models.BigIntegerField()),
                ("payer_name", models.TextField(null=True)),
                ("payer_key", models.TextField(null=True)),
                ("payer_kind", models.TextField()),
                ("member_id", models.TextField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "visit_payer",
                "constraints": [
                    models.UniqueConstraint(fields=("visit_id", "level_no"), name="visit_payer_level"),
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
                        name="visitpayer_payer_kind",
                    ),
                ],
            },
        ),
        migrations.RunSQL((_SQL / "0001_after.sql").read_text()),
    ]

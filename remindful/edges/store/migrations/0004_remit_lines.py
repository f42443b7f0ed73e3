"""What an 835 says of each line: service lines, adjustments, and adjustments of whole payments. Made by `makemigrations`."""

from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models

_SQL = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0003_care"),
    ]

    operations = [
        migrations.CreateModel(
            name="RemitAdjustment",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "remit_claim_id",
                        "adjustment_no",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("organization_id", models.BigIntegerField()),
                ("remit_claim_id", models.BigIntegerField()),
                ("adjustment_no", models.BigIntegerField()),
                ("line_no", models.BigIntegerField(null=True)),
                ("segment_no", models.BigIntegerField()),
                ("group_code", models.TextField(null=True)),
                ("carc", models.TextField(null=True)),
                ("amount_cents", models.BigIntegerField(null=True)),
                ("units", models.FloatField(null=True)),
            ],
            options={
                "db_table": "remit_adjustment",
            },
        ),
        migrations.CreateModel(
            name="RemitLine",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "remit_claim_id", "line_no", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("organization_id", models.BigIntegerField()),
                ("remit_claim_id", models.BigIntegerField()),
                ("line_no", models.BigIntegerField()),
                ("segment_no", models.BigIntegerField()),
                ("line_control_number", models.TextField(null=True)),
                ("code_qualifier", models.TextField(null=True)),
                ("procedure_code", models.TextField(null=True)),
                ("modifiers", models.TextField(null=True)),
                ("revenue_code", models.TextField(null=True)),
                ("billed_code", models.TextField(null=True)),
                ("charge_cents", models.BigIntegerField(null=True)),
                ("paid_cents", models.BigIntegerField(null=True)),
                ("units", models.FloatField(null=True)),
                ("service_on", models.DateField(null=True)),
                ("allowed_cents", models.BigIntegerField(null=True)),
                ("remark_codes", django.contrib.postgres.fields.ArrayField(base_field=models.TextField())),
            ],
            options={
                "db_table": "remit_line",
            },
        ),
        migrations.CreateModel(
            name="RemitProviderAdjustment",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "remit_id", "adjustment_no", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("organization_id", models.BigIntegerField()),
                ("remit_id", models.BigIntegerField()),
                ("adjustment_no", models.BigIntegerField()),
                ("segment_no", models.BigIntegerField()),
                ("provider_key", models.TextField(null=True)),
                ("fiscal_end_on", models.DateField(null=True)),
                ("reason_code", models.TextField(null=True)),
                ("reference", models.TextField(null=True)),
                ("amount_cents", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "remit_provider_adjustment",
            },
        ),
        migrations.AddField(
            model_name="remitclaim",
            name="own_remark_codes",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), null=True),
        ),
        migrations.AddField(
            model_name="sourcefile",
            name="has_remit_lines",
            field=models.BooleanField(db_default=False),
        ),
        migrations.RunSQL((_SQL / "0004_after.sql").read_text()),
    ]

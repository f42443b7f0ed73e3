"""Audit events. Made by `makemigrations`."""

from pathlib import Path

from django.db import migrations, models

from remindful.edges.store.models import columns

_SQL = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0004_remit_lines"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("audit_event_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("actor", models.TextField()),
                ("origin", models.TextField()),
                ("act", models.TextField()),
                ("subject", models.TextField()),
                ("details", models.JSONField(null=True)),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "audit_event",
                "indexes": [models.Index(fields=["organization_id", "recorded_at"], name="audit_event_time")],
            },
        ),
        migrations.RunSQL((_SQL / "0005_after.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]

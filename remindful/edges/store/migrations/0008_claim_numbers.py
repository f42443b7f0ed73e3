"""Other numbers of a visit's claims, what claims say was paid at the visit, and the message that brought a charge without an id."""

from pathlib import Path

from django.db import migrations, models

from remindful.edges.store.models import columns

_SQL = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0007_takebacks"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClaimNumber",
            fields=[
                ("claim_number_id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.BigIntegerField()),
                ("visit_id", models.BigIntegerField()),
                ("control_number", models.TextField()),
                ("recorded_at", models.DateTimeField(db_default=columns.RunClock())),
            ],
            options={
                "db_table": "claim_number",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["organization_id", "control_number"], name="claim_number_office_key"
                    )
                ],
            },
        ),
        migrations.AddField("visit", "patient_paid_cents", models.BigIntegerField(null=True)),
        migrations.AddField("charge", "message_key", models.TextField(null=True)),
        migrations.RunSQL((_SQL / "0008_after.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]

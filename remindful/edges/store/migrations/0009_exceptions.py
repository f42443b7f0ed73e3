"""An exception names its account and amount, and who closed it and how."""

from pathlib import Path

from django.db import migrations, models

_SQL = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0008_claim_numbers"),
    ]

    operations = [
        migrations.AddField("finding", "account_key", models.TextField(null=True)),
        migrations.AddField("finding", "amount_cents", models.BigIntegerField(null=True)),
        migrations.AddField("finding", "closed_by", models.TextField(null=True)),
        migrations.AddField("finding", "closed_how", models.TextField(null=True)),
        migrations.RunSQL((_SQL / "0009_after.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]

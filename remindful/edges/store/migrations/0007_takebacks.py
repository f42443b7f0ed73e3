"""A reversal names the adjudication that it takes back. Of reversals that were posted before, none: they are paired by their amounts."""

from pathlib import Path

from django.db import migrations, models

_SQL = Path(__file__).parent


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0006_trade_words"),
    ]

    operations = [
        migrations.AddField("remitclaim", "takes_back_id", models.BigIntegerField(null=True)),
        migrations.RunSQL((_SQL / "0007_after.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]

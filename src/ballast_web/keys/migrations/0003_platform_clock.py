"""Moments are those of the platform's clock."""

from django.db import migrations, models

import ballast_web.kernel.clock


class Migration(migrations.Migration):
    dependencies = [
        ("keys", "0002_seen_signatures"),
    ]

    operations = [
        migrations.AlterField(
            model_name="apikey",
            name="made_at",
            field=models.DateTimeField(
                default=ballast_web.kernel.clock.now, verbose_name="签发时间"
            ),
        ),
    ]

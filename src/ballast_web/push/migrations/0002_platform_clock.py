"""Moments are those of the platform's clock."""

from django.db import migrations, models

import ballast_web.kernel.clock


class Migration(migrations.Migration):
    dependencies = [
        ("push", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="made_at",
            field=models.DateTimeField(
                default=ballast_web.kernel.clock.now, verbose_name="创建时间"
            ),
        ),
    ]

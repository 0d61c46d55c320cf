"""Moments are those of the platform's clock."""

from django.db import migrations, models

import ballast_web.kernel.clock


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="import",
            name="at",
            field=models.DateTimeField(
                default=ballast_web.kernel.clock.now, verbose_name="上传时间"
            ),
        ),
        migrations.AlterField(
            model_name="run",
            name="started_at",
            field=models.DateTimeField(default=ballast_web.kernel.clock.now, verbose_name="开始"),
        ),
        migrations.AlterField(
            model_name="snapshot",
            name="loaded_at",
            field=models.DateTimeField(
                default=ballast_web.kernel.clock.now, verbose_name="载入时间"
            ),
        ),
    ]

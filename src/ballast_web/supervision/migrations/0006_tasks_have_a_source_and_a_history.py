"""Where a task of no package comes from has its own field; what tasks asked before is kept."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from ballast_web.kernel.triggers import AppendOnlyTable


def _part(apps: Any, schema_editor: Any) -> None:
    """What stood in place of a clause, of tasks that no package holds, is their source."""
    tasks = apps.get_model("supervision", "Task").objects.using(schema_editor.connection.alias)
    tasks.filter(package="").update(source=models.F("clause"), clause="")


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0003_a_leaders_role"),
        ("supervision", "0005_silences_of_several_units"),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="source",
            field=models.CharField(blank=True, max_length=80, verbose_name="任务来源"),
        ),
        migrations.AlterField(
            model_name="task",
            name="clause",
            field=models.CharField(blank=True, max_length=80, verbose_name="条款"),
        ),
        migrations.RunPython(_part, migrations.RunPython.noop),
        migrations.CreateModel(
            name="TaskChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("region", models.CharField(blank=True, max_length=6, verbose_name="地区")),
                ("starts_on", models.DateField(null=True, verbose_name="起始日期")),
                ("due", models.DateField(null=True, verbose_name="完成时限")),
                (
                    "target_value",
                    models.DecimalField(
                        decimal_places=4, max_digits=24, null=True, verbose_name="目标值"
                    ),
                ),
                ("months", models.JSONField(default=list, verbose_name="各月权重")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="supervision.task",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "任务变更",
                "indexes": [
                    models.Index(fields=["task", "id"], name="supervision_task_id_74748a_idx"),
                    models.Index(fields=["region", "at"], name="supervision_region_527764_idx"),
                ],
            },
        ),
        AppendOnlyTable("supervision_taskchange"),
    ]

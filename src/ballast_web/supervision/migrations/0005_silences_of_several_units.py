"""A silence is for several units, or for all units of regions; those there keep their unit."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def _take_over(apps: Any, schema_editor: Any) -> None:
    """Each silence reaches the unit that it had."""
    held = apps.get_model("supervision", "Silence").objects.using(schema_editor.connection.alias)
    reach = apps.get_model("supervision", "SilenceReach")
    rows = held.order_by("pk").values_list("pk", "unit")
    reach.objects.using(schema_editor.connection.alias).bulk_create(
        [reach(silence_id=silence, unit_id=unit) for silence, unit in rows], batch_size=500
    )


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0003_a_leaders_role"),
        ("supervision", "0004_the_longest_red_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="SilenceReach",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region", models.CharField(blank=True, max_length=6, verbose_name="地区")),
                (
                    "silence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reaches",
                        to="supervision.silence",
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
                "verbose_name": "静默对象",
                "indexes": [models.Index(fields=["region"], name="supervision_region_1aae3d_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("unit__isnull", True), ("region", ""), _connector="OR"),
                        name="a_silence_reaches_a_unit_or_a_region",
                    )
                ],
            },
        ),
        migrations.RunPython(_take_over, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="silence", name="supervision_unit_id_5293fc_idx"),
        migrations.RemoveField(model_name="silence", name="unit"),
        migrations.AddIndex(
            model_name="silence",
            index=models.Index(fields=["until"], name="supervision_until_2707dc_idx"),
        ),
    ]

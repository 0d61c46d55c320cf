"""Silences end early, of a task or section alone; events are withdrawn, for ever on record."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ballast_web.kernel.triggers import AppendOnlyTable


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0003_a_leaders_role"),
        ("supervision", "0002_history_is_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EventWithdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(verbose_name="理由")),
                ("acting_as", models.CharField(max_length=160, verbose_name="身份")),
                ("at", models.DateTimeField(verbose_name="撤回时间")),
            ],
            options={
                "verbose_name": "履行记录撤回",
            },
        ),
        migrations.AddField(
            model_name="silence",
            name="ended_at",
            field=models.DateTimeField(null=True, verbose_name="提前结束时间"),
        ),
        migrations.AddField(
            model_name="silence",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="silence",
            name="ended_why",
            field=models.TextField(blank=True, verbose_name="提前结束的理由"),
        ),
        migrations.AddField(
            model_name="silence",
            name="section",
            field=models.CharField(blank=True, max_length=60, verbose_name="板块"),
        ),
        migrations.AddField(
            model_name="silence",
            name="task",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="silences",
                to="supervision.task",
            ),
        ),
        migrations.AddIndex(
            model_name="silence",
            index=models.Index(fields=["unit", "until"], name="supervision_unit_id_5293fc_idx"),
        ),
        migrations.AddConstraint(
            model_name="silence",
            constraint=models.CheckConstraint(
                condition=models.Q(("task__isnull", True), ("section", ""), _connector="OR"),
                name="a_silence_is_of_a_task_or_of_a_section",
            ),
        ),
        migrations.AddField(
            model_name="eventwithdrawal",
            name="event",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="withdrawal",
                to="supervision.event",
            ),
        ),
        migrations.AddField(
            model_name="eventwithdrawal",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        AppendOnlyTable("supervision_eventwithdrawal"),
    ]

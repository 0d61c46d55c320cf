"""The table of jobs."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0002_audit_is_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("task", models.CharField(max_length=200, verbose_name="任务")),
                ("label", models.CharField(blank=True, max_length=100, verbose_name="名称")),
                ("args", models.JSONField(default=list)),
                ("kwargs", models.JSONField(default=dict)),
                ("key", models.CharField(max_length=200, null=True, unique=True)),
                ("queue", models.CharField(default="default", max_length=32, verbose_name="队列")),
                ("priority", models.SmallIntegerField(default=0, verbose_name="优先级")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("scheduled", "定时等待"),
                            ("waiting", "排队中"),
                            ("running", "执行中"),
                            ("done", "已完成"),
                            ("failed", "失败"),
                        ],
                        default="waiting",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                (
                    "due",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="到期"),
                ),
                ("attempt", models.PositiveIntegerField(default=0, verbose_name="执行次数")),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="失败次数")),
                ("attempts", models.PositiveIntegerField(default=5, verbose_name="最多失败次数")),
                ("worker", models.CharField(blank=True, max_length=100, verbose_name="工作进程")),
                ("error", models.TextField(blank=True, verbose_name="错误")),
                ("progress", models.PositiveSmallIntegerField(default=0, verbose_name="进度")),
                ("sentence", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("result", models.JSONField(null=True)),
                (
                    "enqueued_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="加入时间"
                    ),
                ),
                ("started_at", models.DateTimeField(null=True, verbose_name="开始时间")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="kernel.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "后台任务",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["-priority", "id"],
                        name="jobs_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["scheduled", "running"])),
                        fields=["due"],
                        name="jobs_due",
                    ),
                    models.Index(fields=["state", "-id"], name="jobs_by_state"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("progress__lte", 100)), name="progress_is_a_share"
                    )
                ],
            },
        ),
    ]

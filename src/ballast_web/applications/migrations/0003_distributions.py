"""Money shared out among the applications of a window."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0002_history_is_append_only"),
        ("kernel", "0002_audit_is_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Distribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=160, verbose_name="措施标识")),
                ("label", models.CharField(max_length=120, verbose_name="措施")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "待复核"), ("done", "已分配"), ("refused", "已退回")],
                        default="proposed",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("claimed_fen", models.BigIntegerField(verbose_name="核准金额合计")),
                ("granted_fen", models.BigIntegerField(verbose_name="分配金额合计")),
                ("proposed_at", models.DateTimeField(verbose_name="编制时间")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="复核时间")),
                ("reason", models.TextField(blank=True, verbose_name="退回理由")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="复核",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="编制",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.organisation",
                        verbose_name="编制单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "资金分配方案",
            },
        ),
        migrations.CreateModel(
            name="Portion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("claimed_fen", models.BigIntegerField(verbose_name="核准金额")),
                ("granted_fen", models.BigIntegerField(verbose_name="分配金额")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="portions",
                        to="applications.application",
                    ),
                ),
                (
                    "distribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="portions",
                        to="applications.distribution",
                    ),
                ),
            ],
            options={
                "verbose_name": "分配明细",
            },
        ),
        migrations.AddConstraint(
            model_name="distribution",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")),
                fields=("rule", "unit"),
                name="one_open_distribution",
            ),
        ),
        migrations.AddConstraint(
            model_name="distribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="distribution_decided_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="distribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("granted_fen__gte", 0), ("granted_fen__lte", models.F("claimed_fen"))
                ),
                name="distributed_within_the_claims",
            ),
        ),
        migrations.AddConstraint(
            model_name="portion",
            constraint=models.UniqueConstraint(
                fields=("distribution", "application"), name="one_portion_an_application"
            ),
        ),
        migrations.AddConstraint(
            model_name="portion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("granted_fen__gte", 0), ("granted_fen__lte", models.F("claimed_fen"))
                ),
                name="portion_within_the_claim",
            ),
        ),
    ]

"""Circulars, their steps, and the receipts of their readers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0003_a_leaders_role"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Circular",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("circular", "通报"), ("monthly", "领导月报")],
                        max_length=12,
                        verbose_name="文种",
                    ),
                ),
                ("period", models.CharField(max_length=32, verbose_name="期间")),
                ("first", models.DateField(verbose_name="起")),
                ("last", models.DateField(verbose_name="止")),
                ("figures_on", models.DateField(verbose_name="数据截至")),
                ("number", models.CharField(blank=True, max_length=48, verbose_name="发文字号")),
                ("title", models.CharField(max_length=160, verbose_name="标题")),
                (
                    "addressees",
                    models.CharField(blank=True, max_length=400, verbose_name="主送机关"),
                ),
                ("sections", models.JSONField(default=list, verbose_name="正文")),
                ("tables", models.JSONField(default=list, verbose_name="附表")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "起草中"),
                            ("submitted", "待审签"),
                            ("approved", "已审签"),
                            ("sent", "已印发"),
                        ],
                        default="drafted",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("dated", models.DateField(null=True, verbose_name="成文日期")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="印发时间")),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="circulars",
                        to="kernel.organisation",
                    ),
                ),
                (
                    "units",
                    models.ManyToManyField(
                        related_name="+", to="kernel.organisation", verbose_name="主送单位"
                    ),
                ),
            ],
            options={
                "verbose_name": "通报",
            },
        ),
        migrations.CreateModel(
            name="CircularReceipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("read_at", models.DateTimeField(null=True, verbose_name="阅知时间")),
                (
                    "circular",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="circulars.circular",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "阅知回执",
            },
        ),
        migrations.CreateModel(
            name="CircularStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=24, verbose_name="步骤")),
                ("label", models.CharField(max_length=32, verbose_name="办理")),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("drafted", "起草中"),
                            ("submitted", "待审签"),
                            ("approved", "已审签"),
                            ("sent", "已印发"),
                        ],
                        max_length=12,
                    ),
                ),
                ("said", models.TextField(blank=True, verbose_name="说明")),
                ("acting_as", models.CharField(max_length=160, verbose_name="身份")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "circular",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="circulars.circular",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "通报办理记录",
            },
        ),
        migrations.AddIndex(
            model_name="circular",
            index=models.Index(fields=["issuer", "state"], name="circulars_c_issuer__249e4c_idx"),
        ),
        migrations.AddConstraint(
            model_name="circular",
            constraint=models.UniqueConstraint(
                fields=("issuer", "kind", "first", "last"), name="one_circular_a_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="circular",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("number",),
                name="a_number_is_given_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="circular",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True),
                    ("drafted_by__isnull", True),
                    models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                    _connector="OR",
                ),
                name="a_second_person_approves",
            ),
        ),
        migrations.AddConstraint(
            model_name="circular",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "sent"]), _negated=True),
                    models.Q(
                        ("approved_by__isnull", False),
                        ("dated__isnull", False),
                        models.Q(("number", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="approved_means_numbered_and_dated",
            ),
        ),
        migrations.AddConstraint(
            model_name="circularreceipt",
            constraint=models.UniqueConstraint(
                fields=("circular", "unit"), name="one_receipt_a_unit"
            ),
        ),
        migrations.AddIndex(
            model_name="circularstep",
            index=models.Index(fields=["circular", "id"], name="circulars_c_circula_54150f_idx"),
        ),
    ]

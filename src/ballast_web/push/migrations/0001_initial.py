"""Campaigns, messages and how enterprises wish to be reached."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import ballast_web.push.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("enterprises", "0001_initial"),
        ("jobs", "0001_initial"),
        ("kernel", "0002_audit_is_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="名称")),
                ("rules", models.JSONField(verbose_name="政策措施")),
                ("region", models.CharField(blank=True, max_length=6, verbose_name="地区")),
                ("channels", models.JSONField(verbose_name="渠道")),
                ("version", models.BigIntegerField(default=0, verbose_name="政策库版本")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("checking", "待复核"),
                            ("sending", "发送中"),
                            ("sent", "已发送"),
                            ("cancelled", "已取消"),
                        ],
                        default="draft",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="创建时间")),
                ("checked_at", models.DateTimeField(null=True, verbose_name="复核时间")),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="jobs.job",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="enterprises.run",
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
                "verbose_name": "推送",
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="电子邮箱")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="手机号")),
                ("wecom", models.CharField(blank=True, max_length=64, verbose_name="企业微信账号")),
                (
                    "webhook",
                    models.URLField(blank=True, max_length=300, verbose_name="系统对接地址"),
                ),
                ("secret", models.CharField(blank=True, max_length=64, verbose_name="签名密钥")),
                (
                    "refused_kinds",
                    models.JSONField(blank=True, default=list, verbose_name="不接收的政策类别"),
                ),
                (
                    "refused_channels",
                    models.JSONField(blank=True, default=list, verbose_name="不使用的渠道"),
                ),
                (
                    "enterprise",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact",
                        to="kernel.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "接收设置",
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(blank=True, max_length=200, verbose_name="规则")),
                ("period", models.CharField(blank=True, max_length=16, verbose_name="期间")),
                ("version", models.BigIntegerField(default=0, verbose_name="政策库版本")),
                ("kind", models.CharField(blank=True, max_length=32, verbose_name="类别")),
                ("key", models.CharField(blank=True, max_length=200)),
                ("channel", models.CharField(max_length=32, verbose_name="渠道")),
                ("title", models.CharField(max_length=150, verbose_name="标题")),
                ("text", models.TextField(verbose_name="正文")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="地址")),
                (
                    "token",
                    models.CharField(
                        default=ballast_web.push.models._token, max_length=32, unique=True
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待发送"),
                            ("sending", "发送中"),
                            ("sent", "已发送"),
                            ("delivered", "已送达"),
                            ("opened", "已阅读"),
                            ("failed", "未送达"),
                            ("unsure", "待核实"),
                        ],
                        default="waiting",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="尝试次数")),
                ("not_before", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="原因")),
                (
                    "reference",
                    models.CharField(blank=True, max_length=100, verbose_name="渠道回执号"),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="创建时间"
                    ),
                ),
                ("sent_at", models.DateTimeField(null=True, verbose_name="发送时间")),
                ("delivered_at", models.DateTimeField(null=True, verbose_name="送达时间")),
                ("opened_at", models.DateTimeField(null=True, verbose_name="阅读时间")),
                (
                    "campaign",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="push.campaign",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="kernel.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "消息",
                "indexes": [
                    models.Index(
                        fields=["enterprise", "channel", "-id"],
                        name="push_messag_enterpr_53095a_idx",
                    ),
                    models.Index(
                        fields=["campaign", "channel", "state"],
                        name="push_messag_campaig_52d591_idx",
                    ),
                    models.Index(fields=["rule", "state"], name="push_messag_rule_4ba7d3_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("rule", ""), _negated=True),
                        fields=("enterprise", "rule", "period", "version", "channel"),
                        name="told_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("key", "channel"),
                        name="one_message_a_key",
                    ),
                ],
            },
        ),
    ]

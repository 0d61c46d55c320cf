"""The library's versions, documents, drafts, examinations."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0002_audit_is_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="文件名")),
                ("file", models.CharField(max_length=160)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("size", models.BigIntegerField(verbose_name="字节数")),
                ("at", models.DateTimeField(verbose_name="上传时间")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "正在读入"),
                            ("read", "已读入"),
                            ("refused", "未能读入"),
                            ("accepted", "已形成草案"),
                        ],
                        default="reading",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=300, verbose_name="标题")),
                ("refusal", models.TextField(blank=True, verbose_name="未能读入的原因")),
                ("reading", models.JSONField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="kernel.organisation",
                        verbose_name="上传单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "政策文件",
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "起草中"),
                            ("submitted", "待审核"),
                            ("approved", "发布前检查"),
                            ("published", "已发布"),
                            ("returned", "已退回"),
                            ("discarded", "已作废"),
                        ],
                        default="draft",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="起草时间")),
                ("base", models.PositiveIntegerField(verbose_name="起草所据版本")),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="提交时间")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="审核时间")),
                ("reason", models.TextField(blank=True, verbose_name="退回原因")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="起草人",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="catalogue.document",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="kernel.organisation",
                        verbose_name="起草单位",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "政策草案",
            },
        ),
        migrations.CreateModel(
            name="DraftFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=200, verbose_name="文件")),
                ("text", models.TextField(blank=True, verbose_name="内容")),
                ("removed", models.BooleanField(default=False, verbose_name="删除")),
                ("replaces", models.CharField(blank=True, max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="catalogue.draft",
                    ),
                ),
            ],
            options={
                "verbose_name": "草案文件",
            },
        ),
        migrations.CreateModel(
            name="Examination",
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
                        choices=[
                            ("check", "全面检查"),
                            ("verify", "形式验证"),
                            ("simulate", "模拟测算"),
                            ("publication", "发布前检查"),
                        ],
                        max_length=16,
                        verbose_name="种类",
                    ),
                ),
                ("rule", models.CharField(blank=True, max_length=200, verbose_name="规则")),
                ("contents", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "进行中"), ("done", "已完成"), ("failed", "未能完成")],
                        default="running",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("result", models.JSONField(null=True)),
                ("failure", models.TextField(blank=True, verbose_name="未能完成的原因")),
                ("at", models.DateTimeField(verbose_name="开始时间")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="完成时间")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="examinations",
                        to="catalogue.draft",
                    ),
                ),
            ],
            options={
                "verbose_name": "检查",
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="版本号")),
                ("at", models.DateTimeField(verbose_name="发布时间")),
                ("day", models.DateField(verbose_name="发布日期")),
                ("digest", models.CharField(max_length=64, verbose_name="校验值")),
                ("note", models.CharField(max_length=200, verbose_name="说明")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批准人",
                    ),
                ),
                (
                    "draft",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="version",
                        to="catalogue.draft",
                    ),
                ),
            ],
            options={
                "verbose_name": "政策库版本",
            },
        ),
        migrations.CreateModel(
            name="VersionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(db_index=True, max_length=200)),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="catalogue.version",
                    ),
                ),
            ],
            options={
                "verbose_name": "版本文件",
            },
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                fields=("organisation", "sha256"), name="one_document_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="draftfile",
            constraint=models.UniqueConstraint(
                fields=("draft", "path"), name="one_draft_file_once"
            ),
        ),
    ]

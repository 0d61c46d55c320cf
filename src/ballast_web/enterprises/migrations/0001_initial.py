"""Facts of enterprises, what was supplied or objected to, runs, standings, imports."""

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
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_of", models.DateField(verbose_name="判定日")),
                ("library_version", models.BigIntegerField(verbose_name="政策库版本")),
                ("folder", models.CharField(blank=True, max_length=500, verbose_name="目录")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "进行中"),
                            ("finished", "已完成"),
                            ("failed", "未完成"),
                        ],
                        default="running",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("stage", models.CharField(blank=True, max_length=200, verbose_name="进度")),
                ("enterprises", models.IntegerField(default=0, verbose_name="企业数")),
                ("standings", models.IntegerField(default=0, verbose_name="结果数")),
                ("started_at", models.DateTimeField(auto_now_add=True, verbose_name="开始")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="结束")),
            ],
            options={
                "verbose_name": "全量判定",
                "get_latest_by": "pk",
            },
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.CharField(max_length=64, verbose_name="表")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("sha256", models.CharField(max_length=64)),
                ("folder", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "进行中"),
                            ("finished", "已完成"),
                            ("failed", "未完成"),
                        ],
                        default="running",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("read", models.IntegerField(default=0, verbose_name="读取行数")),
                ("imported", models.IntegerField(default=0, verbose_name="导入行数")),
                ("rejected", models.IntegerField(default=0, verbose_name="问题单元格")),
                ("refused", models.IntegerField(default=0, verbose_name="辖区外行数")),
                ("message", models.CharField(blank=True, max_length=1000, verbose_name="说明")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "数据导入",
                "get_latest_by": "pk",
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=500, verbose_name="目录")),
                ("as_of", models.DateField(verbose_name="事实日期")),
                ("known", models.DateField(verbose_name="获知日期")),
                ("rows", models.BigIntegerField(default=0, verbose_name="行数")),
                ("tables", models.JSONField(default=dict, verbose_name="各表行数")),
                ("region", models.CharField(blank=True, max_length=6, verbose_name="地区")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                ("synthetic", models.BooleanField(default=False, verbose_name="合成数据")),
                ("whole", models.BooleanField(default=False, verbose_name="整体快照")),
                ("loaded_at", models.DateTimeField(auto_now_add=True, verbose_name="载入时间")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "事实快照",
                "get_latest_by": "pk",
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.CharField(blank=True, max_length=64, verbose_name="表")),
                ("key", models.CharField(blank=True, max_length=128, verbose_name="编号")),
                ("name", models.CharField(blank=True, max_length=64, verbose_name="事实")),
                ("rule", models.CharField(blank=True, max_length=200, verbose_name="规则")),
                ("held", models.CharField(max_length=500, verbose_name="所异议的内容")),
                ("text", models.TextField(max_length=2000, verbose_name="理由")),
                ("at", models.DateTimeField(verbose_name="提出时间")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待处理"),
                            ("upheld", "异议成立"),
                            ("rejected", "维持原记录"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="open",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="答复")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="答复时间")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objections",
                        to="kernel.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "异议",
                "indexes": [
                    models.Index(fields=["state", "at"], name="enterprises_state_6bda6c_idx")
                ],
            },
        ),
        migrations.CreateModel(
            name="FactRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.CharField(max_length=64, verbose_name="表")),
                ("key", models.CharField(max_length=128, verbose_name="编号")),
                ("values", models.JSONField(verbose_name="事实")),
                ("source", models.CharField(max_length=200, verbose_name="来源")),
                ("as_of", models.DateField(verbose_name="截至")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fact_rows",
                        to="kernel.organisation",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.snapshot",
                    ),
                ),
            ],
            options={
                "verbose_name": "登记事实",
                "indexes": [models.Index(fields=["table"], name="enterprises_table_2ae796_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enterprise", "table", "key"), name="one_row_a_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=200, verbose_name="规则")),
                ("key", models.CharField(max_length=128, verbose_name="编号")),
                ("period", models.CharField(blank=True, max_length=16, verbose_name="期间")),
                ("verdict", models.CharField(max_length=16, verbose_name="判定")),
                ("amount_fen", models.BigIntegerField(null=True, verbose_name="金额")),
                ("payable_fen", models.BigIntegerField(null=True, verbose_name="应付")),
                ("failed", models.JSONField(default=list, verbose_name="不符合的条件")),
                ("missing", models.JSONField(default=list, verbose_name="缺少的事实")),
                ("near", models.CharField(blank=True, max_length=300, verbose_name="差距")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standings",
                        to="kernel.organisation",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standings_of",
                        to="enterprises.run",
                    ),
                ),
            ],
            options={
                "verbose_name": "享受情况",
                "indexes": [
                    models.Index(fields=["run", "enterprise"], name="enterprises_run_id_b80e30_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "rule", "enterprise", "key"), name="stands_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Supplied",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.CharField(max_length=64, verbose_name="表")),
                ("key", models.CharField(max_length=128, verbose_name="编号")),
                ("name", models.CharField(max_length=64, verbose_name="事实")),
                ("value", models.JSONField(null=True, verbose_name="填报值")),
                ("before", models.JSONField(null=True, verbose_name="原值")),
                ("at", models.DateTimeField(verbose_name="填报时间")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("supplied", "企业填报"),
                            ("confirmed", "已核实"),
                            ("refused", "未采信"),
                            ("replaced", "已更新"),
                        ],
                        default="supplied",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="核实时间")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="supplied",
                        to="kernel.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "填报事实",
                "indexes": [
                    models.Index(
                        fields=["enterprise", "state"], name="enterprises_enterpr_1c6161_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("supplied", "confirmed"))),
                        fields=("enterprise", "table", "key", "name"),
                        name="one_supplied_fact_counts",
                    )
                ],
            },
        ),
    ]

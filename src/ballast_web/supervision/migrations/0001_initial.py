"""The tables of supervision."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("applications", "0002_history_is_append_only"),
        ("kernel", "0003_a_leaders_role"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Obligation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=64, verbose_name="周期")),
                ("first", models.DateField(verbose_name="起")),
                ("last", models.DateField(verbose_name="止")),
                ("needed", models.IntegerField(verbose_name="应完成次数")),
                ("done", models.IntegerField(default=0, verbose_name="已完成次数")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "进行中"),
                            ("met", "已达标"),
                            ("missed", "未达标"),
                            ("excused", "已免除"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("said", models.TextField(blank=True, verbose_name="说明")),
            ],
            options={
                "verbose_name": "周期义务",
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("held_on", models.DateField(verbose_name="日期")),
                ("what", models.CharField(max_length=200, verbose_name="内容")),
                ("times", models.IntegerField(default=1, verbose_name="次数")),
                ("acting_as", models.CharField(max_length=160, verbose_name="身份")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="applications.evidencefile",
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
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="supervision.obligation",
                    ),
                ),
            ],
            options={
                "verbose_name": "履行记录",
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="编号")),
                ("title", models.CharField(max_length=120, verbose_name="事项")),
                ("demand", models.TextField(verbose_name="督办要求")),
                (
                    "rung",
                    models.CharField(
                        choices=[
                            ("reminder", "提醒"),
                            ("order", "督办单"),
                            ("listed", "挂牌督办"),
                            ("circulated", "通报"),
                            ("interview", "约谈"),
                            ("accountable", "问责"),
                        ],
                        default="reminder",
                        max_length=12,
                        verbose_name="层级",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("awaiting", "待回复"),
                            ("extension", "申请延期"),
                            ("replied", "待验收"),
                            ("closed", "已销号"),
                        ],
                        default="awaiting",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("limit", models.DateField(verbose_name="回复时限")),
                ("asked_until", models.DateField(null=True, verbose_name="申请延至")),
                ("opened_on", models.DateField(verbose_name="发出日期")),
                ("closed_on", models.DateField(null=True, verbose_name="销号日期")),
                (
                    "opened_by",
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
                        related_name="orders",
                        to="kernel.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "督办件",
            },
        ),
        migrations.CreateModel(
            name="OrderStep",
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
                    "rung",
                    models.CharField(
                        choices=[
                            ("reminder", "提醒"),
                            ("order", "督办单"),
                            ("listed", "挂牌督办"),
                            ("circulated", "通报"),
                            ("interview", "约谈"),
                            ("accountable", "问责"),
                        ],
                        max_length=12,
                        verbose_name="层级",
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("awaiting", "待回复"),
                            ("extension", "申请延期"),
                            ("replied", "待验收"),
                            ("closed", "已销号"),
                        ],
                        max_length=12,
                    ),
                ),
                ("limit", models.DateField(null=True, verbose_name="时限")),
                ("said", models.TextField(blank=True, verbose_name="内容")),
                ("acting_as", models.CharField(max_length=160, verbose_name="身份")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="supervision.order",
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
                "verbose_name": "督办记录",
            },
        ),
        migrations.CreateModel(
            name="OrderFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="文件名")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="applications.evidencefile",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="supervision.orderstep",
                    ),
                ),
            ],
            options={
                "verbose_name": "督办材料",
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=32, verbose_name="填报期")),
                ("first", models.DateField()),
                ("last", models.DateField(verbose_name="截至")),
                (
                    "figure",
                    models.DecimalField(
                        decimal_places=4, max_digits=24, null=True, verbose_name="完成数"
                    ),
                ),
                (
                    "progress",
                    models.DecimalField(
                        decimal_places=6, max_digits=9, null=True, verbose_name="完成进度"
                    ),
                ),
                ("said", models.TextField(blank=True, verbose_name="进展情况")),
                ("source", models.CharField(blank=True, max_length=48, verbose_name="数据来源")),
                ("acting_as", models.CharField(max_length=160, verbose_name="身份")),
                ("at", models.DateTimeField(verbose_name="填报时间")),
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
                "verbose_name": "进展填报",
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=24, verbose_name="核查规则")),
                ("said", models.TextField(verbose_name="质询")),
                ("at", models.DateTimeField(verbose_name="提出时间")),
                ("answer", models.TextField(blank=True, verbose_name="答复")),
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
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="supervision.report",
                    ),
                ),
            ],
            options={
                "verbose_name": "数据质询",
            },
        ),
        migrations.CreateModel(
            name="ReportFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="文件名")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="applications.evidencefile",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="supervision.report",
                    ),
                ),
            ],
            options={
                "verbose_name": "进展佐证",
            },
        ),
        migrations.CreateModel(
            name="Serial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.CharField(max_length=24)),
                ("year", models.IntegerField()),
                ("last", models.IntegerField(default=0)),
            ],
            options={
                "verbose_name": "文号",
                "constraints": [
                    models.UniqueConstraint(fields=("series", "year"), name="one_series_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="Silence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(blank=True, max_length=48, verbose_name="规则")),
                ("until", models.DateField(verbose_name="至")),
                ("reason", models.TextField(verbose_name="理由")),
                ("at", models.DateTimeField(verbose_name="时间")),
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
                        related_name="silences",
                        to="kernel.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "静默",
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("package", models.CharField(max_length=160, verbose_name="文件")),
                ("section", models.CharField(blank=True, max_length=60, verbose_name="板块")),
                ("clause", models.CharField(max_length=80, verbose_name="条款")),
                ("key", models.CharField(max_length=240)),
                ("version", models.IntegerField(verbose_name="政策库版本")),
                ("name", models.CharField(max_length=60, verbose_name="任务")),
                ("content", models.TextField(verbose_name="任务内容")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("target", "目标任务"),
                            ("work", "工作任务"),
                            ("duty", "周期任务"),
                        ],
                        max_length=8,
                        verbose_name="类别",
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("lead", "牵头"), ("member", "配合")],
                        max_length=8,
                        verbose_name="分工",
                    ),
                ),
                (
                    "printed",
                    models.CharField(blank=True, max_length=80, verbose_name="文中所列单位"),
                ),
                ("region", models.CharField(blank=True, max_length=6, verbose_name="地区")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "待下达"),
                            ("issued", "待签收"),
                            ("returned", "已退回"),
                            ("accepted", "推进中"),
                            ("submitted", "待验收"),
                            ("closed", "已办结"),
                            ("revoked", "已撤销"),
                        ],
                        default="proposed",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("remark", models.TextField(blank=True, verbose_name="待明确事项")),
                ("starts_on", models.DateField(null=True, verbose_name="起始日期")),
                ("due", models.DateField(null=True, verbose_name="完成时限")),
                (
                    "target_value",
                    models.DecimalField(
                        decimal_places=4, max_digits=24, null=True, verbose_name="目标值"
                    ),
                ),
                ("target_unit", models.CharField(blank=True, max_length=24, verbose_name="单位")),
                ("comparator", models.CharField(blank=True, max_length=2)),
                ("months", models.JSONField(default=list, verbose_name="各月权重")),
                ("breakdown_note", models.TextField(blank=True, verbose_name="分解说明")),
                ("linked", models.CharField(blank=True, max_length=48, verbose_name="数据来源")),
                (
                    "report_every",
                    models.CharField(
                        choices=[
                            ("day", "每日"),
                            ("week", "每周"),
                            ("ten_days", "每旬"),
                            ("half_month", "每半月"),
                            ("month", "每月"),
                            ("quarter", "每季度"),
                            ("half_year", "每半年"),
                            ("year", "每年"),
                        ],
                        default="month",
                        max_length=12,
                        verbose_name="填报周期",
                    ),
                ),
                (
                    "every",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("day", "每日"),
                            ("week", "每周"),
                            ("ten_days", "每旬"),
                            ("half_month", "每半月"),
                            ("month", "每月"),
                            ("quarter", "每季度"),
                            ("half_year", "每半年"),
                            ("year", "每年"),
                        ],
                        max_length=12,
                        verbose_name="周期",
                    ),
                ),
                ("interval", models.IntegerField(default=1)),
                ("at_least", models.IntegerField(null=True, verbose_name="每期至少")),
                ("times_unit", models.CharField(blank=True, max_length=24)),
                ("per", models.CharField(blank=True, max_length=60, verbose_name="适用于每个")),
                ("issued_on", models.DateField(null=True, verbose_name="下达日期")),
                ("accepted_on", models.DateField(null=True, verbose_name="签收日期")),
                ("closed_on", models.DateField(null=True, verbose_name="办结日期")),
                (
                    "figure",
                    models.DecimalField(
                        decimal_places=4, max_digits=24, null=True, verbose_name="完成数"
                    ),
                ),
                (
                    "progress",
                    models.DecimalField(
                        decimal_places=6, max_digits=9, null=True, verbose_name="完成进度"
                    ),
                ),
                ("reported_on", models.DateField(null=True, verbose_name="最近填报")),
                ("reports_missing", models.IntegerField(default=0, verbose_name="连续未填报期数")),
                ("periods_missed", models.IntegerField(default=0, verbose_name="连续未达标期数")),
                ("questions_open", models.IntegerField(default=0, verbose_name="未答复质询")),
                ("order_overdue", models.BooleanField(default=False, verbose_name="督办件逾期")),
                (
                    "lamp",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("red", "红灯"),
                            ("yellow", "黄灯"),
                            ("unknown", "情况不明"),
                            ("green", "绿灯"),
                            ("blue", "已完成"),
                        ],
                        max_length=8,
                        verbose_name="灯色",
                    ),
                ),
                ("lit", models.JSONField(default=list, verbose_name="亮灯规则")),
                ("missing", models.JSONField(default=list, verbose_name="缺少的数据")),
                ("lamp_since", models.DateField(null=True, verbose_name="亮灯自")),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="supervision.task",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="kernel.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "任务",
            },
        ),
        migrations.AddField(
            model_name="report",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="supervision.task",
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="tasks",
            field=models.ManyToManyField(related_name="orders", to="supervision.task"),
        ),
        migrations.AddField(
            model_name="obligation",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="obligations",
                to="supervision.task",
            ),
        ),
        migrations.CreateModel(
            name="LampChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region", models.CharField(max_length=6, verbose_name="地区")),
                ("day", models.DateField(verbose_name="日期")),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("red", "红灯"),
                            ("yellow", "黄灯"),
                            ("unknown", "情况不明"),
                            ("green", "绿灯"),
                            ("blue", "已完成"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("red", "红灯"),
                            ("yellow", "黄灯"),
                            ("unknown", "情况不明"),
                            ("green", "绿灯"),
                            ("blue", "已完成"),
                        ],
                        max_length=8,
                    ),
                ),
                ("rules", models.JSONField(default=list, verbose_name="规则")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lamp_changes",
                        to="supervision.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "灯色变化",
            },
        ),
        migrations.CreateModel(
            name="TaskStep",
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
                    "source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("proposed", "待下达"),
                            ("issued", "待签收"),
                            ("returned", "已退回"),
                            ("accepted", "推进中"),
                            ("submitted", "待验收"),
                            ("closed", "已办结"),
                            ("revoked", "已撤销"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("proposed", "待下达"),
                            ("issued", "待签收"),
                            ("returned", "已退回"),
                            ("accepted", "推进中"),
                            ("submitted", "待验收"),
                            ("closed", "已办结"),
                            ("revoked", "已撤销"),
                        ],
                        max_length=12,
                    ),
                ),
                ("acting_as", models.CharField(max_length=160, verbose_name="身份")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("said", models.TextField(blank=True, verbose_name="说明")),
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
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="supervision.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "任务办理记录",
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=48, verbose_name="规则")),
                ("label", models.CharField(max_length=48, verbose_name="事由")),
                (
                    "lamp",
                    models.CharField(
                        choices=[
                            ("red", "红灯"),
                            ("yellow", "黄灯"),
                            ("unknown", "情况不明"),
                            ("green", "绿灯"),
                            ("blue", "已完成"),
                        ],
                        max_length=8,
                        verbose_name="灯色",
                    ),
                ),
                ("tasks", models.JSONField(default=list, verbose_name="任务")),
                ("first_on", models.DateField(verbose_name="起")),
                ("last_on", models.DateField(verbose_name="最近")),
                ("told_on", models.DateField(null=True, verbose_name="通知日期")),
                ("read_at", models.DateTimeField(null=True, verbose_name="阅知时间")),
                ("ended_on", models.DateField(null=True, verbose_name="解除日期")),
                (
                    "held_back",
                    models.CharField(blank=True, max_length=120, verbose_name="暂不通知的原因"),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="kernel.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "预警提示",
                "indexes": [
                    models.Index(fields=["unit", "ended_on"], name="supervision_unit_id_5fcf9d_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("unit", "rule"),
                        name="one_open_notice_of_a_rule",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="orderstep",
            index=models.Index(fields=["order", "id"], name="supervision_order_i_f68100_idx"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                fields=("report", "rule"), name="a_report_is_asked_once"
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["state", "lamp"], name="supervision_state_5ac0bd_idx"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["unit", "state"], name="supervision_unit_id_db77bc_idx"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["region", "state"], name="supervision_region_f2d379_idx"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["package", "clause"], name="supervision_package_4b093e_idx"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["state", "due"], name="supervision_state_e00315_idx"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                fields=["state", "region", "section", "lamp"], name="supervision_state_6b3a90_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["lamp", "lamp_since"], name="supervision_lamp_4a7832_idx"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("parent__isnull", True)),
                fields=["kind", "due"],
                name="whole_tasks_by_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                fields=("package", "key"), name="a_task_is_proposed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["proposed", "revoked"]), ("unit__isnull", False), _connector="OR"
                ),
                name="an_issued_task_has_a_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "target"), _negated=True),
                    ("target_value__isnull", False),
                    _connector="OR",
                ),
                name="a_target_has_a_value",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "duty"), _negated=True),
                    models.Q(("at_least__gte", 1), models.Q(("every", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_duty_has_a_cadence",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                fields=["task", "last", "id"], name="supervision_task_id_6f117b_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["unit", "state"], name="supervision_unit_id_ded459_idx"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["state", "limit"], name="supervision_state_4ec29a_idx"),
        ),
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(fields=["state", "last"], name="supervision_state_b31645_idx"),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.UniqueConstraint(
                fields=("task", "first"), name="a_period_of_a_duty_once"
            ),
        ),
        migrations.AddIndex(
            model_name="lampchange",
            index=models.Index(
                fields=["before", "day", "after", "region"], name="supervision_before_7c5012_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="lampchange",
            index=models.Index(fields=["task", "id"], name="supervision_task_id_296f4b_idx"),
        ),
        migrations.AddIndex(
            model_name="taskstep",
            index=models.Index(fields=["task", "id"], name="supervision_task_id_52cf6e_idx"),
        ),
    ]

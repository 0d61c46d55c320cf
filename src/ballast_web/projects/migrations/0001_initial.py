"""The tables of projects."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("applications", "0002_history_is_append_only"),
        ("kernel", "0002_audit_is_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Project",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="项目代码")),
                ("name", models.CharField(max_length=120, verbose_name="项目名称")),
                ("enterprise_name", models.CharField(max_length=200, verbose_name="建设单位")),
                ("industry", models.CharField(blank=True, max_length=8, verbose_name="行业")),
                ("region", models.CharField(max_length=6, verbose_name="地区")),
                ("content", models.TextField(blank=True, verbose_name="建设内容")),
                ("total_fen", models.BigIntegerField(verbose_name="总投资")),
                ("year", models.IntegerField(verbose_name="计划年度")),
                ("plan_fen", models.BigIntegerField(null=True, verbose_name="年度计划投资")),
                (
                    "before_fen",
                    models.BigIntegerField(default=0, verbose_name="上年底累计完成投资"),
                ),
                ("invested_fen", models.BigIntegerField(null=True, verbose_name="累计完成投资")),
                (
                    "physical",
                    models.DecimalField(
                        decimal_places=6, max_digits=7, null=True, verbose_name="形象进度"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("preliminary", "前期"),
                            ("signed", "签约"),
                            ("started", "开工"),
                            ("building", "在建"),
                            ("completed", "竣工"),
                            ("producing", "投产"),
                            ("full", "达产"),
                            ("listed", "上规入统"),
                        ],
                        default="preliminary",
                        max_length=12,
                        verbose_name="阶段",
                    ),
                ),
                ("package", models.CharField(blank=True, max_length=160, verbose_name="依据文件")),
                ("clause", models.CharField(blank=True, max_length=80, verbose_name="条款")),
                ("basis", models.TextField(blank=True, verbose_name="依据说明")),
                ("registered_on", models.DateField(verbose_name="入库日期")),
                ("reports_from", models.DateField(null=True, verbose_name="周报起始")),
                ("reported_to", models.DateField(null=True, verbose_name="已报至")),
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
                    "enterprise",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="major_projects",
                        to="kernel.organisation",
                    ),
                ),
                (
                    "supervising_unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervised_projects",
                        to="kernel.organisation",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="kernel.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "重大项目",
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("preliminary", "前期"),
                            ("signed", "签约"),
                            ("started", "开工"),
                            ("building", "在建"),
                            ("completed", "竣工"),
                            ("producing", "投产"),
                            ("full", "达产"),
                            ("listed", "上规入统"),
                        ],
                        max_length=12,
                        verbose_name="节点",
                    ),
                ),
                ("planned", models.DateField(null=True, verbose_name="计划日期")),
                ("actual", models.DateField(null=True, verbose_name="实际日期")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "项目节点",
            },
        ),
        migrations.CreateModel(
            name="Funding",
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
                            ("bond", "专项债券"),
                            ("policy_finance", "政策性开发性金融工具"),
                            ("renewal_loan", "设备更新改造贷款"),
                            ("budget", "预算内投资"),
                        ],
                        max_length=16,
                        verbose_name="资金类别",
                    ),
                ),
                ("granted_fen", models.BigIntegerField(verbose_name="到位资金")),
                ("granted_on", models.DateField(verbose_name="到位日期")),
                ("spent_fen", models.BigIntegerField(default=0, verbose_name="已支出")),
                ("spent_on", models.DateField(null=True, verbose_name="支出数截至")),
                ("spend_by", models.DateField(verbose_name="支出时限")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fundings",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "项目资金",
            },
        ),
        migrations.CreateModel(
            name="Condition",
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
                            ("land", "用地"),
                            ("energy", "用能"),
                            ("environment", "环评"),
                            ("funds", "资金"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("what", models.CharField(max_length=200, verbose_name="待解决事项")),
                ("until", models.DateField(verbose_name="解决时限")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "待解决"), ("solved", "已解决")],
                        default="open",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="提出日期")),
                ("answer", models.TextField(blank=True, verbose_name="办理结果")),
                ("solved_on", models.DateField(null=True, verbose_name="解决日期")),
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
                    "solved_by",
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
                        related_name="conditions_to_solve",
                        to="kernel.organisation",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conditions",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "要素保障事项",
            },
        ),
        migrations.CreateModel(
            name="ProjectLampChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lamp_changes",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "项目灯色变化",
            },
        ),
        migrations.CreateModel(
            name="ProjectStep",
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
                    "stage",
                    models.CharField(
                        choices=[
                            ("preliminary", "前期"),
                            ("signed", "签约"),
                            ("started", "开工"),
                            ("building", "在建"),
                            ("completed", "竣工"),
                            ("producing", "投产"),
                            ("full", "达产"),
                            ("listed", "上规入统"),
                        ],
                        max_length=12,
                        verbose_name="阶段",
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
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "项目办理记录",
            },
        ),
        migrations.CreateModel(
            name="WeeklyReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=32, verbose_name="周")),
                ("first", models.DateField()),
                ("last", models.DateField(verbose_name="截至")),
                ("invested_fen", models.BigIntegerField(verbose_name="累计完成投资")),
                (
                    "physical",
                    models.DecimalField(decimal_places=6, max_digits=7, verbose_name="形象进度"),
                ),
                ("said", models.TextField(blank=True, verbose_name="本周进展")),
                ("acting_as", models.CharField(max_length=160, verbose_name="身份")),
                ("at", models.DateTimeField(verbose_name="报送时间")),
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
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="weeks",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "项目周报",
            },
        ),
        migrations.CreateModel(
            name="WeeklyFile",
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
                        to="projects.weeklyreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "周报佐证",
            },
        ),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(fields=["region", "stage"], name="projects_pr_region_ea2811_idx"),
        ),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(fields=["stage", "lamp"], name="projects_pr_stage_618601_idx"),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(("total_fen__gt", 0)), name="a_project_costs_money"
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("plan_fen__isnull", True), ("plan_fen__gte", 0), _connector="OR"
                ),
                name="a_project_plans_no_less_than_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("physical__isnull", True),
                    models.Q(("physical__gte", 0), ("physical__lte", 1)),
                    _connector="OR",
                ),
                name="physical_progress_is_a_share",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.UniqueConstraint(
                fields=("project", "stage"), name="a_milestone_of_a_stage"
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("planned__isnull", False), ("actual__isnull", False), _connector="OR"
                ),
                name="a_milestone_has_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="funding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("granted_fen__gt", 0),
                    ("spent_fen__gte", 0),
                    ("spent_fen__lte", models.F("granted_fen")),
                ),
                name="no_more_is_spent_than_granted",
            ),
        ),
        migrations.AddIndex(
            model_name="condition",
            index=models.Index(
                fields=["unit", "state", "until"], name="projects_co_unit_id_b2c211_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="projectlampchange",
            index=models.Index(fields=["project", "id"], name="projects_pr_project_eff245_idx"),
        ),
        migrations.AddIndex(
            model_name="projectstep",
            index=models.Index(fields=["project", "id"], name="projects_pr_project_9f6f22_idx"),
        ),
        migrations.AddIndex(
            model_name="weeklyreport",
            index=models.Index(
                fields=["project", "last", "id"], name="projects_we_project_2ba96c_idx"
            ),
        ),
    ]

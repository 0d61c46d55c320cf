"""The tables of scorecards, nominations and cases."""

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
            name="Nomination",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.IntegerField(verbose_name="年度")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("growth", "工业稳增长和转型升级成效明显市（州）"),
                            ("vehicles", "公共领域车辆全面电动化城市试点"),
                        ],
                        max_length=12,
                        verbose_name="申报事项",
                    ),
                ),
                ("statement", models.TextField(verbose_name="申报说明")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("submitted", "待评分"),
                            ("scored", "评分中"),
                            ("listed", "已列入名单"),
                            ("not_listed", "未列入名单"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                (
                    "proposed",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "草稿"),
                            ("submitted", "待评分"),
                            ("scored", "评分中"),
                            ("listed", "已列入名单"),
                            ("not_listed", "未列入名单"),
                        ],
                        max_length=12,
                    ),
                ),
                ("begun_on", models.DateField(verbose_name="起草日期")),
                ("submitted_on", models.DateField(null=True, verbose_name="提交日期")),
                ("decided_on", models.DateField(null=True, verbose_name="决定日期")),
                (
                    "proposed_by",
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
                        related_name="nominations",
                        to="kernel.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "成效明显城市申报",
            },
        ),
        migrations.CreateModel(
            name="NominationFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="文件名")),
                ("at", models.DateTimeField(verbose_name="上传时间")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="applications.evidencefile",
                    ),
                ),
                (
                    "nomination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="scorecards.nomination",
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
                "verbose_name": "申报佐证",
            },
        ),
        migrations.CreateModel(
            name="NominationScore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "points",
                    models.DecimalField(decimal_places=2, max_digits=5, verbose_name="得分"),
                ),
                ("reason", models.TextField(verbose_name="评分理由")),
                ("acting_as", models.CharField(max_length=160, verbose_name="身份")),
                ("at", models.DateTimeField(verbose_name="评分时间")),
                (
                    "nomination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="scorecards.nomination",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "申报评分",
            },
        ),
        migrations.CreateModel(
            name="NominationStep",
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
                            ("draft", "草稿"),
                            ("submitted", "待评分"),
                            ("scored", "评分中"),
                            ("listed", "已列入名单"),
                            ("not_listed", "未列入名单"),
                        ],
                        max_length=12,
                    ),
                ),
                ("acting_as", models.CharField(max_length=160, verbose_name="身份")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("said", models.TextField(blank=True, verbose_name="说明")),
                (
                    "nomination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="scorecards.nomination",
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
                "verbose_name": "申报办理记录",
            },
        ),
        migrations.CreateModel(
            name="PracticeCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="标题")),
                ("package", models.CharField(max_length=160, verbose_name="文件")),
                ("clause", models.CharField(max_length=80, verbose_name="条款")),
                ("text", models.TextField(verbose_name="做法与成效")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "待发布"), ("published", "已发布")],
                        default="proposed",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("proposed_on", models.DateField(verbose_name="提出日期")),
                ("published_on", models.DateField(null=True, verbose_name="发布日期")),
                (
                    "proposed_by",
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
                        related_name="cases",
                        to="kernel.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "典型案例",
            },
        ),
        migrations.CreateModel(
            name="CaseStep",
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
                        choices=[("proposed", "待发布"), ("published", "已发布")], max_length=12
                    ),
                ),
                ("acting_as", models.CharField(max_length=160, verbose_name="身份")),
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="scorecards.practicecase",
                    ),
                ),
            ],
            options={
                "verbose_name": "案例办理记录",
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scorecard", models.CharField(max_length=48, verbose_name="评价表")),
                ("label", models.CharField(max_length=40, verbose_name="评价表名称")),
                ("region", models.CharField(max_length=6, verbose_name="地区")),
                ("version", models.DateField(verbose_name="权重适用自")),
                ("weights_published_on", models.DateField(verbose_name="权重公布日期")),
                ("method", models.CharField(max_length=8, verbose_name="计分方法")),
                ("period", models.CharField(max_length=32, verbose_name="评价期")),
                ("first", models.DateField(verbose_name="起")),
                ("last", models.DateField(verbose_name="止")),
                ("until", models.DateField(verbose_name="数据截至")),
                ("indicators", models.JSONField(verbose_name="指标")),
                ("rows", models.JSONField(verbose_name="排名")),
                ("computed_on", models.DateField(verbose_name="测算日期")),
                ("acting_as", models.CharField(max_length=160, verbose_name="身份")),
                ("at", models.DateTimeField(verbose_name="测算时间")),
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
                "verbose_name": "评价结果",
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region", models.CharField(max_length=6)),
                ("scorecard", models.CharField(max_length=48)),
                ("first", models.DateField()),
                ("acting_as", models.CharField(max_length=160, verbose_name="身份")),
                ("at", models.DateTimeField(verbose_name="发布时间")),
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
                    "score",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publication",
                        to="scorecards.score",
                    ),
                ),
            ],
            options={
                "verbose_name": "评价结果发布",
            },
        ),
        migrations.AddIndex(
            model_name="nomination",
            index=models.Index(
                fields=["year", "kind", "state"], name="scorecards__year_acba64_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="nomination",
            constraint=models.UniqueConstraint(
                fields=("unit", "year", "kind"), name="a_city_applies_once_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="nominationscore",
            constraint=models.UniqueConstraint(
                fields=("nomination", "person"), name="one_score_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="nominationscore",
            constraint=models.CheckConstraint(
                condition=models.Q(("points__gte", 0), ("points__lte", 100)),
                name="points_out_of_100",
            ),
        ),
        migrations.AddIndex(
            model_name="nominationstep",
            index=models.Index(fields=["nomination", "id"], name="scorecards__nominat_5c277b_idx"),
        ),
        migrations.AddIndex(
            model_name="practicecase",
            index=models.Index(
                fields=["state", "published_on"], name="scorecards__state_9868f4_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="score",
            index=models.Index(
                fields=["region", "scorecard", "first", "id"], name="scorecards__region_1bab7a_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.UniqueConstraint(
                fields=("region", "scorecard", "first"), name="a_period_is_published_once"
            ),
        ),
    ]

"""The tables of applications."""

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
            name="EvidenceFile",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=8, verbose_name="格式")),
                ("size", models.BigIntegerField(verbose_name="字节数")),
                ("stored_at", models.DateTimeField(verbose_name="存入时间")),
            ],
            options={
                "verbose_name": "证明文件",
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=160, verbose_name="措施标识")),
                ("table", models.CharField(max_length=48, verbose_name="判定对象表")),
                ("key", models.CharField(max_length=128, verbose_name="判定对象")),
                ("period", models.CharField(blank=True, max_length=16, verbose_name="享受期间")),
                ("group", models.CharField(max_length=160, verbose_name="互斥组")),
                ("label", models.CharField(max_length=120, verbose_name="措施")),
                ("measure", models.CharField(max_length=32, verbose_name="条款")),
                ("policy", models.CharField(blank=True, max_length=160, verbose_name="文件")),
                ("kind", models.CharField(max_length=32, verbose_name="利益类别")),
                ("units", models.CharField(blank=True, max_length=600, verbose_name="责任单位")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("submitted", "已提交"),
                            ("supplement", "待补正"),
                            ("reviewing", "审核中"),
                            ("recommended", "拟同意"),
                            ("publicised", "公示中"),
                            ("approved", "已核准"),
                            ("rejected", "不予支持"),
                            ("withdrawn", "已撤回"),
                            ("payable", "待拨付"),
                            ("paid", "已拨付"),
                            ("returned", "退汇"),
                            ("clawed_back", "已追回"),
                        ],
                        default="draft",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("automatic", models.BooleanField(default=False, verbose_name="免申即享")),
                ("paid_out", models.BooleanField(default=False, verbose_name="由财政拨付")),
                ("claimed_fen", models.BigIntegerField(null=True, verbose_name="判定金额")),
                ("payable_fen", models.BigIntegerField(null=True, verbose_name="可兑付金额")),
                ("amount_fen", models.BigIntegerField(null=True, verbose_name="核准金额")),
                ("recovered_fen", models.BigIntegerField(default=0, verbose_name="已追回金额")),
                ("statement", models.TextField(blank=True, verbose_name="申报说明")),
                ("stopped", models.TextField(blank=True, verbose_name="暂停原因")),
                ("reason", models.TextField(blank=True, verbose_name="处理理由")),
                ("opened_at", models.DateTimeField(verbose_name="建立时间")),
                ("judged_on", models.DateField(null=True, verbose_name="判定日")),
                ("submitted_on", models.DateField(null=True, verbose_name="提交日")),
                ("decided_on", models.DateField(null=True, verbose_name="决定日")),
                ("due", models.DateField(null=True, verbose_name="办理期限")),
                ("clock_from", models.DateField(null=True)),
                ("days_allowed", models.IntegerField(default=0)),
                ("days_paused", models.IntegerField(default=0)),
                ("paused_on", models.DateField(null=True)),
                ("public_from", models.DateField(null=True, verbose_name="公示起")),
                ("public_until", models.DateField(null=True, verbose_name="公示止")),
                ("queued_at", models.DateTimeField(null=True, verbose_name="排队时间")),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="kernel.organisation",
                    ),
                ),
                (
                    "first_approver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recommended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second_approver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "申报",
            },
        ),
        migrations.CreateModel(
            name="ClaimedObject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("group", models.CharField(max_length=160)),
                ("key", models.CharField(max_length=128)),
            ],
            options={
                "verbose_name": "申报对象",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("group", "key"), name="one_row_a_claimed_object"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="文件名")),
                ("what", models.CharField(blank=True, max_length=80, verbose_name="证明事项")),
                ("added_at", models.DateTimeField(verbose_name="上传时间")),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="applications.application",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="applications.evidencefile",
                    ),
                ),
            ],
            options={
                "verbose_name": "证明材料",
            },
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("submission", "提交时"),
                            ("recommendation", "提出意见时"),
                            ("decision", "核准时"),
                        ],
                        max_length=16,
                        verbose_name="环节",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="判定时间")),
                ("as_of", models.DateField(verbose_name="适用法律之日")),
                ("library_version", models.IntegerField(verbose_name="政策库版本")),
                ("rule_digest", models.CharField(max_length=64, verbose_name="规则摘要")),
                ("verdict", models.CharField(max_length=16, verbose_name="结论")),
                ("claimed_fen", models.BigIntegerField(null=True, verbose_name="判定金额")),
                ("payable_fen", models.BigIntegerField(null=True, verbose_name="可兑付金额")),
                ("clause", models.CharField(max_length=200, verbose_name="条款")),
                ("amount_text", models.TextField(blank=True)),
                ("facts", models.JSONField(default=list)),
                ("conditions", models.JSONField(default=list)),
                ("missing", models.JSONField(default=dict)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judgements",
                        to="applications.application",
                    ),
                ),
            ],
            options={
                "verbose_name": "申报判定",
            },
        ),
        migrations.CreateModel(
            name="PublicObjection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("said", models.TextField(verbose_name="异议内容")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="处理时间")),
                ("answer", models.TextField(blank=True, verbose_name="处理结果")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="applications.application",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "公示异议",
            },
        ),
        migrations.CreateModel(
            name="Transition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=32, verbose_name="步骤")),
                ("label", models.CharField(max_length=32, verbose_name="办理")),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "草稿"),
                            ("submitted", "已提交"),
                            ("supplement", "待补正"),
                            ("reviewing", "审核中"),
                            ("recommended", "拟同意"),
                            ("publicised", "公示中"),
                            ("approved", "已核准"),
                            ("rejected", "不予支持"),
                            ("withdrawn", "已撤回"),
                            ("payable", "待拨付"),
                            ("paid", "已拨付"),
                            ("returned", "退汇"),
                            ("clawed_back", "已追回"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("submitted", "已提交"),
                            ("supplement", "待补正"),
                            ("reviewing", "审核中"),
                            ("recommended", "拟同意"),
                            ("publicised", "公示中"),
                            ("approved", "已核准"),
                            ("rejected", "不予支持"),
                            ("withdrawn", "已撤回"),
                            ("payable", "待拨付"),
                            ("paid", "已拨付"),
                            ("returned", "退汇"),
                            ("clawed_back", "已追回"),
                        ],
                        max_length=16,
                    ),
                ),
                ("acting_as", models.CharField(max_length=160, verbose_name="身份")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("reason", models.TextField(blank=True, verbose_name="理由")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transitions",
                        to="applications.application",
                    ),
                ),
                (
                    "judgement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="applications.judgement",
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
                "verbose_name": "办理记录",
            },
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["enterprise", "state"], name="application_enterpr_cd489c_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["state", "due"], name="application_state_64bf8b_idx"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["rule", "state"], name="application_rule_a3d496_idx"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "approved",
                            "draft",
                            "paid",
                            "payable",
                            "publicised",
                            "recommended",
                            "returned",
                            "reviewing",
                            "submitted",
                            "supplement",
                        ],
                    )
                ),
                fields=("rule", "key", "period"),
                name="one_live_application_for_an_object",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["approved", "paid", "payable", "returned"])),
                fields=("group", "key", "period"),
                name="one_grant_of_exclusive_measures",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_fen__isnull", True),
                    models.Q(
                        ("amount_fen__gte", 0),
                        ("amount_fen__lte", models.F("payable_fen")),
                        ("payable_fen__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="approved_within_the_verdict",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["approved", "paid", "payable", "returned"]), _negated=True
                    ),
                    models.Q(
                        models.Q(
                            ("recommended_by__isnull", True),
                            models.Q(
                                models.Q(
                                    ("recommended_by", models.F("first_approver")), _negated=True
                                ),
                                models.Q(
                                    ("recommended_by", models.F("second_approver")), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        ("first_approver__isnull", False),
                        ("second_approver__isnull", False),
                        models.Q(("first_approver", models.F("second_approver")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="granted_by_two_who_did_not_recommend",
            ),
        ),
        migrations.AddIndex(
            model_name="judgement",
            index=models.Index(fields=["application", "id"], name="application_applica_956f66_idx"),
        ),
        migrations.AddIndex(
            model_name="transition",
            index=models.Index(fields=["application", "id"], name="application_applica_51cb86_idx"),
        ),
    ]

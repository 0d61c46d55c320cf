"""Budgets, reservations, the ledger, payment orders, batches, receipts."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import ballast_web.kernel.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0002_audit_is_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="批次号")),
                ("key", models.CharField(max_length=120, unique=True, verbose_name="幂等键")),
                ("channel", models.CharField(max_length=32, verbose_name="渠道")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "待复核"),
                            ("released", "已放行"),
                            ("sent", "已送银行"),
                            ("settled", "已对账"),
                            ("refused", "已退回编制"),
                        ],
                        default="prepared",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("orders_count", models.IntegerField(verbose_name="笔数")),
                ("total_fen", models.BigIntegerField(verbose_name="金额")),
                ("digest", models.CharField(max_length=64, verbose_name="内容摘要")),
                (
                    "prepared_at",
                    models.DateTimeField(
                        default=ballast_web.kernel.clock.now, verbose_name="编制时间"
                    ),
                ),
                ("sent_as", models.CharField(blank=True, max_length=200, verbose_name="送出")),
                (
                    "trouble",
                    models.CharField(blank=True, max_length=400, verbose_name="最近一次失败"),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="编制",
                    ),
                ),
                (
                    "purse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="kernel.organisation",
                        verbose_name="出资单位",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="复核",
                    ),
                ),
            ],
            options={
                "verbose_name": "拨付批次",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Budget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                ("year", models.IntegerField(verbose_name="年度")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "待复核"),
                            ("open", "执行中"),
                            ("closed", "已结转"),
                            ("refused", "未通过"),
                        ],
                        default="proposed",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=ballast_web.kernel.clock.now, verbose_name="登记时间"
                    ),
                ),
                ("cap_fen", models.BigIntegerField(default=0, verbose_name="预算")),
                ("reserved_fen", models.BigIntegerField(default=0, verbose_name="已预留")),
                ("committed_fen", models.BigIntegerField(default=0, verbose_name="已核定")),
                ("sent_fen", models.BigIntegerField(default=0, verbose_name="银行处理中")),
                ("paid_fen", models.BigIntegerField(default=0, verbose_name="已拨付")),
                ("returned_fen", models.BigIntegerField(default=0, verbose_name="已退回")),
                ("clawed_back_fen", models.BigIntegerField(default=0, verbose_name="已追回")),
                (
                    "purse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="kernel.organisation",
                        verbose_name="出资单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "预算",
                "ordering": ["-year", "purse__region", "pk"],
            },
        ),
        migrations.CreateModel(
            name="BudgetScope",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rule",
                    models.CharField(db_index=True, max_length=200, verbose_name="规则或政策"),
                ),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scopes",
                        to="payments.budget",
                    ),
                ),
            ],
            options={
                "verbose_name": "预算用途",
            },
        ),
        migrations.CreateModel(
            name="CapChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True, verbose_name="幂等键")),
                ("cap_fen", models.BigIntegerField(verbose_name="调整后预算")),
                ("reason", models.CharField(max_length=400, verbose_name="依据")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "待复核"),
                            ("approved", "已通过"),
                            ("refused", "未通过"),
                        ],
                        default="proposed",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(
                        default=ballast_web.kernel.clock.now, verbose_name="提出时间"
                    ),
                ),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="payments.budget",
                    ),
                ),
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
                        verbose_name="经办",
                    ),
                ),
            ],
            options={
                "verbose_name": "预算调整",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=160, unique=True, verbose_name="幂等键")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("appropriate", "安排预算"),
                            ("withdraw", "收回预算"),
                            ("reserve", "预留"),
                            ("commit", "核定"),
                            ("release", "释放"),
                            ("send", "送银行"),
                            ("settle", "到账"),
                            ("return", "退回"),
                            ("reissue", "重新拨付"),
                            ("claw_back", "追回"),
                        ],
                        max_length=16,
                        verbose_name="业务",
                    ),
                ),
                ("amount_fen", models.BigIntegerField(verbose_name="金额")),
                ("memo", models.CharField(blank=True, max_length=200, verbose_name="摘要")),
                (
                    "at",
                    models.DateTimeField(default=ballast_web.kernel.clock.now, verbose_name="时间"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办",
                    ),
                ),
            ],
            options={
                "verbose_name": "分录",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="PaymentOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="拨付单号")),
                ("amount_fen", models.BigIntegerField(verbose_name="金额")),
                ("attempt", models.IntegerField(default=1, verbose_name="次序")),
                ("key", models.CharField(max_length=120, unique=True, verbose_name="幂等键")),
                ("holder", models.CharField(max_length=200, verbose_name="户名")),
                ("account_number", models.CharField(max_length=32, verbose_name="账号")),
                ("bank_name", models.CharField(max_length=200, verbose_name="开户银行")),
                ("bank_code", models.CharField(max_length=12, verbose_name="联行号")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ready", "待拨付"),
                            ("batched", "已入批次"),
                            ("sent", "银行处理中"),
                            ("paid", "已到账"),
                            ("returned", "已退回"),
                            ("replaced", "已重新拨付"),
                            ("cancelled", "已撤销"),
                        ],
                        default="ready",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                (
                    "bank_serial",
                    models.CharField(blank=True, max_length=64, verbose_name="银行流水号"),
                ),
                ("note", models.CharField(blank=True, max_length=400, verbose_name="说明")),
                (
                    "made_at",
                    models.DateTimeField(
                        default=ballast_web.kernel.clock.now, verbose_name="生成时间"
                    ),
                ),
                ("settled_on", models.DateField(null=True, verbose_name="到账日期")),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="payments.batch",
                    ),
                ),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="payments.budget",
                        verbose_name="预算",
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment_orders",
                        to="kernel.organisation",
                        verbose_name="企业",
                    ),
                ),
            ],
            options={
                "verbose_name": "拨付单",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Clawback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True, verbose_name="幂等键")),
                ("amount_fen", models.BigIntegerField(verbose_name="金额")),
                ("reason", models.CharField(max_length=400, verbose_name="事由")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("demanded", "待缴回"),
                            ("recovered", "已追回"),
                            ("waived", "已撤销"),
                        ],
                        default="demanded",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                (
                    "demanded_at",
                    models.DateTimeField(
                        default=ballast_web.kernel.clock.now, verbose_name="提出时间"
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="复核",
                    ),
                ),
                (
                    "demanded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clawbacks",
                        to="payments.paymentorder",
                    ),
                ),
            ],
            options={
                "verbose_name": "追缴",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("appropriated", "预算拨入"),
                            ("available", "可用"),
                            ("reserved", "已预留"),
                            ("committed", "已核定"),
                            ("sent", "银行处理中"),
                            ("paid", "已拨付"),
                            ("returned", "已退回"),
                            ("clawed_back", "已追回"),
                        ],
                        max_length=16,
                        verbose_name="转出",
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("appropriated", "预算拨入"),
                            ("available", "可用"),
                            ("reserved", "已预留"),
                            ("committed", "已核定"),
                            ("sent", "银行处理中"),
                            ("paid", "已拨付"),
                            ("returned", "已退回"),
                            ("clawed_back", "已追回"),
                        ],
                        max_length=16,
                        verbose_name="转入",
                    ),
                ),
                ("amount_fen", models.BigIntegerField(verbose_name="金额")),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="payments.budget",
                        verbose_name="预算",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="payments.journalentry",
                        to_field="key",
                        verbose_name="分录",
                    ),
                ),
            ],
            options={
                "verbose_name": "记账",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, verbose_name="文件摘要")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                (
                    "at",
                    models.DateTimeField(
                        default=ballast_web.kernel.clock.now, verbose_name="导入时间"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="导入",
                    ),
                ),
                (
                    "purse",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="kernel.organisation",
                        verbose_name="出资单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "银行回单",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReceiptLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.IntegerField(verbose_name="行")),
                ("reference", models.CharField(max_length=80, verbose_name="拨付单号")),
                ("amount", models.CharField(max_length=40, verbose_name="金额")),
                ("outcome", models.CharField(max_length=40, verbose_name="结果")),
                ("serial", models.CharField(blank=True, max_length=64, verbose_name="银行流水号")),
                ("note", models.CharField(blank=True, max_length=400, verbose_name="说明")),
                (
                    "fate",
                    models.CharField(
                        choices=[
                            ("applied", "已入账"),
                            ("repeated", "重复，未再入账"),
                            ("unmatched", "未匹配"),
                        ],
                        max_length=16,
                        verbose_name="处理",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="原因")),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="payments.paymentorder",
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="payments.receipt",
                    ),
                ),
            ],
            options={
                "verbose_name": "回单明细",
                "ordering": ["receipt", "line"],
            },
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True, verbose_name="幂等键")),
                (
                    "claim_reference",
                    models.CharField(db_index=True, max_length=120, verbose_name="申报编号"),
                ),
                ("amount_fen", models.BigIntegerField(verbose_name="金额")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reserved", "已预留"),
                            ("committed", "已核定"),
                            ("released", "已释放"),
                        ],
                        default="reserved",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(default=ballast_web.kernel.clock.now, verbose_name="时间"),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.organisation",
                        verbose_name="企业",
                    ),
                ),
            ],
            options={
                "verbose_name": "预留",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="paymentorder",
            name="reservation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="orders",
                to="payments.reservation",
            ),
        ),
        migrations.AddField(
            model_name="journalentry",
            name="reservation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="payments.reservation",
                verbose_name="预留",
            ),
        ),
        migrations.CreateModel(
            name="ReservationShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_fen", models.BigIntegerField(verbose_name="金额")),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="payments.budget",
                        verbose_name="预算",
                    ),
                ),
                (
                    "reservation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="payments.reservation",
                    ),
                ),
            ],
            options={
                "verbose_name": "资金分担",
                "ordering": ["budget_id"],
            },
        ),
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("holder", models.CharField(max_length=200, verbose_name="户名")),
                ("number", models.CharField(max_length=32, verbose_name="账号")),
                ("bank_name", models.CharField(max_length=200, verbose_name="开户银行")),
                ("bank_code", models.CharField(max_length=12, verbose_name="联行号")),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "使用中"), ("retired", "已停用")],
                        default="active",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                (
                    "added_at",
                    models.DateTimeField(
                        default=ballast_web.kernel.clock.now, verbose_name="登记时间"
                    ),
                ),
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
                    "enterprise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_accounts",
                        to="kernel.organisation",
                        verbose_name="企业",
                    ),
                ),
            ],
            options={
                "verbose_name": "收款账户",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "active")),
                        fields=("enterprise",),
                        name="one_account_in_use",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("released_by__isnull", True),
                    models.Q(("released_by", models.F("prepared_by")), _negated=True),
                    _connector="OR",
                ),
                name="batch_released_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(("total_fen__gt", 0)), name="batch_above_zero"
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("clawed_back_fen__gte", 0),
                    ("paid_fen__gte", 0),
                    ("returned_fen__gte", 0),
                    ("sent_fen__gte", 0),
                ),
                name="budget_nothing_below_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "committed_fen__gte",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("sent_fen"), "+", models.F("paid_fen")
                                ),
                                "+",
                                models.F("returned_fen"),
                            ),
                            "+",
                            models.F("clawed_back_fen"),
                        ),
                    )
                ),
                name="budget_paid_within_committed",
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.CheckConstraint(
                condition=models.Q(("reserved_fen__gte", models.F("committed_fen"))),
                name="budget_committed_within_reserved",
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.CheckConstraint(
                condition=models.Q(("cap_fen__gte", models.F("reserved_fen"))),
                name="budget_reserved_within_cap",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetscope",
            constraint=models.UniqueConstraint(fields=("budget", "rule"), name="one_scope_once"),
        ),
        migrations.AddConstraint(
            model_name="capchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("cap_fen__gte", 0)), name="cap_not_below_zero"
            ),
        ),
        migrations.AddConstraint(
            model_name="capchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="cap_decided_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="clawback",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_fen__gt", 0)), name="clawback_above_zero"
            ),
        ),
        migrations.AddConstraint(
            model_name="clawback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by__isnull", True),
                    models.Q(("confirmed_by", models.F("demanded_by")), _negated=True),
                    _connector="OR",
                ),
                name="clawback_confirmed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_fen__gt", 0)), name="posting_above_zero"
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", models.F("target")), _negated=True),
                name="posting_moves",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", "appropriated"), ("target", "available")),
                    models.Q(("source", "available"), ("target", "appropriated")),
                    models.Q(("source", "available"), ("target", "reserved")),
                    models.Q(("source", "clawed_back"), ("target", "appropriated")),
                    models.Q(("source", "committed"), ("target", "available")),
                    models.Q(("source", "committed"), ("target", "sent")),
                    models.Q(("source", "paid"), ("target", "clawed_back")),
                    models.Q(("source", "paid"), ("target", "returned")),
                    models.Q(("source", "reserved"), ("target", "available")),
                    models.Q(("source", "reserved"), ("target", "committed")),
                    models.Q(("source", "returned"), ("target", "available")),
                    models.Q(("source", "returned"), ("target", "committed")),
                    models.Q(("source", "sent"), ("target", "paid")),
                    models.Q(("source", "sent"), ("target", "returned")),
                    _connector="OR",
                ),
                name="posting_of_a_known_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(fields=("purse", "digest"), name="one_receipt_once"),
        ),
        migrations.AddConstraint(
            model_name="reservation",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_fen__gt", 0)), name="reservation_above_zero"
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_fen__gt", 0)), name="order_above_zero"
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentorder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["replaced", "cancelled"]), _negated=True),
                fields=("reservation", "budget"),
                name="one_live_order_a_share",
            ),
        ),
        migrations.AddConstraint(
            model_name="journalentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_fen__gt", 0)), name="entry_moves_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="reservationshare",
            constraint=models.UniqueConstraint(
                fields=("reservation", "budget"), name="one_share_a_budget"
            ),
        ),
        migrations.AddConstraint(
            model_name="reservationshare",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_fen__gt", 0)), name="share_above_zero"
            ),
        ),
    ]

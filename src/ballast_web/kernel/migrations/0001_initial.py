"""People, organisations, the audit log."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                ("login", models.CharField(max_length=64, unique=True, verbose_name="登录名")),
                ("name", models.CharField(max_length=64, verbose_name="姓名")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="电子邮箱")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="手机号")),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                ("password_changed_at", models.DateTimeField(null=True)),
                ("subject", models.CharField(blank=True, max_length=255, null=True, unique=True)),
            ],
            options={
                "verbose_name": "人员",
            },
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.BigIntegerField(default=0)),
                ("hash", models.CharField(default="", max_length=64)),
            ],
            options={
                "verbose_name": "审计链尾",
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("sequence", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.CharField(max_length=32, verbose_name="时间")),
                ("person", models.BigIntegerField(null=True, verbose_name="人员")),
                ("acting_as", models.CharField(max_length=160, verbose_name="身份")),
                ("action", models.CharField(db_index=True, max_length=64, verbose_name="操作")),
                ("subject_type", models.CharField(max_length=64, verbose_name="对象类别")),
                ("subject_id", models.CharField(max_length=128, verbose_name="对象")),
                ("details", models.TextField(verbose_name="内容")),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "审计日志",
                "indexes": [
                    models.Index(
                        fields=["subject_type", "subject_id"], name="kernel_audi_subject_c4eb0f_idx"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
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
                            ("government", "政府单位"),
                            ("enterprise", "企业"),
                            ("bank", "银行"),
                        ],
                        max_length=16,
                        verbose_name="类别",
                    ),
                ),
                ("code", models.CharField(max_length=64, unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                ("region", models.CharField(db_index=True, max_length=6, verbose_name="地区")),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("national", "国家"),
                            ("province", "省级"),
                            ("city", "市级"),
                            ("county", "县级"),
                        ],
                        max_length=16,
                        verbose_name="层级",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="有效")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="below",
                        to="kernel.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "单位",
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("policy", "政策专员"),
                            ("operations", "运行监测员"),
                            ("supervisor", "督查专员"),
                            ("commissioner", "工业振兴特派员"),
                            ("approver", "审批人"),
                            ("finance", "财务专员"),
                            ("auditor", "审计员"),
                            ("administrator", "系统管理员"),
                            ("owner", "企业负责人"),
                            ("clerk", "企业经办人"),
                            ("banker", "银行经办人"),
                        ],
                        max_length=16,
                        verbose_name="角色",
                    ),
                ),
                ("since", models.DateField(verbose_name="自")),
                ("until", models.DateField(blank=True, null=True, verbose_name="至")),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="granted",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="kernel.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "任职",
            },
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                fields=["kind", "region", "code"], name="kernel_orga_kind_272afa_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("person", "organisation", "role"), name="one_role_once"
            ),
        ),
    ]

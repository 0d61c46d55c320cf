"""A leader is a role."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0002_audit_is_append_only"),
    ]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("policy", "政策专员"),
                    ("operations", "运行监测员"),
                    ("supervisor", "督查专员"),
                    ("leader", "领导"),
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
    ]

"""The audit log refuses update and delete; its chain begins."""

from django.db import migrations

from ballast_web.kernel.triggers import AppendOnlyTable


def begin(apps, editor):
    """The chain's end, before its first entry."""
    apps.get_model("kernel", "AuditHead").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [
        migrations.RunPython(begin, migrations.RunPython.noop),
        AppendOnlyTable("kernel_auditentry"),
    ]

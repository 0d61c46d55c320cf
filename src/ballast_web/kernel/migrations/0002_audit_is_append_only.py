"""The audit log refuses update and delete."""

from django.db import migrations

from ballast_web.kernel.triggers import AppendOnlyTable


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [AppendOnlyTable("kernel_auditentry")]

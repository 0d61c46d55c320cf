"""A published version refuses update and delete."""

from django.db import migrations

from ballast_web.kernel.triggers import AppendOnlyTable


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [
        AppendOnlyTable("catalogue_version"),
        AppendOnlyTable("catalogue_versionfile"),
    ]

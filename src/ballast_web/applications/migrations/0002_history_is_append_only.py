"""Steps, judgements and stored files refuse update and delete."""

from django.db import migrations

from ballast_web.kernel.triggers import AppendOnlyTable


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]
    operations = [
        AppendOnlyTable("applications_transition"),
        AppendOnlyTable("applications_judgement"),
        AppendOnlyTable("applications_evidencefile"),
    ]

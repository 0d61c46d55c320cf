"""Steps, weekly reports and lamp changes refuse update and delete."""

from django.db import migrations

from ballast_web.kernel.triggers import AppendOnlyTable


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]
    operations = [
        AppendOnlyTable("projects_projectstep"),
        AppendOnlyTable("projects_projectlampchange"),
        AppendOnlyTable("projects_weeklyreport"),
        AppendOnlyTable("projects_weeklyfile"),
    ]

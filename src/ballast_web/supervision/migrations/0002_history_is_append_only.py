"""Steps, reports and events refuse update and delete."""

from django.db import migrations

from ballast_web.kernel.triggers import AppendOnlyTable


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial")]
    operations = [
        AppendOnlyTable("supervision_taskstep"),
        AppendOnlyTable("supervision_report"),
        AppendOnlyTable("supervision_reportfile"),
        AppendOnlyTable("supervision_event"),
        AppendOnlyTable("supervision_orderstep"),
        AppendOnlyTable("supervision_orderfile"),
        AppendOnlyTable("supervision_lampchange"),
    ]

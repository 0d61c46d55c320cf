"""Rankings, their publication, scores, files and steps refuse update and delete."""

from django.db import migrations

from ballast_web.kernel.triggers import AppendOnlyTable


class Migration(migrations.Migration):
    dependencies = [("scorecards", "0001_initial")]
    operations = [
        AppendOnlyTable("scorecards_score"),
        AppendOnlyTable("scorecards_publication"),
        AppendOnlyTable("scorecards_nominationfile"),
        AppendOnlyTable("scorecards_nominationscore"),
        AppendOnlyTable("scorecards_nominationstep"),
        AppendOnlyTable("scorecards_casestep"),
    ]

"""The leader's page reads the longest red tasks in the order of an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0003_silences_end_and_events_are_withdrawn"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="task",
            name="supervision_lamp_4a7832_idx",
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                fields=["lamp", "lamp_since", "id"], name="supervision_lamp_42da7e_idx"
            ),
        ),
    ]

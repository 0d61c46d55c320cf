"""A campaign reaches several regions."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def several(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    """What was one region becomes a list of one; empty meant everywhere, as it does now."""
    campaigns = apps.get_model("push", "Campaign").objects.using(schema.connection.alias)
    for each in campaigns.only("pk", "region").iterator():
        campaigns.filter(pk=each.pk).update(regions=[each.region])


def one(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    """The first of several: going back loses the others."""
    campaigns = apps.get_model("push", "Campaign").objects.using(schema.connection.alias)
    for each in campaigns.only("pk", "regions").iterator():
        campaigns.filter(pk=each.pk).update(region=(each.regions or [""])[0])


class Migration(migrations.Migration):
    dependencies = [
        ("push", "0002_platform_clock"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="regions",
            field=models.JSONField(default=list, verbose_name="地区"),
        ),
        migrations.RunPython(several, one),
        migrations.RemoveField(model_name="campaign", name="region"),
    ]

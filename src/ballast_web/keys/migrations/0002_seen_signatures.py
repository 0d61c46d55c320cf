"""Signatures that were taken."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("keys", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="SeenSignature",
            fields=[
                ("signature", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(auto_now_add=True, db_index=True)),
            ],
            options={"verbose_name": "已用签名"},
        ),
    ]

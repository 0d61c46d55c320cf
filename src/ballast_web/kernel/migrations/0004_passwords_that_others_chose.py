"""Passwords that somebody else chose are changed at the next sign-in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_a_leaders_role")]
    operations = [
        migrations.AddField(
            "person",
            "must_change_password",
            models.BooleanField("须修改密码", default=False),
        ),
    ]

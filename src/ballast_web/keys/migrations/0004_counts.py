"""Counts a minute that all processes share; on SQLite they lie in a file of their own."""

from django.db import migrations

_MADE = """
    CREATE UNLOGGED TABLE keys_minute
    (name varchar(80) PRIMARY KEY, minute bigint NOT NULL, number bigint NOT NULL)
    WITH (fillfactor = 50)
"""


def _make(_apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(_MADE)


def _drop(_apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TABLE keys_minute")


class Migration(migrations.Migration):
    dependencies = [("keys", "0003_platform_clock")]
    operations = [migrations.RunPython(_make, _drop, elidable=False)]

"""Secrets that sign what goes to enterprises stand sealed; those that stand there are sealed now."""

from django.db import migrations, models

from ballast_web.kernel.sealing import SealedField, seal, unseal


def _each(editor, change):
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, secret FROM push_contact WHERE secret <> '' ORDER BY id")
        rows = [(change(value), key) for key, value in cursor.fetchall()]
        cursor.executemany("UPDATE push_contact SET secret = %s WHERE id = %s", rows)


def _seal(_apps, editor):
    _each(editor, seal)


def _unseal(_apps, editor):
    _each(editor, unseal)


class Migration(migrations.Migration):
    dependencies = [("push", "0003_several_regions")]
    operations = [
        migrations.AlterField("contact", "secret", models.TextField("签名密钥", blank=True)),
        migrations.RunPython(_seal, _unseal, elidable=False),
        migrations.AlterField("contact", "secret", SealedField("签名密钥", blank=True)),
    ]

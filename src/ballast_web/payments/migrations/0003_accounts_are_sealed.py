"""Account numbers stand sealed in the database; those that stand there are sealed now."""

from django.db import migrations, models

from ballast_web.kernel.sealing import SealedField, seal, unseal

_COLUMNS = (("payments_bankaccount", "number"), ("payments_paymentorder", "account_number"))


def _each(editor, change):
    with editor.connection.cursor() as cursor:
        for table, column in _COLUMNS:
            cursor.execute(f'SELECT id, "{column}" FROM "{table}" ORDER BY id')  # noqa: S608
            rows = [(change(value), key) for key, value in cursor.fetchall() if value]
            cursor.executemany(f'UPDATE "{table}" SET "{column}" = %s WHERE id = %s', rows)  # noqa: S608


def _seal(_apps, editor):
    _each(editor, seal)


def _unseal(_apps, editor):
    _each(editor, unseal)


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_ledger_is_append_only")]
    operations = [
        migrations.AlterField("bankaccount", "number", models.TextField("账号")),
        migrations.AlterField("paymentorder", "account_number", models.TextField("账号")),
        migrations.RunPython(_seal, _unseal, elidable=False),
        migrations.AlterField("bankaccount", "number", SealedField("账号")),
        migrations.AlterField("paymentorder", "account_number", SealedField("账号")),
    ]

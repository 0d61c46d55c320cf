"""What stands around a circular's text, and corrections; all of it is final with the rest."""

from django.db import migrations, models

_TABLE = "circulars_circular"
_PRINTED = (
    *("kind", "issuer_id", "period", "first", "last", "figures_on", "number", "title"),
    *("addressees", "sections", "tables", "drafted_by_id", "approved_by_id", "dated"),
    *("copies_to", "printed_by", "numbered_copies", "corrects_id"),
)
_FINAL = "OLD.state IN ('approved', 'sent')"
_BACK = "NEW.state NOT IN ('approved', 'sent')"
_SQLITE = """
CREATE TRIGGER {table}_final BEFORE UPDATE ON {table} WHEN {final} AND ({back} OR {changed})
BEGIN SELECT RAISE(ABORT, 'an approved circular is final'); END;
"""
_SQLITE_DELETE = """
CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} WHEN {final}
BEGIN SELECT RAISE(ABORT, 'an approved circular is final'); END;
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_final BEFORE UPDATE ON {table} FOR EACH ROW
WHEN ({final} AND ({back} OR {changed})) EXECUTE FUNCTION ballast_circular_is_final();
CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW
WHEN ({final}) EXECUTE FUNCTION ballast_circular_is_final();
"""


def unguard(_apps, editor):
    """SQLite builds the table anew and loses its triggers: on both they are made again below."""
    where = f" ON {_TABLE}" if editor.connection.vendor == "postgresql" else ""
    for name in ("final", "kept"):
        editor.execute(f"DROP TRIGGER {_TABLE}_{name}{where}", params=None)


def guard(_apps, editor):
    postgresql = editor.connection.vendor == "postgresql"
    differs = "NEW.{0} IS DISTINCT FROM OLD.{0}" if postgresql else "NEW.{0} IS NOT OLD.{0}"
    changed = " OR ".join(differs.format(f'"{name}"') for name in _PRINTED)
    for statement in (_POSTGRESQL,) if postgresql else (_SQLITE, _SQLITE_DELETE):
        filled = statement.format(table=_TABLE, final=_FINAL, back=_BACK, changed=changed)
        editor.execute(filled, params=None)


class Migration(migrations.Migration):
    dependencies = [("circulars", "0002_approved_is_final")]
    operations = [
        migrations.RunPython(unguard, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name="circular",
            name="one_circular_a_period",
        ),
        migrations.AddField(
            model_name="circular",
            name="copies_to",
            field=models.CharField(blank=True, max_length=400, verbose_name="抄送机关"),
        ),
        migrations.AddField(
            model_name="circular",
            name="corrects",
            field=models.ForeignKey(
                null=True,
                on_delete=models.PROTECT,
                related_name="corrections",
                to="circulars.circular",
            ),
        ),
        migrations.AddField(
            model_name="circular",
            name="numbered_copies",
            field=models.BooleanField(default=False, verbose_name="标注份号"),
        ),
        migrations.AddField(
            model_name="circular",
            name="printed_by",
            field=models.CharField(blank=True, max_length=60, verbose_name="印发机关"),
        ),
        migrations.AddField(
            model_name="circularreceipt",
            name="copy",
            field=models.IntegerField(null=True, verbose_name="份号"),
        ),
        migrations.AddConstraint(
            model_name="circular",
            constraint=models.UniqueConstraint(
                condition=models.Q(("corrects__isnull", True)),
                fields=("issuer", "kind", "first", "last"),
                name="one_circular_a_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="circular",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "sent"), _negated=True),
                fields=("corrects",),
                name="one_correction_at_a_time",
            ),
        ),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]

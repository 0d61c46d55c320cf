"""Steps refuse update and delete; an approved circular refuses every change of what is printed."""

from django.db import migrations

from ballast_web.kernel.triggers import AppendOnlyTable

_TABLE = "circulars_circular"
_PRINTED = (
    *("kind", "issuer_id", "period", "first", "last", "figures_on", "number", "title"),
    *("addressees", "sections", "tables", "drafted_by_id", "approved_by_id", "dated"),
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
CREATE FUNCTION ballast_circular_is_final() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'an approved circular is final' USING ERRCODE = '23514'; END $$;
CREATE TRIGGER {table}_final BEFORE UPDATE ON {table} FOR EACH ROW
WHEN ({final} AND ({back} OR {changed})) EXECUTE FUNCTION ballast_circular_is_final();
CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW
WHEN ({final}) EXECUTE FUNCTION ballast_circular_is_final();
"""


def guard(_apps, editor):
    postgresql = editor.connection.vendor == "postgresql"
    differs = "NEW.{0} IS DISTINCT FROM OLD.{0}" if postgresql else "NEW.{0} IS NOT OLD.{0}"
    changed = " OR ".join(differs.format(f'"{name}"') for name in _PRINTED)
    for statement in (_POSTGRESQL,) if postgresql else (_SQLITE, _SQLITE_DELETE):
        filled = statement.format(table=_TABLE, final=_FINAL, back=_BACK, changed=changed)
        editor.execute(filled, params=None)


class Migration(migrations.Migration):
    dependencies = [("circulars", "0001_initial")]
    operations = [
        AppendOnlyTable("circulars_circularstep"),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]

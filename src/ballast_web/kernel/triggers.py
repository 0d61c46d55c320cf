"""Triggers that refuse update and delete, for migrations of append-only tables."""

from __future__ import annotations

from typing import Any

from django.db import migrations

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
"""
_POSTGRESQL = """
CREATE OR REPLACE FUNCTION ballast_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23514'; END $$;
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION ballast_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION ballast_append_only();
"""


class AppendOnlyTable(migrations.RunPython):
    """A migration step after which `table` refuses update, delete and truncate."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(self._forwards, migrations.RunPython.noop, elidable=False)

    def deconstruct(self) -> Any:
        """How a migration file writes this step."""
        return self.__class__.__name__, [self.table], {}

    def _forwards(self, _apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(_POSTGRESQL.format(table=self.table), params=None)
            return
        for verb in ("UPDATE", "DELETE"):
            editor.execute(_SQLITE.format(table=self.table, verb=verb), params=None)

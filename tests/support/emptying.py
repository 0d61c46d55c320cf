"""Append-only tables can be emptied between tests: their triggers rest meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations

_HELD = """
SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
"""


@contextmanager
def triggers_resting(connection) -> Iterator[None]:
    """Without the tables' triggers; they stand again afterwards."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_HELD)
            tables = sorted({table for table, _ in cursor.fetchall()})
            for table in tables:
                cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
            yield
            for table in tables:
                cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        held = cursor.fetchall()
        for name, _ in held:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _, statement in held:
            cursor.execute(statement)


@pytest.fixture(autouse=True, scope="session")
def append_only_tables_can_be_emptied() -> Iterator[None]:
    original = BaseDatabaseOperations.execute_sql_flush

    def flush(self, statements) -> None:
        with triggers_resting(self.connection):
            original(self, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush)
        yield

"""What stands sealed, in whichever app: sealed anew after a key was put before the old one.

An app names a column by making it a `SealedField`; a sealed column of another maker's table stands
in a table of our own beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection

from ballast_web.kernel.acting import Acting
from ballast_web.kernel.sealing import NoKeyOpens, SealedField, resealed, unseal
from ballast_web.kernel.writes import writing

_AT_ONCE = 500
Row = tuple[Any, str]


def columns() -> list[SealedField]:
    """Each sealed column, in the table where it stands."""
    return [
        field
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.local_fields
        if isinstance(field, SealedField)
    ]


def reseal(acting: Acting) -> int:
    """Seal every sealed value under the first key; how many. Raises NoKeyOpens.

    Interrupted, it can be repeated.
    """
    number = 0
    for field in columns():
        for rows in _batches(field):
            with writing(acting) as log:
                _written(field, rows)
                log.note("column.resealed", name(field), number=len(rows))
            number += len(rows)
    return number


def unopened() -> Iterator[str]:
    """The rows with a sealed value that no key at hand opens."""
    for field in columns():
        for rows in _batches(field):
            for key, value in rows:
                try:
                    unseal(value)
                except NoKeyOpens:
                    yield f"{name(field)} {key}: no key of BALLAST_DATA_KEYS opens it"


def name(field: SealedField) -> str:
    """App, model and field: `payments.bankaccount.number`."""
    return f"{field.model._meta.label_lower}.{field.name}"


def _batches(field: SealedField) -> Iterator[list[Row]]:
    """Key and sealed value of each row, some at a time, as they stand in the database."""
    rows = _rows(field, None)
    while rows:
        yield rows
        rows = _rows(field, rows[-1][0])


def _rows(field: SealedField, after: Any) -> list[Row]:
    table, key, column = _quoted(field)
    beyond, values = ("", []) if after is None else (f" AND {key} > %s", [after])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, {column} FROM {table} WHERE {column} <> ''{beyond}"  # noqa: S608
            f" ORDER BY {key} LIMIT {_AT_ONCE}",
            values,
        )
        return list(cursor.fetchall())


def _written(field: SealedField, rows: list[Row]) -> None:
    """Seal `rows` anew, but for those that somebody changed since they were read."""
    table, key, column = _quoted(field)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s",  # noqa: S608
            [(resealed(value), each, value) for each, value in rows],
        )


def _quoted(field: SealedField) -> tuple[str, str, str]:
    """The table, its key and the column, quoted for the database at hand."""
    meta, quote = field.model._meta, connection.ops.quote_name
    key: Any = meta.pk
    return quote(meta.db_table), quote(key.column), quote(str(field.column))

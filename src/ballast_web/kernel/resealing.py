"""What stands sealed, sealed anew after a key was put before the old one.

Every `SealedField` of every app is meant: it is found by its kind, none is named here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection

from ballast_web.kernel.acting import Acting
from ballast_web.kernel.sealing import NoKeyOpens, SealedField, resealed, unseal
from ballast_web.kernel.writes import writing

_AT_ONCE = 500


@dataclass(frozen=True)
class Sealed:
    """One sealed column: its model's label, its table, the column, the table's key."""

    label: str
    table: str
    column: str
    key: str


def columns() -> Iterator[Sealed]:
    """Every sealed column of the database; a backup from before an upgrade may lack some."""
    there = set(connection.introspection.table_names())
    for model in apps.get_models():
        about = model._meta
        for field in about.local_fields:
            if isinstance(field, SealedField) and about.db_table in there:
                yield Sealed(about.label_lower, about.db_table, field.attname, about.pk.attname)


def reseal(acting: Acting) -> int:
    """Seal every sealed value under the first key; how many. Raises NoKeyOpens.

    Interrupted, it can be repeated.
    """
    number = 0
    for column in columns():
        for rows in _batches(column):
            with writing(acting) as log:
                _written(column, rows)
                log.note("data.resealed", column.label, number=len(rows))
            number += len(rows)
    return number


def _batches(column: Sealed) -> Iterator[list[tuple[int, str]]]:
    """Key and sealed value of each row, some at a time, as they stand in the database."""
    last = 0
    while rows := _rows(column, last):
        yield rows
        last = rows[-1][0]


def _rows(at: Sealed, last: int) -> list[tuple[int, str]]:
    chosen = f'"{at.key}" > %s AND "{at.column}" <> \'\''
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{at.key}", "{at.column}" FROM "{at.table}" WHERE {chosen} '  # noqa: S608
            f'ORDER BY "{at.key}" LIMIT {_AT_ONCE}',
            [last],
        )
        return list(cursor.fetchall())


def _written(at: Sealed, rows: list[tuple[int, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f'UPDATE "{at.table}" SET "{at.column}" = %s WHERE "{at.key}" = %s',  # noqa: S608
            [(resealed(value), key) for key, value in rows],
        )


def unopened() -> Iterator[str]:
    """The rows whose sealed value no key at hand opens."""
    for column in columns():
        for rows in _batches(column):
            for key, value in rows:
                try:
                    unseal(value)
                except NoKeyOpens:
                    yield f"{column.label} {key}: no key of BALLAST_DATA_KEYS opens it"

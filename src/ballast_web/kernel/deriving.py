"""Rows that the database makes of rows that it holds: INSERT … SELECT, unknown to Django."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection, models


def insert_from(
    rows: models.QuerySet[Any], into: type[models.Model], fields: Mapping[str, Any]
) -> None:
    """One row of `into` for each of `rows`; `fields` are names of its columns, or expressions."""
    quoted = connection.ops.quote_name
    named = {field.name: str(field.column) for field in into._meta.concrete_fields}
    columns = ", ".join(quoted(named[name]) for name in fields)
    select, values = rows.order_by().values_list(*fields.values()).query.sql_with_params()
    # Nothing but the names of columns stands in the text: what is compared or written is a value.
    statement = f"INSERT INTO {quoted(into._meta.db_table)} ({columns}) {select}"
    with connection.cursor() as cursor:
        cursor.execute(statement, values)

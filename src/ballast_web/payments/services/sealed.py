"""Account numbers sealed anew, after a key was put before the old one."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection, models

from ballast_web.kernel.acting import Acting
from ballast_web.kernel.sealing import NoKeyOpens, resealed, unseal
from ballast_web.kernel.writes import writing
from ballast_web.payments.models import BankAccount, PaymentOrder

#: Where account numbers stand, by the name of the field, which is that of its column.
SEALED: tuple[tuple[type[models.Model], str], ...] = (
    (BankAccount, "number"),
    (PaymentOrder, "account_number"),
)
_AT_ONCE = 500


def reseal(acting: Acting) -> int:
    """Seal every account number under the first key; how many. Raises NoKeyOpens.

    Interrupted, it can be repeated.
    """
    number = 0
    for model, field in SEALED:
        for rows in _batches(model, field):
            with writing(acting) as log:
                _written(model, field, rows)
                log.note("accounts.resealed", model._meta.label_lower, number=len(rows))
            number += len(rows)
    return number


def _batches(model: type[models.Model], field: str) -> Iterator[list[tuple[int, str]]]:
    """Key and sealed value of each row, some at a time, as they stand in the database."""
    last = 0
    while rows := _rows(model, field, last):
        yield rows
        last = rows[-1][0]


def _rows(model: type[models.Model], field: str, last: int) -> list[tuple[int, str]]:
    column, table = field, model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT id, "{column}" FROM "{table}" WHERE id > %s ORDER BY id LIMIT {_AT_ONCE}',  # noqa: S608
            [last],
        )
        return list(cursor.fetchall())


def _written(model: type[models.Model], field: str, rows: list[tuple[int, str]]) -> None:
    column, table = field, model._meta.db_table
    with connection.cursor() as cursor:
        cursor.executemany(
            f'UPDATE "{table}" SET "{column}" = %s WHERE id = %s',  # noqa: S608
            [(resealed(value), key) for key, value in rows],
        )


def unopened() -> Iterator[str]:
    """The rows whose account number no key at hand opens."""
    for model, field in SEALED:
        for rows in _batches(model, field):
            for key, value in rows:
                try:
                    unseal(value)
                except NoKeyOpens:
                    yield f"{model._meta.label_lower} {key}: no key of BALLAST_DATA_KEYS opens it"

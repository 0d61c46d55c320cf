"""How often something was done in a minute, counted by all processes together.

On PostgreSQL in a table that is not logged: counting waits for no disk, and a crash forgets what
concerned a minute. On SQLite in a file of its own beside the database: who counts waits for nobody
who writes, and everybody is on one machine.
"""

from __future__ import annotations

import os
import sqlite3
import threading

from django.conf import settings
from django.db import connection

TABLE = "keys_minute"
FILE = "counts.sqlite3"
#: One row a name, of its latest minute. Clocks of machines differ: who is a minute late counts in
#: the minute that another has begun.
_COUNT = f"""
    INSERT INTO {TABLE} (name, minute, number) VALUES (%s, %s, 1)
    ON CONFLICT (name) DO UPDATE SET
        number = CASE WHEN {TABLE}.minute - excluded.minute IN (0, 1)
                      THEN {TABLE}.number + 1 ELSE 1 END,
        minute = CASE WHEN {TABLE}.minute - excluded.minute = 1
                      THEN {TABLE}.minute ELSE excluded.minute END
    RETURNING number
"""  # noqa: S608 - the table's name is ours
_opened = threading.local()


def counted(name: str, minute: int) -> int:
    """Count `name` (at most 80 characters) once more in `minute` (since 1970); how often by now."""
    if connection.vendor == "sqlite":
        found = _file().execute(_COUNT.replace("%s", "?"), (name, minute)).fetchone()
    else:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [name, minute])
            found = cursor.fetchone()
    return int(found[0])


def _file() -> sqlite3.Connection:
    """This thread's connection to the file of counts; a child process opens its own."""
    wanted = (os.getpid(), settings.BALLAST_HOME / FILE)
    if getattr(_opened, "whose", None) != wanted:
        _opened.file, _opened.whose = _open(str(wanted[1])), wanted
    file: sqlite3.Connection = _opened.file
    return file


def _open(path: str) -> sqlite3.Connection:
    file = sqlite3.connect(path, timeout=5, isolation_level=None)
    file.execute("PRAGMA journal_mode=WAL")
    file.execute("PRAGMA synchronous=OFF")
    file.execute(
        f"CREATE TABLE IF NOT EXISTS {TABLE}"
        " (name text PRIMARY KEY, minute bigint NOT NULL, number bigint NOT NULL)"
    )
    return file

"""SQLite has one writer at a time and no queue for it; this is the queue.

Without it a writer can starve for seconds, since SQLite's own waiting polls. PostgreSQL needs none.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

_mine = threading.local()


@contextmanager
def turn() -> Iterator[None]:
    """Wait for this thread's turn to write and hold it; on PostgreSQL, nothing.

    A thread that has its turn keeps it, however often it asks.
    """
    if connection.vendor != "sqlite" or getattr(_mine, "turn", False):
        yield
        return
    settings.BALLAST_HOME.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(settings.BALLAST_HOME / "write.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        _mine.turn = True
        yield
    finally:
        _mine.turn = False
        os.close(descriptor)

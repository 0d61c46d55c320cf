"""SQLite has one writer at a time and no queue for it; this is the queue.

Without it a writer can starve for seconds, since SQLite's own waiting polls. PostgreSQL needs none.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


@contextmanager
def turn() -> Iterator[None]:
    """Wait for this writer's turn and hold it; on PostgreSQL, nothing."""
    if connection.vendor != "sqlite":
        yield
        return
    settings.BALLAST_HOME.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(settings.BALLAST_HOME / "write.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)

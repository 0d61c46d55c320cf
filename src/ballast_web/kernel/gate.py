"""SQLite has one writer at a time and no queue for it; this is the queue, first come first served.

Without it a writer can starve for seconds, since SQLite's own waiting polls. PostgreSQL needs none:
its row locks queue, and writers of different rows run side by side.

Each comer draws a number and locks the byte of that number in one file; it is its turn once it
holds the bytes of all numbers before its own as well. The locks belong to the open file, so that
the system lets go of them when their holder ends, however it ends. Whether two may write at once is
not decided here but by SQLite: a file that is lost costs the order, not the money.
"""

from __future__ import annotations

import fcntl
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

_mine = threading.local()
#: Where the bytes of the numbers begin: behind the number that was drawn last, in eight bytes, of
#: which the first is also locked while one draws.
_QUEUE = 8
_NUMBER = struct.Struct("<q")
#: `struct flock` of 64-bit Linux: type, whence, start, length, process (0 for locks of open files).
_LOCK = struct.Struct("@hhqqi4x")


@contextmanager
def turn() -> Iterator[None]:
    """Wait for this thread's turn to write and hold it; on PostgreSQL, nothing.

    A thread that has its turn keeps it, however often it asks.
    """
    if connection.vendor != "sqlite" or getattr(_mine, "turn", False):
        yield
        return
    settings.BALLAST_HOME.mkdir(parents=True, exist_ok=True)
    file = os.open(settings.BALLAST_HOME / "write.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait(file)
        _mine.turn = True
        yield
    finally:
        _mine.turn = False
        os.close(file)


def _wait(file: int) -> None:
    """Draw a number, then hold all the numbers before it."""
    if not hasattr(fcntl, "F_OFD_SETLKW"):  # not Linux: a turn, in no certain order
        fcntl.flock(file, fcntl.LOCK_EX)
        return
    _lock(file, fcntl.F_WRLCK, 0, 1)
    drawn = os.pread(file, _NUMBER.size, 0)
    number = _NUMBER.unpack(drawn)[0] + 1 if len(drawn) == _NUMBER.size else 0
    _lock(file, fcntl.F_WRLCK, _QUEUE + number, 1)
    os.pwrite(file, _NUMBER.pack(number), 0)
    _lock(file, fcntl.F_UNLCK, 0, 1)
    if number:
        _lock(file, fcntl.F_WRLCK, _QUEUE, number)


def _lock(file: int, kind: int, start: int, length: int) -> None:
    fcntl.fcntl(file, fcntl.F_OFD_SETLKW, _LOCK.pack(kind, os.SEEK_SET, start, length, 0))

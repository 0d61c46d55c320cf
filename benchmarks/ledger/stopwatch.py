"""How long writers wait, and how long their transactions take without the waiting: apart.

On SQLite they wait for their turn, before the transaction; on PostgreSQL within it, in statements
that lock a row which others lock too, or insert a key that others insert: the second waits for the
first's transaction. Such a statement's whole time counts as waiting there.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.db import connection

from ballast_web.kernel import gate, writes

_LOCKS = re.compile(
    r'FOR UPDATE|UPDATE "payments_budget"|ON CONFLICT DO NOTHING'
    r'|INSERT INTO "(payments_receipt|keys_givenanswer|payments_reservation)" '
)


@dataclass
class Watch:
    """Seconds of each wait, of the transaction that it belongs to, of the processor for that."""

    waits: list[float] = field(default_factory=list)
    transactions: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Watch every `writing` of this process."""
        before = writes.turn
        writes.turn = self._turn  # type: ignore[assignment]
        try:
            yield
        finally:
            writes.turn = before

    @contextmanager
    def _turn(self) -> Iterator[None]:
        locks: list[float] = []
        asked = time.perf_counter()
        with gate.turn(), connection.execute_wrapper(_locking(locks)):
            had, busy = time.perf_counter(), time.thread_time()
            yield
        self.processor.append(time.thread_time() - busy)
        self.waits.append(had - asked + sum(locks))
        self.transactions.append(time.perf_counter() - had - sum(locks))


def _locking(seconds: list[float]) -> Callable[..., Any]:
    """Note how long each statement takes that may wait for a lock."""

    def timed(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            if connection.vendor == "postgresql" and _LOCKS.search(sql):
                seconds.append(time.perf_counter() - start)

    return timed


def told(watches: Iterable[Watch]) -> dict[str, int]:
    """In ms: the longest wait; the median, the 99th of a hundred and the longest transaction.

    The most of the processor that one took tells what a busy machine adds to the last of them.
    """
    held = list(watches)
    transactions = sorted(each for watch in held for each in watch.transactions)
    return {
        "longest wait ms": _ms(max(each for watch in held for each in watch.waits)),
        "transaction median ms": _ms(median(transactions)),
        "p99 ms": _ms(transactions[int(len(transactions) * 0.99)]),
        "longest ms": _ms(transactions[-1]),
        "most processor ms": _ms(max(each for watch in held for each in watch.processor)),
    }


def _ms(seconds: float) -> int:
    return round(seconds * 1000)

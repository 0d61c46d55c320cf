"""How long writers wait for their turn, and how long their transactions take: apart.

On PostgreSQL nobody has a turn to wait for; the locks that a transaction waits for are within it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

from ballast_web.kernel import gate, writes


@dataclass
class Watch:
    """Seconds of each turn that was waited for and of each transaction that followed."""

    turns: list[float] = field(default_factory=list)
    transactions: list[float] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.transactions)

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
        asked = time.perf_counter()
        with gate.turn():
            had = time.perf_counter()
            yield
        self.turns.append(had - asked)
        self.transactions.append(time.perf_counter() - had)


def told(watches: Iterable[Watch]) -> dict[str, int]:
    """The median, the 99th of a hundred and the longest in ms, of turns and of transactions."""
    held = list(watches)
    turns = [each for watch in held for each in watch.turns]
    transactions = [each for watch in held for each in watch.transactions]
    waited = {"waited for a turn, longest ms": _ms(max(turns))} if max(turns) > 0.001 else {}
    return {
        **waited,
        "transaction median ms": _ms(median(transactions)),
        "p99 ms": _ms(sorted(transactions)[int(len(transactions) * 0.99)]),
        "longest ms": _ms(max(transactions)),
    }


def _ms(seconds: float) -> int:
    return round(seconds * 1000)

"""Money: writers at once, killed writers and stopped servers, and what the ledger says after.

16 writers draw on one budget of 2,000,000 分 until nothing fits, 20 seeds, each way in on each
database; the control, of a tenth, reads, checks and writes without the guard. “longest” is the
longest wait of any writer for any of its transactions. Killed: writers by kill -9, and a PostgreSQL
of its own by immediate stops; whoever was not told retries under the same key. Two budgets: 2 of 5
in random order. Histories are those of the property test, each replayed from the journal.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from benchmarks.ledger.places import Place, places
from benchmarks.measuring import Table

HEAD = ("database", "what", "figures")
SEEDS = int(os.environ.get("BALLAST_SEEDS", "20"))
KILLS = int(os.environ.get("BALLAST_KILLS", "100"))
PAIRS = int(os.environ.get("BALLAST_PAIRS", "10000"))
#: The control forgets what others reserved, and takes the longer for it.
CONTROL = 200_000
HISTORIES = int(os.environ.get("BALLAST_HISTORIES", "2000"))


def run() -> Table:
    """Every scenario on SQLite and on PostgreSQL."""
    return Table(HEAD, [row for place in places() for row in _rows(place)])


def _rows(place: Place) -> Iterator[Sequence[str]]:
    with place.opened():
        for name, orders in (
            ("16 writers, one by one", {"scenario": "race", "way": "service", "seeds": SEEDS}),
            ("16 writers, batches of 20", {"scenario": "race", "way": "batch", "seeds": SEEDS}),
            ("writers and servers killed", {"scenario": "kills", "kills": KILLS}),
            ("two budgets at once", {"scenario": "pairs", "number": PAIRS}),
            ("histories replayed", {"scenario": "histories", "number": HISTORIES}),
            (
                "16 writers, unguarded",
                {"scenario": "race", "way": "control", "seeds": SEEDS, "cap": CONTROL},
            ),
        ):
            told = place.asked(orders)
            print(place.name, name, told, flush=True)
            yield place.name, name, "; ".join(f"{what} {value}" for what, value in told.items())

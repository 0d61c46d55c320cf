"""Money: writers at once, killed writers and stopped servers, and what the ledger says after.

16 writers draw on one budget of 2,000,000 分 until nothing fits, 20 seeds on each database: by the
service, one by one and in batches; and through three doors at once, a city a seed: six approvers on
pages, five enterprises' systems through the API, five cashiers with the bank's receipts in Excel.
The controls, smaller, check against what was left a moment ago and write without the guard. A
“wait” is for a turn on SQLite, for locked rows on PostgreSQL; “transaction” is the rest, of any
writer. Killed: writers by kill -9, and a PostgreSQL of its own by immediate stops; whoever was not
told retries under the same key. Two budgets: 2 of 5 in random order. Histories are those of the
property test, each replayed from the journal.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.ledger.places import Place, places
from benchmarks.measuring import Table

HEAD = ("database", "what", "figures")
SEEDS = int(os.environ.get("BALLAST_SEEDS", "20"))
KILLS = int(os.environ.get("BALLAST_KILLS", "100"))
PAIRS = int(os.environ.get("BALLAST_PAIRS", "10000"))
#: The controls forget what others reserved, and take the longer for it.
CONTROL = 200_000
CARELESS = 5
HISTORIES = int(os.environ.get("BALLAST_HISTORIES", "2000"))
#: The histories come first: each is checked beside everything else that stands in the books.
GUARDED: dict[str, dict[str, Any]] = {
    "histories replayed": {"scenario": "histories", "number": HISTORIES},
    "16 writers, one by one": {"scenario": "race", "way": "service", "seeds": SEEDS},
    "16 writers, batches of 20": {"scenario": "race", "way": "batch", "seeds": SEEDS},
    "16 writers: pages, API, Excel": {"scenario": "doors", "seeds": SEEDS},
    "writers and servers killed": {"scenario": "kills", "kills": KILLS},
    "two budgets at once": {"scenario": "pairs", "number": PAIRS},
}
CONTROLS: dict[str, dict[str, Any]] = {
    "unguarded: 16 writers": {"scenario": "race", "way": "control", "seeds": SEEDS, "cap": CONTROL},
    "unguarded: pages, API, Excel": {
        "scenario": "doors",
        "seeds": min(SEEDS, CARELESS),
        "guarded": False,
    },
}


def run() -> Table:
    """Every scenario on SQLite and on PostgreSQL; the controls on databases of their own."""
    kinds = (GUARDED, CONTROLS)
    return Table(HEAD, [row for place in places() for kind in kinds for row in _rows(place, kind)])


def _rows(place: Place, kind: dict[str, dict[str, Any]]) -> Iterator[Sequence[str]]:
    with place.opened():
        for name, orders in kind.items():
            told = place.asked(orders)
            print(place.name, name, told, flush=True)
            yield place.name, name, "; ".join(f"{what} {value}" for what, value in told.items())

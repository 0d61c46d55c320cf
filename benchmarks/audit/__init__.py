"""The audit log: two hundred tamperings, and how long a log of a million entries takes to verify.

Whoever tampers holds the database, its triggers put aside, but neither the key nor the anchors: a
field is edited, an entry taken out, two are exchanged, one is forged with a key of theirs and fifty
behind it chained anew, the end is cut off and the chain's end moved to match. 40 of each among
2,000 entries, and one of each among all. “ballast audit verify” is the command, start-up included;
entries are written by the platform's own code, 500 a transaction.
"""

from __future__ import annotations

import os
import sys

from benchmarks.ledger.places import Place, places
from benchmarks.measuring import Table, child

ENTRIES = int(os.environ.get("BALLAST_ENTRIES", "1000000"))
TAMPERINGS = int(os.environ.get("BALLAST_TAMPERINGS", "200"))
FEW = 2_000
HEAD = (
    *("database", "tamperings", "found", "told at the right entry", "false alarms", "entries"),
    *("written in s", "`ballast audit verify` s", "entries/s", "peak MB", "found among all"),
)


def run() -> Table:
    """One row a database."""
    return Table(HEAD, [_row(place) for place in places()])


def _row(place: Place) -> list[str]:
    with place.opened():
        place.asked({"do": "write", "entries": FEW}, "audit.tampering")
        few = place.asked({"do": "tamper", "number": TAMPERINGS}, "audit.tampering")
        written = place.asked({"do": "write", "entries": ENTRIES - FEW}, "audit.tampering")
        command = [sys.executable, "-c", "from ballast.cli import main; main()", "audit", "verify"]
        cost = child(command, place.environment)
        many = place.asked({"do": "tamper", "number": 5}, "audit.tampering")
    return [
        place.name,
        str(few["tamperings"]),
        str(few["found"]),
        str(few["placed"]),
        str(few["false"] + many["false"]),
        f"{written['entries']:,}",
        f"{written['seconds']:.0f}",
        f"{cost.wall:.1f}",
        f"{written['entries'] / cost.wall:,.0f}",
        f"{cost.peak:.0f}",
        f"{many['found']} of {many['tamperings']}",
    ]

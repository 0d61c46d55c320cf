"""The race: every competitor compared with Ballast, then timed in turns."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import duckdb

from benchmarks.measuring import Table
from benchmarks.population.competitors import competitor, names
from benchmarks.population.rules import plan, population, sizes

ROUNDS = 3
#: Rows of the comparison; a competitor that is given fewer is compared on those.
COMPARED = 100_000
HEAD = (
    "by",
    "rows",
    "wall s",
    "CPU s",
    "peak MB",
    "Mrr/s",
    "÷ hand",
    "÷ floor",
    "compared with Ballast",
)
ASKED = {"verdict": "v", "amount": "a", "failed": "f", "missing": "m"}
Costs = dict[str, float]


def race() -> Table:
    """One row a size and competitor; Mrr/s is million rows × rules a second."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        told = dict(compared(population(COMPARED, place), place))
        rows = [line for size in sizes() for line in lines(size, place, told)]
    return Table(HEAD, rows)

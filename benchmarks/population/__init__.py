"""A population: twelve rules over every enterprise, Parquet to Parquet, beside other engines.

The rules are those of `benchmarks/population/policies`: 12 rules, 32 conditions, 27 facts with 5 %
of the cells unknown. Before anything is timed, every competitor's verdicts, amounts and reasons are
compared row by row with Ballast's; one that differs beyond what its file says it cannot express
gets no time. Each measurement is a child process of its own; all take turns, and medians count.
`÷ hand` and `÷ floor` compare with the query written by hand and with scanning the facts and
writing a ready result.
"""

from __future__ import annotations

from benchmarks.measuring import Table
from benchmarks.population.race import raced


def run() -> Table:
    """One row a competitor and size."""
    return raced()

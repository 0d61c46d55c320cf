"""Background jobs while their workers are killed.

Four workers on each database, killed with SIGKILL at random, often in the middle of a job. Every
job writes one row: a lost job leaves none, a doubled one two. Redelivery: from a kill to the next
claim of the job that was held.
"""

from __future__ import annotations

import os

from benchmarks.jobs.killing import Outcome, trial
from benchmarks.measuring import Table

JOBS = int(os.environ.get("BALLAST_BENCH_JOBS", "10000"))
KILLS = int(os.environ.get("BALLAST_BENCH_KILLS", "200"))
SERVER = os.environ.get("POSTGRESQL", "postgresql://127.0.0.1:5432/postgres")
HEAD = ("database", "jobs", "kills", "in a job", "lost", "doubled", "longest redelivery s", "s")


def run() -> Table:
    """One row a database."""
    outcomes = [trial("", JOBS, KILLS), trial(SERVER, JOBS, KILLS)]
    return Table(HEAD, [row(outcome) for outcome in outcomes])


def row(outcome: Outcome) -> list[str]:
    """An outcome as told."""
    return [
        outcome.database,
        f"{outcome.jobs:,}",
        str(outcome.kills),
        str(outcome.holding),
        str(outcome.lost),
        str(outcome.doubled),
        f"{outcome.redelivery:.1f}",
        f"{outcome.seconds:.0f}",
    ]

"""Supervision of a province: lamps over all open tasks, and the leader's page.

200,000 open tasks of 3,000 units on each database. The first night lights every lamp, the second
what changed since (one task in a hundred); both tell every unit what is new. The page is asked for
thirty times by a leader of the province, through Django's own client, in a process that is warm as
each worker is before its first request.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from benchmarks.jobs.killing import place, surroundings
from benchmarks.measuring import Table

TASKS = int(os.environ.get("BALLAST_BENCH_TASKS", "200000"))
UNITS = int(os.environ.get("BALLAST_BENCH_UNITS", "3000"))
SERVER = os.environ.get("POSTGRESQL", "postgresql://127.0.0.1:5432/postgres")
CHILD = f"""
import django
django.setup()
from benchmarks.supervision.province import main
main({TASKS}, {UNITS})
"""
HEAD = (
    *("database", "tasks", "units", "first night s", "second night s", "changed", "notices"),
    *("page p50 ms", "page p95 ms"),
)


def run() -> Table:
    """One row a database."""
    return Table(HEAD, [row("SQLite", ""), row("PostgreSQL", SERVER)])


def row(name: str, server: str) -> list[str]:
    """What a child process found on a database of its own."""
    with place(server) as (address, folder):
        done = subprocess.run(
            [sys.executable, "-c", CHILD],
            env=surroundings(address, folder),
            check=True,
            capture_output=True,
            text=True,
        )
    found = json.loads(done.stdout.splitlines()[-1])
    return [name, f"{TASKS:,}", f"{UNITS:,}", *found]

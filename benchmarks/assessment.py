"""Assessment: every rule over every enterprise.

The floor is what no engine can avoid: scanning the needed columns and writing a result that is
ready. `assess` is the whole command, with start-up, checks of bounds, three more tables and the
summary; the ratio compares the query over the table of enterprises with the floor.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

from ballast.assessment.run import plans_for
from ballast.content import home
from ballast.engine.backends.duckdb import DuckDB
from ballast.facts.snapshot import open_snapshot
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library
from ballast.rules.scope import OWNER
from benchmarks.measuring import Table, child, interleaved

SIZES = (100_000, 1_000_000)
DAY = date(2022, 12, 31)
HEAD = (
    "enterprises",
    "assess s",
    "CPU s",
    "peak MB",
    "rules in the query",
    "query s",
    "floor s",
    "query ÷ floor",
)


def run() -> Table:
    """One row a size."""
    with tempfile.TemporaryDirectory() as folder:
        return Table(HEAD, [row(size, Path(folder)) for size in SIZES])


def row(size: int, folder: Path) -> list[str]:
    """Make a province, assess it in a child, then time the query against its floor."""
    facts, out = folder / f"facts-{size}", folder / f"run-{size}"
    ballast = [sys.executable, "-m", "ballast"]
    made = ("--province", "440000", "--enterprises", str(size), "--seed", "1", "--out", str(facts))
    child([*ballast, "synth", *made])
    judged = ("--facts", str(facts), "--as-of", DAY.isoformat(), "--out", str(out))
    whole = child([*ballast, "assess", *judged])
    rules, times = against_the_floor(facts, folder)
    floor = times["scan"] + times["write"]
    return [
        f"{size:,}",
        f"{whole.wall:.1f}",
        f"{whole.cpu:.1f}",
        f"{whole.peak:.0f}",
        str(rules),
        f"{times['query']:.2f}",
        f"{floor:.2f}",
        f"{times['query'] / floor:.2f}",
    ]


def against_the_floor(facts: Path, folder: Path) -> tuple[int, dict[str, float]]:
    """The rules of the table of enterprises, and the seconds of query, scan and write."""
    vocabulary = load_vocabulary(home("vocabulary"))
    snapshot = open_snapshot(facts, vocabulary.entities)
    library = load_library(home("policies"), vocabulary)
    plan = next(p for p in plans_for(snapshot, library, vocabulary, DAY) if p.subject == OWNER)
    engine, target = DuckDB(snapshot.tables, folder), folder / "result.parquet"
    own = [fact for fact in plan.facts if fact.table == OWNER]
    columns = ", ".join(f'"{fact.name}"' for fact in own)
    scan = f'CREATE OR REPLACE TEMP TABLE scanned AS SELECT uscc, city, {columns} FROM "{OWNER}"'
    engine.connection.execute(f"CREATE TEMP TABLE ready AS {engine.sql(plan)}")
    write = f"COPY ready TO '{target}' (FORMAT parquet, PARQUET_VERSION v2)"
    times = interleaved(
        {
            "query": lambda: engine.write(plan, target),
            "scan": lambda: engine.connection.execute(scan) and None,
            "write": lambda: engine.connection.execute(write) and None,
        }
    )
    return len(plan.rules), times
